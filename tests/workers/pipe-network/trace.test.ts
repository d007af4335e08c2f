import { expect, test } from 'vitest';
import { joinedLines } from '../../../workers/pipe-network/pipe-lines.ts';
import { traceOf } from '../../../workers/pipe-network/trace.ts';
import { sketchNetwork } from './small-network.ts';

/** Two branches meet at 2 and run on to 4; the second is drawn against its fall; 5–6 hangs apart. */
const SEWER = sketchNetwork(
  7,
  [
    { from: 0, to: 2, direction: 'along' },
    { from: 2, to: 1, direction: 'against' },
    { from: 2, to: 3, direction: 'along' },
    { from: 3, to: 4, direction: 'along' },
    { from: 5, to: 6, direction: 'along' },
  ],
  [],
  'storm',
);

test('down goes with the fall to the outfall, up against it to the heads, both from the pipe on', () => {
  expect(traceOf(SEWER, [0], 'down')).toEqual({ pieces: [0, 2, 3], ends: [4], assumed: 0 });
  expect(traceOf(SEWER, [3], 'up')).toEqual({ pieces: [3, 2, 0, 1], ends: [0, 1], assumed: 0 });
});

test('all that hangs together has its three ends, and what hangs apart is not in it', () => {
  const { pieces, ends } = traceOf(SEWER, [2], 'all');
  expect([pieces.toSorted(), ends]).toEqual([
    [0, 1, 2, 3],
    [0, 1, 4],
  ]);
});

test('a ring is traced once', () => {
  const ring = sketchNetwork(
    3,
    [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
    ],
    [],
  );
  expect(traceOf(ring, [0], 'all')).toEqual({ pieces: [0, 2, 1], ends: [], assumed: 0 });
  expect(joinedLines(ring, [0, 1, 2], 'traced')).toHaveLength(1);
});

test('pieces in a row are drawn as one line, and a junction ends it', () => {
  const lines = joinedLines(SEWER, [0, 1, 2, 3], 'traced');
  expect(lines.map(({ line }) => [line[0][0], line.at(-1)?.[0]]).sort()).toEqual([
    [0, 20],
    [20, 10],
    [20, 40],
  ]);
});
