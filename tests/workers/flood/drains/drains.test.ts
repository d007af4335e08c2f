import { describe, expect, test } from 'vitest';
import { Drains } from '../../../../workers/flood/drains/drains.ts';
import {
  type Conduit,
  DrainError,
  type DrainNode,
  type DrainPlan,
  SHIPPED,
} from '../../../../workers/flood/drains/plan.ts';

const junction = (
  id: string,
  invertM: number,
  more: Partial<Extract<DrainNode, { kind: 'junction' }>> = {},
): DrainNode => ({
  id,
  kind: 'junction',
  invertM,
  store: { kind: 'shaft', areaM2: 1 },
  topDepthM: 5,
  above: { kind: 'lost' },
  initialDepthM: 0,
  ...more,
});

const outfall = (id: string, invertM: number, levelM: number | null = null, flapGate = false): DrainNode => ({
  id,
  kind: 'outfall',
  invertM,
  flapGate,
  tailwater: levelM === null ? { kind: 'free' } : { kind: 'level', levelM },
});

const pipe = (
  id: string,
  from: string,
  to: string,
  fromInvertM: number,
  toInvertM: number,
  more: Partial<Conduit> = {},
): Conduit => ({
  kind: 'conduit',
  id,
  from,
  to,
  fromInvertM,
  toInvertM,
  lengthM: 100,
  section: { shape: 'circular', diameterM: 1 },
  barrels: 1,
  manningN: 0.013,
  entryLoss: 0,
  exitLoss: 0,
  averageLoss: 0,
  flapGate: false,
  maxM3ps: Number.POSITIVE_INFINITY,
  initialM3ps: 0,
  ...more,
});

const plan = (
  nodes: DrainNode[],
  links: DrainPlan['links'],
  options: Partial<DrainPlan['options']> = {},
): DrainPlan => ({
  nodes,
  links,
  options: { ...SHIPPED, ...options },
});

/** A wide rectangular channel of 10 reaches, so that each has its level and the answer is a line of algebra. */
function channel(slope: number, tailM: number | null): Drains {
  const section = { shape: 'open', heightM: 3, bottomM: 2, left: 0, right: 0 } as const;
  const nodes = Array.from({ length: 10 }, (_, i) => junction(`J${i}`, (10 - i) * 50 * slope));
  const links = nodes.map((node, i) => {
    const to = i === 9 ? 'O' : `J${i + 1}`;
    return pipe(`C${i}`, node.id, to, node.invertM, (9 - i) * 50 * slope, { section, lengthM: 50, manningN: 0.02 });
  });
  return new Drains(plan([...nodes, outfall('O', 0, tailM)], links));
}

