import { expect, test } from 'vitest';
import { isMessage } from '../../model/text/message.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { openSceneParts } from '../../src/app/scene-parts.ts';
import type { App } from '../../src/kit/plugin.ts';
import { readSceneArchive, writeScene } from '../../src/plugins/scene-file/tasks/scene-archive.ts';
import { testApp } from '../kit/test-app.ts';

/** All parts of a window's scene, through a file. */
async function savedScene(app: App) {
  const { parts, view } = openSceneParts(app.twin, PLUGINS);
  const saved = [];
  for (const { id, part } of parts) {
    const own = await part.save(app);
    if (own) saved.push({ plugin: id, version: part.version, data: own.data });
  }
  const { id, name } = app.twin.city;
  const scene = { format: 1, kind: 'scene', city: { id, name }, savedMs: 0, view: view(), parts: saved } as const;
  return (await readSceneArchive(await writeScene({ ...scene, parts: saved }), 'a.scene.zip')).scene;
}

async function openInto(app: App, scene: Awaited<ReturnType<typeof savedScene>>): Promise<string[]> {
  const { parts, openView } = openSceneParts(app.twin, PLUGINS);
  const notes = [];
  for (const { id, part } of parts) {
    const own = scene.parts.find(({ plugin }) => plugin === id);
    if (own) notes.push(...(await part.open(app, own.data)));
  }
  notes.push(...openView(scene.view));
  return notes.map((note) => (isMessage(note) ? note.text.en : ''));
}

function changed(app: App): void {
  const state = app.twin.getState();
  state.reportCamera({ lonDeg: 108.75, latDeg: 34.3, heightM: 812.25, headingDeg: 30, pitchDeg: -31.75 });
  state.showTime(Date.UTC(2027, 6, 18, 13, 32, 8));
  state.setTheme('command');
  state.setTerrainForm({
    kind: 'earthwork',
    ringM: [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
    elevationM: 3,
  });
  state.setViewForm({ kind: 'viewshed', radiusM: 123 });
  state.speak('en');
}

test('a scene holds the picture and what was drawn, and another window shows the same in its own language', async () => {
  const one = testApp();
  changed(one);
  const scene = await savedScene(one);
  expect(Object.keys(scene.view)).not.toContain('lang');
  const other = testApp();
  other.twin.getState().speak('zh');
  expect(await openInto(other, scene)).toEqual([]);
  const [a, b] = [one.twin.getState(), other.twin.getState()];
  expect(b.terrainForm).toEqual(a.terrainForm);
  expect(b.viewForm).toEqual(a.viewForm);
  expect(b.camera).toEqual(a.camera);
  expect(b.shownTimeMs).toBe(a.shownTimeMs);
  expect(b.theme).toBe('command');
  expect(b.language).toBe('zh');
  const again = await savedScene(other);
  expect({ ...again, savedMs: 0 }).toEqual({ ...scene, savedMs: 0 });
});

test('a window in which nothing was made has no parts', async () => {
  expect((await savedScene(testApp())).parts).toEqual([]);
});

test('each part refuses what is none by its name and field', async () => {
  const app = testApp();
  for (const { id, part } of openSceneParts(app.twin, PLUGINS).parts)
    await expect(Promise.resolve(part.open(app, { surely: 'nothing' })), id).rejects.toThrow();
});
