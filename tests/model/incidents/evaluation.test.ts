import { expect, test } from 'vitest';
import { ahpScores, ahpWeights } from '../../../model/incidents/evaluation/ahp.ts';
import { fuzzyScore, membershipOf } from '../../../model/incidents/evaluation/fuzzy.ts';
import { avoidedLoss, exposureOf } from '../../../model/incidents/evaluation/loss.ts';
import { orderScoreOf } from '../../../model/incidents/evaluation/order-times.ts';
import { readinessOf } from '../../../model/incidents/evaluation/readiness.ts';
import { timeScoreOf } from '../../../model/incidents/evaluation/time-score.ts';
import { type Direction, entropyWeights, topsis } from '../../../model/incidents/evaluation/topsis.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { handLog, MIN, OPENED_MS, opening, order, orderState, stepDone } from './log.ts';

/** The log behind the worked table: each step at its T from its own trigger. */
function handLogOfTable() {
  return handLog([
    [0, opening()],
    [1, { kind: 'level', level: 2, text: '' }],
    [2, { kind: 'alarm', key: 'sn-1/1 high', title: '水位', priority: 1 }],
    [2.5, stepDone('verify')],
    [18, stepDone('lead')],
    [28.5, stepDone('road')],
    [61, stepDone('pumps')],
    [300, { kind: 'closed', text: '' }],
  ]);
}

test('time against the plan: the worked table gives 6.0 ÷ 12 = 0.5 from the log', () => {
  const { timeline } = handLogOfTable();
  const { steps, score } = timeScoreOf(factsOf(timeline), OPENED_MS);
  expect(steps.map(({ id, takenMin, verdict, score: one }) => [id, takenMin, verdict, one])).toEqual([
    ['verify', 2.5, 'in-time', 1],
    ['lead', 18, 'late', 0.8],
    ['road', 26, 'late', expect.closeTo(0.7, 12)],
    ['pumps', 60, 'late', expect.closeTo(2 / 3, 12)],
    ['evacuate', null, 'not-done', 0],
    ['camp', null, 'not-triggered', null],
  ]);
  expect(score).toBeCloseTo(0.5, 12);
});

test('a step that still runs is left out; one that was done before its trigger is marked and not scored', () => {
  const { timeline } = handLog([
    [0, opening()],
    [1, stepDone('pumps')],
    [2, stepDone('verify')],
  ]);
  const { steps, score } = timeScoreOf(factsOf(timeline), OPENED_MS + 3 * MIN);
  expect(steps.map(({ verdict }) => verdict)).toEqual([
    'in-time',
    'running',
    'running',
    'without-trigger',
    'not-triggered',
    'not-triggered',
  ]);
  expect(score).toBe(1);
  expect(timeScoreOf({ steps: [], closedMs: null }, OPENED_MS).score).toBeNull();
});

test('what each resource took: idle, travel, work, and the error of what was said', () => {
  const { timeline } = handLog([
    [0, opening()],
    [1, order('a', 'fire-1')],
    [2, order('b', 'fire-2')],
    [3, orderState('a', 'on-way')],
    [10, orderState('a', 'on-site')],
    [4, orderState('b', 'on-way')],
    [40, orderState('a', 'done')],
    [44, orderState('b', 'on-site')],
  ]);
  const score = orderScoreOf(factsOf(timeline));
  expect(score.orders[0]).toMatchObject({ idleMin: 2, travelMin: 7, workMin: 30, responseMin: 9, etaErrorMin: 2 });
  expect(score).toMatchObject({ responseP50Min: 9, responseP90Min: 42, units: 2, meanEtaErrorMin: (2 + 35) / 2 });
});

test('loss avoided: 3,240 without action, 800 with orders, 75.31 %; nothing to avoid is no 100 %, harm is negative', () => {
  const noAction = exposureOf(
    [
      { residents: 100, depthM: 0.5, minutes: 60 },
      { residents: 40, depthM: 0.2, minutes: 30 },
      { residents: 1000, depthM: 0.1, minutes: 600 },
    ],
    0.15,
  );
  const withOrders = exposureOf([{ residents: 100, depthM: 0.2, minutes: 40 }], 0.15);
  expect(avoidedLoss(noAction, withOrders)).toEqual({
    noAction: 3240,
    withOrders: 800,
    avoided: 2440,
    ratio: 2440 / 3240,
  });
  expect(avoidedLoss(0, 0).ratio).toBeNull();
  expect(avoidedLoss(10, 20).avoided).toBe(-10);
});

test('readiness is the share of demand near a free site', () => {
  const demands = [
    { amount: 3, farness: [100, 900] },
    { amount: 1, farness: [Number.POSITIVE_INFINITY, 200] },
  ];
  expect(readinessOf(demands, [0], 300)).toBe(0.75);
  expect(readinessOf(demands, [0, 1], 300)).toBe(1);
  expect(readinessOf([], [0], 300)).toBeNull();
});

const A = [
  [1, 3, 5, 2],
  [1 / 3, 1, 2, 1 / 2],
  [1 / 5, 1 / 2, 1, 1 / 3],
  [1 / 2, 2, 3, 1],
];
const near = (values: readonly number[], digits = 6) => values.map((one) => expect.closeTo(one, digits));

test('AHP by three methods, with eigenvalue and consistency', () => {
  const eigen = ahpWeights(A);
  expect(eigen.weights).toEqual(near([0.482886, 0.15699, 0.08815, 0.271974]));
  expect(eigen.lambda).toBeCloseTo(4.014521, 6);
  expect(eigen.consistencyRatio).toBeCloseTo(0.005378, 6);
  expect(ahpWeights(A, 'geometric-mean').weights).toEqual(near([0.4832, 0.1569, 0.0882, 0.2717], 4));
  expect(ahpWeights(A, 'column-mean').weights).toEqual(near([0.4824, 0.1575, 0.0883, 0.2718], 4));
});

