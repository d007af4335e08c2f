import { expect, test } from 'vitest';
import { checkChain, entryAfter, type IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { factsOf, placeAt, refusalOf } from '../../../model/incidents/incident-state.ts';
import { IncidentTimeline, timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { parseResponsePlan } from '../../../model/incidents/response-plan.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { HAND_PLAN, handLog, MIN, OPENED_MS, opening, order, orderState, stepDone } from './log.ts';

const comment = (text: string): IncidentAct => ({ kind: 'comment', text });

test('the fold of a log by hand: orders with their times, a vehicle that is free again, steps with their triggers', () => {
  const { timeline } = handLog([
    [0, opening()],
    [1, order('a', 'fire-1')],
    [2, orderState('a', 'accepted')],
    [2.5, stepDone('verify')],
    [3, orderState('a', 'on-way')],
    [8, orderState('a', 'on-site')],
    [30, orderState('a', 'done')],
    [31, order('b', 'fire-1')],
    [32, { kind: 'level', level: 2, text: '' }],
  ]);
  const facts = factsOf(timeline);
  expect(facts.orders.map(({ state, givenMs, onSiteMs, endedMs }) => [state, givenMs, onSiteMs, endedMs])).toEqual([
    ['done', OPENED_MS + MIN, OPENED_MS + 8 * MIN, OPENED_MS + 30 * MIN],
    ['given', OPENED_MS + 31 * MIN, null, null],
  ]);
  expect(facts.level).toBe(2);
  const triggered = (id: string) => facts.steps.find(({ step }) => step.id === id)?.triggeredMs ?? null;
  expect(['verify', 'road', 'pumps', 'evacuate', 'camp'].map(triggered)).toEqual([
    OPENED_MS,
    OPENED_MS + 2.5 * MIN,
    OPENED_MS + 32 * MIN,
    null,
    null,
  ]);
  expect(timeline.orderOf('fire-1')).toBe('order-b');
  expect(factsOf(timeline, timeline.seek(OPENED_MS + 10 * MIN)).orders.map(({ state }) => state)).toEqual(['on-site']);
});

test('a second order for a busy vehicle is refused with its reason, stays in the log and changes nothing', () => {
  const { timeline, entries } = handLog([
    [0, opening()],
    [1, order('a', 'fire-1')],
    [2, order('b', 'fire-1')],
    [3, orderState('b', 'accepted')],
    [4, orderState('a', 'on-site')],
    [5, orderState('a', 'accepted')],
  ]);
  expect(entries.map(({ refused }) => refused?.code ?? null)).toEqual([
    null,
    null,
    'busy-resource',
    'no-order',
    null,
    'order-state',
  ]);
  expect(entries[2].refused?.text.en).toContain('fire-1 is on the order "封路"');
  expect(factsOf(timeline)).toMatchObject({ refusals: 3, seq: 6 });
  expect(factsOf(timeline).orders).toHaveLength(1);
});

test('a closed incident takes comments alone; steps are done once', () => {
  const { entries } = handLog([
    [0, opening()],
    [1, stepDone('verify')],
    [2, stepDone('verify')],
    [3, stepDone('unknown')],
    [4, { kind: 'closed', text: '' }],
    [5, order('a', 'fire-1')],
    [6, comment('整改')],
  ]);
  expect(entries.map(({ refused }) => refused?.code ?? null)).toEqual([
    null,
    null,
    'step-done',
    'no-step',
    null,
    'is-closed',
    null,
  ]);
});

test('a chain whose entry was changed is refused at that entry', () => {
  const { entries } = handLog([
    [0, opening()],
    [1, comment('到场')],
    [2, comment('撤离')],
  ]);
  expect(() => checkChain(entries)).not.toThrow();
  const spoilt = entries.map((entry, i) => (i === 1 ? { ...entry, act: comment('未到场') } : entry));
  expect(() => checkChain(spoilt)).toThrow('entry 2');
});

/** A day of an incident with some vehicles that move every few seconds, orders and comments. */
function day(seed: number, lines: number) {
  const random = seeded(seed);
  const timeline = new IncidentTimeline();
  let ms = OPENED_MS;
  const add = (act: IncidentAct) => {
    const refused = refusalOf(timeline, act, 'incident-day');
    const sent = { client: 'client-day', n: timeline.length + 1, atMs: ms, act };
    const taken = { incident: 'incident-day', receivedMs: ms, role: 'controller', by: 'hub', refused } as const;
    timeline.append(entryAfter(timeline.last(), sent, taken));
  };
  add(opening());
  const pick = (count: number) => Math.floor(random() * count);
  const states = ['accepted', 'on-way', 'on-site', 'done', 'refused'] as const;
  for (let i = 1; i < lines; i++) {
    ms += Math.floor(random() * 1700);
    const chance = random();
    const resource = `unit-${pick(12)}`;
    if (chance < 0.6) add({ kind: 'move', resource, eastMm: pick(8e6) - 4e6, northMm: pick(8e6) - 4e6 });
    else if (chance < 0.75) add(order(`n${i}`, resource));
    else if (chance < 0.95) add(orderState(`n${pick(i)}`, states[pick(5)]));
    else if (chance < 0.97) add(stepDone(HAND_PLAN.steps[pick(6)].id));
    else add(comment(`第 ${i} 条`));
  }
  return { timeline, endMs: ms };
}

test('1,000 random seeks, forward, backward and after a reload: the same hash at every whole second asked', () => {
  const { timeline, endMs } = day(24, 20_000);
  const seconds = Math.ceil((endMs - OPENED_MS) / 1000);
  const forward: string[] = [];
  // By hand, without a copy on the way: each line once.
  const plain = new IncidentTimeline();
  for (let s = 0; s <= seconds; s++) {
    while (plain.length < timeline.length && timeline.entry(plain.length + 1).receivedMs <= OPENED_MS + 1000 * s)
      plain.append(timeline.entry(plain.length + 1));
    forward.push(plain.present().hash());
  }
  expect(new Set(forward).size).toBeGreaterThan(seconds / 2);
  for (let s = seconds; s >= 0; s -= 7) expect(timeline.seek(OPENED_MS + 1000 * s).hash()).toBe(forward[s]);
  const reloaded = timelineOf(JSON.parse(JSON.stringify(timeline.entries())));
  const random = seeded(7);
  for (let i = 0; i < 1000; i++) {
    const s = Math.floor(random() * (seconds + 1));
    const from = i % 2 === 0 ? timeline : reloaded;
    expect(from.seek(OPENED_MS + 1000 * s).hash()).toBe(forward[s]);
  }
}, 60_000);

test('a branch goes on by itself: the parent keeps its hash, and without lines of its own the branch has the parent’s', () => {
  const { timeline, endMs } = day(5, 3000);
  const before = timeline.present().hash();
  const middleMs = Math.floor((OPENED_MS + endMs) / 2);
  const branch = timeline.branch(middleMs);
  expect(branch.present().hash()).toBe(timeline.seek(middleMs).hash());
  const freed = timeline.idsOf('resource').find((id) => branch.orderOf(id) === null) ?? 'unit-new';
  const { incident } = timeline.entry(1);
  const sent = { client: 'client-branch', n: 1, atMs: middleMs + 5, act: order('branch', freed) };
  const taken = { incident, receivedMs: middleMs + 5, role: 'planner', by: 'page', refused: null } as const;
  branch.append(entryAfter(branch.last(), sent, taken));
  expect(branch.orderOf(freed)).toBe('order-branch');
  expect(timeline.present().hash()).toBe(before);
  expect(timeline.seek(middleMs).hash()).not.toBe(branch.present().hash());
  expect(branch.seek(OPENED_MS).hash()).toBe(timeline.seek(OPENED_MS).hash());
  // The branch's log is a chain from the first line on, and folds from its lines alone.
  expect(() => checkChain(branch.entries())).not.toThrow();
  expect(timelineOf(branch.entries()).present().hash()).toBe(branch.present().hash());
  expect(
    branch
      .branch(middleMs + 5)
      .present()
      .hash(),
  ).toBe(branch.present().hash());
});

test('a vehicle is where its route has it, to the millimetre, and where it was seen last', () => {
  const act = {
    ...order('a', 'boat-1'),
    route: [
      [0, 0, 0],
      [10_000, -3, 4000],
      [10_000, 5000, 6000],
    ],
  } as IncidentAct;
  const { timeline } = handLog([
    [0, opening()],
    [0, act],
    [1, orderState('a', 'on-way')],
    [5, { kind: 'move', resource: 'boat-1', eastMm: -7, northMm: 9 }],
  ]);
  const at = (ms: number) => placeAt(timeline, timeline.seek(OPENED_MS + ms), 'boat-1', OPENED_MS + ms);
  expect([at(30_000), at(MIN), at(MIN + 1000), at(MIN + 5000), at(MIN + 60_000), at(5 * MIN)]).toEqual([
    null,
    [0, 0],
    [2500, -1],
    [10_000, 2498],
    [10_000, 5000],
    [-7, 9],
  ]);
});

test('a plan whose step waits for a later one, or comes twice, is refused', () => {
  const [first, ...others] = HAND_PLAN.steps;
  const circle = { ...HAND_PLAN, steps: [{ ...first, trigger: { on: 'step-done', step: 'road' } }, ...others] };
  expect(() => parseResponsePlan(circle, 'p.json')).toThrow('p.json');
  expect(() => parseResponsePlan({ ...HAND_PLAN, steps: [first, first] }, 'p.json')).toThrow('each step once');
});

test('a line may change the radius, the plan and the runs of the score; the last one holds, and going back shows the one before', () => {
  const other = { ...HAND_PLAN, id: 'other', steps: HAND_PLAN.steps.slice(0, 2) };
  const { timeline } = handLog([
    [0, opening()],
    [1, { kind: 'radius', radiusM: 700 }],
    [2, { kind: 'plan', plan: other }],
    [3, { kind: 'score-runs', without: 'no-such-run', with: null }],
  ]);
  const then = factsOf(timeline, timeline.seek(OPENED_MS + MIN / 2));
  expect([then.radiusM, then.plan?.id, then.steps.length]).toEqual([1500, 'hand', 6]);
  const now = factsOf(timeline);
  expect([now.radiusM, now.plan?.id, now.steps.length]).toEqual([700, 'other', 2]);
  expect([now.scoreRuns, now.refusals]).toEqual([null, 1]);
});

test('steps of alarms after the first are no new alarm: a plan that waits for one begins with the raised one', () => {
  const alarm = (event: 'acknowledged' | 'raised'): IncidentAct => ({
    kind: 'alarm',
    key: 'sn-1/1 high',
    title: '水位',
    priority: 1,
    event,
  });
  const { timeline } = handLog([
    [0, opening()],
    [1, alarm('acknowledged')],
    [2, alarm('raised')],
  ]);
  const [evacuate] = factsOf(timeline).steps.filter(({ step }) => step.id === 'evacuate');
  expect(evacuate.triggeredMs).toBe(OPENED_MS + 2 * MIN);
});

test('a run that failed is known as failed', () => {
  const inputHash = '0'.repeat(64);
  const { timeline } = handLog([
    [0, opening()],
    [1, { kind: 'run', run: 'run-0001', engine: 'flood', inputHash, orders: 'unsaid' }],
    [2, { kind: 'run-failed', run: 'run-0001', text: '内存不足' }],
    [3, { kind: 'run-failed', run: 'run-0002', text: '' }],
  ]);
  const { runs, refusals } = factsOf(timeline);
  expect(runs.map(({ result, failed }) => [result, failed?.text])).toEqual([[null, '内存不足']]);
  expect(refusals).toBe(1);
});