describe('known answers', () => {
  test('uniform flow stands at its normal depth', () => {
    // Rectangle 2 m wide, depth 1 m, n .02, slope .001: Q = A·R^(2/3)·√s/n = 2·(2/4)^(2/3)·.0316228/.02 = 1.992 m³/s.
    const drains = channel(0.001, 1);
    drains.lateralM3ps[0] = (2 * 0.5 ** (2 / 3) * Math.sqrt(0.001)) / 0.02;
    drains.advance(7200);
    for (let i = 0; i < 10; i++) expect(drains.depthM(i)).toBeCloseTo(1, 3);
    expect(drains.flowM3ps[9]).toBeCloseTo(1.992, 3);
  });

  test('a dammed channel shows the backwater curve of the standard step', () => {
    const drains = channel(0.001, 1.8);
    drains.lateralM3ps[0] = 1.5;
    drains.advance(7200);
    // dy/dx = (s − sf)/(1 − Fr²), integrated upstream from 1.8 m.
    let y = 1.8;
    for (let x = 0; x < 500; x += 1) {
      const sf = (0.02 * 1.5) ** 2 / (2 * y) ** 2 / ((2 * y) / (2 + 2 * y)) ** (4 / 3);
      y -= (0.001 - sf) / (1 - 0.75 ** 2 / (9.80665 * y ** 3));
    }
    expect(Math.abs(drains.depthM(0) - y)).toBeLessThan(0.01);
  });

  test('a full pipe between two levels carries what Manning says', () => {
    const section = { shape: 'circular', diameterM: 1 } as const;
    const tank = junction('T', 0, { store: { kind: 'shaft', areaM2: 1e9 }, topDepthM: 20, initialDepthM: 6 });
    const drains = new Drains(plan([tank, outfall('O', 0, 4)], [pipe('C', 'T', 'O', 0, 0, { section })]));
    drains.advance(600);
    // 2 m over 100 m: Q = A·R^(2/3)·√.02/n, A = π/4, R = ¼.
    expect(drains.flowM3ps[0]).toBeCloseTo(((Math.PI / 4) * 0.25 ** (2 / 3) * Math.sqrt(0.02)) / 0.013, 3);
  });

  test('water swings between two shafts with the period of a U-tube', () => {
    const shaft = { topDepthM: 20, store: { kind: 'shaft', areaM2: 10 } } as const;
    const drains = new Drains(
      plan(
        [
          junction('A', 0, { ...shaft, initialDepthM: 6 }),
          junction('B', 0, { ...shaft, initialDepthM: 5 }),
          outfall('O', 9),
        ],
        [pipe('C', 'A', 'B', 0, 0, { manningN: 1e-6 }), pipe('D', 'B', 'O', 15, 9)],
        { maxStepS: 0.02 },
      ),
    );
    // ω² = 2·g·A/(L·S): A pipe, S shaft; half a period until B is highest.
    const halfS = Math.PI / Math.sqrt((2 * 9.80665 * (Math.PI / 4)) / (100 * 10));
    drains.advance(halfS);
    expect(drains.depthM(drains.node('B'))).toBeGreaterThan(5.99);
    expect(Math.abs(drains.flowM3ps[0])).toBeLessThan(0.02);
  });

  test('a free outfall stands at critical depth', () => {
    const section = { shape: 'open', heightM: 3, bottomM: 2, left: 0, right: 0 } as const;
    const drains = new Drains(
      plan([junction('J', 0.01), outfall('O', 0)], [pipe('C', 'J', 'O', 0.01, 0, { section })]),
    );
    drains.lateralM3ps[0] = 3;
    drains.advance(3600);
    expect(drains.depthM(1)).toBeCloseTo(Math.cbrt(1.5 ** 2 / 9.80665), 3);
  });

  test('a store draws down by its rating: depth falls as a straight line in √depth', () => {
    const pond = junction('P', 0, { store: { kind: 'power', a0: 100, a1: 0, a2: 0 }, initialDepthM: 4 });
    const law = { form: 'rating', crestM: 0, byHead: false, rateM3ps: { coefficient: 0.5, exponent: 0.5 } } as const;
    const drains = new Drains(
      plan([pond, outfall('O', -1)], [{ kind: 'rating', id: 'R', from: 'P', to: 'O', flapGate: false, law }]),
    );
    drains.advance(400);
    // √y = √4 − .5·t/(2·100) = 2 − 1.
    expect(drains.depthM(0)).toBeCloseTo(1, 2);
  });

  test('a pump starts and stops at its levels', () => {
    const well = junction('W', 0, { store: { kind: 'power', a0: 10, a1: 0, a2: 0 } });
    const pump = {
      kind: 'pump',
      id: 'P',
      from: 'W',
      to: 'O',
      by: 'steps',
      rateM3ps: { at: [0], value: [0.3] },
      startDepthM: 2,
      stopDepthM: 1,
      on: false,
    } as const;
    const drains = new Drains(plan([well, outfall('O', 9)], [pump]));
    drains.lateralM3ps[0] = 0.1;
    const seen: number[] = [];
    for (let minute = 0; minute < 1000; minute++) {
      drains.advance(1);
      seen.push(drains.flowM3ps[0]);
    }
    // Fills 2 m in 200 s, then empties 1 m in 50 s and fills it in 100 s, over and over.
    const starts = seen.flatMap((flow, i) => (i > 0 && flow > 0 && seen[i - 1] === 0 ? [i] : []));
    expect(Math.abs(starts[0] - 201)).toBeLessThanOrEqual(2);
    for (let i = 1; i < starts.length; i++) expect(Math.abs(starts[i] - starts[i - 1] - 152)).toBeLessThanOrEqual(3);
    expect(starts.length).toBe(6);
  });
});

