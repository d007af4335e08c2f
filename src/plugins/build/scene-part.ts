import * as v from 'valibot';
import { messageTable } from '../../../model/text/message.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { buildController } from './controller.ts';
import { openModelOf } from './project-slice.ts';

const buildSceneMessage = messageTable({
  'not-open': {
    zh: '{file}：未能打开（{reason}）',
    en: '{file}: not opened ({reason})',
  },
});

const Finite = v.pipe(v.number(), v.finite());
const common = { elevationM: Finite, rotationRad: Finite };
const Place = v.variant('kind', [
  v.object({ kind: v.literal('map'), crs: v.string(), eastM: Finite, northM: Finite, scale: Finite, ...common }),
  v.object({
    kind: v.literal('point'),
    lonDeg: Finite,
    latDeg: Finite,
    anchorM: v.tuple([Finite, Finite]),
    ...common,
  }),
]);
const OpenedFile = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)), blob: v.instance(Blob) });
const Data = v.object({
  model: v.nullable(v.object({ file: OpenedFile, place: Place, clears: v.boolean(), digs: v.boolean() })),
  schedule: v.nullable(OpenedFile),
  /** Rules and confirmed links of the shown layer. */
  links: v.nullable(v.pipe(v.string(), v.maxLength(32e6))),
});

/** The building model and the schedule that were opened, as they came, with the place of the one and the links between both. */
export const buildScenePart: ScenePart = {
  title: 'model.title',
  version: 1,
  async save(app) {
    const { opened, linking } = app.controllerOf(buildController);
    const state = app.twin.getState();
    const open = openModelOf(state);
    const isOwnPlan = state.plan.kind === 'open' && !state.isCityPlan;
    const model =
      open && opened.model ? { file: opened.model, place: open.place, clears: open.clears, digs: open.digs } : null;
    const schedule = isOwnPlan ? opened.schedule : null;
    const links = linking.file();
    const hasLinks = (model ?? schedule) !== null && links.rules.length > 0;
    if (!model && !schedule) return null;
    return { data: { model, schedule, links: hasLinks ? JSON.stringify(links) : null } };
  },
  async open(app, data) {
    const { model, schedule, links } = sceneData(Data, data, 'build');
    const { build, project, linking } = app.controllerOf(buildController);
    const { twin } = app;
    if (schedule) await build.open(await bytesOf(schedule.blob), schedule.name);
    if (model) {
      await project.open(await bytesOf(model.file.blob), model.file.name);
      if (openModelOf(twin.getState())) {
        await project.move(model.place);
        twin.getState().clearForModel(model.clears);
        twin.getState().digForModel(model.digs);
      }
    }
    if (links !== null) await linking.openFile(new File([links], 'links.json'));
    const state = twin.getState();
    const failed = [state.model, state.plan].flatMap((one) => (one.kind === 'failed' ? [one] : []));
    return failed.map(({ file, reason }) => buildSceneMessage('not-open', { file, reason }));
  },
};

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
