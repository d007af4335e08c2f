import { expect, test } from 'vitest';
import { joinLines } from '../../../readers/vector-tiles/join-lines.ts';

const SIDE = 100;

test('a street over three tiles is one line in its own direction, whatever order its pieces come in', () => {
  const pieces = [
    [200, 50, 230, 60],
    [10, 10, 100, 40],
    [100, 40.5, 150, 45, 200, 50],
  ];
  expect(joinLines(pieces, SIDE)).toEqual([[10, 10, 100, 40, 150, 45, 200, 50, 230, 60]]);
});

test('lines that only end on an edge beside each other, or run against each other there, stay apart', () => {
  const apart = [
    [10, 10, 100, 40],
    [100, 43, 150, 43],
  ];
  expect(joinLines(apart, SIDE)).toEqual(apart);
  const against = [
    [10, 10, 100, 40],
    [150, 43, 100, 40],
  ];
  expect(joinLines(against, SIDE)).toEqual(against);
});

test('where three meet on an edge nothing is guessed', () => {
  const fork = [
    [10, 10, 100, 40],
    [100, 40, 150, 30],
    [100, 41, 150, 50],
  ];
  expect(joinLines(fork, SIDE)).toEqual(fork);
});

test('a ring over an edge is closed once, a ring that begins on an edge stays as it is', () => {
  const ring = joinLines(
    [
      [100, 20, 50, 50, 100, 80],
      [100, 80, 150, 50, 100, 20],
    ],
    SIDE,
  );
  expect(ring).toEqual([[100, 20, 50, 50, 100, 80, 150, 50, 100, 20]]);
  const own = [[100, 20, 50, 50, 100, 20]];
  expect(joinLines(own, SIDE)).toEqual(own);
});
