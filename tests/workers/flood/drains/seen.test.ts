import { expect, test } from 'vitest';
import { cityDrains } from '../../../../workers/flood/drains/city.ts';
import { FREE, PRESSED, SPILLING } from '../../../../workers/flood/drains/coupling.ts';
import { drainFrameOf, drainGeometryOf } from '../../../../workers/flood/drains/seen.ts';
import { startFlood } from '../../../../workers/flood/flood.ts';
import { oracle, smallFlood } from '../small-flood.ts';

const node = { invertM: -2, rimM: 0, areaM2: 1 };
const pipe = {
  ...{ lengthM: 12, fromInvertM: -2, toInvertM: -2.1, barrels: 1, manningN: 0.013 },
  section: { shape: 'circular' as const, diameterM: 0.4 },
};

/** A grate that swallows more than the thin pipe at its end lets out: what is too much comes up at the low manhole. */
const NETWORK = {
  format: 1 as const,
  inlets: [{ id: 'grate', at: [4, 4] as [number, number], rimM: 0, node: 'a', areaM2: 1, perimeterM: 4 }],
  manholes: [
    { ...node, id: 'a', at: [4, 4] as [number, number], sealed: true },
    { ...node, id: 'b', at: [16, 4] as [number, number], invertM: -2.1, rimM: -0.9, sealed: false },
  ],
  sumps: [],
  outfalls: [{ id: 'out', at: [20, 4] as [number, number], invertM: -2.2, flapGate: true, tailwaterM: -2.2 }],
  conduits: [
    { ...pipe, id: 'p1', from: 'a', to: 'b' },
    {
      ...pipe,
      ...{ id: 'p2', from: 'b', to: 'out', fromInvertM: -2.1, toInvertM: -2.2 },
      section: { shape: 'circular' as const, diameterM: 0.05 },
    },
  ],
  pumps: [],
};

test('shafts and pipes lie where the network has them; pressed and spilling manholes and full pipes are told', () => {
  const input = smallFlood(10, 4, 2, {
    // The street falls by a metre behind 12 m, where the low manhole is.
    bedElevationM: Float32Array.from({ length: 40 }, (_, cell) => (cell % 10 < 6 ? 0 : -1)),
    depthM: Float32Array.from({ length: 40 }, (_, cell) => (cell % 10 < 5 ? 1.5 : 0)),
    works: [
      {
        kind: 'crest',
        id: 'dam',
        line: [
          [12, -1, 5],
          [12, 9, 5],
        ],
      },
    ],
    drains: { city: cityDrains(NETWORK), blocked: {}, failed: [] },
  });
  const flood = startFlood(oracle, input);
  const { drains } = flood;
  if (!drains) throw new Error('expected drains');
  const laid = drainGeometryOf(NETWORK, drains.drains.layout);
  expect([...laid.nodes.subarray(0, 4)]).toEqual([4, 4, -2, 0]);
  expect(laid.nodes.length).toBe(12);
  expect(laid.nodes[11]).toBe(laid.nodes[10]);
  expect([...laid.conduits.subarray(0, 2), ...laid.conduits.subarray(3, 5)]).toEqual([4, 4, 16, 4]);
  expect(laid.conduits[6]).toBeCloseTo(0.4, 6);
  expect([...drainFrameOf(drains).nodes]).toEqual([FREE, FREE, FREE]);
  flood.advanceTo(60);
  const seen = drainFrameOf(drains);
  expect([...seen.nodes]).toEqual([PRESSED, SPILLING, FREE]);
  expect(seen.conduits[0]).toBe(255);
});

test('a frame tells of each pump what it lifts: none before its start level, its rate above it, none without power', () => {
  const [grate] = NETWORK.inlets;
  const [a] = NETWORK.manholes;
  const well = { ...node, id: 'well', at: [16, 4] as [number, number], areaM2: 4, storageM3: 8 };
  const network = {
    ...NETWORK,
    inlets: [grate],
    manholes: [a],
    sumps: [well],
    conduits: [{ ...pipe, id: 'p1', from: 'a', to: 'well', toInvertM: -2 }],
    pumps: [{ id: 'pump', from: 'well', to: 'out', rateM3ps: 0.02, startM: -1.8, stopM: -1.95, supply: 'ss-1' }],
  };
  const liftsOf = (failed: string[]) => {
    const input = smallFlood(10, 4, 2, {
      depthM: new Float32Array(40).fill(0.2),
      drains: { city: cityDrains(network), blocked: {}, failed },
    });
    const flood = startFlood(oracle, input);
    const { drains } = flood;
    if (!drains) throw new Error('expected drains');
    expect([...(drainGeometryOf(network, drains.drains.layout).pumps ?? [])]).toEqual([16, 4]);
    const before = drainFrameOf(drains).pumpsM3ps?.[0];
    flood.advanceTo(60);
    return [before, drainFrameOf(drains).pumpsM3ps?.[0]];
  };
  expect(liftsOf([])).toEqual([0, Math.fround(0.02)]);
  expect(liftsOf(['ss-1'])).toEqual([0, 0]);
});
