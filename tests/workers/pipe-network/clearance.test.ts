import { expect, test } from 'vitest';
import type { PipeSystem } from '../../../model/city/pipe-system.ts';
import type { Tubes } from '../../../model/city/tubes.ts';
import { BASE_CLEARANCE_RULES, clearanceRow } from '../../../model/pipes/clearance-rules.ts';
import { BASE_PLAN_RULES } from '../../../model/plans/base-rules.ts';
import { CLEARANCE_CHECKS } from '../../../model/questions/pipe-network.ts';
import { type CheckedPipe, pipeGaps, spaceGapM, toOutline } from '../../../workers/pipe-network/clearance.ts';
import type { AxisPoint } from '../../../workers/pipe-network/graph.ts';
import { insideOf } from '../../../workers/pipe-network/parcels.ts';
import { shortestLine } from '../../../workers/pipe-network/segment-distance.ts';
import { seeded } from '../../../workers/shared/random.ts';

const side = (system: PipeSystem, dnMm = 100, pressureMPa: number | null = null) => ({ system, dnMm, pressureMPa });

test('a row asks for more above its diameter or pressure, in either order of the pair, and every row is unverified', () => {
  const need = (one: ReturnType<typeof side>, other: ReturnType<typeof side>) =>
    clearanceRow(BASE_CLEARANCE_RULES, one, other, 'horizontalM')?.horizontalM;
  expect([need(side('water'), side('storm')), need(side('storm'), side('water', 300))]).toEqual([1, 1.5]);
  expect([need(side('gas', 200, 0.2), side('sanitary')), need(side('gas', 200, 0.6), side('sanitary'))]).toEqual([
    1.2, 1.5,
  ]);
  expect(clearanceRow(BASE_CLEARANCE_RULES, side('water'), side('sanitary'), 'verticalM')?.verticalM).toBe(0.4);
  expect(new Set(BASE_CLEARANCE_RULES.rows.map(({ status }) => status))).toEqual(new Set(['unverified']));
});

test('the plan desk asks planned buildings for the same clearance from pipes', () => {
  const planned = BASE_PLAN_RULES.rules.filter(
    ({ id }) => id.endsWith('-planned-building') && id !== 'rail-planned-building',
  );
  expect(planned).toHaveLength(5);
  for (const { a, distanceM } of planned)
    for (const system of a.systems ?? [])
      expect(clearanceRow(BASE_CLEARANCE_RULES, side(system), 'building', 'horizontalM')?.horizontalM).toBe(distanceM);
});

