import * as v from 'valibot';
import type { Message } from '../../../model/text/message.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { ownFilesController } from './controller.ts';
import { dropMessage } from './messages.ts';
import type { DropOptions } from './tasks/drop-types.ts';

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const Data = v.object({
  files: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
        files: v.pipe(v.array(v.object({ name: Name, blob: v.instance(Blob) })), v.minLength(1), v.maxLength(64)),
        wish: v.object({
          crs: v.optional(v.string()),
          encoding: v.optional(v.string()),
          layers: v.optional(v.pipe(v.array(v.looseObject({ id: v.string() })), v.maxLength(200))),
        }),
      }),
    ),
    v.maxLength(500),
  ),
});

/** Files that were added to the city, as they came: their layers are made of them anew, by the same reader. */
export const dropScenePart: ScenePart = {
  title: 'drop.title',
  version: 1,
  async save(app) {
    const laid = app
      .controllerOf(ownFilesController)
      .drops.getState()
      .filter(({ status }) => status.kind === 'laid');
    return laid.length > 0 ? { data: { files: laid.map(({ id, files, wish }) => ({ id, files, wish })) } } : null;
  },
  async open(app, data) {
    const { files } = sceneData(Data, data, ownFilesController.id);
    const controller = app.controllerOf(ownFilesController);
    const had = new Set(controller.drops.getState().map(({ id }) => id));
    const wanted = files.filter(({ id }) => !had.has(id));
    await controller.restore(wanted.map(({ wish, ...file }) => ({ ...file, wish: wish as DropOptions })));
    return controller.drops.getState().flatMap(({ id, name, status }): Message[] => {
      if (status.kind !== 'failed' || had.has(id)) return [];
      return [dropMessage('scene-failed', { file: name, reason: status.reason })];
    });
  },
};
