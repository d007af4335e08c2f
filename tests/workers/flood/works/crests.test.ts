import { expect, test } from 'vitest';
import type { OutsideCondition } from '../../../../workers/flood/core/terrain.ts';
import { startFlood } from '../../../../workers/flood/flood.ts';
import { weirCrestM, weirM3ps } from '../../../../workers/flood/works/weir.ts';
import type { Work } from '../../../../workers/flood/works/works.ts';
import { grid, oracle, smallFlood, wallEdges } from '../small-flood.ts';

type Line = [number, number, number][];

const SIDE = 20;
const POOL_M = 4;
const STRAIGHT: Line = [
  [40, -1, 6],
  [40, 81, 6],
];
const DIAGONAL: Line = [
  [-1, 81, 6],
  [81, -1, 6],
];

/** A pool held 4 m deep to the west (and south) of a levee in a square of 80 m, ground 2 m lower behind it. */
function leveed(line: Line, works: Work[]) {
  const isDiagonal = line === DIAGONAL;
  const inPool = (column: number, row: number) => (isDiagonal ? column + row < SIDE : column < SIDE / 2);
  const edges = wallEdges(SIDE, SIDE);
  const far = (side: OutsideCondition, near: (i: number) => boolean): OutsideCondition[] =>
    Array.from({ length: SIDE }, (_, i) => (near(i) ? side : { kind: 'wall' }));
  const pool: OutsideCondition = { kind: 'stage', stageM: POOL_M };
  edges.west = far(pool, (i) => !isDiagonal || i < SIDE - 5);
  if (isDiagonal) edges.south = far(pool, (i) => i < SIDE - 5);
  edges.east = far({ kind: 'free' }, (i) => !isDiagonal || i > 5);
  if (isDiagonal) edges.north = far({ kind: 'free' }, (i) => i > 5);
  return smallFlood(SIDE, SIDE, 4, {
    edges,
    bedElevationM: grid(SIDE, SIDE, (column, row) => (inPool(column, row) ? 0 : -2)),
    depthM: grid(SIDE, SIDE, (column, row) => (inPool(column, row) ? POOL_M : 0)),
    works: [{ kind: 'crest', id: 'levee-x', line }, ...works],
    scheme: { kind: 'full', order: 1 },
    endS: 200,
  });
}

const breach = (change: Partial<Extract<Work, { kind: 'breach' }>>): Work => ({
  kind: 'breach',
  id: 'b1',
  of: 'levee-x',
  at: [40, 40],
  beginS: 0,
  growS: 0,
  widthStartM: 20,
  widthEndM: 20,
  sillM: 2,
  ...change,
});

/** Mean of what runs out behind the levee once it runs evenly. */
function outflowM3ps(line: Line, works: Work[]): number {
  const flood = startFlood(oracle, leveed(line, works));
  flood.advanceTo(150);
  const { leftM3 } = flood.ledger();
  flood.advanceTo(200);
  return (flood.ledger().leftM3 - leftM3) / 50;
}

test.each([
  ['straight', STRAIGHT],
  ['diagonal', DIAGONAL],
])(
  'a breach in a %s levee carries what a broad-crested weir does',
  (_, line) => {
    expect(outflowM3ps(line, [breach({})]) / weirM3ps(20, 2, 0)).toBeGreaterThan(0.9);
    expect(outflowM3ps(line, [breach({})]) / weirM3ps(20, 2, 0)).toBeLessThan(1.1);
  },
  60_000,
);

test('a breach that is no whole number of cells wide carries by its width', () => {
  expect(outflowM3ps(STRAIGHT, [breach({ widthStartM: 14, widthEndM: 14 })]) / weirM3ps(14, 2, 0)).toBeGreaterThan(0.9);
  expect(outflowM3ps(STRAIGHT, [breach({ widthStartM: 14, widthEndM: 14 })]) / weirM3ps(14, 2, 0)).toBeLessThan(1.1);
}, 60_000);

test('a gate carries by how far it is open, and nothing when shut', () => {
  const gate = (ratio: number): Work => ({
    kind: 'gate',
    id: 'g1',
    from: [36, 40],
    to: [44, 40],
    sillM: 2,
    widthM: 24,
    openRatio: { timesS: [0], values: [ratio] },
  });
  expect(outflowM3ps(STRAIGHT, [gate(0)])).toBe(0);
  const ratio = outflowM3ps(STRAIGHT, [gate(0.5)]) / weirM3ps(12, 2, 0);
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
}, 60_000);

test('sandbags stand from their hour on', () => {
  const wall: Work = {
    kind: 'crest',
    id: 'bags',
    line: [
      [60, -1, 0],
      [60, 81, 0],
    ],
    fromS: 30,
  };
  const flood = startFlood(oracle, leveed(STRAIGHT, [breach({ beginS: 40 }), wall]));
  flood.advanceTo(60);
  expect(flood.maxima.depthM[10 * SIDE + 13]).toBeGreaterThan(0.1);
  expect(flood.maxima.depthM[10 * SIDE + 16]).toBe(0);
});

test('a breach off its levee, in a crest that is not there, and a gate without a crest are refused', () => {
  const start = (work: Work) => () => startFlood(oracle, leveed(STRAIGHT, [work]));
  expect(start(breach({ at: [75, 40] }))).toThrow('breach b1: expected a place on levee-x within 20 m, got 35 m away');
  expect(start(breach({ of: 'levee-y' }))).toThrow('breach b1: expected the id of a crest, got "levee-y"');
  const openRatio = { timesS: [0], values: [1] };
  expect(start({ kind: 'gate', id: 'g1', from: [60, 40], to: [64, 40], sillM: 0, widthM: 4, openRatio })).toThrow(
    'gate g1: expected a crest between its two places, got none',
  );
});

test('a drowned weir carries what Villemonte says', () => {
  expect(weirM3ps(10, 1, -1)).toBeCloseTo(17.05, 6);
  expect(weirM3ps(10, 1, 0.5)).toBeCloseTo(17.05 * (1 - 0.5 ** 1.5) ** 0.385, 6);
  expect(weirM3ps(10, 1, 1)).toBe(0);
});

test('a low step in a deep stream is the raster’s own affair, a levee between pools is not', () => {
  const weir = { crestM: 10, lineRatio: 1, openRatio: 1 };
  const rough = { manningN: 0.03, cellM: 4 };
  // A kerb 0.1 m high under 1 m of water that falls by 5 cm: the crest is hardly moved, in either scheme.
  for (const scheme of [null, rough])
    expect(Math.abs(weirCrestM(weir, 1.1, 9.9, 1.05, 9.9, scheme) - 10)).toBeLessThan(0.12);
  // Between pools 4 m deep HLLC needs more water over the crest than stands there, local inertial less.
  expect(weirCrestM(weir, 4, 7, 3.95, 7, null)).toBeLessThan(9.3);
  expect(weirCrestM(weir, 4, 7, 3.95, 7, rough)).toBeGreaterThan(10.4);
});
