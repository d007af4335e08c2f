import Papa from 'papaparse';
import type { SpaceCase } from '../../../model/questions/construction-space.ts';
import { DAY_MIN, type Schedule, ScheduleError, tasksByName } from '../../../model/schedule/schedule.ts';
import { unguardedText } from '../../../model/tables/csv-cell.ts';
import { dayOf, minuteOf } from '../../../readers/schedule/text.ts';
import type { CpmResult } from '../cpm.ts';
import { constructionMessage } from '../messages.ts';
import type { Body, BodyMesh } from './clash.ts';
import { bodiesOf } from './model-bodies.ts';
import type { BoxInput, TubeInput, When } from './space-case.ts';

/** What stands on the site, each with when its work begins (`fromDay`), when it is there (`builtDay`) and when it goes. */
export interface SiteBodies {
  bodies: Body[];
  builtDay: Float64Array;
  mesh: BodyMesh;
}

interface Interval {
  fromDay: number;
  /** The task's end; of a dated thing its begin. */
  builtDay: number;
  toDay: number;
}

/** Days of tasks and dates as the plan stands. ScheduleError names the place. */
export function intervalsOf(schedule: Schedule, result: CpmResult): (when: When, place: string) => Interval {
  const byName = tasksByName(schedule);
  const taskAt = (name: string, place: string): number => {
    const i = byName.get(name);
    if (i === undefined) throw new ScheduleError(constructionMessage('space-task', { place, name }));
    return i;
  };
  const dateAt = (text: string, place: string): number => {
    const min = minuteOf(text);
    if (min === null) throw new ScheduleError(constructionMessage('space-date', { place, text }));
    return dayOf(min);
  };
  const startOf = (i: number) => {
    const { progress } = schedule.activities[i];
    return (progress.status === 'planned' ? result.earlyStartMin[i] : progress.startMin) / DAY_MIN;
  };
  const endOf = (i: number) => {
    const { progress } = schedule.activities[i];
    return (progress.status === 'done' ? progress.finishMin : result.earlyFinishMin[i]) / DAY_MIN;
  };
  return ({ task, removal, from, to }, place) => {
    const own = task === undefined ? -1 : taskAt(task, place);
    const dated = from === undefined ? -Infinity : dateAt(from, place);
    const fromDay = own < 0 ? dated : startOf(own);
    const gone = removal === undefined ? Infinity : startOf(taskAt(removal, place));
    return {
      fromDay,
      builtDay: own < 0 ? dated : endOf(own),
      toDay: Math.min(gone, to === undefined ? Infinity : dateAt(to, place) + 1),
    };
  };
}

const BOX_FACES = [
  0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
];

const MAX_BODIES = 200_000;

/** Boxes and tubes of the case, boxes of its CSV files and elements of its IFC models, as one set. */
export async function siteBodies(
  space: SpaceCase,
  readFile: (name: string) => Promise<Uint8Array>,
  interval: ReturnType<typeof intervalsOf>,
): Promise<SiteBodies> {
  const boxes: BoxInput[] = [...space.boxes];
  const models = [];
  for (const { group, file } of space.models) {
    const bytes = await readFile(file);
    if (/\.csv$/i.test(file)) boxes.push(...readBoxes(new TextDecoder().decode(bytes), file, group));
    else {
      const { readIfc } = await import('../../../readers/ifc/read-ifc.ts');
      models.push({ group, model: await readIfc(bytes, file) });
    }
  }
  if (boxes.length + space.tubes.length > MAX_BODIES)
    throw new ScheduleError(constructionMessage('many-bodies', { most: MAX_BODIES, got: boxes.length }));
  const elements = bodiesOf(models);
  return joined(elements, boxes, space.tubes, interval);
}

