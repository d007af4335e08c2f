import { expect, test } from 'vitest';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { drapeOrders } from '../../src/view/draped.ts';
import { pullRatioOf } from '../../src/view/globe/layers/draping.ts';
import { smallCity } from '../model/city/small-city.ts';

const [base] = smallCity().city.layers;
const layer = (part: Partial<LayerInfo>): LayerInfo => ({ ...base, ...part });

test('a way over a field is pulled more than the field, though the field is listed after it; what has no lift keeps its place in the list', () => {
  const orders = drapeOrders([
    layer({ id: 'houses', kind: 'building' }),
    layer({ id: 'ways', kind: 'area', liftM: 0.14 }),
    layer({ id: 'lakes', kind: 'water' }),
    layer({ id: 'fields', kind: 'area', liftM: 0.04 }),
    layer({ id: 'parks', kind: 'area' }),
  ]);
  expect([...orders.keys()]).toEqual(['lakes', 'parks', 'fields', 'ways']);
  const pullOf = (id: string) => pullRatioOf(orders.get(id) ?? Number.NaN);
  expect(pullOf('ways')).toBeGreaterThan(pullOf('fields'));
});
