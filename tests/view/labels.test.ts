import { expect, test } from 'vitest';
import {
  areTouching,
  chooseLabels,
  freeBox,
  isBehind,
  isReadable,
  isWithin,
  labelBox,
  rankOf,
  uprightTurnRad,
} from '../../src/view/label-choice.ts';

test('streets are read from near, districts and waters from afar', () => {
  expect(isReadable('street', 1600, 1000)).toBe(true);
  expect(isReadable('street', 1800, 1000)).toBe(false);
  expect(isReadable('district', 10_000, 4000)).toBe(true);
});

test('from a flat angle only near names are read', () => {
  expect(isReadable('landmark', 2000, 139)).toBe(false);
  expect(isReadable('landmark', 2000, 141)).toBe(true);
  expect(isReadable('landmark', 340, 1)).toBe(true);
});

test('a district that one stands in is not pointed at', () => {
  expect(isReadable('district', 499, 400)).toBe(false);
  expect(isReadable('district', 501, 400)).toBe(true);
});

test('where two touch, water stays before district, landmark, station and street', () => {
  const kinds = ['street', 'station', 'landmark', 'district', 'water'] as const;
  expect([...kinds].sort((a, b) => rankOf(a) - rankOf(b))).toEqual([...kinds].reverse());
});

test('labels keep eight pixels from each other', () => {
  const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
  expect(areTouching(box(0), box(17))).toBe(true);
  expect(areTouching(box(0), box(18))).toBe(false);
});

test('a label stands half under nothing that floats over the picture', () => {
  const boxes = [0, 60, 200].map((x) => ({ x, y: 0, width: 40, height: 10 }));
  expect(chooseLabels(boxes, 9)).toEqual([true, true, true]);
  expect(chooseLabels(boxes, 9, [{ x: 70, y: 5, width: 20, height: 400 }])).toEqual([true, false, true]);
});

test('a label stands clear of the panels, edges included', () => {
  const free = freeBox({ clientWidth: 100, clientHeight: 80 }, { topPx: 10, rightPx: 20, bottomPx: 0, leftPx: 5 });
  expect(free).toEqual({ x: 5, y: 10, width: 75, height: 70 });
  expect(isWithin({ x: 5, y: 10, width: 75, height: 70 }, free)).toBe(true);
  expect(isWithin({ x: 4, y: 10, width: 10, height: 10 }, free)).toBe(false);
});

test('a name behind a house fades; its own walls and the houses of a district hide none', () => {
  expect(isBehind('landmark', 500, 300)).toBe(true);
  expect(isBehind('station', 500, 459)).toBe(true);
  expect(isBehind('landmark', 500, 470)).toBe(false);
  expect(isBehind('district', 500, 300)).toBe(false);
  expect(isBehind('water', 500, 300)).toBe(false);
});

test('words along a street are turned, never upside down', () => {
  expect(uprightTurnRad(1, 0)).toBe(0);
  expect(uprightTurnRad(-1, 0)).toBeCloseTo(0, 9);
  expect(uprightTurnRad(-1, -1)).toBeCloseTo(Math.PI / 4, 9);
  expect(uprightTurnRad(1, -1)).toBeCloseTo(-Math.PI / 4, 9);
  expect(uprightTurnRad(0, 1)).toBeCloseTo(-Math.PI / 2, 9);
  expect(uprightTurnRad(0, 0)).toBe(0);
});

test('a turned word takes the room that it covers, a name of a thing stands over it', () => {
  const size = { width: 60, height: 16 };
  const upright = labelBox({ x: 100, y: 100 }, size, 'street', Math.PI / 2);
  expect([upright.x, upright.y, upright.width, upright.height].map(Math.round)).toEqual([92, 70, 16, 60]);
  const tower = labelBox({ x: 100, y: 100 }, size, 'landmark', 0);
  expect(tower.y + tower.height).toBeLessThan(100);
  expect(tower.x + tower.width / 2).toBe(100);
});
