import { expect, test } from 'vitest';
import type { DrainNetwork } from '../../../../model/city/grid.ts';
import { cityDrains } from '../../../../workers/flood/drains/city.ts';
import { drainsWithin } from '../../../../workers/flood/drains/cut.ts';

type At = readonly [number, number];
const manhole = (id: string, at: At, invertM: number) => ({
  ...{ id, at, invertM, rimM: invertM + 2, areaM2: 1, sealed: false, catchmentHa: 1 },
});
const conduit = (from: string, to: string, fromInvertM: number, toInvertM: number) => ({
  ...{ id: `${from}-${to}`, from, to, fromInvertM, toInvertM, lengthM: 100, barrels: 1, manningN: 0.013 },
  section: { shape: 'circular' as const, diameterM: 0.6 },
});
const outfall = (id: string, at: At) => ({ id, at, invertM: 0, flapGate: false, tailwaterM: 0 });

/** far → up → here → down → sea, a branch that joins at `down`, and a net of its own; the box is what lies within 10 m. */
const TOWN = {
  format: 1,
  inlets: [
    { id: 'near', at: [5, 5], rimM: 6, node: 'here', areaM2: 0.1, perimeterM: 1 },
    { id: 'beyond', at: [50, 0], rimM: 6, node: 'here', areaM2: 0.1, perimeterM: 1 },
    { id: 'into-other', at: [9, 9], rimM: 6, node: 'other', areaM2: 0.1, perimeterM: 1 },
  ],
  manholes: [
    manhole('far', [-200, 0], 4),
    manhole('up', [-100, 0], 3.5),
    manhole('here', [0, 0], 3),
    manhole('down', [100, 0], 2),
    manhole('branch', [100, 100], 2.5),
    manhole('other', [0, 300], 3),
    manhole('alone', [0, 500], 3),
  ],
  sumps: [],
  outfalls: [outfall('sea', [200, 0]), outfall('lake', [200, 300]), outfall('pond', [200, 500])],
  conduits: [
    conduit('far', 'up', 4, 3.5),
    conduit('up', 'here', 3.5, 3),
    conduit('here', 'down', 3, 2),
    conduit('down', 'sea', 2, 0),
    conduit('branch', 'down', 2.5, 2),
    // Laid the wrong way round, and drains all the same.
    conduit('lake', 'other', 0, 3),
    conduit('alone', 'pond', 3, 0),
  ],
  pumps: [],
} as unknown as DrainNetwork;

const near = ([east, north]: At) => Math.abs(east) <= 10 && Math.abs(north) <= 10;

test('a box keeps its manholes, those of its inlets, and all they drain through', () => {
  const cut = drainsWithin(TOWN, near);
  expect(cut.manholes.map(({ id }) => id)).toEqual(['here', 'down', 'other']);
  expect(cut.outfalls.map(({ id }) => id)).toEqual(['sea', 'lake']);
  expect(cut.conduits.map(({ id }) => id)).toEqual(['here-down', 'down-sea', 'lake-other']);
  expect(cut.inlets.map(({ id }) => id)).toEqual(['near', 'into-other']);
  expect(() => cityDrains(cut)).not.toThrow();
});

test('a box over all of it keeps all, one beside it nothing', () => {
  expect(drainsWithin(TOWN, () => true)).toEqual(TOWN);
  expect(drainsWithin(TOWN, () => false).manholes).toEqual([]);
});
