import * as v from 'valibot';
import { numberBetween } from '../../../model/questions/parts.ts';
import { type Message, MessageError, messageTable } from '../../../model/text/message.ts';
import type { App, ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { type FloodController, floodController } from './controller.ts';
import type { FloodRecord } from './run-controller.ts';
import { FLOOD_ENGINE, type FloodRunFacts, floodRuns } from './slice.ts';

/** Bytes of frames and maxima at most, before they are packed to about a fifth. */
const MAX_RESULT_BYTES = 256e6;

const floodSceneMessage = messageTable({
  'large-run': {
    zh: '推演“{name}”的结果有 {got} MB，场景只存输入；重新推演得到同一结果',
    en: 'the result of the run "{name}" has {got} MB: the scene holds its inputs, which give the same result again',
  },
  'unfinished-run': {
    zh: '推演“{name}”尚未结束，场景只存输入',
    en: 'the run "{name}" is not finished: the scene holds its inputs',
  },
  'inputs-only': {
    zh: '推演“{name}”只有输入，已填入表单；重新推演后校验码应为 {hash}',
    en: 'the run "{name}" came as inputs, which are in the form; recomputed, its checksum should be {hash}',
  },
  size: {
    zh: '洪涝推演“{name}”的 {field} 长度不符',
    en: 'flood run "{name}": {field} has another length than its cells',
  },
});

const Floats = v.instance(Float32Array);
const Count = v.pipe(numberBetween(1, 1e5), v.integer());
const Maxima = v.looseObject({
  depthM: Floats,
  speedMps: Floats,
  depthSpeedM2ps: Floats,
  hazardRating: Floats,
  arrivalS: Floats,
  deepestAtS: Floats,
  over100MmS: Floats,
  over300MmS: Floats,
  watchEveryS: v.number(),
});
const Result = v.object({
  facts: v.looseObject({
    startMs: v.number(),
    endS: v.number(),
    timesS: v.array(v.number()),
    form: v.looseObject({ area: v.looseObject({}), rain: v.looseObject({ kind: v.string() }), endH: v.number() }),
  }),
  record: v.looseObject({
    ground: v.looseObject({
      columns: Count,
      rows: Count,
      cellM: v.number(),
      westM: v.number(),
      southM: v.number(),
      bedElevationM: Floats,
    }),
    frames: v.array(v.looseObject({ timeS: v.number(), cells: v.instance(Uint16Array) })),
    ledgers: v.array(v.looseObject({})),
    totals: v.array(v.unknown()),
    gaugesM: v.record(v.string(), v.array(v.number())),
    end: v.looseObject({ maxima: Maxima }),
  }),
});
const SavedRun = v.object({
  name: v.string(),
  role: v.picklist(['shown', 'compared']),
  hash: v.nullable(v.string()),
  /** The form as a case of the command line; null where no case can say it. */
  case: v.nullable(v.string()),
  result: v.nullable(Result),
});
type SavedRun = v.InferInput<typeof SavedRun>;
const Data = v.object({ runs: v.pipe(v.array(SavedRun), v.maxLength(8)) });

/** The runs on the picture: with their results where these are of a size to be handed on, else with what gives the same again. */
export const floodScenePart: ScenePart = {
  title: 'flood.title',
  version: 1,
  async save(app) {
    const { list, shownId, comparedId } = floodRuns(app.twin.getState());
    const notes: Message[] = [];
    const runs = list
      .filter(({ id }) => id === shownId || id === comparedId)
      .map((run) => savedRun(app.controllerOf(floodController), run, run.id === shownId ? 'shown' : 'compared', notes));
    return runs.length > 0 ? { data: { runs }, notes } : null;
  },
  async open(app, data) {
    const { runs } = sceneData(Data, data, 'flood');
    const flood = app.controllerOf(floodController);
    await flood.open();
    const notes: Message[] = [];
    for (const run of runs) {
      if (run.result) adopt(app, flood, run.name, run.role, run.result);
      else if (run.case !== null) {
        notes.push(...(await flood.openCase(new File([run.case], `${run.name}.json`))));
        notes.push(floodSceneMessage('inputs-only', { name: run.name, hash: run.hash?.slice(0, 12) ?? '—' }));
      }
    }
    return notes;
  },
};

function savedRun(flood: FloodController, run: FloodRunFacts, role: SavedRun['role'], notes: Message[]): SavedRun {
  const { name, form, hash, id } = run;
  const record = flood.record(id);
  const bytes = record ? bytesOf(record) : 0;
  const isSmall = bytes <= MAX_RESULT_BYTES;
  const { text, left } = flood.caseOf(form);
  if (!record?.end) notes.push(floodSceneMessage('unfinished-run', { name }));
  else if (!isSmall) notes.push(floodSceneMessage('large-run', { name, got: Math.ceil(bytes / 1e6) }));
  const result = record?.end && isSmall ? { facts: run, record } : null;
  if (!result) notes.push(...left);
  return { name, role, hash, case: text, result } as SavedRun;
}

const bytesOf = ({ frames, ground, end }: FloodRecord): number =>
  frames.reduce((sum, { cells }) => sum + cells.byteLength, ground.bedElevationM.byteLength) +
  Object.values(end?.maxima ?? {}).reduce<number>(
    (sum, plane) => sum + (ArrayBuffer.isView(plane) ? plane.byteLength : 0),
    0,
  );

function adopt(
  { twin }: App,
  flood: FloodController,
  name: string,
  role: SavedRun['role'],
  { facts, record }: v.InferOutput<typeof Result>,
): void {
  const { columns, rows, bedElevationM } = record.ground;
  const planes = { bedElevationM, ...record.end.maxima };
  for (const [field, plane] of Object.entries(planes))
    if (ArrayBuffer.isView(plane) && plane.byteLength !== 4 * columns * rows) throw wrongSize(name, field);
  for (const [i, { cells }] of record.frames.entries())
    if (cells.length !== 4 * columns * rows) throw wrongSize(name, `frames.${i}.cells`);
  const { shownId } = floodRuns(twin.getState());
  const { id: _, ...run } = facts as unknown as FloodRunFacts;
  const id = flood.adopt({ ...run, origin: null, opened: { file: null } }, record as unknown as FloodRecord);
  if (role === 'shown') return;
  twin.getState().showRun(FLOOD_ENGINE, shownId);
  twin.getState().compareFlood(id);
}

const wrongSize = (name: string, field: string): MessageError =>
  new MessageError(floodSceneMessage('size', { name, field }));
