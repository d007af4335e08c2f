import { expect, test } from 'vitest';
import { type CraneRule, QUOTED_CRANE_RULE, type SpaceCase } from '../../../model/questions/construction-space.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { checkSpace, poseSpace, type SpaceReport } from '../../../workers/construction/space/check-space.ts';
import type { BoxInput, SpaceRuleInput } from '../../../workers/construction/space/space-case.ts';
import { spaceRows } from '../../../workers/construction/space/space-rows.ts';

/** Monday 2026-01-05: dig a week, strut the next two days, dig deeper for three, pour the slab on Monday, its columns after it. */
const TABLE =
  'id,name,duration,predecessors,start no earlier than\nD1,dig,5d,,2026-01-05\nS,strut,2d,D1,\nD2,dig deeper,3d,D1,\nSL,slab,2d,D2,\nCO,columns,2d,SL,\n';
const schedule = await readSchedule(new TextEncoder().encode(TABLE), 'plan.csv');
const compiled = compileNetwork(schedule);
if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
const result = analyse(schedule, compiled.network);
const day = (iso: string) => Date.parse(`${iso}:00Z`) / 86_400_000;

const told = { title: { zh: '规则', en: 'rule' }, clause: '', verified: true };
const EMPTY: SpaceCase = {
  ...{ models: [], boxes: [], tubes: [], rules: [], allowed: [], cranes: [], lifts: [], plots: [] },
};
const box = (
  id: string,
  group: string,
  when: BoxInput['when'],
  min: BoxInput['min'],
  max: BoxInput['max'],
): BoxInput => ({ ...{ id, name: id, class: 'Ifc', group, when, min, max } });

