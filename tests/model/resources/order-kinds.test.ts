import { expect, test } from 'vitest';
import { canCarryOut, orderKindOf } from '../../../model/resources/order-kinds.ts';

test('stores hand out goods, shelters and schools take people in, hospitals treat, all others act', () => {
  const kinds = ['store', 'shelter', 'school', 'hospital', 'team', 'fire_station', null, 'toString'];
  expect(kinds.map(orderKindOf)).toEqual(['supply', 'shelter', 'shelter', 'care', 'act', 'act', 'act', 'act']);
});

test('an order to close a road goes to no warehouse, and one that asks a capability only to who has it', () => {
  const store = { kind: orderKindOf('store'), able: null };
  const police = { kind: orderKindOf('team'), able: ['traffic', 'towing'] as const };
  const unknown = { kind: orderKindOf('team'), able: null };
  const closing = { kind: 'act', capability: 'traffic' } as const;
  expect([store, police, unknown].map((one) => canCarryOut(one, closing))).toEqual([false, true, true]);
  expect(canCarryOut(police, { kind: 'act', capability: 'pumping' })).toBe(false);
  expect(canCarryOut(store, { kind: 'supply', capability: null })).toBe(true);
});
