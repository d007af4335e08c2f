import { expect, test } from 'vitest';
import { ifcHolds } from '../../../src/twin/ifc-holds.ts';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { readSchedule } from '../../../workers/construction/read/schedule-file.ts';
import { isoOf } from '../../../workers/construction/read/text.ts';
import { smallIfc, threeBoxes } from './small-ifc.ts';
import { SMALL_TASKS } from './small-tasks.ts';

const read = (text: string) => readSchedule(new TextEncoder().encode(text), 'plan.ifc');

test('tasks of an IFC: nesting, calendar with its day off, sequences with lags, progress, crew', () => {
  const schedule = read(SMALL_TASKS);
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
  expect(schedule.notes).toEqual([
    'plan.ifc: #35: expected a sequence of two tasks, got one of an absent task; left out',
  ]);
  expect(schedule.activities[1].progress.status).toBe('done');
  expect(schedule.resources.map(({ name, kind }) => [name, kind])).toEqual([['Masons', 'labour']]);
  expect(schedule.assignments).toMatchObject([{ activity: 1, resource: 0 }]);
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.words);
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
])('an IFC %s is refused with its place', (_, text, said) => expect(() => read(text)).toThrow(said));

test('what an IFC holds is told before it is read', async () => {
  const shapes = smallIfc({ boxes: threeBoxes(1) });
  expect(await ifcHolds(new Blob([SMALL_TASKS]))).toEqual({ tasks: true, shapes: false });
  expect(await ifcHolds(new Blob([new Uint8Array(shapes)]))).toEqual({ tasks: false, shapes: true });
  // A word that lies across two parts of what is looked through.
  const far = new Blob([
    ' '.repeat(4 * 2 ** 20 - 4),
    SMALL_TASKS.slice(SMALL_TASKS.indexOf('#21=')),
    new Uint8Array(shapes),
  ]);
  expect(await ifcHolds(far)).toEqual({ tasks: true, shapes: true });
});
