import { type Remote, wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { sceneMessage } from '../../../model/scene-files/scene-messages.ts';
import { MessageError } from '../../../model/text/message.ts';
import { askOnce } from '../../kit/ask-once.ts';
import type { OpenedScene, SceneContent } from './worker/scene-archive.ts';

interface Archive {
  read(blob: Blob, file: string): OpenedScene;
  write(scene: SceneContent): Blob;
}

/** Of a scene's file, in a worker of its own. */
function inWorker<T>(file: string, limitS: number, ask: (archive: Remote<Archive>) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL('./worker/scene.worker.ts', import.meta.url), { type: 'module' });
  return askOnce(worker, limitS, () => new MessageError(sceneMessage('lost', { file })), ask(wrap<Archive>(worker)));
}

/** A scene out of its file. */
export const readSceneFile = (file: File): Promise<OpenedScene> =>
  inWorker(file.name, readLimitS(file.size), (archive) => archive.read(file, file.name));

/** Packing takes long for large results, and nobody else can keep it busy. */
const WRITE_LIMIT_S = 600;

/** A scene as a file. */
export const writeSceneFile = (scene: SceneContent, file: string): Promise<Blob> =>
  inWorker(file, WRITE_LIMIT_S, (archive) => archive.write(scene));
