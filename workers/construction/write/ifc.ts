import { OWN_TYPES } from '../../../model/schedule/ifc-words.ts';
import { type Activity, type Dates, hasLag, type Schedule } from '../../../model/schedule/schedule.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { analyse } from '../cpm.ts';
import { compileNetwork } from '../network.ts';
import { writeBounds } from './ifc-bounds.ts';
import { writeCalendars } from './ifc-calendars.ts';
import { IfcFile, ifcDuration, ifcInstant, nothings } from './ifc-file.ts';
import { writeLag } from './ifc-lag.ts';
import { writeResources } from './ifc-resources.ts';
import { NOTHING, stepList, stepReal, stepText } from './step.ts';

/** An element of a model, and what an activity does to it. */
export interface TaskElement {
  globalId: string;
  ifcClass: string;
  name: string;
  /** Index of the activity. */
  activity: number;
  does: 'build' | 'remove';
}

/**
 * IFC 4.3: the plan under a project of its own; tasks nested as summaries and work breakdown hold them, sequences with lags, calendars
 * with exceptions, constraints as metrics, progress, costs, allocations nested in their resource, and the baseline as a second schedule
 * of copies. Elements stand without a shape, by GlobalId, class and name: whoever joins the file to its model finds them by these. A
 * plan without dates gets the computed ones, since others play what is written. Lost: see `lossesOf`.
 *
 * web-ifc's own writer would take an instance of WASM and lines by attribute names all the same, and checks no more than this; it reads
 * what is written here in the tests. No clock is asked: the file was made at the data date, or the plan's start.
 */
export function writeIfc(schedule: Schedule, elements: readonly TaskElement[] = []): string {
  const { name, startMin, dataDateMin } = schedule;
  const ifc = new IfcFile(name);
  const madeMin = dataDateMin ?? startMin;
  const units = ifc.step.add('IFCUNITASSIGNMENT', stepList([ifc.second]));
  const project = ifc.root('IFCPROJECT', ifc.idOf('project'), stepText(name), ...nothings(5), units);
  const workSchedule = (kind: 'PLANNED' | 'BASELINE') => {
    const made = [stepText(name), ...nothings(3), ifcInstant(madeMin), ...nothings(4)];
    return ifc.root('IFCWORKSCHEDULE', ifc.idOf(kind), ...made, ifcInstant(startMin), NOTHING, `.${kind}.`);
  };
  const planned = workSchedule('PLANNED');
  const tasks = writeTasks(ifc, schedule, planned);
  const calendars = writeCalendars(ifc, schedule, tasks);
  for (const [at, link] of schedule.links.entries()) {
    const lag = hasLag(link.lag) ? writeLag(ifc, schedule, link) : NOTHING;
    ifc.relate('IFCRELSEQUENCE', at, tasks[link.from], tasks[link.to], lag, `.${LINKS[link.kind]}.`, NOTHING);
  }
  writeBounds(ifc, schedule, tasks, planned);
  writeResources(ifc, schedule, tasks);
  const hasBaseline = schedule.activities.some(({ baseline }) => baseline !== null);
  const baseline = hasBaseline ? [workSchedule('BASELINE')] : [];
  for (const one of baseline) writeBaseline(ifc, schedule, tasks, one);
  ifc.relate('IFCRELDECLARES', 'all', project, stepList([planned, ...baseline, ...calendars]));
  writeElements(ifc, elements, tasks);
  return ifc.step.text({ name: `${name}.ifc`, iso: isoOf(madeMin), schema: 'IFC4X3_ADD2', view: 'SchedulingView' });
}

const TOP = 'top';
const LINKS = { FS: 'FINISH_START', SS: 'START_START', FF: 'FINISH_FINISH', SF: 'START_FINISH' } as const;

function writeTasks(ifc: IfcFile, schedule: Schedule, planned: string): string[] {
  const { activities, wbs } = schedule;
  const dates = datesOf(schedule);
  const ids = new Set(activities.map(({ id }) => id));
  // Some tools' ids begin with a letter that IFC does not allow first; an id is for life, so it stays.
  const areIds = ids.size === activities.length && activities.every(({ id }) => /^[\w$]{22}$/.test(id));
  const below = new Map<string, (() => string)[]>();
  const hang = (parent: string, write: () => string) => {
    const others = below.get(parent);
    if (others) others.push(write);
    else below.set(parent, [write]);
  };
  /** What lies below it, each behind what holds it, as an outline reads. */
  const writeBelow = (parent: string): string[] => (below.get(parent) ?? []).map((write) => write());
  for (const [at, { id, name, parent }] of wbs.entries())
    hang(parent === null ? TOP : `wbs ${parent}`, () => {
      const node = writeTask(ifc, ifc.idOf(`wbs ${at}`), { name, code: id, kind: 'summary' }, NOTHING);
      ifc.nest(writeBelow(`wbs ${at}`), node);
      return node;
    });
  const tasks = activities.map(() => NOTHING);
  for (const [i, activity] of activities.entries()) {
    const { id, parent, wbs: node } = activity;
    hang(parent !== null ? `task ${parent}` : node !== null ? `wbs ${node}` : TOP, () => {
      const time = writeTime(ifc, activity, dates[i], schedule.dataDateMin);
      tasks[i] = writeTask(ifc, areIds ? id : ifc.idOf(`task ${id} ${i}`), activity, time);
      ifc.nest(writeBelow(`task ${i}`), tasks[i]);
      return tasks[i];
    });
  }
  ifc.control(writeBelow(TOP), planned);
  return tasks;
}

