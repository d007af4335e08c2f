import type { Remote } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { sceneMessage } from '../../../../model/scene-files/scene-messages.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { askTask } from '../../../kit/start-task.ts';
import type * as archive from './scene-archive.ts';

type Archive = Remote<typeof archive>;

const limitsOf = (file: string, readS: number) => ({
  readS,
  failed: () => new MessageError(sceneMessage('lost', { file })),
});

/** A scene out of its file, in a worker of its own. */
export const readSceneFile = (file: File): Promise<archive.OpenedScene> =>
  askTask('scene-file', limitsOf(file.name, readLimitS(file.size)), (task: Archive) =>
    task.readSceneArchive(file, file.name),
  );

/** Packing takes long for large results, and nobody else can keep it busy. */
const WRITE_LIMIT_S = 600;

/** A scene as a file. */
export const writeSceneFile = (scene: archive.SceneContent, file: string): Promise<Blob> =>
  askTask('scene-file', limitsOf(file, WRITE_LIMIT_S), (task: Archive) => task.writeScene(scene));