async function check(
  more: Partial<SpaceCase>,
  files: Record<string, string> = {},
  craneRule?: CraneRule,
): Promise<SpaceReport> {
  const space = { ...EMPTY, ...more };
  const bodies = await poseSpace(space, async (name) => new TextEncoder().encode(files[name]), schedule, result);
  const steps = checkSpace(space, bodies, schedule, result, craneRule);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const shared = (report: SpaceReport) =>
  report.groups.map(({ rule, verdict, value, limit, fromDay, toDay, findings }) => ({
    ...{ rule, verdict, value: Number(value.toFixed(6)), limit, fromDay, toDay },
    elements: findings.map(({ elements }) => elements.join()),
  }));

test('a pipe through a pit is told from the first day of digging; one beside it by its exact distance; an unread limit gives no verdict', async () => {
  const near = (verified: boolean): SpaceRuleInput => ({
    ...{ id: 'near', kind: 'clearance', a: { groups: ['pipe'] }, b: { groups: ['pit'] }, limitM: 2, ...told, verified },
  });
  const pit = box('pit', 'pit', { task: 'D1' }, [0, 0, -5], [10, 10, 0]);
  const tube = (id: string, eastM: number) => ({
    ...{ id, name: id, class: 'pipe', group: 'pipe', when: {}, diameterM: 0.6 },
    path: [
      [eastM, -20, -1],
      [eastM, 30, -1],
    ] as [number, number, number][],
  });
  const hard: SpaceRuleInput = {
    ...{ id: 'in', kind: 'hard', a: { groups: ['pipe'] }, b: { groups: ['pit'] }, limitM: 0.01, ...told },
  };
  const report = await check({ boxes: [pit], tubes: [tube('p', 4), tube('q', 11.5)], rules: [hard, near(true)] });
  const fromDay = day('2026-01-05T08:00');
  expect(shared(report)).toEqual([
    { rule: 'in', verdict: 'fail', value: 0.6, limit: 0.01, fromDay, toDay: Infinity, elements: ['pit,p'] },
    { rule: 'near', verdict: 'fail', value: 1.2, limit: 2, fromDay, toDay: Infinity, elements: ['pit,q'] },
  ]);
  const unsure = await check({ boxes: [pit], tubes: [tube('q', 11.5)], rules: [near(false)] });
  expect(shared(unsure)).toMatchObject([{ rule: 'near', verdict: 'unsure', value: 1.2 }]);
  expect(spaceRows(unsure)).toMatchObject([
    { verdict: '待核', value: 1.2, limit: 2, unit: 'm', from: '2026-01-05T08:00:00', to: '' },
  ]);
});

test('dug deeper before the strut is in, and a slab before its columns: by days, one group for a task', async () => {
  const report = await check({
    boxes: [
      box('dig 2', 'dig', { task: 'D2' }, [0, 0, -8], [10, 10, -4]),
      box('strut', 'strut', { task: 'S' }, [0, 4, -3.5], [10, 5, -3]),
      box('slab a', 'frame', { task: 'SL' }, [0, 0, -5], [5, 10, -4.6]),
      box('slab b', 'frame', { task: 'SL' }, [5, 0, -5], [10, 10, -4.6]),
      box('column a', 'frame', { task: 'CO' }, [1, 1, -8], [2, 2, -5]),
      box('column b', 'frame', { task: 'CO' }, [6, 1, -8], [7, 2, -5]),
    ],
    rules: [
      { id: 'shore', kind: 'before', a: { groups: ['strut'] }, b: { groups: ['dig'] }, deeperM: 1.5, ...told },
      { id: 'stand', kind: 'support', of: { groups: ['frame'] }, ...told },
    ],
  });
  // The second dig and the strut begin on Monday the 12th; the strut is in on Tuesday at 17:00.
  const [dig, strut] = [day('2026-01-12T08:00'), day('2026-01-13T17:00')];
  const [slab, columns] = [day('2026-01-15T08:00'), day('2026-01-20T17:00')];
  expect(shared(report)).toEqual([
    {
      rule: 'stand',
      verdict: 'fail',
      value: Number((columns - slab).toFixed(6)),
      limit: 0,
      fromDay: slab,
      toDay: columns,
      elements: ['slab a,column a', 'slab b,column b'],
    },
    {
      rule: 'shore',
      verdict: 'fail',
      value: Number((strut - dig).toFixed(6)),
      limit: 0,
      fromDay: dig,
      toDay: strut,
      elements: ['dig 2,strut'],
    },
  ]);
  expect(report.groups[0].tasks).toEqual(['SL', 'CO']);
});

test('boxes of a table, room wanted twice, an edge out of its bounds, what is meant to meet', async () => {
  const report = await check(
    {
      models: [{ group: 'yard', file: 'yard.csv' }],
      boxes: [box('lane', 'lane', {}, [0, 0, 0], [4, 40, 4]), box('crate', 'crate', {}, [1, 1, 1], [2, 2, 2])],
      rules: [
        { id: 'lane', kind: 'workspace', a: { groups: ['yard'] }, b: { groups: ['lane'] }, ...told },
        { id: 'rim', kind: 'level', of: { groups: ['yard'] }, edge: 'top', atLeastM: 2.5, ...told },
        { id: 'hard', kind: 'hard', a: { groups: ['crate'] }, b: { groups: ['lane'] }, limitM: 0.01, ...told },
      ],
      allowed: [{ id: 'stands on it', a: { groups: ['crate'] }, b: { groups: ['lane'] } }],
    },
    {
      'yard.csv': 'id,class,west,south,bottom,east,north,top,from,to\nrebar,Yard,3,10,0,8,20,2,2026-07-01,2026-09-15\n',
    },
  );
  const [fromDay, toDay] = [day('2026-07-01T00:00'), day('2026-09-16T00:00')];
  expect(shared(report)).toEqual([
    { rule: 'lane', verdict: 'fail', value: 20, limit: 0, fromDay, toDay, elements: ['lane,rebar'] },
    { rule: 'rim', verdict: 'fail', value: 2, limit: 2.5, fromDay, toDay, elements: ['rebar'] },
    {
      rule: 'hard',
      verdict: 'allowed',
      value: 1,
      limit: 0.01,
      fromDay: -Infinity,
      toDay: Infinity,
      elements: ['lane,crate'],
    },
  ]);
});

test('a crane that goes before the last lift it is to make', async () => {
  const crane = {
    ...{ id: 'tc', eastM: 0, northM: 0, reachM: 40, leastReachM: 3, jibBottomM: 30, jibTopM: 32, mastHalfM: 1 },
    ...{ momentTm: 100, when: { removal: 'SL' } },
  };
  const lift = { id: 'cage', task: 'CO', crane: 'tc', eastM: 20, northM: 0, massT: 1 };
  const report = await check({ cranes: [crane], lifts: [lift] });
  const [gone, last] = [day('2026-01-15T08:00'), day('2026-01-20T17:00')];
  const value = Number((last - gone).toFixed(6));
  expect(shared(report)).toMatchObject([{ rule: 'removedEarly', value, toDay: last, elements: ['cage,tc'] }]);
});

test('distances of cranes that nobody confirmed give no verdict; jibs that would touch do', async () => {
  const crane = (id: string, eastM: number, jibBottomM: number) => ({
    ...{ id, eastM, northM: 0, reachM: 40, leastReachM: 3, jibBottomM, jibTopM: jibBottomM + 2, mastHalfM: 1 },
    ...{ momentTm: 100, when: {} },
  });
  const verdicts = async (otherBottomM: number, craneRule?: CraneRule) => {
    const cranes = [crane('one', 0, 30), crane('other', 60, otherBottomM)];
    return shared(await check({ cranes }, {}, craneRule)).map(({ rule, verdict, value }) => [rule, verdict, value]);
  };
  expect(await verdicts(33)).toEqual([['height', 'unsure', 1]]);
  expect(await verdicts(33, { ...QUOTED_CRANE_RULE, isConfirmed: true })).toEqual([['height', 'fail', 1]]);
  expect(await verdicts(31)).toMatchObject([['height', 'fail', expect.any(Number)]]);
});

test('what a case gets wrong is named', async () => {
  await expect(check({ boxes: [box('a', 'g', { task: 'Z' }, [0, 0, 0], [1, 1, 1])] })).rejects.toThrow(
    'space: a: expected a task\'s code or id, got "Z"',
  );
  await expect(check({ boxes: [box('a', 'g', {}, [0, 0, 0], [1, 0, 1])] })).rejects.toThrow(
    'space: a: expected min below max',
  );
  await expect(check({ models: [{ group: 'm', file: 'm.csv' }] }, { 'm.csv': 'id,class\n1,x\n' })).rejects.toThrow(
    'm.csv: expected columns west, south, bottom, east, north, top, got none',
  );
});
