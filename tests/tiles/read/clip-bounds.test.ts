import { expect, test } from 'vitest';
import { clippedLines } from '../../../tiles/read/clip-bounds.ts';

const bytes = new TextEncoder().encode('ab');
const valid = { rows: Uint32Array.of(0, 1), ids: { offsets: Uint32Array.of(0, 1, 2), bytes }, filtered: 0 };

test('lines keep their stretches within bounds with the heights there; one wholly outside goes', () => {
  const lines = {
    featureLine: Uint32Array.of(0, 1, 2),
    lineVertex: Uint32Array.of(0, 4, 6),
    lonLatDeg: Float64Array.of(-1, 0.5, 0.5, 0.5, 2, 0.5, 0.5, 0.25, 5, 5, 6, 6),
  };
  const z = Float64Array.of(0, 3, 6, 9, 1, 1);
  const out = clippedLines({ valid, lines, z }, [0, 0, 1, 1]);
  expect([...out.valid.rows]).toEqual([0]);
  expect([...out.lines.featureLine]).toEqual([0, 2]);
  expect([...out.lines.lineVertex]).toEqual([0, 3, 5]);
  const places = [0, 0.5, 0.5, 0.5, 1, 0.5, 1, expect.closeTo(1 / 3, 9), 0.5, 0.25];
  expect([...out.lines.lonLatDeg]).toEqual(places);
  expect([...(out.z ?? [])]).toEqual([2, 3, 4, 8, 9].map((height) => expect.closeTo(height, 9)));
});