/** Least distance over points a hundredth of each segment apart: never below the exact one, and hardly above. */
function sampledM(a: AxisPoint, b: AxisPoint, c: AxisPoint, d: AxisPoint): number {
  const at = (p: AxisPoint, q: AxisPoint, t: number) => p.map((v, k) => v + t * (q[k] - v));
  let least = Infinity;
  for (let i = 0; i <= 100; i++)
    for (let j = 0; j <= 100; j++) {
      const p = at(a, b, i / 100);
      const q = at(c, d, j / 100);
      least = Math.min(least, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
    }
  return least;
}

test('the shortest line of two segments is that of closed cases, and of samples', () => {
  const far = (a: AxisPoint, b: AxisPoint, c: AxisPoint, d: AxisPoint) => shortestLine(a, b, c, d).distanceM;
  expect(far([0, 0, 0], [10, 0, 0], [5, -5, 2], [5, 5, 2])).toBe(2);
  expect(far([0, 0, 0], [10, 0, 0], [0, 3, 4], [10, 3, 4])).toBe(5);
  expect(far([0, 0, 0], [1, 0, 0], [3, 0, 0], [9, 0, 0])).toBe(2);
  expect(far([0, 0, 0], [0, 0, 0], [3, 4, 0], [3, 4, 9])).toBe(5);
  expect(far([0, 0, 0], [4, 0, 0], [2, 1, 0], [2, 1, 0])).toBe(1);
  const random = seeded(7);
  const point = (): AxisPoint => [10 * random(), 10 * random(), 4 * random()];
  for (let k = 0; k < 60; k++) {
    const [a, b, c, d] = [point(), point(), point(), point()];
    const excessM = sampledM(a, b, c, d) - far(a, b, c, d);
    expect(excessM).toBeGreaterThanOrEqual(-1e-9);
    expect(excessM).toBeLessThan(0.15);
  }
});

/** Straight pipes, each of its own, 0.4 m wide. */
function pipesOf(list: readonly { system: PipeSystem; from: AxisPoint; to: AxisPoint; nodes?: number[] }[]) {
  const tubes: Tubes = {
    count: list.length,
    layers: ['pipes'],
    layer: new Uint32Array(list.length),
    row: Uint32Array.from(list, (_, i) => i),
    vertexOf: Uint32Array.from([...list.map((_, i) => 2 * i), 2 * list.length]),
    widthM: new Float32Array(list.length).fill(0.4),
    heightM: new Float32Array(list.length).fill(0.4),
    axisM: Float32Array.from(list.flatMap(({ from, to }) => [...from, ...to])),
    groundM: new Float32Array(2 * list.length),
  };
  const pipes = list.map(
    ({ system, nodes = [] }, tube): CheckedPipe => ({
      ...side(system, 400),
      tube,
      pipe: tube,
      widthM: 0.4,
      heightM: 0.4,
      nodes: new Set(nodes),
    }),
  );
  return { tubes, pipes };
}

const gapsOf = async (list: Parameters<typeof pipesOf>[0]) => {
  const { tubes, pipes } = pipesOf(list);
  const gaps = await pipeGaps(
    pipes,
    tubes,
    BASE_CLEARANCE_RULES,
    () => true,
    new Set(CLEARANCE_CHECKS),
    async () => false,
  );
  return (gaps ?? []).map(({ check, needM, gapM }) => [check, needM, Math.round(1000 * gapM)]);
};

test('a water main 0.25 m over a sewer is 0.15 m short; side by side the width counts, unless one lies deep below', async () => {
  const sewer = { system: 'sanitary', from: [-20, 0, -3], to: [20, 0, -3] } as const;
  const across = (up: number) => ({
    system: 'water' as const,
    from: [0, -9, up] as AxisPoint,
    to: [0, 9, up] as AxisPoint,
  });
  expect(await gapsOf([{ ...sewer, from: [...sewer.from], to: [...sewer.to] }, across(-2.35)])).toEqual([
    ['crossing', 0.4, 250],
  ]);
  expect(await gapsOf([{ ...sewer, from: [...sewer.from], to: [...sewer.to] }, across(-2.1)])).toEqual([]);
  const beside = (y: number, up: number) => ({
    system: 'water' as const,
    from: [-9, y, up] as AxisPoint,
    to: [9, y, up] as AxisPoint,
  });
  const base = { system: 'sanitary' as const, from: [-20, 0, -3] as AxisPoint, to: [20, 0, -3] as AxisPoint };
  expect(await gapsOf([base, beside(1.2, -2.8)])).toEqual([['beside', 1.5, 800]]);
  expect(await gapsOf([base, beside(1.2, -1.5)])).toEqual([]);
  expect(await gapsOf([base, beside(1.95, -2.8)])).toEqual([]);
});

test('sewers that meet at a manhole are one thing, those that only cross are not; a main never is in its own way', async () => {
  const one = { system: 'storm' as const, from: [-9, 0, -3] as AxisPoint, to: [9, 0, -3] as AxisPoint };
  const two = { system: 'storm' as const, from: [0, -9, -3] as AxisPoint, to: [0, 9, -3] as AxisPoint };
  expect(
    await gapsOf([
      { ...one, nodes: [1, 2] },
      { ...two, nodes: [2, 3] },
    ]),
  ).toEqual([]);
  expect(
    await gapsOf([
      { ...one, nodes: [1, 2] },
      { ...two, nodes: [3, 4] },
    ]),
  ).toEqual([['crossing', 0.15, -400]]);
  expect(
    await gapsOf([
      { ...one, system: 'gas' },
      { ...two, system: 'gas' },
    ]),
  ).toEqual([]);
});

test('a section that is no circle takes its half width level and its half height upright', () => {
  const box = { widthM: 3, heightM: 2 };
  const round = { widthM: 0.4, heightM: 0.4 };
  expect(spaceGapM(box, round, [-5, 0, 0], [5, 0, 0], [0, -5, 2], [0, 5, 2])).toBeCloseTo(2 - 1 - 0.2, 9);
  expect(spaceGapM(box, round, [-5, 0, 0], [5, 0, 0], [-5, 4, 0], [5, 4, 0])).toBeCloseTo(4 - 1.5 - 0.2, 9);
});

test('a wall is as far as its nearest corner, nothing from what lies inside; a parcel with a hole counts what is on it', () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ] as const;
  expect(toOutline([-5, -3, -2], [15, -3, -4], ring)).toMatchObject({ distanceM: 3 });
  expect(toOutline([2, 2, -2], [3, 2, -2], ring).distanceM).toBe(0);
  expect(toOutline([-5, 5, -2], [15, 5, -2], ring).distanceM).toBe(0);
  const hole = [
    [4, 4],
    [6, 4],
    [6, 6],
    [4, 6],
  ] as const;
  const inside = insideOf([ring, hole], [-5, 5, 0], [15, 5, 0]);
  expect(inside.lengthM).toBeCloseTo(8, 9);
  expect(inside.ends.map(({ atM }) => atM[0])).toEqual([0, 4, 6, 10].map((x) => expect.closeTo(x, 9)));
});
