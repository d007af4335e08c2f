import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elimination } from '../../../../workers/flood/drains/elimination.ts';

/** What a matrix of the network makes of x: its diagonal, and each link's entries. */
function times(
  diagonal: readonly number[],
  links: readonly { from: number; to: number; inFrom: number; inTo: number }[],
  x: readonly number[],
): number[] {
  const out = diagonal.map((value, row) => value * x[row]);
  for (const { from, to, inFrom, inTo } of links) {
    out[from] += inFrom * x[to];
    out[to] += inTo * x[from];
  }
  return out;
}

describe('the heads of a network', () => {
  test('of two joined nodes are those of two equations', () => {
    // 4a − b = 7, −2a + 3b = −1: a = 2, b = 1.
    const { values, fromRow, toRow, solve } = elimination(2, Int32Array.of(0), Int32Array.of(1));
    values[0] = 4;
    values[1] = 3;
    values[fromRow[0]] = -1;
    values[toRow[0]] = -2;
    const right = Float64Array.of(7, -1);
    solve(right);
    expect(right[0]).toBeCloseTo(2, 12);
    expect(right[1]).toBeCloseTo(1, 12);
  });

  test('have no entry for a link to a node whose head is given', () => {
    const { fromRow, toRow } = elimination(1, Int32Array.of(0, -1), Int32Array.of(-1, 0));
    expect([...fromRow, ...toRow]).toEqual([-1, -1, -1, -1]);
  });

  test('of nodes that nothing joins are each their own', () => {
    const { values, solve } = elimination(3, new Int32Array(), new Int32Array());
    values.set([2, 4, 5]);
    const right = Float64Array.of(2, 2, 20);
    solve(right);
    expect([...right]).toEqual([1, 0.5, 4]);
  });

  test('come back from what they make, for any network whose diagonal dominates', () => {
    const network = fc.integer({ min: 2, max: 12 }).chain((count) => {
      const node = fc.integer({ min: 0, max: count - 1 });
      const share = fc.double({ min: 0, max: 1, noNaN: true });
      const link = fc.record({ from: node, to: node, inFrom: share, inTo: share });
      const head = fc.double({ min: -100, max: 100, noNaN: true });
      return fc.record({
        links: fc.array(link, { maxLength: 20 }).map((links) => links.filter(({ from, to }) => from !== to)),
        x: fc.array(head, { minLength: count, maxLength: count }),
      });
    });
    fc.assert(
      fc.property(network, ({ links, x }) => {
        const ends = (end: 'from' | 'to') => Int32Array.from(links, (link) => link[end]);
        const { values, fromRow, toRow, solve } = elimination(x.length, ends('from'), ends('to'));
        const diagonal = x.map(() => 50);
        values.set(diagonal);
        for (const [i, { inFrom, inTo }] of links.entries()) {
          values[fromRow[i]] += inFrom;
          values[toRow[i]] += inTo;
        }
        const right = Float64Array.from(times(diagonal, links, x));
        solve(right);
        for (const [row, head] of x.entries()) expect(right[row]).toBeCloseTo(head, 8);
      }),
      { numRuns: 200 },
    );
  });
});
