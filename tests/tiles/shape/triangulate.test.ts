import { expect, test } from 'vitest';
import { doubleArea, triangulate } from '../../../tiles/shape/triangulate.ts';

function run(...rings: [number, number][][]) {
  const points = rings.flat();
  const x = Float64Array.from(points, ([value]) => value);
  const y = Float64Array.from(points, ([, value]) => value);
  const starts = [0];
  for (const ring of rings) starts.push((starts.at(-1) ?? 0) + ring.length);
  const out = { index: new Uint32Array(0), count: 0 };
  triangulate(x, y, starts, out);
  const balance = new Map<string, number>();
  const add = (a: number, b: number, n: number) => {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    balance.set(key, (balance.get(key) ?? 0) + (a < b ? n : -n));
  };
  let area2 = 0;
  let covered2 = 0;
  const at = (i: number) => points.findIndex(([px, py]) => px === x[i] && py === y[i]);
  for (let t = 0; t < out.count; t += 3) {
    const [a, b, c] = Array.from(out.index.subarray(t, t + 3), at);
    covered2 += Math.abs((x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]));
    add(a, b, 1);
    add(b, c, 1);
    add(c, a, 1);
    area2 += (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
  }
  for (let r = 0; r + 1 < starts.length; r++) {
    for (let i = starts[r], j = starts[r + 1] - 1; i < starts[r + 1]; j = i++) add(at(j), at(i), -1);
  }
  return {
    area: area2 / 2,
    covered: covered2 / 2,
    ringArea: doubleArea(x, y, starts) / 2,
    loose: [...balance.values()].filter((n) => n !== 0).length,
    triangles: out.count / 3,
  };
}

test('a square is two triangles', () => {
  expect(
    run([
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ]),
  ).toEqual({ area: 100, covered: 100, ringArea: 100, loose: 0, triangles: 2 });
});

test('an L shape keeps its area', () => {
  expect(
    run([
      [0, 0],
      [10, 0],
      [10, 4],
      [4, 4],
      [4, 10],
      [0, 10],
    ]),
  ).toEqual({ area: 64, covered: 64, ringArea: 64, loose: 0, triangles: 4 });
});

test('a hole is left open', () => {
  const outer: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ];
  const hole: [number, number][] = [
    [3, 3],
    [3, 6],
    [6, 6],
    [6, 3],
  ];
  expect(run(outer, hole)).toMatchObject({ area: 91, ringArea: 91, loose: 0 });
});

test('vertices on a line keep their edges', () => {
  expect(
    run([
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 5],
    ]),
  ).toMatchObject({ area: 100, loose: 0 });
});

test('a star with many aligned points closes', () => {
  const ring: [number, number][] = [];
  for (let i = 0; i < 24; i++) {
    const r = i % 2 ? 100 : 40;
    ring.push([Math.round(r * Math.cos((i * Math.PI) / 12)), Math.round(r * Math.sin((i * Math.PI) / 12))]);
  }
  const { area, ringArea, loose } = run(ring);
  expect(loose).toBe(0);
  expect(area).toBe(ringArea);
});

test('a ring that crosses itself still cancels against its triangles', () => {
  const { area, ringArea, loose } = run([
    [0, 0],
    [10, 10],
    [10, 0],
    [0, 8],
  ]);
  expect(loose).toBe(0);
  expect(area).toBe(ringArea);
});

test('a hole that touches its outer ring in a corner is not covered', () => {
  const outer: [number, number][] = [
    [0, 0],
    [7, -2],
    [20, 0],
    [20, 20],
    [0, 20],
  ];
  const hole: [number, number][] = [
    [7, -2],
    [5, 10],
    [12, 10],
  ];
  expect(run(outer, hole)).toMatchObject({ area: 378, covered: 378, ringArea: 378, loose: 0 });
});
