import { expect, test } from 'vitest';
import { IFCBUILDINGELEMENTPROXY, IFCMETRIC, IFCRELASSIGNSTOPROCESS, IFCRELSEQUENCE, IFCTASK, IfcAPI } from 'web-ifc';
import type { Schedule } from '../../../model/schedule/schedule.ts';
import type { BuildingModel } from '../../../readers/ifc/building-model.ts';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { ifcCapabilities } from '../../../src/plugins/build/ifc-holds.ts';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { Review } from '../../../workers/construction/review/review.ts';
import { writeIfc } from '../../../workers/construction/write/ifc.ts';
import { writeSchedule } from '../../../workers/construction/write/schedule-file.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';
import { SMALL_TASKS } from './small-tasks.ts';

const read = (text: string) => readSchedule(new TextEncoder().encode(text), 'plan.ifc');

test('tasks of an IFC: nesting, calendar with its day off, sequences with lags, progress, crew', async () => {
  const schedule = await read(SMALL_TASKS);
  expect(schedule.name).toBe('基坑 plan');
  expect(schedule.calendars[0]).toMatchObject({ name: "Site's week", exceptions: [{ shifts: [] }] });
  expect(schedule.activities.map(({ code, kind, parent, durationMin }) => [code, kind, parent, durationMin])).toEqual([
    ['1', 'summary', null, 0],
    ['1.1', 'task', 0, 3 * 540],
    ['1.2', 'task', 0, 18 * 60],
    ['1.3', 'task', 0, 1440],
  ]);
  expect(schedule.links).toEqual([
    { from: 1, to: 2, kind: 'FS', lag: { kind: 'working', min: 540 } },
    { from: 2, to: 3, kind: 'SS', lag: { kind: 'percent', pct: 50 } },
  ]);
  expect(schedule.notes.map(({ text }) => text.en)).toEqual([
    'plan.ifc: #35: expected a sequence of two tasks, got one of an absent task; left out',
  ]);
  expect(schedule.activities[1].progress.status).toBe('done');
  expect(schedule.resources.map(({ name, kind }) => [name, kind])).toEqual([['Masons', 'labour']]);
  expect(schedule.assignments).toMatchObject([{ activity: 1, resource: 0 }]);
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const { earlyStartMin, earlyFinishMin } = analyse(schedule, compiled.network);
  // Walls end on Wednesday the 3rd; Thursday is off, Friday is the lag; two days of slab from Monday the 8th.
  expect([isoOf(earlyStartMin[2]), isoOf(earlyFinishMin[2])]).toEqual(['2027-03-08T07:00:00', '2027-03-09T16:00:00']);
});

