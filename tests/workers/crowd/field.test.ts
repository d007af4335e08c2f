import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FieldJob, FieldMarch, type FieldPlane, type Marcher } from '../../../workers/crowd/core/field.ts';
import { compiledMarch } from '../../../workers/crowd/core/field-kernel.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { fieldOn } from './field-on.ts';

const KERNEL = join(import.meta.dirname, '../../../build/kernels/crowd.wasm');

/** `draw`: a line a row, the northernmost first; `#` is blocked, anything else costs a second. */
function planeOf(draw: string[]): { plane: FieldPlane; costS: number[] } {
  const columns = draw[0].length + 2;
  const rim = '#'.repeat(columns);
  const rows = [rim, ...draw.map((row) => `#${row}#`), rim].reverse();
  return {
    plane: { columns, rows: rows.length, links: [] },
    costS: [...rows.join('')].map((mark) => (mark === '#' ? Number.POSITIVE_INFINITY : 1)),
  };
}

/** Streets with slowness that varies, as a city's are. */
function blocks(size: number): { plane: FieldPlane; costS: Float32Array } {
  const columns = size + 2;
  const costS = new Float32Array(columns * columns).fill(Number.POSITIVE_INFINITY);
  for (let row = 1; row <= size; row++)
    for (let column = 1; column <= size; column++)
      if (row % 50 < 10 || column % 50 < 10)
        costS[row * columns + column] = 0.75 * (1 + 0.5 * Math.sin(column / 37) * Math.cos(row / 53));
  return { plane: { columns, rows: columns, links: [] }, costS };
}

/** From nothing. */
function marched(
  marcher: Marcher,
  plane: FieldPlane,
  costS: ArrayLike<number>,
  targets: ReadonlyMap<number, number>,
): FieldJob {
  const field = fieldOn(marcher, plane, costS, targets);
  marcher.march([field]);
  return field;
}

/** Streets of which 300 cells change; marched after that, and from nothing. */
function changedStreets(marcherOf: (plane: FieldPlane) => Marcher): { again: FieldJob; anew: FieldJob } {
  const { plane, costS } = blocks(200);
  const random = seeded(3);
  const targets = new Map([[plane.columns * 5 + 5, 0]]);
  const marcher = marcherOf(plane);
  const again = marched(marcher, plane, costS, targets);
  const moved = marcher.arena.i32(300);
  moved.set(
    [...costS.keys()]
      .map((cell) => ({ cell, by: random() }))
      .sort((a, b) => a.by - b.by)
      .slice(0, 300)
      .map(({ cell }) => cell),
  );
  for (const cell of moved)
    if (costS[cell] < Number.POSITIVE_INFINITY) again.costS[cell] = [0.2, 3, Number.POSITIVE_INFINITY][cell % 3];
  marcher.march([{ ...again, moved }]);
  return { again, anew: marched(marcherOf(plane), plane, again.costS, targets) };
}

