import { expect, test } from 'vitest';
import { changedRoles } from '../../src/twin/layer-roles.ts';
import { lentLayers } from '../../src/twin/lent-layers.ts';
import { createTwin } from '../../src/twin/twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const residents = (name: string) => ({ columns: { residents: name }, guessed: [] });

/** The small city, whose plan was baked as the population. */
function town() {
  const { city } = smallCity();
  const layers = city.layers.map((layer) =>
    layer.id === 'plan-kg' ? { ...layer, roles: { population: residents('people') } } : layer,
  );
  return createTwin({ ...city, layers }, 0);
}

test('one layer alone is the population: giving it to another takes it from the first, facilities stay', () => {
  const twin = town();
  const { giveRole } = twin.getState();
  giveRole('plan-kg', 'facilities', { columns: {}, guessed: [] });
  giveRole('building', 'population', residents('storeys'));
  expect(twin.getState().layerRoles).toEqual({
    'plan-kg': { facilities: { columns: {}, guessed: [] } },
    building: { population: residents('storeys') },
  });
  giveRole('building', 'population', null);
  expect(twin.getState().layerRoles.building).toEqual({});
});

test('what is kept are the roles that differ from the baked ones, and taking them in gives the same again', () => {
  const twin = town();
  expect(changedRoles(twin.city, twin.getState().layerRoles)).toEqual({});
  twin.getState().giveRole('plan-kg', 'population', null);
  const kept = changedRoles(twin.city, twin.getState().layerRoles);
  expect(kept).toEqual({ 'plan-kg': {} });
  const again = town();
  again.getState().takeRoles(kept);
  expect(again.getState().layerRoles['plan-kg']).toEqual({});
});

test('engines are lent what they cannot know: changed roles of the city’s layers, and layers that a person brought with their files', async () => {
  const twin = town();
  expect(await lentLayers(twin, null)).toEqual([]);
  twin.getState().giveRole('building', 'facilities', { columns: { kind: 'class' }, guessed: [] });
  const [own, ...others] = await lentLayers(twin, null);
  expect(others).toEqual([]);
  expect([own.layer.id, own.layer.roles, own.files.size]).toEqual([
    'building',
    { facilities: { columns: { kind: 'class' }, guessed: [] } },
    0,
  ]);
  const grid = { ...twin.city.layers[2], id: 'grid', places: 'layers/grid/places.bin' };
  twin.takeLayer({ ...grid, places: 'blob:an-address-of-the-page' });
  twin.getState().giveRole('grid', 'population', residents('people'));
  const holder = {
    adopt: async () => {},
    drop: async () => {},
    held: async (id: string) =>
      id === 'grid' ? { layer: grid, files: new Map([[grid.places, new Uint8Array(4)]]) } : null,
  };
  const lent = await lentLayers(twin, holder);
  expect(lent.map(({ layer }) => [layer.id, layer.places, Object.keys(layer.roles ?? {})])).toEqual([
    ['building', 'layers/building/places.bin', ['facilities']],
    // It was baked as the population, and is so no more.
    ['plan-kg', 'layers/plan-kg/places.bin', []],
    ['grid', 'layers/grid/places.bin', ['population']],
  ]);
});