function joined(
  { bodies: elements, mesh }: ReturnType<typeof bodiesOf>,
  boxes: readonly BoxInput[],
  tubes: readonly TubeInput[],
  interval: ReturnType<typeof intervalsOf>,
): SiteBodies {
  const segments = tubes.reduce((sum, { path }) => sum + path.length - 1, 0);
  const points = tubes.reduce((sum, { path }) => sum + path.length, 0);
  const positionM = new Float64Array(mesh.positionM.length + 24 * boxes.length + 3 * points);
  const index = new Uint32Array(mesh.index.length + 36 * boxes.length + 3 * segments);
  positionM.set(mesh.positionM);
  index.set(mesh.index);
  const firstIndex = [...mesh.firstIndex.subarray(0, elements.length)];
  const bodies = [...elements];
  const builtDay = elements.map(() => -Infinity);
  const seen = new Set(elements.map(({ id }) => id));
  let vertexAt = mesh.positionM.length;
  let indexAt = mesh.index.length;
  const add = (
    { id, name, class: ifcClass, group, when }: BoxInput | TubeInput,
    { radiusM, line }: { radiusM?: number; line?: string | undefined } = {},
  ) => {
    if (seen.has(id)) throw new ScheduleError(constructionMessage('body-twice', { id }));
    seen.add(id);
    const { fromDay, builtDay: built, toDay } = interval(when, id);
    firstIndex.push(indexAt);
    builtDay.push(built);
    bodies.push({
      id,
      name,
      ifcClass,
      group,
      fromDay,
      toDay,
      ...(when.task === undefined ? {} : { task: when.task }),
      ...(radiusM === undefined ? {} : { radiusM }),
      ...(line === undefined ? {} : { line }),
    });
  };
  for (const box of boxes) {
    const { id, min, max } = box;
    if (min.some((low, axis) => !(low < max[axis])))
      throw new ScheduleError(constructionMessage('body-range', { id, got: min.join(' '), value: max.join(' ') }));
    add(box);
    for (let k = 0; k < 8; k++)
      positionM.set([k & 1 ? max[0] : min[0], k & 2 ? max[1] : min[1], k & 4 ? max[2] : min[2]], vertexAt + 3 * k);
    for (const [at, k] of BOX_FACES.entries()) index[indexAt + at] = vertexAt / 3 + k;
    vertexAt += 24;
    indexAt += 36;
  }
  for (const tube of tubes) {
    add(tube, { radiusM: tube.diameterM / 2, line: tube.line });
    for (const [k, point] of tube.path.entries()) {
      positionM.set(point, vertexAt + 3 * k);
      const own = vertexAt / 3 + k;
      if (k > 0) {
        index.set([own - 1, own, own - 1], indexAt);
        indexAt += 3;
      }
    }
    vertexAt += 3 * tube.path.length;
  }
  return {
    bodies,
    builtDay: Float64Array.from(builtDay),
    mesh: { firstIndex: Uint32Array.from([...firstIndex, indexAt]), positionM, index },
  };
}

const COLUMNS = ['id', 'class', 'west', 'south', 'bottom', 'east', 'north', 'top'] as const;

/**
 * A table of boxes: columns id, class, west, south, bottom, east, north, top (metres), and, where there are some, name, group, task,
 * removal, from, to. Empty: none; the group is the model's.
 */
function readBoxes(text: string, file: string, ofGroup: string): BoxInput[] {
  const { data, meta } = Papa.parse<Record<string, string>>(text.trimEnd(), {
    header: true,
    skipEmptyLines: true,
    transform: unguardedText,
  });
  const missing = COLUMNS.filter((name) => !meta.fields?.includes(name));
  if (missing.length > 0)
    throw new ScheduleError(constructionMessage('space-columns', { file, value: missing.join(', ') }));
  if (data.length > MAX_BODIES)
    throw new ScheduleError(constructionMessage('space-rows', { file, most: MAX_BODIES, got: data.length }));
  return data.map((row, at): BoxInput => {
    const number = (column: (typeof COLUMNS)[number]) => {
      const value = row[column].trim() === '' ? Number.NaN : Number(row[column]);
      if (!Number.isFinite(value))
        throw new ScheduleError(constructionMessage('space-number', { file, row: at + 2, column, got: row[column] }));
      return value;
    };
    const some = (column: string) => (row[column] ? row[column] : undefined);
    return {
      id: row.id,
      name: some('name') ?? row.id,
      class: row.class,
      group: some('group') ?? ofGroup,
      when: { task: some('task'), removal: some('removal'), from: some('from'), to: some('to') },
      min: [number('west'), number('south'), number('bottom')],
      max: [number('east'), number('north'), number('top')],
    };
  });
}
