import type { Scheme } from '../../workers/flood/core/flood-input.ts';
import { oracleOf } from '../../workers/flood/core/solvers.ts';
import { edges, type OutsideCondition, raster } from '../../workers/flood/core/terrain.ts';
import { startFlood } from '../../workers/flood/flood.ts';
import { weirM3ps } from '../../workers/flood/works/weir.ts';
import { inputOf } from './flood-published.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

const COLUMNS = 30;
const ROWS = 3;
const CELL_M = 4;
const CREST_M = 10;
const HEAD_M = 1;
/** Depth of the ground under the crest, and how far the water behind stands up to that before it, of the head. */
const STEPS_M = [1, 4];
const DROWNED = [0, 0.5, 0.8, 0.95];

/**
 * Two pools with a levee between them, held at their levels: what runs over it, over Villemonte's broad-crested weir (1947) by the
 * levels in the cells beside the crest. The mark of the full schemes is ours: a quarter, where the drowned weir was .16 to 1.3 of
 * it before crests followed the tailwater; that of the fast scheme a tenth (it was up to 5 times).
 */
async function weirs(): Promise<Verdict[]> {
  const worst = (scheme: Scheme) =>
    Math.max(
      ...STEPS_M.flatMap((stepM) => DROWNED.map((drowned) => Math.abs(1 - ofVillemonte(scheme, stepM, drowned)))),
    );
  return [
    atMost('flood.weirs.swe2', worst({ kind: 'full', order: 2 }), 0.25),
    atMost('flood.weirs.swe1', worst({ kind: 'full', order: 1 }), 0.25),
    atMost('flood.weirs.fast', worst({ kind: 'fast' }), 0.1),
  ];
}

function ofVillemonte(scheme: Scheme, stepM: number, drowned: number): number {
  const shape = raster(COLUMNS, ROWS, CELL_M);
  const [bedM, upM, downM] = [CREST_M - stepM, CREST_M + HEAD_M, CREST_M + drowned * HEAD_M];
  const middleM = (COLUMNS / 2) * CELL_M;
  const stage = (stageM: number): OutsideCondition => ({ kind: 'stage', stageM });
  const input = inputOf({
    ...{ columns: COLUMNS, rows: ROWS, cellM: CELL_M, n: 0.01, endS: 700, scheme },
    bedM: () => bedM,
    depthM: Float32Array.from({ length: COLUMNS * ROWS }, (_, i) => (i % COLUMNS < COLUMNS / 2 ? upM : downM) - bedM),
    edges: edges(shape, { west: stage(upM), east: stage(downM) }),
    works: [
      {
        ...{ kind: 'crest', id: 'levee' },
        line: [
          [middleM, -CELL_M, CREST_M],
          [middleM, (ROWS + 1) * CELL_M, CREST_M],
        ],
      },
      { kind: 'gauge', id: 'before', at: [middleM - CELL_M / 2, 1.5 * CELL_M] },
      { kind: 'gauge', id: 'behind', at: [middleM + CELL_M / 2, 1.5 * CELL_M] },
    ],
  });
  const flood = startFlood(oracleOf, input);
  flood.advanceTo(600);
  const { enteredM3 } = flood.ledger();
  flood.advanceTo(700);
  const { ledger, gauges } = flood.result([]);
  const perM = (ledger.enteredM3 - enteredM3) / 100 / (ROWS * CELL_M);
  const [before, behind] = gauges.map(({ series }) => (series.values.at(-1) ?? Number.NaN) - CREST_M);
  return perM / weirM3ps(1, before, behind);
}

export const CASES: ValidationCase[] = [{ name: 'flood.weirs', quick: true, run: weirs }];
