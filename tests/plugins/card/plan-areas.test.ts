import { expect, test } from 'vitest';
import type { Description } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { otherAreas, overLimitM } from '../../../src/plugins/card/plan-areas.ts';
import { smallCity } from '../../model/city/small-city.ts';

const [buildings, , regulatory] = smallCity().city.layers;
const limitInM = {
  name: 'limit',
  type: 'number',
  unit: 'm',
  label: { zh: '限高', en: 'Height limit' },
  file: '',
} as const;
const heritage: LayerInfo = { ...regulatory, id: 'plan-heritage', attributes: [limitInM] };
/** A column of that name which is no height: a floor area ratio. */
const ratios: LayerInfo = { ...regulatory, id: 'plan-ratio', attributes: [{ ...limitInM, unit: '1' }] };
const PLANS = [regulatory, heritage, ratios];

const at = (layerId: string, gid: number, values: Record<string, string | number | null>): Description => ({
  ...{ gid, layerId, id: `${layerId}-${gid}` },
  values: Object.entries(values).map(([name, value]) => ({ name, value })),
  place: { eastM: 0, northM: 0, upM: 0, radiusM: 10 },
});
const tower = at('building', 2, { height: 180 });
const overM = (areas: readonly Description[], description = tower, layer = buildings) =>
  overLimitM(description, layer, areas, PLANS);

test('a tower is over the strictest limit of the areas at its middle, and by how much is said', () => {
  const areas = [at('plan-heritage', 20, { limit: 150 }), at('plan-heritage', 21, { limit: 108 })];
  expect(overM(areas)).toBe(72);
  expect(overM(areas.slice(0, 1))).toBe(30);
});

test('nothing is over a limit that it keeps, that is none, or that is no height', () => {
  expect(overM([at('plan-heritage', 20, { limit: 180 })])).toBeNull();
  expect(overM([at('plan-heritage', 20, { limit: 0 }), at('plan-heritage', 21, { limit: null })])).toBeNull();
  expect(overM([at('plan-ratio', 22, { limit: 2.5 })])).toBeNull();
  expect(overM([])).toBeNull();
  expect(overM([at('plan-heritage', 20, { limit: 1 })], at('plan-kg', 8, { height: 180 }), regulatory)).toBeNull();
});

test('a parcel of a plan does not deny its own plan: it alone says nothing, with others at its middle these are told', () => {
  const parcel = at('plan-kg', 8, {});
  const other = at('plan-heritage', 20, {});
  expect(otherAreas(parcel, regulatory, [parcel])).toBeNull();
  expect(otherAreas(parcel, regulatory, [parcel, other])).toEqual([other]);
});

test('of a building on ground without a plan that is said', () => {
  expect(otherAreas(tower, buildings, [])).toEqual([]);
});
