import { describe, expect, test } from 'vitest';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import { envelopeOf } from '../../../model/schemes/envelope.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type SchemeControls,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';
import { areaM2, doOverlap, edgeOf, pointToEdgeM } from '../../../model/schemes/site-geometry.ts';
import { roomIn } from '../../../workers/scheme-design/building-rows.ts';
import { generateBuildings } from '../../../workers/scheme-design/generate.ts';

const parcelOf = (ring: [number, number][], controls: Partial<SchemeControls> = {}): SchemeParcel => ({
  id: 'p',
  name: 'p',
  source: null,
  ...parcelRing(ring),
  controls: { ...DEFAULT_CONTROLS, ...controls },
});

const SQUARE: [number, number][] = [
  [0, 0],
  [200, 0],
  [200, 150],
  [0, 150],
];
/** An L: its inner corner at 100, 80. */
const BENT: [number, number][] = [
  [0, 0],
  [220, 0],
  [220, 80],
  [100, 80],
  [100, 200],
  [0, 200],
];

test('cells that a building may cover are inside and keep every setback, whatever the shape', () => {
  const star = Array.from({ length: 23 }, (_, i): [number, number] => {
    const turn = (2 * Math.PI * i) / 23;
    const radiusM = 60 + 30 * Math.sin(7 * turn + 1);
    return [radiusM * Math.cos(turn) + 3.3, radiusM * Math.sin(turn)];
  });
  const setbacksM = star.map((_, i) => (3 * i) % 9);
  const { cellM, columns, rows, freeUp } = roomIn(star, setbacksM, 0);
  const westM = Math.min(...star.map(([x]) => x));
  const southM = Math.min(...star.map(([, y]) => y));
  let free = 0;
  for (let cell = 0; cell < columns * rows; cell++) {
    const middle = [
      westM + ((cell % columns) + 0.5) * cellM,
      southM + (Math.floor(cell / columns) + 0.5) * cellM,
    ] as const;
    const keeps = star.every((_, i) => pointToEdgeM(middle, edgeOf(star, i)) >= setbacksM[i] + cellM * Math.SQRT1_2);
    const isFree = isInRing(star, ...middle) && keeps;
    if (isFree) free++;
    if (freeUp[cell] > 0 !== isFree) throw new Error(`cell ${cell}: expected ${isFree}`);
  }
  expect(free).toBeGreaterThan(10_000);
});

test('a parcel of 500 corners has its buildings within a second', () => {
  const ring = Array.from({ length: 500 }, (_, i): [number, number] => {
    const turn = (2 * Math.PI * i) / 500;
    const radiusM = 150 + 8 * Math.sin(9 * turn) + (i % 2) * 0.05;
    return [radiusM * Math.cos(turn), 0.7 * radiusM * Math.sin(turn)];
  });
  const fromMs = performance.now();
  expect(generateBuildings(parcelOf(ring)).shortfall).toBeNull();
  // Twenty milliseconds; while every cell was asked for every edge it was four seconds.
  expect(performance.now() - fromMs).toBeLessThan(1000);
});

describe('what the setbacks leave', () => {
  test('of a rectangle is the rectangle less each its own', () => {
    expect(areaM2(envelopeOf(SQUARE, [10, 5, 20, 5]) ?? [])).toBeCloseTo(190 * 120, 6);
  });
  test('of an L is the L, its inner corner moved too', () => {
    // Outer 220 × 200 less the notch of 120 × 120, drawn in by 10.
    expect(areaM2(envelopeOf(BENT, Array(6).fill(10)) ?? [])).toBeCloseTo(200 * 180 - 120 * 120, 6);
  });
  test('is nothing where they meet', () => {
    expect(envelopeOf(SQUARE, Array(4).fill(80))).toBeNull();
  });
  test('of a blunted corner: the short edge goes before its neighbours', () => {
    const blunt: [number, number][] = [
      [0, 0],
      [100, 0],
      [100, 98],
      [98, 100],
      [0, 100],
    ];
    const left = envelopeOf(blunt, Array(5).fill(20)) ?? [];
    expect(left).toHaveLength(4);
    expect(areaM2(left)).toBeCloseTo(60 * 60, 6);
  });
});

describe('buildings of a parcel', () => {
  for (const typology of ['slab', 'tower', 'podium'] as const)
    for (const [shape, ring] of Object.entries({ SQUARE, BENT }))
      test(`${typology} on ${shape} meet every indicator to the letter`, () => {
        const parcel = parcelOf(ring, { typology, depthM: typology === 'slab' ? 14 : 25, far: 1.5 });
        const { buildings, shortfall } = generateBuildings(parcel);
        const scheme = { id: 's', name: '', parcels: [parcel], buildings };
        expect(shortfall).toBeNull();
        expect(metricsOf(scheme, DEFAULT_ASSUMPTIONS).far).toBeCloseTo(1.5, 9);
        const [{ verdicts }] = parcelMetrics(scheme, DEFAULT_ASSUMPTIONS);
        expect(verdicts.filter(({ isMet, metric }) => !isMet && metric !== 'greenPct')).toEqual([]);
        const ground = buildings.filter(({ baseM }) => baseM === 0);
        for (const [i, one] of ground.entries())
          for (const other of ground.slice(i + 1)) expect(doOverlap(one.ringM, other.ringM)).toBe(false);
      });

  test('are the same each time', () => {
    const parcel = parcelOf(BENT);
    expect(generateBuildings(parcel)).toEqual(generateBuildings(parcel));
  });

  test('fall short where density and height leave no more, and say which', () => {
    const { shortfall, buildings } = generateBuildings(
      parcelOf(SQUARE, { far: 5, densityMaxPct: 10, heightMaxM: 30, spacingRatio: 0 }),
    );
    expect(shortfall).toMatchObject({ far: 5, by: 'density' });
    expect(shortfall?.got).toBeCloseTo(1, 9);
    expect(Math.max(...buildings.map(({ heightM }) => heightM))).toBe(30);
  });

  test('there are none where the setbacks leave nothing', () => {
    const setbackM = { street: 90, side: 90, rear: 90 };
    expect(generateBuildings(parcelOf(SQUARE, { setbackM }))).toEqual({
      buildings: [],
      shortfall: { far: 1.8, got: 0, by: 'room' },
    });
  });
});
