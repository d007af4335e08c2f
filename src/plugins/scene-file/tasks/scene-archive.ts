import { packed, unpacked } from '../../../../model/scene-files/packing.ts';
import { readScene, type Scene } from '../../../../model/scene-files/scene-file.ts';
import { sceneMessage } from '../../../../model/scene-files/scene-messages.ts';
import { jsonFault } from '../../../../model/text/json-fault.ts';
import { type Message, MessageError, messagesOf } from '../../../../model/text/message.ts';
import { type ZipEntry, zipEntries } from '../../../../readers/shared/zip-entries.ts';

/** A scene with the data of its parts as their plug-ins gave them. */
export type SceneContent = Scene;

/** What a file gave: what can be opened, and what was wrong with the rest. */
export interface OpenedScene {
  scene: SceneContent;
  faults: Message[];
}

const SCENE_JSON = 'scene.json';
const MAX_FILE_MB = 1000;
const MAX_JSON_MB = 64;
const MAX_ENTRIES = 400;

/** A scene as one archive: `scene.json`, and beside it the bytes of each part that has some. */
export async function writeScene(scene: SceneContent): Promise<Blob> {
  const { BlobReader, BlobWriter, configure, TextReader, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter('application/zip'));
  const parts: Scene['parts'] = [];
  for (const part of scene.parts) {
    const { json, pieces } = packed(part.data);
    if (pieces.length > 0) await writer.add(`${part.plugin}.bin`, new BlobReader(new Blob(pieces)));
    parts.push({ ...part, data: json });
  }
  await writer.add(SCENE_JSON, new TextReader(`${JSON.stringify({ ...scene, parts })}\n`));
  return await writer.close();
}

/** Reads a file of a scene; a part whose bytes are broken is left out and told. */
export async function readSceneArchive(blob: Blob, file: string): Promise<OpenedScene> {
  refuseOver(file, blob.size, MAX_FILE_MB);
  const entries = await zipEntries(new Uint8Array(await blob.arrayBuffer()), file);
  if (entries.length > MAX_ENTRIES)
    throw new MessageError(sceneMessage('entries', { file, most: MAX_ENTRIES, got: entries.length }));
  const { scene, faults } = readScene(await headOf(entries, file), file);
  const parts: Scene['parts'] = [];
  for (const part of scene.parts)
    try {
      const bytes = await entries.find(({ name }) => name === `${part.plugin}.bin`)?.bytes();
      parts.push({ ...part, data: unpacked(part.data, bytes ?? new Uint8Array(), `${file}#${part.plugin}`) });
    } catch (error) {
      const messages = messagesOf(error);
      if (!messages) throw error;
      faults.push(...messages);
    }
  return { scene: { ...scene, parts }, faults };
}

async function headOf(entries: readonly ZipEntry[], file: string): Promise<unknown> {
  const entry = entries.find(({ name }) => name === SCENE_JSON);
  if (!entry) throw new MessageError(sceneMessage('no-scene', { file }));
  refuseOver(`${file}/${SCENE_JSON}`, entry.sizeBytes, MAX_JSON_MB);
  const text = new TextDecoder().decode(await entry.bytes());
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new MessageError(sceneMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
}

function refuseOver(file: string, bytes: number, most: number): void {
  if (bytes > most * 1e6) throw new MessageError(sceneMessage('large', { file, most, got: Math.ceil(bytes / 1e6) }));
}