test('the public example of the R package MCDA, whose second matrix contradicts itself', () => {
  const criteria = ahpWeights([
    [1, 0.5, 3],
    [2, 1, 4],
    [1 / 3, 1 / 4, 1],
  ]);
  expect(criteria.weights).toEqual(near([0.3196, 0.5584, 0.122], 4));
  const style = ahpWeights([
    [1, 1 / 4, 4, 1 / 6],
    [4, 1, 4, 1 / 4],
    [1 / 4, 1 / 4, 1, 1 / 5],
    [6, 4, 5, 1],
  ]);
  expect(style.consistencyRatio).toBeCloseTo(0.161, 4);
  const reliability = ahpWeights([
    [1, 2, 5, 1],
    [1 / 2, 1, 3, 2],
    [1 / 5, 1 / 3, 1, 1 / 4],
    [1, 1 / 2, 4, 1],
  ]);
  const fuel = ahpWeights([
    [1, 2, 4, 1],
    [1 / 2, 1, 3, 2],
    [1 / 4, 1 / 3, 1, 1 / 5],
    [1, 1 / 2, 5, 1],
  ]);
  const scores = ahpScores(criteria.weights, [style.weights, reliability.weights, fuel.weights]);
  expect(scores).toEqual(near([0.2922, 0.2767, 0.0697, 0.3613], 4));
});

const PLANS = [
  [12, 820, 140, 9],
  [18, 960, 90, 14],
  [15, 700, 200, 6],
];
const DIRECTIONS: Direction[] = ['cost', 'benefit', 'cost', 'cost'];

test('entropy weights of three plans; one plan, or plans that are alike, tell none', () => {
  const entropy = entropyWeights(PLANS, DIRECTIONS);
  expect(entropy?.entropies).toEqual(near([0.9874, 0.9925, 0.9521, 0.9485], 4));
  expect(entropy?.weights).toEqual(near([0.10498, 0.062892, 0.401028, 0.4311]));
  expect(entropyWeights([PLANS[0]], DIRECTIONS)).toBeNull();
  expect(entropyWeights([PLANS[0], PLANS[0]], DIRECTIONS)).toBeNull();
});

test('TOPSIS of the three plans under three sets of weights, and the public example of MCDA', () => {
  const closeness = (weights: readonly number[]) =>
    topsis(PLANS, weights, DIRECTIONS).map((one) => one.closeness ?? -1);
  const byHand = topsis(PLANS, [0.4, 0.3, 0.2, 0.1], DIRECTIONS);
  expect(byHand.map(({ toBest }) => toBest)).toEqual(near([0.0511, 0.1018, 0.1102], 4));
  expect(byHand.map(({ toWorst }) => toWorst)).toEqual(near([0.1089, 0.1003, 0.0642], 4));
  expect(closeness([0.4, 0.3, 0.2, 0.1])).toEqual(near([0.6806, 0.4965, 0.3681], 4));
  expect(closeness(ahpWeights(A, 'geometric-mean').weights)).toEqual(near([0.7263, 0.2209, 0.6508], 4));
  expect(closeness(entropyWeights(PLANS, DIRECTIONS)?.weights ?? [])).toEqual(near([0.5928, 0.4639, 0.5341], 4));
  const cars = [
    [5490, 51.4, 8.5, 285],
    [6500, 70.6, 7, 288],
    [6489, 54.3, 7.5, 290],
  ];
  const public_ = topsis(cars, [0.35, 0.25, 0.25, 0.15], ['cost', 'benefit', 'benefit', 'benefit']);
  expect(public_.map((one) => one.closeness)).toEqual(near([0.4817, 0.5182, 0.178], 4));
  expect(
    topsis(
      [
        [1, 2],
        [1, 2],
      ],
      [0.5, 0.5],
      ['cost', 'benefit'],
    )[0].closeness,
  ).toBeNull();
});

test('fuzzy comprehensive evaluation: the two variants disagree as worked by hand', () => {
  const weights = [0.4, 0.3, 0.2, 0.1];
  const R = [
    [0.5, 0.3, 0.2, 0],
    [0.2, 0.5, 0.2, 0.1],
    [0.1, 0.4, 0.4, 0.1],
    [0.3, 0.3, 0.3, 0.1],
  ];
  const mean = fuzzyScore(weights, R);
  expect(mean.grades).toEqual(near([0.31, 0.38, 0.25, 0.06], 12));
  expect(mean).toMatchObject({ grade: 'good', points: expect.closeTo(78.5, 9) });
  const minimum = fuzzyScore(weights, R, 'max-min');
  expect(minimum.grades).toEqual([0.4, 0.3, 0.2, 0.1]);
  expect(minimum).toMatchObject({ grade: 'excellent', points: expect.closeTo(79, 9) });
  expect(membershipOf(12, [5, 10, 15, 20])).toEqual(near([0, 0.6, 0.4, 0], 12));
  expect(membershipOf(3, [5, 10, 15, 20])).toEqual([1, 0, 0, 0]);
  expect(membershipOf(30, [5, 10, 15, 20])).toEqual([0, 0, 0, 1]);
  expect(membershipOf(0.9, [1, 0.8, 0.6, 0.3])).toEqual(near([0.5, 0.5, 0, 0], 12));
});
