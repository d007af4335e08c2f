import { expect, test } from 'vitest';
import { encodeColumn } from '../../../model/city/column.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { readExposure } from '../../../workers/flood/results/exposure.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city, files } = smallCity();
const read = async (path: string) => {
  const bytes = files.get(path);
  if (!bytes) throw new Error(path);
  return bytes;
};

test('houses of the city’s own columns: names of both languages where they are, a usual sill where none is told', async () => {
  const { buildings, roads, entrances } = await readExposure(city, { openings: [] }, null, read, () => 0);
  expect(buildings.map(({ id }) => id)).toContain('bld-ND4-00001');
  expect(buildings).toHaveLength(5);
  expect(buildings[0]).toMatchObject({
    name: { zh: '文峰塔', en: '文峰塔' },
    sillM: 0.15,
    dwellings: 0,
    residents: 0,
    vital: null,
  });
  // What has no name is called by its id.
  expect(buildings[1].name.zh).toBe('bld-ED1-00001');
  expect([roads, entrances]).toEqual([[], []]);
});

const ROADS = 'layers/roads/columns';
const roads: LayerInfo = {
  ...city.layers[0],
  ...{ id: 'roads', kind: 'area', gidBase: 10, count: 3 },
  sorted: 'layers/roads/sorted.bin',
  places: 'layers/roads/places.bin',
  attributes: ['width', 'level'].map((name) => ({
    ...{ name, type: name === 'width' ? 'number' : 'code', label: { zh: name, en: name } },
    file: `${ROADS}/${name}.bin`,
  })),
};
const withRoads = new Map([
  ...files,
  ['layers/roads/places.bin', new Uint8Array(Float32Array.of(0, 0, 0, 50, 9, 9, 0, 5, 7, 7, 0, 5).buffer)],
  [
    `${ROADS}/id.bin`,
    encodeColumn({ type: 'string', codes: Uint32Array.of(0, 1, 2), distinct: ['seg-A', 'seg-B', 'seg-C'] }),
  ],
  [`${ROADS}/width.bin`, encodeColumn({ type: 'float32', values: Float32Array.of(12, 8, 6) })],
  [
    `${ROADS}/level.bin`,
    encodeColumn({ type: 'string', codes: Uint32Array.of(0, 0, 1), distinct: ['ground', 'deck'] }),
  ],
]);

test('a road has the outline of its street, else its middle; one on a deck is above the water', async () => {
  const outer: [number, number][] = [
    [0, 0],
    [100, 0],
    [100, 12],
  ];
  const areas = [{ id: 'wk-A', level: 'ground', kind: 'street' as const, outer, holes: [] }];
  const found = await readExposure(
    { ...city, layers: [roads] },
    { openings: [] },
    { areas },
    async (path) => {
      const bytes = withRoads.get(path);
      if (!bytes) throw new Error(path);
      return bytes;
    },
    () => 0,
  );
  expect(found.roads).toEqual([
    { id: 'seg-A', name: { zh: 'seg-A', en: 'seg-A' }, ring: outer, at: [0, 0], reachM: 6 },
    { id: 'seg-B', name: { zh: 'seg-B', en: 'seg-B' }, ring: null, at: [9, 9], reachM: 4 },
  ]);
});

test('ways underground are the city’s openings', async () => {
  const opening = {
    id: 'st-1-A',
    label: { zh: 'A口', en: 'Entrance A' },
    at: [1, 2] as [number, number],
    sillM: 381.9,
  };
  const openings = [{ ...opening, widthM: 6, into: 'st-1', roomM3: null }];
  const { entrances } = await readExposure({ ...city, layers: [] }, { openings }, null, read, () => 0);
  expect(entrances).toEqual([{ id: 'st-1-A', name: opening.label, at: [1, 2], sillM: 381.9 }]);
});

test('garages are where the data tell of underground parking or its entrance, with the ramp’s crest over the ground', async () => {
  const lots: LayerInfo = {
    ...roads,
    id: 'car-parks',
    count: 3,
    attributes: [{ name: 'parking', type: 'code', label: { zh: '停车', en: 'Parking' }, file: `${ROADS}/parking.bin` }],
  };
  const parking = encodeColumn({
    type: 'string',
    codes: Uint32Array.of(0, 1, 0),
    distinct: ['surface', 'underground'],
  });
  const lotFiles = new Map([...withRoads, [`${ROADS}/parking.bin`, parking]]);
  const readLots = async (path: string) => lotFiles.get(path) ?? read(path);
  const { entrances } = await readExposure(
    { ...city, layers: [lots] },
    { openings: [] },
    null,
    readLots,
    ([east]) => east,
  );
  expect(entrances).toEqual([
    { id: 'seg-B', name: { zh: 'seg-B', en: 'seg-B' }, at: [9, 9], sillM: 9.15, isGarage: true },
  ]);
});

test('a house that begins above the street lets the water pass below it', async () => {
  const [layer] = city.layers;
  const base = { name: 'base', type: 'number' as const, label: { zh: '底高', en: 'Base' }, file: 'layers/base.bin' };
  const houses = { ...city, layers: [{ ...layer, attributes: [...layer.attributes, base] }] };
  const bases = encodeColumn({ type: 'float32', values: Float32Array.of(0, 8, 0, 0, 0) });
  const readBase = async (path: string) => (path === base.file ? bases : read(path));
  const { buildings } = await readExposure(houses, { openings: [] }, null, readBase, () => 0);
  expect(buildings.map(({ sillM }) => sillM)).toEqual([0.15, 8, 0.15, 0.15, 0.15]);
});