describe('water is kept', () => {
  /** A tree with a loop, a drop, a flat and a steep pipe, all of it flooded and drained again. */
  function town(by: 'volumes' | 'surfaces' = 'volumes'): Drains {
    const nodes = [
      junction('A', 4, { topDepthM: 2 }),
      junction('B', 3.5, { topDepthM: 2 }),
      junction('C', 1, { topDepthM: 3 }),
      junction('D', 0.9, { topDepthM: 0.8, above: { kind: 'ponded', areaM2: 300 } }),
      outfall('O', 0.5, 1.2),
    ];
    const links = [
      pipe('AB', 'A', 'B', 4, 3.5),
      pipe('AC', 'A', 'C', 4.2, 2.5, { lengthM: 40, section: { shape: 'closed', widthM: 0.8, heightM: 0.6 } }),
      pipe('BC', 'B', 'C', 3.5, 1.5, { lengthM: 20 }),
      pipe('CD', 'C', 'D', 1, 0.9),
      pipe('DO', 'D', 'O', 0.9, 0.5, { lengthM: 15 }),
    ];
    const kept = plan(nodes, links);
    if (by === 'volumes') return new Drains(kept);
    return new Drains({ ...kept, options: { ...kept.options, leastSurfaceM2: 1 } });
  }

  function storm(drains: Drains, fromS: number, toS: number): void {
    for (let timeS = fromS; timeS < toS; timeS++) {
      drains.lateralM3ps[0] = timeS < 900 ? 6 : 0;
      drains.lateralM3ps[3] = timeS < 600 ? 1 : timeS < 1200 ? -0.2 : 0;
      drains.setTailwaterM(4, timeS < 1000 ? 1.2 : 0);
      drains.advance(1);
    }
  }

  test('to rounding, through flooding, ponding, drops and drying', () => {
    const drains = town();
    storm(drains, 0, 7200);
    const ledger = drains.ledger();
    expect(Math.abs(ledger.errorRatio)).toBeLessThan(1e-12);
    expect(ledger.floodedM3).toBeGreaterThan(100);
    expect(ledger.storedM3).toBeLessThan(30);
    expect(ledger.madeM3).toBe(0);
    expect(Math.min(...drains.volumeM3)).toBeGreaterThanOrEqual(0);
  });

  test('but that levels by surfaces, as in SWMM, make water, which the ledger names', () => {
    const drains = town('surfaces');
    storm(drains, 0, 7200);
    const ledger = drains.ledger();
    expect(Math.abs(ledger.madeM3)).toBeGreaterThan(0.01);
    expect(Math.abs(ledger.errorRatio)).toBeLessThan(1e-12);
  });

  test.each(['volumes', 'surfaces'] as const)('a restored run goes on bit by bit: by %s', (by) => {
    const [whole, first] = [town(by), town(by)];
    storm(whole, 0, 2000);
    storm(first, 0, 700);
    const second = town(by);
    second.restore(first.save());
    storm(second, 700, 2000);
    expect(second.save()).toEqual(whole.save());
  });

  test('still water stays still', () => {
    const drains = new Drains(
      plan(
        [junction('A', 0.5, { initialDepthM: 1 }), junction('B', 0, { initialDepthM: 1.5 }), outfall('O', 3)],
        [pipe('AB', 'A', 'B', 0.5, 0), pipe('BO', 'B', 'O', 3.2, 3)],
      ),
    );
    drains.advance(3600);
    expect(Math.abs(drains.flowM3ps[0])).toBeLessThan(1e-9);
    expect(drains.depthM(0)).toBeCloseTo(1, 9);
  });

  test('a flap gate lets no river in', () => {
    const back = (flapGate: boolean) => {
      const drains = new Drains(
        plan([junction('J', 0.1), outfall('O', 0, 2, flapGate)], [pipe('C', 'J', 'O', 0.1, 0)]),
      );
      drains.advance(600);
      return drains.ledger().backM3;
    };
    expect(back(true)).toBe(0);
    expect(back(false)).toBeGreaterThan(1);
  });
});

test('a link to nowhere is refused', () => {
  expect(() => new Drains(plan([junction('J', 0)], [pipe('C', 'J', 'X', 0, 0)]))).toThrow(DrainError);
});
