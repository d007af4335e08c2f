import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FieldMarch, type FieldPlane } from '../../../workers/crowd/field.ts';
import { compiledMarch } from '../../../workers/crowd/field-kernel.ts';
import { seeded } from '../../../workers/shared/random.ts';

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

describe('walking time', () => {
  test('a corridor takes a second a cell', () => {
    const { plane, costS } = planeOf(['........']);
    const march = new FieldMarch(plane);
    march.costS.set(costS);
    march.solve(new Map([[plane.columns + 1, 0]]));
    expect([...march.timeS.slice(plane.columns + 1, plane.columns + 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('a wall is gone round, a closed room has no way', () => {
    const { plane, costS } = planeOf(['...#.', '.###.', '.....']);
    const march = new FieldMarch(plane);
    march.costS.set(costS);
    march.solve(new Map([[plane.columns + 1, 0]]));
    const at = (column: number, row: number) => march.timeS[(row + 1) * plane.columns + column + 1];
    expect(at(4, 2)).toBe(6);
    expect(at(2, 2)).toBe(4);
    expect(at(3, 2)).toBe(Number.POSITIVE_INFINITY);
  });

  test('on open ground it is the distance to the first order: 5 % off at most beyond 20 cells, along the diagonal', () => {
    const size = 100;
    const columns = size + 2;
    const march = new FieldMarch({ columns, rows: columns, links: [] });
    for (let row = 1; row <= size; row++) march.costS.fill(1, row * columns + 1, row * columns + 1 + size);
    march.solve(new Map([[columns + 1, 0]]));
    let worst = 0;
    for (let row = 1; row <= size; row++)
      for (let column = 1; column <= size; column++) {
        const distance = Math.hypot(column - 1, row - 1);
        if (distance > 20) worst = Math.max(worst, Math.abs(march.timeS[row * columns + column] / distance - 1));
      }
    expect(worst).toBeLessThan(0.05);
  });

  test('a link is walked its own way only', () => {
    const { plane, costS } = planeOf(['..#..']);
    const [left, right] = [plane.columns + 2, plane.columns + 4];
    const links = [{ from: left, to: right, timeS: 5 }];
    const march = new FieldMarch({ ...plane, links });
    march.costS.set(costS);
    march.solve(new Map([[right, 0]]));
    expect(march.timeS[left]).toBe(5);
    expect(march.timeS[left - 1]).toBe(6);
    march.solve(new Map([[left, 0]]));
    expect(march.timeS[right]).toBe(Number.POSITIVE_INFINITY);
  });

  test('after a change, marching what it touched gives the times of a march from nothing', () => {
    const { plane, costS } = blocks(200);
    const random = seeded(3);
    const sources = new Map([[plane.columns * 5 + 5, 0]]);
    const march = new FieldMarch(plane);
    march.costS.set(costS);
    march.solve(sources);
    const changed = new Set<number>();
    for (let k = 0; k < 300; k++) changed.add(Math.floor(random() * costS.length));
    for (const cell of changed)
      if (costS[cell] < Number.POSITIVE_INFINITY) march.costS[cell] = [0.2, 3, Number.POSITIVE_INFINITY][cell % 3];
    march.resolve(changed, sources);
    const fresh = new FieldMarch(plane);
    fresh.costS.set(march.costS);
    fresh.solve(sources);
    let worst = 0;
    for (let i = 0; i < costS.length; i++) {
      const [again, anew] = [march.timeS[i], fresh.timeS[i]];
      if (again !== anew) worst = Math.max(worst, Math.abs(again - anew));
    }
    expect(worst).toBeLessThan(2e-4);
  });

  describe.skipIf(!existsSync(KERNEL))('compiled', () => {
    const compiled = (plane: FieldPlane): FieldMarch =>
      compiledMarch(new WebAssembly.Module(readFileSync(KERNEL)), plane);

    /** Largest difference of two fields, as a part of the time; Infinity where only one of them has a way. */
    function apartRatio(one: FieldMarch, other: FieldMarch): number {
      let worst = 0;
      for (let i = 0; i < one.timeS.length; i++) {
        const [a, b] = [one.timeS[i], other.timeS[i]];
        if (a !== b) worst = Math.max(worst, Math.abs(a - b) / Math.min(a, b));
      }
      return worst;
    }

    test('streets and a link: the oracle’s times to 3e-5, and the same bits each time', () => {
      const { plane, costS } = blocks(300);
      const links = [{ from: plane.columns * 5 + 7, to: plane.columns * 203 + 105, timeS: 9 }];
      const sources = new Map([[plane.columns * 250 + 255, 0]]);
      const marches = [
        new FieldMarch({ ...plane, links }),
        compiled({ ...plane, links }),
        compiled({ ...plane, links }),
      ];
      for (const march of marches) {
        march.costS.set(costS);
        march.solve(sources);
      }
      expect(apartRatio(marches[0], marches[1])).toBeLessThan(3e-5);
      const first = marches[1].timeS.slice();
      marches[1].solve(sources);
      expect(marches[1].timeS).toEqual(first);
      expect(marches[2].timeS).toEqual(first);
    });

    test('costs of 1 to 20,000, farther apart than the queue has buckets, many sources of all times', () => {
      const columns = 90;
      const random = seeded(5);
      const marches = [
        new FieldMarch({ columns, rows: columns, links: [] }),
        compiled({ columns, rows: columns, links: [] }),
      ];
      for (let row = 1; row < columns - 1; row++)
        for (let column = 1; column < columns - 1; column++) {
          const costS = random() < 0.2 ? Number.POSITIVE_INFINITY : 20_000 ** random();
          for (const { costS: costs } of marches) costs[row * columns + column] = costS;
        }
      const sources = new Map(Array.from({ length: 30 }, (_, k) => [columns * (2 + 2 * k) + 1 + k, 900 * k]));
      for (const march of marches) march.solve(sources);
      expect(apartRatio(marches[0], marches[1])).toBeLessThan(3e-5);
    });

    test('after a change, marching what it touched gives the times of a march from nothing', () => {
      const { plane, costS } = blocks(200);
      const random = seeded(3);
      const sources = new Map([[plane.columns * 5 + 5, 0]]);
      const [march, fresh] = [compiled(plane), compiled(plane)];
      march.costS.set(costS);
      march.solve(sources);
      const changed = new Set<number>();
      for (let k = 0; k < 300; k++) changed.add(Math.floor(random() * costS.length));
      for (const cell of changed)
        if (costS[cell] < Number.POSITIVE_INFINITY) march.costS[cell] = [0.2, 3, Number.POSITIVE_INFINITY][cell % 3];
      march.resolve(changed, sources);
      fresh.costS.set(march.costS);
      fresh.solve(sources);
      expect(apartRatio(march, fresh)).toBeLessThan(3e-5);
    });
  });
});
