import * as v from 'valibot';
import type { CrowdResult } from '../workers/crowd/core/crowd.ts';
import type { Shortfall } from './expected.ts';
import { parseCase } from './faults.ts';

/** What an evacuation should come to, `expected.json` beside it: each value with its source and how far off it may be. */
const Finite = v.pipe(v.number(), v.finite());
const Source = v.pipe(v.string(), v.minLength(1));
const ExpectedCrowd = v.variant('kind', [
  /** When that part of all people had left; null: it never came to that. */
  v.strictObject({
    kind: v.literal('clearance'),
    part: v.picklist([0.5, 0.95, 1]),
    atS: v.nullable(Finite),
    toleranceS: Finite,
    source: Source,
  }),
  /** When that part of those who ever cross a counter had crossed it, either way. */
  v.strictObject({
    kind: v.literal('crossed'),
    counters: v.pipe(v.array(v.string()), v.minLength(1)),
    part: v.pipe(Finite, v.minValue(0), v.maxValue(1)),
    atS: Finite,
    toleranceS: Finite,
    source: Source,
  }),
  /** SHA-256 of the run on the kernel as shipped. */
  v.strictObject({ kind: v.literal('hash'), hash: v.string(), source: Source }),
]);

type ExpectedCrowd = v.InferOutput<typeof ExpectedCrowd>;

export const parseExpectedCrowd = (json: unknown, file: string): ExpectedCrowd[] =>
  parseCase(v.array(ExpectedCrowd), json, file);

/** Returns what came out otherwise than it should; nothing when all is as expected. People who are jammed for good are never expected. */
export function checkExpectedCrowd(
  expected: readonly ExpectedCrowd[],
  result: Pick<CrowdResult, 'clearance50S' | 'clearance95S' | 'clearance100S' | 'crossings' | 'hash' | 'remained'>,
): Shortfall[] {
  const jammed = result.remained.filter(({ reason }) => reason === 'jammed').length;
  const source = 'a jam that does not break is a fault of the run';
  return [
    ...(jammed > 0 ? [{ what: 'jammed for good', expected: 'nobody', got: `${jammed} people`, source }] : []),
    ...shortfallsOf(expected, result),
  ];
}

const shortfallsOf = (
  expected: readonly ExpectedCrowd[],
  result: Pick<CrowdResult, 'clearance50S' | 'clearance95S' | 'clearance100S' | 'crossings' | 'hash'>,
): Shortfall[] =>
  expected.flatMap((each) => {
    const { source } = each;
    if (each.kind === 'hash')
      return each.hash === result.hash ? [] : [{ what: 'hash', expected: each.hash, got: result.hash, source }];
    const gotS = each.kind === 'clearance' ? clearanceOf(each.part, result) : crossedS(each, result);
    const isAsExpected = each.atS === null ? Number.isNaN(gotS) : Math.abs(gotS - each.atS) <= each.toleranceS;
    if (isAsExpected) return [];
    const what =
      each.kind === 'clearance'
        ? `${each.part * 100} % out`
        : `${each.part * 100} % of those who cross ${each.counters.join(', ')}`;
    return [
      {
        what,
        expected: each.atS === null ? 'never' : `${each.atS} ± ${each.toleranceS} s`,
        got: Number.isNaN(gotS) ? 'never' : `${gotS.toFixed(1)} s`,
        source,
      },
    ];
  });

const clearanceOf = (
  part: 0.5 | 0.95 | 1,
  result: Pick<CrowdResult, 'clearance50S' | 'clearance95S' | 'clearance100S'>,
): number => (part === 0.5 ? result.clearance50S : part === 0.95 ? result.clearance95S : result.clearance100S);

function crossedS(
  { counters, part }: { counters: readonly string[]; part: number },
  { crossings }: Pick<CrowdResult, 'crossings'>,
): number {
  const timesS = crossings
    .filter(({ id }) => counters.includes(id))
    .flatMap(({ forwardS, backwardS }) => [...forwardS, ...backwardS])
    .sort((a, b) => a - b);
  return timesS.length === 0 ? Number.NaN : timesS[Math.max(0, Math.ceil(part * timesS.length) - 1)];
}
