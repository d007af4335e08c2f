import * as v from 'valibot';
import type { FloodResult } from '../workers/flood/flood.ts';
import { parseCase } from './faults.ts';

/** What a scenario should come to, `expected.json` beside it: each value with its source and how far off it may be. */
const Finite = v.pipe(v.number(), v.finite());
const Source = v.pipe(v.string(), v.minLength(1));
const Expected = v.variant('kind', [
  /** Level at a gauge, that many hours after the start. */
  v.strictObject({
    kind: v.literal('level'),
    gauge: v.string(),
    atH: Finite,
    levelM: Finite,
    toleranceM: Finite,
    source: Source,
  }),
  /** When water first stood above the sill of a way underground; null: never. */
  v.strictObject({
    kind: v.literal('opening'),
    opening: v.string(),
    reachedH: v.nullable(Finite),
    toleranceH: Finite,
    source: Source,
  }),
  v.strictObject({ kind: v.literal('ledger'), mostErrorRatio: Finite, source: Source }),
]);

type Expected = v.InferOutput<typeof Expected>;

export interface Shortfall {
  what: string;
  expected: string;
  got: string;
  source: string;
}

export const parseExpected = (json: unknown, file: string): Expected[] => parseCase(v.array(Expected), json, file);

/** What came out otherwise than it should; nothing when all is as expected. */
export const checkExpected = (
  expected: readonly Expected[],
  result: Pick<FloodResult, 'gauges' | 'openings' | 'ledger'>,
): Shortfall[] => expected.flatMap((each) => shortfallOf(each, result));

function shortfallOf(
  expected: Expected,
  { gauges, openings, ledger }: Pick<FloodResult, 'gauges' | 'openings' | 'ledger'>,
): Shortfall[] {
  const { source } = expected;
  switch (expected.kind) {
    case 'level': {
      const series = gauges.find(({ id }) => id === expected.gauge)?.series;
      const at = series?.timesS.findIndex((timeS) => timeS >= expected.atH * 3600) ?? -1;
      const levelM = series?.values[at];
      if (levelM !== undefined && Math.abs(levelM - expected.levelM) <= expected.toleranceM) return [];
      return [
        {
          what: `level at ${expected.gauge} after ${expected.atH} h`,
          expected: `${expected.levelM} ± ${expected.toleranceM} m`,
          got: levelM === undefined ? 'no such reading' : `${levelM.toFixed(3)} m`,
          source,
        },
      ];
    }
    case 'opening': {
      const opening = openings.find(({ id }) => id === expected.opening);
      const reachedH = opening && opening.reachedS !== null ? opening.reachedS / 3600 : null;
      const asExpected =
        expected.reachedH === null || reachedH === null
          ? reachedH === expected.reachedH
          : Math.abs(reachedH - expected.reachedH) <= expected.toleranceH;
      if (opening && asExpected) return [];
      const hours = (value: number | null) => (value === null ? 'never' : `${value.toFixed(2)} h`);
      return [
        {
          what: `water over the sill of ${expected.opening}`,
          expected: expected.reachedH === null ? 'never' : `${hours(expected.reachedH)} ± ${expected.toleranceH} h`,
          got: opening ? hours(reachedH) : 'no such opening',
          source,
        },
      ];
    }
    case 'ledger': {
      const error = Math.abs(ledger.errorRatio);
      if (error <= expected.mostErrorRatio) return [];
      return [{ what: 'ledger', expected: `≤ ${expected.mostErrorRatio}`, got: String(error), source }];
    }
  }
}
