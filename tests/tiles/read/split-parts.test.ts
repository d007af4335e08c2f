import { expect, test } from 'vitest';
import { Problems } from '../../../readers/shared/problems.ts';
import { splitFarParts } from '../../../tiles/read/split-parts.ts';
import type { ValidFeatures } from '../../../tiles/read/validate-features.ts';
import { buildingLayer, type PartSpec, rectangle } from '../shape/footprints.ts';

const house = (eastM: number, northM: number, topM = 6): PartSpec => ({
  rings: [rectangle(eastM, northM, eastM + 10, northM + 8)],
  topM,
});

function split(buildings: PartSpec[][], ids = buildings.map((_, i) => `b${i}`)) {
  const { geometry } = buildingLayer(buildings).features;
  if (geometry.kind !== 'polygon') throw new Error('expected polygons');
  const bytes = new TextEncoder().encode(ids.join(''));
  const offsets = Uint32Array.from([0, ...ids.map((_, i) => ids.slice(0, i + 1).join('').length)]);
  const rows = Uint32Array.from(buildings, (_, i) => i);
  const valid: ValidFeatures = { rows, ids: { offsets, bytes }, filtered: 0 };
  const problems = new Problems();
  const out = splitFarParts(valid, geometry, (row) => `a.geojson#${ids[row]}`, problems);
  const { offsets: at, bytes: text } = out.valid.ids;
  const names = [...out.valid.rows].map((_, i) => new TextDecoder().decode(text.slice(at[i], at[i + 1])));
  return { ...out, names, problems: problems.list() };
}

test('a feature of one part, and wings within 200 m, stay one object', () => {
  const { names, problems, geometry } = split([[house(0, 0)], [house(0, 100), house(40, 100), house(120, 100)]]);
  expect(names).toEqual(['b0', 'b1']);
  expect([...geometry.featurePart]).toEqual([0, 1, 4]);
  expect(problems).toEqual([]);
});

test('parts ten metres apart are one object however far they reach; more than 200 m of gap part them', () => {
  const long = (eastM: number): PartSpec => ({ rings: [rectangle(eastM, 0, eastM + 98, 8)], topM: 6 });
  expect(split([[long(0), long(108)]]).names).toEqual(['b0']);
  expect(split([[long(0), long(299)]]).names).toEqual(['b0/1', 'b0/2']);
  // Half a kilometre of houses in a row: the first and the last lie too far from each other.
  expect(split([[house(0, 0), house(120, 0), house(240, 0), house(360, 0)]]).names).toHaveLength(4);
});

test('far-apart parts become objects of their own; those that touch stay together', () => {
  const { names, valid, geometry, problems } = split([
    [house(0, 0, 3)],
    [house(0, 100, 4), house(3000, 0, 4), house(10.2, 100, 4), house(5000, 0, 4)],
    [house(0, 300, 5)],
  ]);
  expect(names).toEqual(['b0', 'b1/1', 'b1/2', 'b1/3', 'b2']);
  expect([...valid.rows]).toEqual([0, 1, 1, 1, 2]);
  expect([...geometry.featurePart]).toEqual([0, 1, 3, 4, 5, 6]);
  expect([...(geometry.partTopM ?? [])]).toEqual([3, 4, 4, 4, 4, 5]);
  expect(problems.map(({ code, count }) => [code, count])).toEqual([['parts-apart', 1]]);
  expect(problems[0].example).toMatch(
    /^a\.geojson#b1: expected one building, got 4 parts more than 200 m from each other.*3 in all/,
  );
});

test('rings and holes move with their parts', () => {
  const court: PartSpec = { rings: [rectangle(0, 0, 20, 20), rectangle(5, 5, 15, 15).reverse()], topM: 9 };
  const { geometry } = split([[house(900, 0), court, house(910.1, 0)]]);
  expect([...geometry.featurePart]).toEqual([0, 2, 3]);
  expect([...geometry.partRing]).toEqual([0, 1, 2, 4]);
  expect([...geometry.ringVertex]).toEqual([0, 4, 8, 12, 16]);
  expect([...(geometry.partTopM ?? [])]).toEqual([6, 6, 9]);
});

test('ids that the file has already are left alone', () => {
  const { names } = split([[house(0, 0), house(400, 0)], [house(0, 50)]], ['x', 'x/2']);
  expect(names).toEqual(['x//1', 'x//2', 'x/2']);
});
