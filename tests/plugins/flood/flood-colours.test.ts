import { describe, expect, test } from 'vitest';
import { DRAIN_STOPS, FLOOD_STOPS, NODE_VALUE } from '../../../src/plugins/flood/flood-colours.ts';
import type { ColourStop } from '../../../src/view/colour-stop.ts';

/** The colour of a value: that of the last class that begins at or below it. */
const tokenAt = (stops: readonly ColourStop[], value: number) => stops.findLast(({ from }) => from <= value)?.token;

describe("the classes of the flood's maps", () => {
  test.each(Object.entries(FLOOD_STOPS))('begin one after the other: %s', (_, stops) => {
    for (const [i, { from }] of stops.entries()) if (i > 0) expect(from).toBeGreaterThan(stops[i - 1].from);
  });

  test('colour no water below 5 cm, and the deepest class from 2 m on', () => {
    expect(tokenAt(FLOOD_STOPS.water, 0.04)).toBeUndefined();
    expect(tokenAt(FLOOD_STOPS.water, 0.05)).toBe('depth-1');
    expect(tokenAt(FLOOD_STOPS.water, 7)).toBe('depth-6');
  });

  test('are stronger where water comes sooner', () => {
    expect(tokenAt(FLOOD_STOPS.arrival, 60)).toBe('seq-7');
    expect(tokenAt(FLOOD_STOPS.arrival, 45 * 60)).toBe('seq-5');
    expect(tokenAt(FLOOD_STOPS.arrival, 12 * 3600)).toBe('seq-1');
  });

  test('have one colour for each class of hazard', () => {
    expect([1, 2, 3, 4, 5, 6].map((kind) => tokenAt(FLOOD_STOPS.aidr, kind))).toEqual(
      [1, 2, 3, 4, 5, 6].map((kind) => `haz-${kind}`),
    );
  });

  test('colour each of DEFRA’s four classes, and no street that is not waterlogged', () => {
    expect([1, 2, 3, 4].map((kind) => tokenAt(FLOOD_STOPS.defra, kind))).toEqual(['haz-1', 'haz-3', 'haz-4', 'haz-6']);
    expect(tokenAt(FLOOD_STOPS.waterlogging, 1)).toBeNull();
    expect(tokenAt(FLOOD_STOPS.waterlogging, 5)).toBe('haz-5');
  });

  test('show nothing where water was never so deep', () => {
    expect(tokenAt(FLOOD_STOPS.over300, 0)).toBeUndefined();
    expect(tokenAt(FLOOD_STOPS.over300, 10)).toBe('seq-1');
  });

  test('show no difference within 5 cm, and the two directions alike', () => {
    expect([-0.04, 0, 0.04].map((m) => tokenAt(FLOOD_STOPS.difference, m))).toEqual([null, null, null]);
    expect([-2, -0.5, -0.1].map((m) => tokenAt(FLOOD_STOPS.difference, m))).toEqual(['div-1', 'div-2', 'div-3']);
    expect([0.1, 0.5, 2].map((m) => tokenAt(FLOOD_STOPS.difference, m))).toEqual(['div-5', 'div-6', 'div-7']);
  });
});

test('a pipe warns when a byte no longer tells it from full, and a free manhole is not drawn', () => {
  expect(tokenAt(DRAIN_STOPS, 253 / 255)).toBe('seq-6');
  expect(tokenAt(DRAIN_STOPS, 254 / 255)).toBe('warn');
  expect(tokenAt(DRAIN_STOPS, 1)).toBe('warn');
  expect([0, 1, 2].map((state) => tokenAt(DRAIN_STOPS, NODE_VALUE + state))).toEqual([null, 'warn', 'danger']);
});
