import * as v from 'valibot';
import { expect, test } from 'vitest';
import { DistrictsRequest } from '../../../model/questions/districts.ts';
import { formOf, requestOf } from '../../../src/plugins/districting/controller.ts';
import { districtsLink } from '../../../src/plugins/districting/link-part.ts';
import { districtStops, headline, limitTexts, proofText } from '../../../src/plugins/districting/outcome.ts';
import { freshDistrictsForm } from '../../../src/plugins/districting/slice.ts';
import type { DistrictsResult } from '../../../workers/districting/engine-types.ts';
import { testApp } from '../../kit/test-app.ts';

const { twin } = testApp();
const fresh = freshDistrictsForm();
const schools = { layer: 'buildings', attribute: 'use', value: 'school' };

test('what is not chosen yet cannot be asked', () => {
  expect(requestOf(fresh)).toBeNull();
  expect(requestOf({ ...fresh, fromBy: 'areas' })).toBeNull();
  expect(requestOf({ ...fresh, fromBy: 'count', loadBy: 'things' })).toBeNull();
  expect(requestOf({ ...fresh, fromBy: 'count' })).toEqual(
    v.parse(DistrictsRequest, { from: { by: 'count', count: 6 } }),
  );
});

test('only places are shared out by capacity', () => {
  const typed = { ...fresh, balance: 'capacity' as const, places: schools };
  expect(requestOf(typed)?.balance).toBe('capacity');
  expect(requestOf({ ...typed, fromBy: 'count' })?.balance).toBe('equal');
});

test('a link brings the whole question back; one that asks more, or other text, is refused', () => {
  const form = { ...fresh, places: schools, tolerancePct: 10, changeMin: 4 };
  const [[key, value]] = districtsLink.write({ ...twin.getState(), districtsForm: form }, twin.city);
  expect(districtsLink.read(key, value, twin.city)).toEqual({ linked: { districting: form } });
  expect(formOf(v.parse(DistrictsRequest, requestOf(form)))).toEqual(form);
  expect(districtsLink.write({ ...twin.getState(), districtsForm: fresh }, twin.city)).toEqual([]);
  const within = [[0, 0], [900, 0], [0, 900]]; // biome-ignore format: a triangle
  const wider = v.parse(DistrictsRequest, { from: { by: 'count', count: 3 }, within });
  expect(districtsLink.read(key, encodeURIComponent(JSON.stringify(wider)), twin.city)).toHaveProperty('expected');
  expect(districtsLink.read(key, 'somewhere', twin.city)).toHaveProperty('expected');
});

/** Words with their values, so that a test sees what is said. */
const say = ((key: string, values: Record<string, unknown> = {}) =>
  [key, ...Object.values(values)].join(' ')) as unknown as Parameters<typeof headline>[0];

const result = {
  request: { load: { by: 'residents' }, from: { by: 'places' }, tolerancePct: 5 },
  districts: [{ colour: 0 }, { colour: 2 }, { colour: 1 }],
  before: { worstOffPct: 81.6, meanMin: 11.2, meanM: null },
  after: { worstOffPct: 7.04, meanMin: 12.7, meanM: null },
  isBalanced: false,
  moved: 1200,
  loose: 0,
  offLoad: 30,
  leftOut: 2,
  largestSquare: 1977,
  proof: { value: 105, bound: 100, gapPct: 4.76 },
} as unknown as DistrictsResult;

test('what could not be balanced is said beside who changes, what is off the ground and who is left out', () => {
  expect(headline(say, result)).toBe('districts.unbalanced 3 5 7.0 81.6districts.wasOff 3 5 7.0 81.6');
  expect(limitTexts(say, result).map((text) => text.split(' ')[0])).toEqual([
    'districts.moved',
    'districts.farBoth',
    'districts.largest',
    'districts.offGround',
    'districts.leftOut-places',
  ]);
  expect(headline(say, { ...result, before: null, isBalanced: true })).toMatch(/^districts\.balanced/);
});

test('a proof says no more than is proven', () => {
  expect(proofText(say, result)).toBe('districts.gap 4.8');
  expect(proofText(say, { proof: null })).toBe('districts.noProof');
});

test('each number of a colour has its own', () => {
  expect(districtStops(result)).toEqual([
    { from: -0.5, token: 'cat-1' },
    { from: 0.5, token: 'cat-2' },
    { from: 1.5, token: 'cat-3' },
  ]);
});
