import { createStore, type StoreApi } from 'zustand/vanilla';
import { SCENE_FORMAT, type Scene } from '../../../model/scene-files/scene-file.ts';
import { sceneMessage } from '../../../model/scene-files/scene-messages.ts';
import { type Message, MessageError, messagesOf } from '../../../model/text/message.ts';
import type { Text } from '../../../model/text/text.ts';
import { cityTime, isoDate } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { saveFile } from '../../kit/run-parts.tsx';
import { SCENE_PARTS, type SceneParts } from '../../kit/scene-parts.ts';
import { type WordKey, words } from '../../kit/words.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { openPendingScene } from './pending-scene.ts';
import { readSceneFile, writeSceneFile } from './tasks/start-archive.ts';

/** Id of the plug-in and of its panel. */
export const SCENE_FILE = 'scene-file';

/** What became of the last scene that was saved or opened. */
export type SceneStatus =
  | { kind: 'none' }
  | { kind: 'busy'; does: 'saving' | 'opening' }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'other-city'; file: File; city: Scene['city'] }
  | {
      kind: 'done';
      did: 'saved' | 'opened';
      file: string;
      bytes: number;
      parts: readonly WordKey[];
      notes: readonly Message[];
    };

/** Saves the page as a file, and opens it again. */
export interface SceneController extends Controller {
  readonly status: StoreApi<SceneStatus>;
  save(): Promise<void>;
  open(file: File): Promise<void>;
  /** Opens the scene's own city, and the scene in it. */
  go(file: File, city: string): Promise<void>;
}

export const sceneFileController: Opener<App, SceneController> = {
  id: SCENE_FILE,
  open(app) {
    const status = createStore<SceneStatus>(() => ({ kind: 'none' }));
    const set = (next: SceneStatus) => status.setState(next, true);
    const partsOf = (): SceneParts => app.service(SCENE_PARTS) ?? { parts: [], view: () => ({}), openView: () => [] };
    const attempt = async (does: 'saving' | 'opening', work: () => Promise<SceneStatus>) => {
      set({ kind: 'busy', does });
      try {
        set(await work());
      } catch (error) {
        set({ kind: 'failed', reason: failureOf(error) });
      }
    };
    const pending = openPendingScene(app.twin.city.id, globalThis.indexedDB);
    const open = (file: File) => attempt('opening', () => openScene(app, partsOf(), file));
    pending.take().then(
      (file) => {
        if (!file) return;
        app.panels.getState().openTool(SCENE_FILE);
        return open(file);
      },
      (error) => app.report('scene', error),
    );
    return {
      status,
      save: () => attempt('saving', () => saveScene(app, partsOf())),
      open,
      async go(file, city) {
        await pending.put(city, file);
        const url = new URL(location.href);
        url.searchParams.set('city', city);
        url.hash = '';
        location.assign(url);
      },
      close() {},
    };
  },
};

async function saveScene(app: App, { parts, view }: SceneParts): Promise<SceneStatus> {
  const { id, name, zone } = app.twin.city;
  const notes: Message[] = [];
  const saved: Scene['parts'] = [];
  const titles: WordKey[] = [];
  for (const { id: plugin, part } of parts)
    try {
      const own = await part.save(app);
      if (!own) continue;
      saved.push({ plugin, version: part.version, data: own.data });
      titles.push(part.title);
      notes.push(...(own.notes ?? []));
    } catch (error) {
      notes.push(sceneMessage('part-unsaved', { part: await words.textOf(part.title), reason: failureOf(error) }));
    }
  const savedMs = Date.now();
  const at = cityTime(savedMs, zone);
  const time = [at.hour, at.minute].map((n) => String(n).padStart(2, '0')).join('');
  const file = `${id}-${isoDate(at)}-${time}.scene.zip`;
  const scene: Scene = {
    format: SCENE_FORMAT,
    kind: 'scene',
    city: { id, name: { zh: name.zh, en: name.en } },
    savedMs,
    view: view(),
    parts: saved,
  };
  const blob = await writeSceneFile(scene, file);
  saveFile(file, 'application/zip', blob);
  return { kind: 'done', did: 'saved', file, bytes: blob.size, parts: titles, notes };
}

async function openScene(app: App, { parts, openView }: SceneParts, file: File): Promise<SceneStatus> {
  const { scene, faults } = await readSceneFile(file);
  if (scene.city.id !== app.twin.city.id) {
    if (await hasCity(app.cityUrl, scene.city.id)) return { kind: 'other-city', file, city: scene.city };
    throw new MessageError(sceneMessage('city-absent', { city: scene.city.name, file: file.name }));
  }
  const notes = [...faults];
  const titles: WordKey[] = [];
  for (const { plugin } of scene.parts)
    if (!parts.some(({ id }) => id === plugin))
      notes.push(sceneMessage('part-unknown', { file: file.name, part: plugin }));
  for (const { id, part } of parts) {
    const own = scene.parts.find(({ plugin }) => plugin === id);
    if (!own) continue;
    const title = await words.textOf(part.title);
    if (own.version > part.version) {
      const values = { file: file.name, part: title, known: part.version, got: own.version };
      notes.push(sceneMessage('part-newer', values));
      continue;
    }
    try {
      const isOld = own.version < part.version;
      notes.push(...(await part.open(app, isOld && part.migrate ? part.migrate(own.data, own.version) : own.data)));
      titles.push(part.title);
    } catch (error) {
      notes.push(...faultsOf(title, error));
    }
  }
  openView(scene.view);
  // The tool of another desk begins anew when it comes to stand: what it had drawn is set once it does.
  await drawnTwice();
  notes.push(...openView(scene.view));
  return { kind: 'done', did: 'opened', file: file.name, bytes: file.size, parts: titles, notes };
}

/** Two frames of the page, or a second where nobody sees it. */
const drawnTwice = () =>
  new Promise<void>((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
    setTimeout(done, 1000);
  });

const faultsOf = (part: Text, error: unknown): Message[] =>
  (messagesOf(error) ?? [{ text: failureOf(error) }]).map(({ text }) =>
    sceneMessage('part-failed', { part, reason: text }),
  );

async function hasCity(cityUrl: string, id: string): Promise<boolean> {
  const answer = await fetch(new URL(`../${encodeURIComponent(id)}/manifest.json`, cityUrl), { method: 'HEAD' });
  return answer.ok;
}
