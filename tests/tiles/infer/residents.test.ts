import { expect, test } from 'vitest';
import { withResidents } from '../../../tiles/infer/residents.ts';
import type { InputColumn, LayerInput } from '../../../tiles/model.ts';
import { buildingLayer, ORIGIN, rectangle } from '../shape/footprints.ts';

type Parts = Parameters<typeof buildingLayer>[0][number];

/** Residents of one building of flats, 100 m high, by its parts: 33 storeys, 40 m² of floor a person. */
function residentsOf(parts: Parts): number {
  const layer = buildingLayer([parts]);
  const use = new TextEncoder().encode('apartments');
  const columns: InputColumn[] = [
    { name: 'height', type: 'float32', values: Float32Array.of(100) },
    { name: 'use', type: 'string', values: { bytes: use, offsets: Uint32Array.of(0, use.length) } },
  ];
  const housed: LayerInput = { ...layer, features: { ...layer.features, columns } };
  return withResidents([housed], { ...ORIGIN }).residents;
}

test('a block of 60 × 60 m holds 3,600 m² on each of 33 storeys', () => {
  expect(residentsOf([{ rings: [rectangle(0, 0, 60, 60)], topM: 100 }])).toBeCloseTo((3600 * 33) / 40, -1);
});

test('a tower on a podium holds what its parts do, not a block of the whole height', () => {
  const podium = { rings: [rectangle(0, 0, 60, 60)], topM: 10 };
  const tower = { rings: [rectangle(20, 20, 35, 35)], baseM: 10, topM: 100 };
  // 3,600 m² over a tenth of the height and 225 m² over the rest: 562.5 m² a storey.
  expect(residentsOf([podium, tower])).toBeCloseTo((562.5 * 33) / 40, 0);
});

test('flats over a passage do not count the passage', () => {
  expect(residentsOf([{ rings: [rectangle(0, 0, 60, 60)], baseM: 50, topM: 100 }])).toBeCloseTo((1800 * 33) / 40, -1);
});
