import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCityJson } from '../../../readers/cityjson/cityjson.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { nodeFileSource } from '../../../tiles/read/node-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-cityjson-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A house of 10 × 10 × 6 m as a solid; vertices in millimetres from 2,684,000, 1,247,000, 400 (LV95). */
const CORNERS = [0, 10_000].flatMap((z) => [
  [0, 0, 0.6 * z],
  [10_000, 0, 0.6 * z],
  [10_000, 10_000, 0.6 * z],
  [0, 10_000, 0.6 * z],
]);
const SHELL = [[[3, 2, 1, 0]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7, 3]]];
const CITY = {
  type: 'CityJSON',
  version: '1.1',
  transform: { scale: [0.001, 0.001, 0.001], translate: [2684000, 1247000, 400] },
  metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/2056' },
  CityObjects: {
    house: {
      type: 'Building',
      attributes: { year: 1898, name: '宅', nothing: null },
      children: ['part'],
      geometry: [{ type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, 2, 3]]] }],
    },
    part: {
      type: 'BuildingPart',
      parents: ['house'],
      geometry: [
        { type: 'Solid', lod: '1.2', boundaries: [[SHELL[0]]] },
        {
          type: 'Solid',
          lod: 2,
          boundaries: [SHELL],
          semantics: {
            surfaces: [{ type: 'WallSurface' }, { type: 'RoofSurface' }, { type: 'GroundSurface' }],
            values: [[2, 1, 0, 0, 0, null]],
          },
        },
      ],
    },
    shed: { type: 'Building', geometry: [{ type: 'CompositeSurface', lod: 1, boundaries: SHELL.map((s) => s) }] },
    tree: { type: 'SolitaryVegetationObject', geometry: [] },
  },
  vertices: CORNERS,
};

async function read(json: unknown, name = 'test.city.json', text = JSON.stringify(json)) {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  const problems = new Problems();
  return { ...(await readCityJson(nodeFileSource(path), { objectTypes: ['Building'] }, problems)), problems };
}

test.each(['a.city.json', 'a.city.json.gz'])(
  'a building has the surfaces of its parts at the highest LoD: %s',
  async (name) => {
    const { raw, geometry, lowestM, highestM, problems } = await read(CITY, name);
    expect(raw.count).toBe(2);
    expect([...geometry.featureSurface]).toEqual([0, 6, 12]);
    expect(geometry.ringVertex[6]).toBe(24);
    expect([...lowestM, ...highestM]).toEqual([400, 400, 406, 406]);
    expect([...geometry.surfaceClass.subarray(0, 6)]).toEqual([1, 3, 2, 2, 2, 2]);
    expect(problems.list().map(({ code, count }) => [code, count])).toEqual([['object-type', 1]]);
    const year = raw.fields.find((field) => field.name === 'year');
    expect([...(year?.numbers(2, [], () => {}) ?? [])]).toEqual([1898, Number.NaN]);
  },
);

test('what only the parts say is kept: one value where they agree, else all of them', async () => {
  const { house, part, shed } = CITY.CityObjects;
  const parts = {
    house: { ...house, attributes: { year: 1898 }, children: ['part', 'annex'] },
    part: { ...part, attributes: { year: 1950, roofType: 'slanted', eavesM: 4.5 } },
    annex: { ...part, attributes: { roofType: 'flat', eavesM: 4.5 } },
    shed,
  };
  const { raw, problems } = await read({ ...CITY, CityObjects: parts });
  const words = (name: string) => raw.fields.find((field) => field.name === name)?.words(2);
  expect(['year', 'roofType', 'eavesM'].map((name) => words(name)?.text(0))).toEqual(['1898', 'slanted; flat', '4.5']);
  expect(words('roofType')?.text(1)).toBe('');
  expect(problems.list().map(({ code, count }) => [code, count])).toEqual([['part-values', 1]]);
});

test('objects of other types are counted, each type by itself', async () => {
  const others = {
    road: { type: 'Road', geometry: [] },
    track: { type: 'Road', geometry: [] },
    pond: { type: 'WaterBody', geometry: [] },
  };
  const { problems } = await read({ ...CITY, CityObjects: { ...CITY.CityObjects, ...others } });
  expect(problems.list()).toEqual([
    {
      code: 'object-type',
      count: 4,
      example:
        'test.city.json: expected Building for this layer, got 2 Road, 1 SolitaryVegetationObject, 1 WaterBody too; layers of their kinds take them',
    },
  ]);
});

test('surfaces without semantics are classed by where they face', async () => {
  const { geometry } = await read(CITY);
  expect([...geometry.surfaceClass.subarray(6)]).toEqual([1, 3, 2, 2, 2, 2]);
});

test('coordinates land where the system says: 10 m of house near Zürich', async () => {
  const { geometry } = await read(CITY);
  const { lonLatDeg: p } = geometry;
  expect(p[0]).toBeCloseTo(8.55, 1);
  expect(p[1]).toBeCloseTo(47.37, 1);
  const [west, east] = [Math.min(p[0], p[2], p[4]), Math.max(p[0], p[2], p[4])];
  expect((east - west) * 111_320 * Math.cos((47.37 * Math.PI) / 180)).toBeCloseTo(10, 0);
});

test('a sequence, a line a feature, is the same city', async () => {
  const { CityObjects, vertices, ...head } = CITY;
  const { house, part, shed } = CityObjects;
  const lines = [
    { ...head, CityObjects: {}, vertices: [] },
    { type: 'CityJSONFeature', id: 'house', CityObjects: { house, part }, vertices },
    { type: 'CityJSONFeature', id: 'shed', CityObjects: { shed }, vertices },
  ];
  const sequence = await read(null, 'a.city.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const whole = await read(CITY);
  expect([...sequence.geometry.lonLatDeg]).toEqual([...whole.geometry.lonLatDeg]);
  expect([...sequence.geometry.surfaceClass]).toEqual([...whole.geometry.surfaceClass]);
});

test('a surface of fewer than three distinct vertices is dropped and counted', async () => {
  const flat = structuredClone(CITY);
  flat.CityObjects.shed.geometry[0].boundaries[2] = [[0, 0, 1, 1]];
  const { geometry, problems } = await read(flat);
  expect([...geometry.featureSurface]).toEqual([0, 6, 11]);
  expect(problems.list()[0]).toMatchObject({ code: 'surface-degenerate', count: 1 });
});