function writeTask(
  ifc: IfcFile,
  id: string,
  { name, code, kind }: Pick<Activity, 'name' | 'code' | 'kind'>,
  time: string,
): string {
  const own = kind === 'task' || kind === 'finishMilestone' ? null : OWN_TYPES[kind];
  const said = [stepText(name), NOTHING, own === null ? NOTHING : stepText(own), stepText(code), ...nothings(3)];
  const isMilestone = kind === 'startMilestone' || kind === 'finishMilestone' ? '.T.' : '.F.';
  return ifc.root(
    'IFCTASK',
    id,
    ...said,
    isMilestone,
    NOTHING,
    time,
    own === null ? '.CONSTRUCTION.' : '.USERDEFINED.',
  );
}

/** As the file has them, else as computed; null where neither tells. */
function datesOf(schedule: Schedule): (Dates | null)[] {
  const { activities } = schedule;
  const stored = activities.map((activity) => activity.stored);
  if (stored.every((dates) => dates !== null)) return stored;
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') return stored;
  const { earlyStartMin, earlyFinishMin } = analyse(schedule, compiled.network);
  return stored.map((dates, i) => {
    if (dates !== null || Number.isNaN(earlyStartMin[i])) return dates;
    return { startMin: earlyStartMin[i], finishMin: earlyFinishMin[i] };
  });
}

function writeTime({ step }: IfcFile, activity: Activity, dates: Dates | null, dataDateMin: number | null): string {
  const { durationMin, progress } = activity;
  const started = progress.status === 'planned' ? null : progress;
  const doneRatio = started === null ? 0 : doneOf(started, durationMin);
  return step.add(
    ...(['IFCTASKTIME', ...nothings(3), '.WORKTIME.', ifcDuration(durationMin)] as const),
    ...(dates === null ? nothings(2) : [ifcInstant(dates.startMin), ifcInstant(dates.finishMin)]),
    ...[...nothings(7), dataDateMin === null ? NOTHING : ifcInstant(dataDateMin), NOTHING],
    started === null ? NOTHING : ifcInstant(started.startMin),
    started?.status === 'done' ? ifcInstant(started.finishMin) : NOTHING,
    started?.status === 'started' ? ifcDuration(started.remainingMin) : NOTHING,
    // A positive ratio: nothing done is not said.
    doneRatio > 0 ? stepReal(doneRatio) : NOTHING,
  );
}

function doneOf(progress: Exclude<Activity['progress'], { status: 'planned' }>, durationMin: number): number {
  if (progress.status === 'done') return 1;
  return durationMin === 0 ? 0 : Math.max(0, 1 - progress.remainingMin / durationMin);
}

/** Copies of the tasks with the dates that were promised, each defined by the task it was copied from. */
function writeBaseline(ifc: IfcFile, { activities }: Schedule, tasks: readonly string[], schedule: string): void {
  const copies = activities.flatMap((activity, i) => {
    if (activity.baseline === null) return [];
    const { startMin, finishMin } = activity.baseline;
    const dates = [NOTHING, ifcInstant(startMin), ifcInstant(finishMin)];
    const time = ifc.step.add('IFCTASKTIME', ...nothings(3), '.WORKTIME.', ...dates, ...nothings(13));
    const copy = writeTask(ifc, ifc.idOf(`baseline ${i}`), activity, time);
    ifc.relate('IFCRELDEFINESBYOBJECT', i, stepList([copy]), tasks[i]);
    return [copy];
  });
  ifc.control(copies, schedule);
}

/** Each once, whatever is done to it. */
function writeElements(ifc: IfcFile, elements: readonly TaskElement[], tasks: readonly string[]): void {
  const proxies = new Map<string, string>();
  const used = new Map<string, { task: string; does: TaskElement['does']; things: string[] }>();
  for (const { globalId, ifcClass, name, activity, does } of elements) {
    const known = proxies.get(globalId);
    const said = [stepText(name), NOTHING, stepText(ifcClass), ...nothings(4)];
    const proxy = known ?? ifc.root('IFCBUILDINGELEMENTPROXY', globalId, ...said);
    proxies.set(globalId, proxy);
    const key = `${does} ${activity}`;
    const others = used.get(key);
    if (others) others.things.push(proxy);
    else used.set(key, { task: tasks[activity], does, things: [proxy] });
  }
  for (const [key, { task, does, things }] of used)
    ifc.root(
      ...(['IFCRELASSIGNSTOPROCESS', ifc.idOf(`elements ${key}`), stepText(does), NOTHING] as const),
      ...[stepList(things), NOTHING, task, NOTHING],
    );
}
