import { expect, test } from 'vitest';
import type { Enu } from '../../model/geo/enu.ts';
import { alongGround, boxRing, overGround } from '../../src/view/ground-lines.ts';
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

test('a line over a hill stays on it, and one between roofs stays as high above it as they are', async () => {
  const hillUpM = (eastM: number) => 20 * Math.sin((Math.PI * eastM) / 120);
  const host = { groundUpM: async (points: readonly (readonly [number, number])[]) => points.map(([e]) => hillUpM(e)) };
  const rounded = (line: readonly Enu[]) => line.map(([east, , up]) => [Math.round(east), Number(up.toFixed(6))]);
  const onGround = await overGround(
    host,
    [
      [0, 0, 0],
      [120, 0, hillUpM(120)],
    ],
    false,
  );
  expect(rounded(onGround)).toEqual([0, 40, 80, 120].map((east) => [east, Number(hillUpM(east).toFixed(6))]));
  const roofs = await overGround(
    host,
    [
      [0, 0, 30],
      [120, 0, 60],
    ],
    false,
  );
  expect(rounded(roofs)).toEqual(
    [0, 40, 80, 120].map((east) => [east, Number((hillUpM(east) + 30 + east / 4).toFixed(6))]),
  );
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
