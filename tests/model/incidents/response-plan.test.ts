import { expect, test } from 'vitest';
import { timeScoreOf } from '../../../model/incidents/evaluation/time-score.ts';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { parseEntries } from '../../../model/incidents/incident-entry.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { timelineOf } from '../../../model/incidents/incident-timeline.ts';
import {
  type PlanTrigger,
  parseResponsePlan,
  plainPlan,
  planFaults,
  type ResponsePlan,
  responsePlanText,
} from '../../../model/incidents/response-plan.ts';
import { sentencesOf } from '../../../model/text/message.ts';
import { HAND_PLAN, handLog, MIN, OPENED_MS, opening, stepDone } from './log.ts';

const words = (id: string) => ({ zh: id, en: id });
const planOf = (triggers: Readonly<Record<string, PlanTrigger>>): ResponsePlan => ({
  ...HAND_PLAN,
  format: 2,
  steps: Object.entries(triggers).map(([id, trigger]) => ({
    id,
    title: words(id),
    owner: 'operations',
    trigger,
    limitMin: 10,
    weight: 1,
    toleranceRatio: 1,
  })),
});
const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(sentencesOf(error, 'zh')).not.toBeNull();
    return sentencesOf(error, 'en') ?? '';
  }
  return expect.fail('it was read');
};
/** Minutes after the opening at which each step begins. */
const beginnings = (acts: readonly (readonly [number, IncidentAct])[], plan: ResponsePlan | null) => {
  const { timeline } = handLog([[0, opening(plan)], ...acts]);
  return Object.fromEntries(
    factsOf(timeline).steps.map(({ step, triggeredMs }) => [
      step.id,
      triggeredMs === null ? null : (triggeredMs - OPENED_MS) / MIN,
    ]),
  );
};
const alarm = (title: string, priority: 1 | 2 | 3 | 4, event: 'raised' | 'acknowledged' = 'raised'): IncidentAct => ({
  kind: 'alarm',
  key: `sn-1 ${title}`,
  title,
  priority,
  event,
});
const run: IncidentAct = {
  kind: 'run',
  run: 'run-0001',
  engine: 'flood',
  inputHash: '0'.repeat(64),
  orders: 'unsaid',
};
const result = (dwellings: number, closedRoads: number): IncidentAct => ({
  kind: 'run-result',
  run: 'run-0001',
  hash: '1'.repeat(64),
  loss: { personMmMin: 0, roadMin: 0, dwellings },
  text: '',
  figures: [{ name: 'closedRoads', value: closedRoads, unit: '1' }],
});

const WHOLE = planOf({
  later: { on: 'opened', afterMin: 30 },
  gas: { on: 'opened', hazard: 'gas' },
  flood: { on: 'opened', hazard: 'flood' },
  follow: { on: 'step-done', step: 'last', afterMin: 5 },
  high: { on: 'alarm', priority: 2, words: 'LEVEL' },
  wet: { on: 'run-result', figure: 'dwellings', above: 10 },
  roads: { on: 'run-result', figure: 'closedRoads' },
  last: { on: 'level', level: 2, afterMin: 1 },
});
const ACTS: readonly (readonly [number, IncidentAct])[] = [
  [1, alarm('rain', 1)],
  [2, alarm('water level', 3)],
  [3, alarm('water level', 2, 'acknowledged')],
  [4, alarm('Water Level', 2)],
  [5, run],
  [6, result(10, 0)],
  [7, result(11, 1)],
  [8, { kind: 'level', level: 2, text: '' }],
  [10, stepDone('last')],
];
const BEGIN = { later: 30, gas: null, flood: 0, follow: 15, high: 4, wet: 7, roads: 7, last: 9 };

test('each trigger begins its step by its own condition, so many minutes after', () =>
  expect(beginnings(ACTS, WHOLE)).toEqual(BEGIN));

test('the order in which steps stand says nothing, and a plan that is taken later sees what came before', () => {
  expect(beginnings(ACTS, { ...WHOLE, steps: [...WHOLE.steps].reverse() })).toEqual(BEGIN);
  const taken = beginnings([...ACTS.slice(0, -1), [12, { kind: 'plan', plan: WHOLE }]], null);
  expect(taken).toEqual({ ...BEGIN, flood: 12, follow: null, high: 12, wet: 12, roads: 12, last: 13 });
});

test('a plan that is taken later is a line of its own: the lines before and their states stay as they were', () => {
  const { timeline, entries } = handLog([
    [0, opening()],
    [3, stepDone('verify')],
  ]);
  const hash = timeline.present().hash();
  const edited: ResponsePlan = { ...HAND_PLAN, steps: HAND_PLAN.steps.map((step) => ({ ...step, limitMin: 99 })) };
  const more = handLog([
    [0, opening()],
    [3, stepDone('verify')],
    [5, { kind: 'plan', plan: edited }],
  ]);
  expect(more.entries.slice(0, 2)).toEqual(entries);
  expect(more.timeline.stateAfter(2).hash()).toBe(hash);
  const facts = factsOf(more.timeline);
  expect(facts.steps[0]).toMatchObject({ doneMs: OPENED_MS + 3 * MIN, step: { limitMin: 99 } });
  // As another page reads it from the package: the line holds the whole plan.
  const read = timelineOf(parseEntries(JSON.parse(JSON.stringify(more.entries)), 'log'));
  expect(read.present().hash()).toBe(more.timeline.present().hash());
  expect(read.plan()).toEqual(edited);
});

