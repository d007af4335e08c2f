import { expect, test } from 'vitest';
import { marksOf } from '../../../src/plugins/feeds/scene/globe/sensor-marks.ts';
import { candidatesOf, MAX_TAGS } from '../../../src/plugins/feeds/scene/globe/tag-candidates.ts';
import { GRAVITY, type SensorState } from '../../../src/twin/live/live-values.ts';

const EAST = { eye: { x: 0, y: 0, z: 0 }, ahead: { x: 1, y: 0, z: 0 }, minCos: Math.cos(0.5) };

/** Each mark alone, or in cells; places are Earth-fixed at once. */
function shown(places: readonly (readonly number[])[], states: readonly SensorState[], cellM: number | null = null) {
  const placesM = Float64Array.from(places.flat());
  const marks = marksOf(placesM, cellM);
  return { marks, ecefM: marks.placesM, severities: Uint8Array.from(states, (state) => GRAVITY.indexOf(state)) };
}

type Given = Parameters<typeof candidatesOf>;
/** Of all kinds the values are told, unless said otherwise. */
const marksIn = (shownMarks: Given[0], sight: Given[1], isTagged = new Uint8Array(30_000).fill(1)) =>
  candidatesOf(shownMarks, sight, isTagged).map(({ mark }) => mark);

test('alarms come before values, near before far; what is beside or behind the picture is not asked', () => {
  const places = [
    [300, 0, 0],
    [100, 0, 0],
    [200, 0, 0],
    [5000, 0, 0],
    [-50, 0, 0],
    [50, 200, 0],
  ];
  const states: SensorState[] = ['normal', 'stale', 'alarm2', 'alarm1', 'alarm1', 'normal'];
  expect(marksIn(shown(places, states), EAST)).toEqual([3, 2, 1, 0]);
});

test('values and the least alarms are read from near, graver alarms from anywhere; the silent have no value to tell', () => {
  const far = [0, 1, 2, 3].map((i) => [2001 + i, 0, 0]);
  expect(marksIn(shown(far, ['alarm3', 'alarm4', 'normal', 'alarm1']), EAST)).toEqual([3, 0]);
  const near = [0, 1].map((i) => [10 + i, 0, 0]);
  expect(marksIn(shown(near, ['silent', 'normal']), EAST)).toEqual([1]);
});

test('what is not open to a login is shown where nothing else is there to show, and has no tag', () => {
  const places = [
    [10, 0, 0],
    [110, 0, 0],
  ];
  expect(marksIn(shown(places, ['unlisted', 'normal']), EAST)).toEqual([1]);
  expect(GRAVITY.indexOf('unlisted')).toBe(GRAVITY.length - 1);
});

test('of most kinds a value is told to whoever points there; their alarms are told all the same', () => {
  const places = [0, 1, 2].map((i) => [10 + i, 0, 0]);
  expect(marksIn(shown(places, ['normal', 'normal', 'alarm2']), EAST, Uint8Array.of(0, 1, 0))).toEqual([2, 1]);
});

test('a group tells its alarm and no value', () => {
  const places = [
    [10, 0, 0],
    [11, 0, 0],
    [110, 0, 0],
    [111, 0, 0],
  ];
  expect(marksIn(shown(places, ['normal', 'alarm2'], 64), EAST)).toEqual([1]);
});

test('of 20,000 in any order the nearest are thought over, those that a plain sort would take', () => {
  const count = 20_000;
  const distance = (i: number) => 10 + ((i * 7919) % count) * 0.04;
  const all = shown(
    Array.from({ length: count }, (_, i) => [distance(i), 0, 0]),
    new Array<SensorState>(count).fill('normal'),
  );
  const sorted = Array.from({ length: count }, (_, i) => i).sort((a, b) => distance(a) - distance(b));
  expect(marksIn(all, EAST)).toEqual(sorted.slice(0, 4 * MAX_TAGS));
});
