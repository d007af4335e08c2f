import * as v from 'valibot';
import { expect, test } from 'vitest';
import { OutdoorHeatRequest } from '../../../model/questions/outdoor-heat.ts';
import { heatColours, rangeText } from '../../../src/plugins/heat-map/colours.ts';
import { requestOf } from '../../../src/plugins/heat-map/controller.ts';
import { shownHour } from '../../../src/plugins/heat-map/shown.ts';
import { freshHeatForm } from '../../../src/plugins/heat-map/slice.ts';

const ringM: [number, number][] = [
  [0, 0],
  [100, 0],
  [0, 100],
];

test('without an area nothing can be asked', () => {
  expect(requestOf(freshHeatForm())).toBeNull();
});

test('a form of usual values asks what a case with the area alone asks', () => {
  expect(requestOf({ ...freshHeatForm(), ringM })).toEqual(v.parse(OutdoorHeatRequest, { ringM }));
});

test('another surface and trees are asked as they are drawn and typed', () => {
  const asked = requestOf({ ...freshHeatForm(), ringM, coverM: ringM, surface: 'grass', plants: true, trees: 5 });
  expect(asked?.surfaces).toEqual([{ ringM, surface: 'grass' }]);
  expect(asked?.planting).toEqual({ trees: 5, crownM: 6, treeM: 8, spacingM: 6, weight: 'residents' });
});

test('classes of the index are those of its authors', () => {
  expect(heatColours('utci').map(rangeText)).toEqual(['< 9', '9–26', '26–32', '32–38', '38–46', '≥ 46']);
});

test('the worst hour is shown until another is chosen', () => {
  const hours = [13, 14, 15].map((hour) => ({ hour }) as never);
  expect(shownHour({ hours, worstHour: 14 }, null)).toBe(1);
  expect(shownHour({ hours, worstHour: 14 }, 15)).toBe(2);
});
