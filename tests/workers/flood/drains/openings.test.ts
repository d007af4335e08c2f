import { describe, expect, test } from 'vitest';
import { balance } from '../../../../workers/flood/drains/drain-ledger.ts';
import type { Layout } from '../../../../workers/flood/drains/layout.ts';
import { openingM3ps, pumpM3ps, switched } from '../../../../workers/flood/drains/openings.ts';
import { OutflowLimiter } from '../../../../workers/flood/drains/pay.ts';
import type { Opening, Pump } from '../../../../workers/flood/drains/plan.ts';

const G_MPS2 = 9.81;
const WEIR = {
  form: 'weir',
  crestM: 10,
  heightM: 1,
  widthM: 2,
  coefficient: 1.84,
  notchCoefficient: 0,
  sideSlope: 0,
  side: false,
};
const weir = (more: object = {}, flapGate = false) => ({ law: { ...WEIR, ...more }, flapGate }) as unknown as Opening;
const ORIFICE = {
  law: { form: 'orifice', crestM: 10, heightM: 0.5, areaM2: 0.2, discharge: 0.6, bottom: false },
  flapGate: false,
} as unknown as Opening;

describe('a weir', () => {
  test('carries C·b·h^1.5 while it is free, and nothing below its crest', () => {
    expect(openingM3ps(weir(), 10.25, 9)).toBeCloseTo(1.84 * 2 * 0.125, 9);
    expect(openingM3ps(weir(), 9.9, 9)).toBe(0);
  });

  test('carries less when it is drowned, by Villemonte, and nothing between equal levels', () => {
    const free = openingM3ps(weir(), 10.4, 10);
    expect(openingM3ps(weir(), 10.4, 10.2)).toBeCloseTo(free * (1 - 0.5 ** 1.5) ** 0.385, 9);
    expect(openingM3ps(weir(), 10.4, 10.4)).toBe(0);
  });

  test('carries as much backwards, unless a flap shuts it', () => {
    expect(openingM3ps(weir(), 9, 10.25)).toBeCloseTo(-openingM3ps(weir(), 10.25, 9), 12);
    expect(openingM3ps(weir({}, true), 9, 10.25)).toBe(0);
  });

  test('that is full joins on to the orifice that it becomes', () => {
    expect(openingM3ps(weir(), 11 + 1e-9, 9)).toBeCloseTo(openingM3ps(weir(), 11, 9), 6);
  });
});

describe('an orifice', () => {
  test('carries C·A·√(2gh) of the head on its middle', () => {
    expect(openingM3ps(ORIFICE, 11.25, 9)).toBeCloseTo(0.6 * 0.2 * Math.sqrt(2 * G_MPS2), 2);
  });

  test('feels the level beyond only above its middle', () => {
    expect(openingM3ps(ORIFICE, 11.25, 10.2)).toBeCloseTo(openingM3ps(ORIFICE, 11.25, 9), 12);
    expect(openingM3ps(ORIFICE, 11.25, 11)).toBeCloseTo(openingM3ps(ORIFICE, 11.25, 9) / 2, 9);
  });

  test('that fills up turns from weir to orifice without a jump', () => {
    expect(openingM3ps(ORIFICE, 10.5 - 1e-9, 9)).toBeCloseTo(openingM3ps(ORIFICE, 10.5, 9), 6);
  });
});

describe('a pump', () => {
  const pump = (by: Pump['by'], more: object = {}) =>
    ({
      by,
      rateM3ps: { at: [1, 2, 4], value: [10, 20, 30] },
      startDepthM: 2,
      stopDepthM: 1,
      ...more,
    }) as unknown as Pump;

  test('by inflow lifts what comes, and never gives back', () => {
    expect(pumpM3ps(pump('inflow'), 0, 0, 0, 3)).toBe(3);
    expect(pumpM3ps(pump('inflow'), 0, 0, 0, -3)).toBe(0);
  });

  test('by depth lifts straight between its points, in steps what the first point not passed says', () => {
    expect(pumpM3ps(pump('depth'), 1.5, 0, 0, 0)).toBeCloseTo(15, 9);
    expect(pumpM3ps(pump('steps'), 1.5, 0, 0, 0)).toBe(20);
    expect(pumpM3ps(pump('volume'), 0, 0, 9, 0)).toBe(30);
  });

  test('starts above one depth and stops below another, and stays as it was between them', () => {
    const depths = [0.9, 1.5, 2.1];
    expect(depths.map((depthM) => switched(pump('depth'), depthM, 0))).toEqual([0, 0, 1]);
    expect(depths.map((depthM) => switched(pump('depth'), depthM, 1))).toEqual([0, 1, 1]);
  });
});

describe('water that a node has not', () => {
  const layout = {
    nodes: [{ kind: 'junction' }, { kind: 'junction' }, { kind: 'outfall' }],
    from: Int32Array.of(0, 1),
    to: Int32Array.of(1, 2),
  } as unknown as Layout;

  test('is not given: flows out of it are cut to what it has and gets', () => {
    const flow = Float64Array.of(2, 1);
    new OutflowLimiter(layout).withhold(Float64Array.of(1, 0, 0), new Float64Array(3), flow, 1);
    expect(flow[0]).toBeCloseTo(1, 9);
    expect(flow[1]).toBeCloseTo(1, 9);
  });

  test('may pass through an empty node, as much as comes in', () => {
    const flow = Float64Array.of(0.5, 3);
    new OutflowLimiter(layout).withhold(Float64Array.of(10, 0, 0), new Float64Array(3), flow, 1);
    expect([...flow].map((m3ps) => Number(m3ps.toFixed(9)))).toEqual([0.5, 0.5]);
  });

  test('comes back through an outfall as much as there is outside', () => {
    const flow = Float64Array.of(0, -5);
    new OutflowLimiter(layout).withhold(new Float64Array(3), new Float64Array(3), flow, 1);
    expect(flow[1]).toBe(-5);
  });
});

test('a ledger is whole when all that came is stored, spilled, drawn or gone; else it says what share is missing', () => {
  const booked = {
    volumeM3: Float64Array.of(10, 20),
    enteredM3: Float64Array.of(50, 40),
    returnedM3: Float64Array.of(5, 0),
    floodedM3: Float64Array.of(0, 15),
    leftM3: Float64Array.of(60, 0),
    backM3: Float64Array.of(0, 8),
    madeM3: new Float64Array(2),
  };
  expect(balance(booked, 12)).toMatchObject({ enteredM3: 90, storedM3: 30, leftM3: 60, backM3: 8, errorRatio: 0 });
  expect(balance(booked, 112).errorRatio).toBeCloseTo(100 / 210, 12);
});
