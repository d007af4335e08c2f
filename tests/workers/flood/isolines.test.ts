import { expect, test } from 'vitest';
import { type Field, type Isoline, regionsAbove } from '../../../workers/flood/results/isolines.ts';

/** Of 1 m cells from the south-west; the middles of the first ones lie at 0.5. */
function field(columns: number, rows: number, value: (eastM: number, northM: number) => number): Field {
  const values = new Float32Array(columns * rows);
  for (const at of values.keys()) values[at] = value((at % columns) + 0.5, Math.floor(at / columns) + 0.5);
  return { columns, rows, cellM: 1, westM: 0, southM: 0, values };
}

function areaM2(ring: Isoline): number {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x * v - u * y) / 2;
  }, 0);
}

test('a cone is cut in a circle that runs anticlockwise', () => {
  const cone = field(60, 60, (x, y) => 20 - Math.hypot(x - 30, y - 30));
  const [region, ...others] = regionsAbove(cone, 5);
  expect(others).toEqual([]);
  expect(region.holes).toEqual([]);
  expect(areaM2(region.outer)).toBeCloseTo(Math.PI * 225, -1);
  for (const [x, y] of region.outer) expect(Math.hypot(x - 30, y - 30)).toBeCloseTo(15, 1);
});

test('a ring of high ground has a hole that runs clockwise, and an island in it is a region of its own', () => {
  const crater = field(60, 60, (x, y) => {
    const r = Math.hypot(x - 30, y - 30);
    return r < 4 ? 2 : r > 12 && r < 20 ? 2 : 0;
  });
  const [big, small] = regionsAbove(crater, 1).sort((a, b) => areaM2(b.outer) - areaM2(a.outer));
  expect(big.holes).toHaveLength(1);
  expect(areaM2(big.holes[0])).toBeLessThan(0);
  expect(areaM2(big.outer) + areaM2(big.holes[0])).toBeCloseTo(Math.PI * (400 - 144), -2);
  expect(small.holes).toEqual([]);
});

test('what is high to the field’s edge ends there; values that are none are low', () => {
  const all = regionsAbove(
    field(4, 3, () => 1),
    0.5,
  );
  expect(areaM2(all[0].outer)).toBeCloseTo(12, -1);
  for (const [x, y] of all[0].outer) expect(x >= 0 && x <= 4 && y >= 0 && y <= 3).toBe(true);
  expect(
    regionsAbove(
      field(4, 3, () => Number.NaN),
      0.5,
    ),
  ).toEqual([]);
});

test('two high corners across a square are joined when its middle is high, and apart when it is low', () => {
  const saddle = (low: number) => field(2, 2, (x, y) => (x === y ? 1 : low));
  expect(regionsAbove(saddle(0.4), 0.5)).toHaveLength(1);
  expect(regionsAbove(saddle(-1), 0.5)).toHaveLength(2);
});

test('every line closes: on rough ground the regions hold just the cells that are high', () => {
  const rough = field(50, 40, (x, y) => Math.sin(x * 1.3) * Math.cos(y * 0.9) + Math.sin(x * y * 0.05));
  const regions = regionsAbove(rough, 0.2);
  const inRing = (ring: Isoline, x: number, y: number) =>
    ring.reduce((inside, [ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length];
      return ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax) ? !inside : inside;
    }, false);
  for (const [at, value] of rough.values.entries()) {
    const [x, y] = [(at % 50) + 0.5, Math.floor(at / 50) + 0.5 + 1e-9];
    const high = regions.some(({ outer, holes }) => inRing(outer, x, y) && !holes.some((hole) => inRing(hole, x, y)));
    if (Math.abs(value - 0.2) > 1e-3) expect(high, `cell ${at}`).toBe(value > 0.2);
  }
});