describe('walking time', () => {
  test('a corridor takes a second a cell', () => {
    const { plane, costS } = planeOf(['........']);
    const { timeS } = marched(new FieldMarch(plane), plane, costS, new Map([[plane.columns + 1, 0]]));
    expect([...timeS.slice(plane.columns + 1, plane.columns + 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('a wall is gone round, a closed room has no way', () => {
    const { plane, costS } = planeOf(['...#.', '.###.', '.....']);
    const { timeS } = marched(new FieldMarch(plane), plane, costS, new Map([[plane.columns + 1, 0]]));
    const at = (column: number, row: number) => timeS[(row + 1) * plane.columns + column + 1];
    expect(at(4, 2)).toBe(6);
    expect(at(2, 2)).toBe(4);
    expect(at(3, 2)).toBe(Number.POSITIVE_INFINITY);
  });

  test('on open ground it is the distance to the first order: 5 % off at most beyond 20 cells, along the diagonal', () => {
    const size = 100;
    const columns = size + 2;
    const plane = { columns, rows: columns, links: [] };
    const costS = new Float32Array(columns * columns).fill(Number.POSITIVE_INFINITY);
    for (let row = 1; row <= size; row++) costS.fill(1, row * columns + 1, row * columns + 1 + size);
    const { timeS } = marched(new FieldMarch(plane), plane, costS, new Map([[columns + 1, 0]]));
    let worst = 0;
    for (let row = 1; row <= size; row++)
      for (let column = 1; column <= size; column++) {
        const distance = Math.hypot(column - 1, row - 1);
        if (distance > 20) worst = Math.max(worst, Math.abs(timeS[row * columns + column] / distance - 1));
      }
    expect(worst).toBeLessThan(0.05);
  });

  test('a link is walked its own way only', () => {
    const { plane: floor, costS } = planeOf(['..#..']);
    const [left, right] = [floor.columns + 2, floor.columns + 4];
    const plane = { ...floor, links: [{ from: left, to: right, timeS: 5 }] };
    const { timeS } = marched(new FieldMarch(plane), plane, costS, new Map([[right, 0]]));
    expect(timeS[left]).toBe(5);
    expect(timeS[left - 1]).toBe(6);
    const back = marched(new FieldMarch(plane), plane, costS, new Map([[left, 0]]));
    expect(back.timeS[right]).toBe(Number.POSITIVE_INFINITY);
  });

  test('after a change, marching what it touched gives the times of a march from nothing', () => {
    const { again, anew } = changedStreets((plane) => new FieldMarch(plane));
    let worst = 0;
    for (const [i, one] of again.timeS.entries())
      if (one !== anew.timeS[i]) worst = Math.max(worst, Math.abs(one - anew.timeS[i]));
    expect(worst).toBeLessThan(2e-4);
  });

  describe.skipIf(!existsSync(KERNEL))('compiled', () => {
    const compiled = (plane: FieldPlane): Marcher => compiledMarch(new WebAssembly.Module(readFileSync(KERNEL)), plane);

    /** Largest difference of two fields, as a part of the time; Infinity where only one of them has a way. */
    function apartRatio(one: FieldJob, other: FieldJob): number {
      let worst = 0;
      for (let i = 0; i < one.timeS.length; i++) {
        const [a, b] = [one.timeS[i], other.timeS[i]];
        if (a !== b) worst = Math.max(worst, Math.abs(a - b) / Math.min(a, b));
      }
      return worst;
    }

    test('streets and a link: the oracle’s times to 3e-5, and the same bits each time', () => {
      const { plane: streets, costS } = blocks(300);
      const { columns } = streets;
      const plane = { ...streets, links: [{ from: columns * 5 + 7, to: columns * 203 + 105, timeS: 9 }] };
      const targets = new Map([[columns * 250 + 255, 0]]);
      const marcher = compiled(plane);
      const here = marched(marcher, plane, costS, targets);
      expect(apartRatio(marched(new FieldMarch(plane), plane, costS, targets), here)).toBeLessThan(3e-5);
      const first = here.timeS.slice();
      marcher.march([here]);
      expect(here.timeS).toEqual(first);
      expect(marched(compiled(plane), plane, costS, targets).timeS).toEqual(first);
    });

    test('costs of 1 to 20,000, farther apart than the queue has buckets, many sources of all times', () => {
      const columns = 90;
      const random = seeded(5);
      const plane = { columns, rows: columns, links: [] };
      const costS = new Float32Array(columns * columns).fill(Number.POSITIVE_INFINITY);
      for (let row = 1; row < columns - 1; row++)
        for (let column = 1; column < columns - 1; column++)
          if (random() >= 0.2) costS[row * columns + column] = 20_000 ** random();
      const targets = new Map(Array.from({ length: 30 }, (_, k) => [columns * (2 + 2 * k) + 1 + k, 900 * k]));
      const fields = [new FieldMarch(plane), compiled(plane)].map((one) => marched(one, plane, costS, targets));
      expect(apartRatio(fields[0], fields[1])).toBeLessThan(3e-5);
    });

    test('after a change, marching what it touched gives the times of a march from nothing', () => {
      const { again, anew } = changedStreets(compiled);
      expect(apartRatio(again, anew)).toBeLessThan(3e-5);
    });
  });
});
