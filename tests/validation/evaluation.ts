import { ahpScores, ahpWeights } from '../../model/incidents/evaluation/ahp.ts';
import { fuzzyScore, membershipOf } from '../../model/incidents/evaluation/fuzzy.ts';
import { avoidedLoss, exposureOf } from '../../model/incidents/evaluation/loss.ts';
import { timeScoreOf } from '../../model/incidents/evaluation/time-score.ts';
import { type Direction, entropyWeights, topsis } from '../../model/incidents/evaluation/topsis.ts';
import { factsOf } from '../../model/incidents/incident-state.ts';
import { handLog, OPENED_MS, opening, stepDone } from '../model/incidents/log.ts';
import { READINESS } from './evaluation-readiness.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const PLANS = [
  [12, 820, 140, 9],
  [18, 960, 90, 14],
  [15, 700, 200, 6],
];
const DIRECTIONS: Direction[] = ['cost', 'benefit', 'cost', 'cost'];
const PAIRS = [
  [1, 3, 5, 2],
  [1 / 3, 1, 2, 1 / 2],
  [1 / 5, 1 / 2, 1, 1 / 3],
  [1 / 2, 2, 3, 1],
];

/** The largest difference between two lists of figures. */
const worst = (values: readonly number[], known: readonly number[]): number =>
  Math.max(...known.map((one, i) => Math.abs(values[i] - one)));

const within = (name: string, values: readonly number[], known: readonly number[], most: number): Verdict =>
  atMost(`${name}, off by`, worst(values, known), most);

/** The worked table of six steps, from a log that is folded. */
function time(): Verdict[] {
  const { timeline } = handLog([
    [0, opening()],
    [1, { kind: 'level', level: 2, text: '' }],
    [2, { kind: 'alarm', key: 'sn-1/1 high', title: '水位', priority: 1 }],
    [2.5, stepDone('verify')],
    [18, stepDone('lead')],
    [28.5, stepDone('road')],
    [61, stepDone('pumps')],
    [300, { kind: 'closed', text: '' }],
  ]);
  const { steps, score } = timeScoreOf(factsOf(timeline), OPENED_MS);
  const scored = steps.flatMap((step) => step.score ?? []);
  return [
    within('evaluation.time: scores of the steps', scored, [1, 0.8, 0.7, 2 / 3, 0], 1e-12),
    exactly('evaluation.time: steps left out', steps.length - scored.length, 1),
    within('evaluation.time: S', [score ?? Number.NaN], [0.5], 1e-12),
  ];
}

function loss(): Verdict[] {
  const noAction = exposureOf(
    [
      { residents: 100, depthM: 0.5, minutes: 60 },
      { residents: 40, depthM: 0.2, minutes: 30 },
    ],
    0.15,
  );
  const { avoided, ratio } = avoidedLoss(noAction, 800);
  return [
    exactly('evaluation.loss: no action, person m min', noAction, 3240),
    exactly('evaluation.loss: avoided, person m min', avoided, 2440),
    within('evaluation.loss: share avoided', [ratio ?? Number.NaN], [0.753086], 1e-6),
  ];
}

function ahp(): Verdict[] {
  const eigen = ahpWeights(PAIRS);
  const criteria = ahpWeights([
    [1, 0.5, 3],
    [2, 1, 4],
    [1 / 3, 1 / 4, 1],
  ]);
  const style = ahpWeights([
    [1, 1 / 4, 4, 1 / 6],
    [4, 1, 4, 1 / 4],
    [1 / 4, 1 / 4, 1, 1 / 5],
    [6, 4, 5, 1],
  ]);
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
  const cars = ahpScores(criteria.weights, [style.weights, reliability.weights, fuel.weights]);
  return [
    within('evaluation.ahp: weights by eigenvector', eigen.weights, [0.482886, 0.15699, 0.08815, 0.271974], 1e-6),
    within('evaluation.ahp: eigenvalue', [eigen.lambda], [4.014521], 1e-6),
    within('evaluation.ahp: consistency ratio', [eigen.consistencyRatio], [0.005378], 1e-6),
    within(
      'evaluation.ahp: weights by geometric mean',
      ahpWeights(PAIRS, 'geometric-mean').weights,
      [0.4832, 0.1569, 0.0882, 0.2717],
      5e-5,
    ),
    within(
      'evaluation.ahp: weights by mean of columns',
      ahpWeights(PAIRS, 'column-mean').weights,
      [0.4824, 0.1575, 0.0883, 0.2718],
      5e-5,
    ),
    within('evaluation.ahp.cars: weights of criteria', criteria.weights, [0.3196, 0.5584, 0.122], 5e-5),
    within('evaluation.ahp.cars: consistency ratio of style', [style.consistencyRatio], [0.161], 5e-5),
    within('evaluation.ahp.cars: scores', cars, [0.2922, 0.2767, 0.0697, 0.3613], 5e-5),
  ];
}

