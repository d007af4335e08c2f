import { type AhpWeights, ahpWeights } from '../../../model/incidents/evaluation/ahp.ts';
import { type FuzzyScore, fuzzyScore, membershipOf } from '../../../model/incidents/evaluation/fuzzy.ts';
import { type AvoidedLoss, avoidedLoss } from '../../../model/incidents/evaluation/loss.ts';
import { type OrderScore, orderScoreOf } from '../../../model/incidents/evaluation/order-times.ts';
import { type TimeScore, timeScoreOf } from '../../../model/incidents/evaluation/time-score.ts';
import {
  type Direction,
  entropyWeights,
  type TopsisScore,
  topsis,
} from '../../../model/incidents/evaluation/topsis.ts';
import { factsOf, type IncidentFacts } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';

/** What the record and its branches are compared by. */
export const CRITERIA = ['time', 'response', 'loss', 'units'] as const;
/** More of time score and avoided loss is better, of minutes and units less. */
export const DIRECTIONS: readonly Direction[] = ['benefit', 'cost', 'benefit', 'cost'];

/** Above the diagonal of the matrix of pairs, row by row: how much more the first counts than the second (Saaty's 1 to 9). */
export type Pairs = readonly number[];
/** Time against the plan counts most, then avoided loss; the desk changes them. */
export const DEFAULT_PAIRS: Pairs = [3, 1, 5, 1 / 2, 2, 4];

/** Points at which a figure is 优 良 中 差 whole, by criterion; own values, printed beside the score. */
export const GRADE_POINTS: Readonly<Record<(typeof CRITERIA)[number], readonly number[]>> = {
  time: [1, 0.8, 0.6, 0.3],
  response: [5, 10, 15, 20],
  loss: [0.75, 0.5, 0.25, 0],
  units: [2, 5, 10, 20],
};

/** One log as an alternative. */
export interface Alternative {
  name: string;
  time: TimeScore;
  orders: OrderScore;
  loss: Record<'people' | 'roads' | 'dwellings', AvoidedLoss> | null;
  /** The runs that the loss is between, and whether their figures were typed. */
  lossRuns: readonly { name: string; isTyped: boolean }[];
  /** By criterion; null: the log does not say it. */
  figures: readonly (number | null)[];
  /** 模糊综合评价 over the criteria that it says; null: none. */
  fuzzy: FuzzyScore | null;
}

/** All alternatives under the weights of pairs and under those that the data tell. */
export interface Score {
  ahp: AhpWeights;
  alternatives: Alternative[];
  /** Criteria that every alternative says: by these they are compared, with weights that add up to 1. */
  used: number[];
  byAhp: TopsisScore[] | null;
  entropy: { weights: number[]; entropies: number[] } | null;
  byEntropy: TopsisScore[] | null;
}

/** The reciprocal matrix of the pairs above its diagonal. */
function matrixOf(pairs: Pairs): number[][] {
  const n = CRITERIA.length;
  const matrix = Array.from({ length: n }, () => Array<number>(n).fill(1));
  let at = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      matrix[i][j] = pairs[at];
      matrix[j][i] = 1 / pairs[at];
      at++;
    }
  return matrix;
}

/** Scores logs at a moment. */
export function scoreOf(
  logs: readonly { name: string; timeline: IncidentTimeline }[],
  ms: number,
  pairs: Pairs,
): Score {
  const ahp = ahpWeights(matrixOf(pairs));
  const alternatives = logs.map(({ name, timeline }) => alternativeOf(name, timeline, ms, ahp.weights));
  const used = CRITERIA.map((_, c) => c).filter((c) => alternatives.every(({ figures }) => figures[c] !== null));
  const matrix = alternatives.map(({ figures }) => used.map((c) => figures[c] ?? 0));
  const directions = used.map((c) => DIRECTIONS[c]);
  const sum = used.reduce((all, c) => all + ahp.weights[c], 0);
  const isCompared = alternatives.length > 1 && used.length > 0;
  const isPositive = matrix.every((row) => row.every((x) => x > 0));
  const entropy = isCompared && isPositive ? entropyWeights(matrix, directions) : null;
  return {
    ahp,
    alternatives,
    used,
    byAhp: isCompared
      ? topsis(
          matrix,
          used.map((c) => ahp.weights[c] / sum),
          directions,
        )
      : null,
    entropy,
    byEntropy: entropy && topsis(matrix, entropy.weights, directions),
  };
}

function alternativeOf(name: string, timeline: IncidentTimeline, ms: number, weights: readonly number[]): Alternative {
  const facts = factsOf(timeline, timeline.seek(ms));
  const time = timeScoreOf(facts, ms);
  const orders = orderScoreOf(facts);
  const { loss, lossRuns } = lossOf(facts);
  const figures = [
    time.score,
    orders.responseP50Min,
    loss?.people.ratio ?? null,
    orders.units === 0 ? null : orders.units,
  ];
  const weighted = CRITERIA.flatMap((criterion, c) => {
    const figure = figures[c];
    return figure === null ? [] : [{ weight: weights[c], membership: membershipOf(figure, GRADE_POINTS[criterion]) }];
  });
  const sum = weighted.reduce((all, { weight }) => all + weight, 0);
  const fuzzy =
    weighted.length === 0
      ? null
      : fuzzyScore(
          weighted.map(({ weight }) => weight / sum),
          weighted.map(({ membership }) => membership),
        );
  return { name, time, orders, loss, lossRuns, figures, fuzzy };
}

/** The chosen runs, else the last run without orders against the last one with them; null: one of the two has no figures. */
export function lossOf({ runs, scoreRuns }: IncidentFacts): Pick<Alternative, 'loss' | 'lossRuns'> {
  const last = (orders: 'with' | 'without') => {
    const chosen = scoreRuns?.[orders];
    const run = chosen
      ? runs.find(({ act }) => act.run === chosen)
      : runs.findLast(({ act, result }) => act.orders === orders && result?.loss);
    return run?.result?.loss ? { act: run.act, loss: run.result.loss, isTyped: run.result.isTyped ?? false } : null;
  };
  const without = last('without');
  const withOrders = last('with');
  if (!without || !withOrders) return { loss: null, lossRuns: [] };
  return {
    loss: {
      people: avoidedLoss(without.loss.personMmMin / 1000, withOrders.loss.personMmMin / 1000),
      roads: avoidedLoss(without.loss.roadMin / 60, withOrders.loss.roadMin / 60),
      dwellings: avoidedLoss(without.loss.dwellings, withOrders.loss.dwellings),
    },
    lossRuns: [without, withOrders].map(({ act, isTyped }) => ({ name: act.name || act.engine, isTyped })),
  };
}