test('a step whose time has not begun when the incident ends is left out of the score', () => {
  const { timeline } = handLog([
    [0, opening(planOf({ later: { on: 'opened', afterMin: 30 } }))],
    [20, { kind: 'closed', text: '' }],
  ]);
  expect(timeScoreOf(factsOf(timeline), OPENED_MS + 60 * MIN).steps[0].verdict).toBe('not-triggered');
});

test('a file and back is the same plan; the lowest format that says it is written', () => {
  expect(parseResponsePlan(JSON.parse(responsePlanText(WHOLE)), 'a.json')).toEqual(WHOLE);
  expect(responsePlanText(parseResponsePlan(JSON.parse(responsePlanText(WHOLE)), 'a.json'))).toBe(
    responsePlanText(WHOLE),
  );
  expect(plainPlan({ ...HAND_PLAN, format: 2 }).format).toBe(1);
  const [verify, ...rest] = HAND_PLAN.steps;
  expect(plainPlan({ ...HAND_PLAN, steps: [...rest, verify] }).format).toBe(2);
});

test('faults are told by file, step and field', () => {
  const [verify, lead, ...rest] = HAND_PLAN.steps;
  const broken = { ...HAND_PLAN, steps: [verify, { ...lead, limitMin: -1, title: { zh: '', en: 'x' } }, ...rest] };
  const faults = planFaults(broken, 'mine.json').map(({ text }) => text.en);
  expect(faults).toHaveLength(2);
  expect(faults.every((text) => text.startsWith('mine.json#lead: steps.1.'))).toBe(true);
  expect(faults.join()).toContain('steps.1.limitMin');
  expect(faults.join()).toContain('steps.1.title.zh');
  expect(reasonOf(() => parseResponsePlan({ ...HAND_PLAN, steps: [verify, verify] }, 'mine.json'))).toContain(
    'mine.json#verify: id: expected each step once',
  );
  expect(reasonOf(() => parseResponsePlan(planOf({ a: { on: 'step-done', step: 'gone' } }), 'mine.json'))).toBe(
    'mine.json#a: trigger.step: expected a step of the plan, got "gone"',
  );
});

test('steps that wait for each other are named, each circle once', () => {
  const plan = planOf({
    a: { on: 'step-done', step: 'b' },
    b: { on: 'step-done', step: 'c' },
    c: { on: 'step-done', step: 'b' },
    d: { on: 'step-done', step: 'd' },
    e: { on: 'opened' },
  });
  expect(planFaults(plan, 'mine.json').map(({ values }) => values.steps)).toEqual(['b → c → b', 'd → d']);
  const line = [{ ...handLog([[0, opening()]]).entries[0], act: opening(plan) }];
  expect(() => parseEntries(line, 'log')).toThrow(/waits for itself/);
});

const reaching = (value: number, unit = 'm'): IncidentAct => ({
  ...(alarm('东渡站 水位', 2) as Extract<IncidentAct, { kind: 'alarm' }>),
  event: 'reached',
  reading: { value, unit },
});

test('a step waits for the reading of an alarm: of that unit, at that value or beyond, on that side', () => {
  const reach = { side: 'above', value: 0.5, unit: 'm' } as const;
  const plan = planOf({
    close: { on: 'alarm', reach },
    drain: { on: 'alarm', reach: { side: 'below', value: 0.2, unit: 'm' }, afterMin: 2 },
    titled: { on: 'alarm', reach, words: '水位' },
    other: { on: 'alarm', reach, words: '燃气' },
    any: { on: 'alarm' },
  });
  const acts: [number, IncidentAct][] = [
    [1, alarm('东渡站 水位', 2)],
    [2, reaching(0.49)],
    [3, reaching(0.9, 'm3/s')],
    [4, reaching(0.5)],
    [6, reaching(0.2)],
  ];
  expect(beginnings(acts, plan)).toEqual({ close: 4, drain: 8, titled: 4, other: null, any: 1 });
  // A plan that is taken later looks at what came before.
  const later = handLog([
    [0, opening(planOf({ none: { on: 'alarm', words: '无' } }))],
    ...acts,
    [9, { kind: 'plan', plan }],
  ]);
  expect(factsOf(later.timeline).steps.map(({ triggeredMs }) => triggeredMs !== null)).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
});

test('only what waits for a reading is of format 3, plan and line; the others keep their hashes', () => {
  const first = planOf({ a: { on: 'alarm', priority: 1 } });
  const third = planOf({ a: { on: 'alarm', reach: { side: 'above', value: 1, unit: 'm' } } });
  expect([plainPlan(first).format, plainPlan(third).format]).toEqual([2, 3]);
  const { entries } = handLog([
    [0, opening(plainPlan(first))],
    [1, alarm('a', 1)],
    [2, reaching(1.5)],
    [3, { kind: 'plan', plan: plainPlan(third) }],
  ]);
  expect(entries.map(({ format }) => format ?? 1)).toEqual([1, 1, 3, 3]);
  expect(parseEntries(JSON.parse(JSON.stringify(entries)), 'log.json')).toEqual(entries);
  expect(
    planFaults(
      { ...third, steps: [{ ...third.steps[0], trigger: { on: 'alarm', reach: { side: 'up', value: 1 } } }] },
      'p',
    ),
  ).not.toEqual([]);
});