test.each([
  [
    'cut off within a task',
    SMALL_TASKS.slice(0, SMALL_TASKS.indexOf("'Slab'") + 3),
    /^plan\.ifc: #22: expected a value, got/,
  ],
  ['without tasks', SMALL_TASKS.replaceAll('IFCTASK(', 'IFCPROXY('), 'plan.ifc: expected tasks (IfcTask), got none'],
  [
    'in months',
    SMALL_TASKS.replace("'P3D'", "'P2M'"),
    /^plan\.ifc: #11: expected a duration of days and hours .* got "P2M"$/,
  ],
  ['without any date', SMALL_TASKS.replace(/'2027-[^']*'/g, '$'), /expected a start of some task/],
])('an IFC %s is refused with its place', async (_, text, said) => expect(read(text)).rejects.toThrow(said));

test('what an IFC holds is told before it is read', async () => {
  const shapes = smallIfc({ boxes: threeBoxes(1) });
  expect(await ifcCapabilities(new Blob([SMALL_TASKS]))).toEqual({ tasks: true, shapes: false });
  expect(await ifcCapabilities(new Blob([new Uint8Array(shapes)]))).toEqual({ tasks: false, shapes: true });
  // A word that lies across two parts of what is looked through.
  const far = new Blob([
    ' '.repeat(4 * 2 ** 20 - 4),
    SMALL_TASKS.slice(SMALL_TASKS.indexOf('#21=')),
    new Uint8Array(shapes),
  ]);
  expect(await ifcCapabilities(far)).toEqual({ tasks: true, shapes: true });
});

/** What only a few formats hold: a work breakdown, a baseline, estimates, costs, four letters that ASCII has not. */
async function fullPlan(): Promise<Schedule> {
  const schedule = await read(SMALL_TASKS);
  const [shell, walls, slab] = schedule.activities;
  schedule.name = "二期\\ 'B' 𠮷";
  schedule.wbs = [{ id: 'W', name: '主体', parent: null }];
  shell.wbs = 0;
  walls.baseline = { startMin: minute('2027-02-22T07:00'), finishMin: minute('2027-02-24T16:00') };
  walls.cost = 1200.5;
  slab.kind = 'levelOfEffort';
  slab.estimate = { lowMin: 960, likelyMin: 1080, highMin: 1500 };
  slab.deadlineMin = minute('2027-03-20T16:00');
  schedule.mustFinishMin = minute('2027-04-01T16:00');
  schedule.assignments[0] = { ...schedule.assignments[0], units: 2.5, workMin: 4050, cost: 300 };
  return schedule;
}

const minute = (text: string): number => Date.parse(`${text}:00Z`) / 60_000;

test('a plan comes back from IFC with its breakdown as summaries, its baseline, costs, allocations and letters', async () => {
  const plan = await fullPlan();
  const back = await read(writeIfc(plan));
  expect(back.notes).toEqual([]);
  expect([back.name, back.startMin, back.dataDateMin, back.mustFinishMin]).toEqual([
    ...[plan.name, plan.startMin, plan.dataDateMin, plan.mustFinishMin],
  ]);
  expect(back.activities.map(({ code, parent }) => [code, parent])).toEqual([
    ...[
      ['W', null],
      ['1', 0],
      ['1.1', 1],
      ['1.2', 1],
      ['1.3', 1],
    ],
  ]);
  expect(back.activities.slice(1).map(({ parent, ...one }) => one)).toEqual(
    plan.activities.map(({ parent, ...one }) => ({ ...one, wbs: null, estimate: null })),
  );
  expect(back.assignments).toEqual(plan.assignments.map((one) => ({ ...one, activity: one.activity + 1 })));
  expect(back.calendars).toEqual(plan.calendars);
});

test('what a format cannot hold is named with how many', async () => {
  const plan = await fullPlan();
  const lost = (format: 'ifc' | 'csv') =>
    writeSchedule(format, plan).lost.map(({ count, words }) => `${count} ${words.en}`);
  const nodes = '1 nodes of the work breakdown, written as summaries';
  expect(lost('ifc')).toEqual([nodes, '1 three-point estimates']);
  plan.links[0].lag = { kind: 'working', min: 540, calendar: 1 };
  // A lag on the clock is IFC's own kind; one on another calendar than its predecessor's is not.
  expect(lost('ifc')).toEqual([nodes, '1 three-point estimates']);
  plan.calendars.push({ ...plan.calendars[0], id: 'other' });
  plan.links[0].lag.calendar = 2;
  expect(lost('ifc')).toEqual([
    "1 lags on another calendar than their predecessor's, written on that",
    nodes,
    '1 three-point estimates',
  ]);
  expect(lost('csv')).toEqual([
    ...['1 lags with a calendar of their own', '1 resources', '1 baseline dates', '1 nodes of the work breakdown'],
  ]);
});

test('web-ifc finds tasks, dates, lags, metrics and elements under the names of the schema', async () => {
  const plan = await fullPlan();
  const wall = {
    globalId: '2vB2YO$MX4xv5uCqZZG05x',
    ifcClass: 'IfcWall',
    name: '墙',
    activity: 1,
    does: 'build',
  } as const;
  const text = writeIfc(plan, [wall, { ...wall, activity: 2, does: 'remove' }]);
  const api = new IfcAPI();
  await api.Init();
  const model = api.OpenModel(new TextEncoder().encode(text));
  const all = (type: number) => [...api.GetLineIDsWithType(model, type)].map((id) => api.GetLine(model, id, true));
  expect(api.GetModelSchema(model)).toBe('IFC4X3_ADD2');
  const walls = all(IFCTASK).find(({ Identification }) => Identification.value === '1.1');
  expect([walls.Name.value, walls.IsMilestone.value, walls.PredefinedType.value]).toEqual([
    'Walls',
    false,
    'CONSTRUCTION',
  ]);
  const { ScheduleStart, ScheduleFinish, ActualFinish, Completion } = walls.TaskTime;
  expect([ScheduleStart, ScheduleFinish, ActualFinish, Completion].map(({ value }) => value)).toEqual([
    ...['2027-03-01T07:00:00', '2027-03-03T16:00:00', '2027-03-03T16:00:00', 1],
  ]);
  expect(all(IFCRELSEQUENCE).map(({ TimeLag, SequenceType }) => [TimeLag.LagValue.value, SequenceType.value])).toEqual([
    ...[
      ['PT9H0M', 'FINISH_START'],
      [0.5, 'START_START'],
    ],
  ]);
  const deadline = all(IFCMETRIC).find(({ ConstraintGrade }) => ConstraintGrade.value === 'ADVISORY');
  expect([deadline.DataValue.value, deadline.ReferencePath.InnerReference.AttributeIdentifier.value]).toEqual([
    ...['2027-03-20T16:00:00', 'ScheduleFinish'],
  ]);
  const used = all(IFCRELASSIGNSTOPROCESS).filter(({ Name }) => Name !== null);
  expect(
    used.map(({ Name, RelatedObjects: [one], RelatingProcess }) => [
      ...[Name.value, one.GlobalId.value, one.ObjectType.value, one.Name.value, RelatingProcess.Identification.value],
    ]),
  ).toEqual([
    ['build', wall.globalId, 'IfcWall', '墙', '1.1'],
    ['remove', wall.globalId, 'IfcWall', '墙', '1.2'],
  ]);
  expect(all(IFCBUILDINGELEMENTPROXY).length).toBe(1);
  api.CloseModel(model);
});

test('the plan under review goes out with what is linked to it, where IFC knows the element and the plan the task', async () => {
  const review = new Review(() => null);
  review.open(await read(SMALL_TASKS), 'plan.ifc');
  const model = await readIfc(smallIfc({ boxes: threeBoxes(1) }), 'boxes.ifc');
  const [first, second] = model.elements;
  const links = [
    { globalId: first.globalId, does: 'build', task: '1.1' } as const,
    { globalId: first.globalId, does: 'remove', task: '1.3' } as const,
    { globalId: second.globalId, does: 'build', task: 'absent' } as const,
    { globalId: 'gone', does: 'build', task: '1.1' } as const,
  ];
  const text = (model: BuildingModel | null) =>
    new TextDecoder().decode(review.writeSchedule('ifc', model, links).bytes);
  const proxies = (text: string) => text.match(/IFCBUILDINGELEMENTPROXY\('[^']+'/g);
  expect(proxies(text(model))).toEqual([`IFCBUILDINGELEMENTPROXY('${first.globalId}'`]);
  expect(text(model).match(/IFCRELASSIGNSTOPROCESS\('[^']+',\$,'(?:build|remove)'/g)).toHaveLength(2);
  expect(proxies(text(null))).toBeNull();
});
