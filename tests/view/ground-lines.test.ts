import { expect, test } from 'vitest';
import { alongGround, boxRing } from '../../src/view/ground-lines.ts';
import { createPictureSource } from '../../src/view/picture-source.ts';

test('a line of 100 m has a point every 40 m or nearer, its corners among them', () => {
  const line = alongGround(
    [
      [0, 0],
      [100, 0],
    ],
    false,
  );
  expect(line.map(([east]) => Math.round(east))).toEqual([0, 33, 67, 100]);
});

test('a ring runs back to its first corner', () => {
  const { line, isRing } = boxRing(0, 0, 10, 20);
  expect(isRing).toBe(true);
  expect(alongGround(line, isRing)).toEqual([...line, line[0]]);
});

test('a long line has no more than 120 parts, and a dot is a point', () => {
  expect(
    alongGround(
      [
        [0, 0],
        [90_000, 0],
      ],
      false,
    ),
  ).toHaveLength(121);
  expect(alongGround([[3, 4]], false)).toEqual([[3, 4]]);
});

test('a source calls its followers with each picture until they end', () => {
  const source = createPictureSource<string>();
  const seen: (string | null)[] = [];
  const end = source.follow(() => seen.push(source.picture()));
  source.put('a');
  source.put(null);
  end();
  source.put('b');
  expect(seen).toEqual(['a', null]);
  expect(source.picture()).toBe('b');
});
