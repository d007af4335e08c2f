import { expect, test } from 'vitest';
import { type Flood, type FloodInput, startFlood } from '../../../workers/flood/flood.ts';
import { frameCell } from '../../../workers/flood/frames.ts';
import { grid, oracle, smallFlood } from './small-flood.ts';

/** A river behind a levee at 42 m east that breaks, rain, soil, a pump, a culvert, an entrance, a gauge: all at once. */
function town(): FloodInput {
  const [columns, rows] = [24, 12];
  const steady = (value: number) => ({ timesS: [0], values: [value] });
  return smallFlood(columns, rows, 4, {
    depthM: grid(columns, rows, (column) => (column < 10 ? 2 : 0)),
    soil: new Uint8Array(columns * rows),
    infiltration: [{ kind: 'horton', openRatio: 0.5, f0MmPerH: 75, fcMmPerH: 5, kPerH: 4 }],
    rain: { stepS: 60, ratesMmPerH: [20, 60, 20] },
    works: [
      {
        kind: 'crest',
        id: 'levee',
        line: [
          [42, -1, 3],
          [42, 49, 3],
        ],
      },
      {
        kind: 'breach',
        id: 'b1',
        of: 'levee',
        at: [41, 20],
        beginS: 65,
        growS: 60,
        widthStartM: 4,
        widthEndM: 20,
        sillM: 0.5,
      },
      { kind: 'inflow', id: 'river', from: [2, 2], to: [2, 46], dischargeM3ps: steady(5) },
      { kind: 'pump', id: 'p1', from: [90, 40], to: null, rateM3ps: 0.2, startM: 0.2, stopM: 0.1 },
      {
        kind: 'culvert',
        id: 'c1',
        from: [50, 44],
        to: [70, 44],
        fromInvertM: 0,
        toInvertM: 0,
        widthM: 1,
        heightM: 1,
        manningN: 0.015,
        flap: true,
      },
      { kind: 'opening', id: 'metro-a', at: [80, 8], sillM: 0.15, widthM: 3, into: 'metro', roomM3: 40 },
      { kind: 'gauge', id: 'g1', at: [20, 20] },
    ],
  });
}

const bitsOf = (flood: Flood) => flood.result([]).hash;

test('every drop of rain, river, soil, pump and entrance is in the ledger', () => {
  const flood = startFlood(oracle, town());
  const frames = [...flood.frames()];
  const { rainM3, enteredM3, infiltratedM3, leftM3, errorRatio } = flood.ledger();
  expect(frames.map(({ timeS }) => timeS)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
  expect(rainM3).toBeCloseTo((0.1 / 60) * 24 * 12 * 16, 6);
  expect(enteredM3).toBeCloseTo(5 * 600, 6);
  expect(infiltratedM3).toBeGreaterThan(0);
  expect(leftM3).toBeGreaterThan(40);
  expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
});

test('nothing passes the levee before it breaks; then the room underground fills', () => {
  const flood = startFlood(oracle, town());
  flood.advanceTo(60);
  const dry = flood.frame();
  expect(frameCell(dry.cells, 5 * 24 + 9).depthM).toBeGreaterThan(1.9);
  expect(frameCell(dry.cells, 5 * 24 + 11).depthM).toBeLessThan(0.002);
  flood.advanceTo(600);
  expect(flood.maxima.arrivalS[5 * 24 + 11]).toBeGreaterThan(65);
  const [metro] = flood.result([]).openings;
  expect(metro.volumeM3).toBeCloseTo(40, 9);
  expect(metro.reachedS).toBeGreaterThan(70);
});

test('a run cut into calls, and one resumed from a snapshot, end in the same bits', () => {
  const whole = startFlood(oracle, town());
  whole.advanceTo(600);
  const cut = startFlood(oracle, town());
  for (let timeS = 0; timeS < 600; timeS += 7.3) cut.advanceTo(timeS);
  const snapshot = cut.snapshot();
  cut.advanceTo(600);
  expect(bitsOf(cut)).toBe(bitsOf(whole));
  const early = startFlood(oracle, town());
  early.advanceTo(123);
  const resumed = startFlood(oracle, town(), structuredClone(early.snapshot()));
  resumed.advanceTo(600);
  expect(bitsOf(resumed)).toBe(bitsOf(whole));
  expect(resumed.result([]).gauges).toEqual(whole.result([]).gauges);
  expect(snapshot.clock.timeS).toBe(600);
});
