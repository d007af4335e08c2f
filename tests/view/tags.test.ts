import { expect, test } from 'vitest';

import { areTouching, type Box, isWithin } from '../../src/view/label-choice.ts';
import { firstWordOf, placeTag, TagBoard } from '../../src/view/tags.ts';
import { seeded } from '../../workers/shared/random.ts';

const FREE: Box = { x: 0, y: 0, width: 900, height: 600 };
const SIZE = { fullPx: 120, shortPx: 50, heightPx: 20 };
const WALL: Box = { x: 0, y: 0, width: 900, height: 600 };

test('words stand to the right of their point, at an edge to its left, and none is cut by an edge', () => {
  const at = (x: number, y: number) => placeTag({ x, y }, 'beside', SIZE, { free: FREE, taken: [] }, null);
  expect(at(300, 300)).toMatchObject({ side: 'right', isShort: false, box: { x: 312, y: 290 } });
  expect(at(880, 300)).toMatchObject({ side: 'left', box: { x: 748, y: 290 } });
  expect(at(880, 4)?.box).toSatisfy((box: Box) => isWithin(box, FREE));
});

test('words that would meet others move round their point, then shorten to their first word, then leave their dot alone', () => {
  const at = { x: 450, y: 300 };
  const beside = (taken: Box[]) => placeTag(at, 'beside', SIZE, { free: FREE, taken }, null);
  expect(beside([{ x: 470, y: 290, width: 80, height: 20 }])?.side).toBe('left');
  const room = { x: 450, y: 260, width: 90, height: 80 };
  expect(placeTag(at, 'beside', SIZE, { free: room, taken: [] }, null)).toMatchObject({ side: 'right', isShort: true });
  expect(beside([WALL])).toBeNull();
});

test('words that moved stay on their side while it is free', () => {
  const last = { side: 'left', isShort: false, box: WALL } as const;
  expect(placeTag({ x: 450, y: 300 }, 'beside', SIZE, { free: FREE, taken: [] }, last)?.side).toBe('left');
});

test('the first word of a unit is its name', () => {
  expect(firstWordOf('消防一号 · 出动')).toBe('消防一号');
  expect(firstWordOf('Engine 4, en route')).toBe('Engine 4');
  expect(firstWordOf('3-8')).toBe('3-8');
});

test('an owner keeps clear of graver ranks, and of its own rank where that came before', () => {
  const board = new TagBoard();
  const [incident, first, second, names] = [{}, {}, {}, {}];
  const box = (x: number): Box => ({ x, y: 0, width: 10, height: 10 });
  board.take(names, 'name', [box(1)]);
  board.take(first, 'unit', [box(2)]);
  board.take(second, 'unit', [box(3)]);
  board.take(incident, 'incident', [box(4)]);
  expect(board.before(incident, 'incident')).toEqual([]);
  expect(board.before(first, 'unit')).toEqual([box(4)]);
  expect(board.before(second, 'unit')).toEqual([box(2), box(4)]);
  expect(board.before(names, 'name')).toEqual([box(2), box(3), box(4)]);
  board.take(first, 'unit', []);
  expect(board.before(second, 'unit')).toEqual([box(4)]);
});

test('who follows is told once of all changes of a frame, and not of places that stayed', async () => {
  const board = new TagBoard();
  let told = 0;
  board.follow(() => told++);
  const owner = {};
  board.take(owner, 'unit', [WALL]);
  board.take({}, 'unit', [WALL]);
  await Promise.resolve();
  expect(told).toBe(1);
  board.take(owner, 'unit', [{ ...WALL, x: 0.2 }]);
  await Promise.resolve();
  expect(told).toBe(1);
});

test('in two hundred views of forty tags none meets another, an edge or what stands on the picture', () => {
  const random = seeded(48);
  const cover: Box = { x: 20, y: 500, width: 240, height: 80 };
  let placed = 0;
  for (let view = 0; view < 200; view++) {
    const taken: Box[] = [cover];
    for (let tag = 0; tag < 40; tag++) {
      const at = { x: random() * FREE.width, y: random() * FREE.height };
      const sizes = { fullPx: 60 + random() * 120, shortPx: 50, heightPx: 20 };
      const found = placeTag(at, tag % 3 ? 'beside' : 'total', sizes, { free: FREE, taken }, null);
      if (!found) continue;
      expect(isWithin(found.box, FREE)).toBe(true);
      expect(taken.some((other) => areTouching(other, found.box))).toBe(false);
      taken.push(found.box);
      placed++;
    }
  }
  expect(placed).toBeGreaterThan(200 * 20);
});