function criteria(): Verdict[] {
  const entropy = entropyWeights(PLANS, DIRECTIONS);
  const closeness = (weights: readonly number[]) =>
    topsis(PLANS, weights, DIRECTIONS).map((one) => one.closeness ?? Number.NaN);
  const cars = topsis(
    [
      [5490, 51.4, 8.5, 285],
      [6500, 70.6, 7, 288],
      [6489, 54.3, 7.5, 290],
    ],
    [0.35, 0.25, 0.25, 0.15],
    ['cost', 'benefit', 'benefit', 'benefit'],
  );
  const byHand = topsis(PLANS, [0.4, 0.3, 0.2, 0.1], DIRECTIONS);
  return [
    within('evaluation.entropy: e', entropy?.entropies ?? [], [0.9874, 0.9925, 0.9521, 0.9485], 5e-5),
    within('evaluation.entropy: weights', entropy?.weights ?? [], [0.10498, 0.062892, 0.401028, 0.4311], 1e-6),
    within(
      'evaluation.topsis: distances to the best',
      byHand.map(({ toBest }) => toBest),
      [0.0511, 0.1018, 0.1102],
      5e-5,
    ),
    within(
      'evaluation.topsis: distances to the worst',
      byHand.map(({ toWorst }) => toWorst),
      [0.1089, 0.1003, 0.0642],
      5e-5,
    ),
    within('evaluation.topsis: closeness', closeness([0.4, 0.3, 0.2, 0.1]), [0.6806, 0.4965, 0.3681], 5e-5),
    within(
      'evaluation.topsis: closeness under AHP',
      closeness(ahpWeights(PAIRS, 'geometric-mean').weights),
      [0.7263, 0.2209, 0.6508],
      5e-5,
    ),
    within(
      'evaluation.topsis: closeness under entropy',
      closeness(entropy?.weights ?? []),
      [0.5928, 0.4639, 0.5341],
      5e-5,
    ),
    within(
      'evaluation.topsis.cars: closeness',
      cars.map((one) => one.closeness ?? Number.NaN),
      [0.4817, 0.5182, 0.178],
      5e-5,
    ),
  ];
}

function fuzzy(): Verdict[] {
  const weights = [0.4, 0.3, 0.2, 0.1];
  const memberships = [
    [0.5, 0.3, 0.2, 0],
    [0.2, 0.5, 0.2, 0.1],
    [0.1, 0.4, 0.4, 0.1],
    [0.3, 0.3, 0.3, 0.1],
  ];
  const mean = fuzzyScore(weights, memberships);
  const least = fuzzyScore(weights, memberships, 'max-min');
  return [
    within('evaluation.fuzzy: weighted mean', mean.grades, [0.31, 0.38, 0.25, 0.06], 1e-12),
    within('evaluation.fuzzy: points of the weighted mean', [mean.points], [78.5], 1e-9),
    within('evaluation.fuzzy: max-min', least.grades, [0.4, 0.3, 0.2, 0.1], 1e-12),
    within('evaluation.fuzzy: points of max-min', [least.points], [79], 1e-9),
    within('evaluation.fuzzy: membership of 12 min', membershipOf(12, [5, 10, 15, 20]), [0, 0.6, 0.4, 0], 1e-12),
  ];
}

const quick = (name: string, cases: () => Verdict[]): ValidationCase => ({
  name,
  quick: true,
  run: async () => cases(),
});

export const CASES: ValidationCase[] = [
  quick('evaluation.time', time),
  quick('evaluation.loss', loss),
  quick('evaluation.ahp', ahp),
  quick('evaluation.criteria', criteria),
  quick('evaluation.fuzzy', fuzzy),
  READINESS,
];
