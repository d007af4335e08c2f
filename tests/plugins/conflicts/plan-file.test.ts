import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePlanFeatures } from '../../../model/plans/plan.ts';
import { sha256 } from '../../../model/sha256.ts';
import { guessColumns, guessKind } from '../../../src/plugins/conflicts/tasks/plan-columns.ts';
import { PlanFile } from '../../../src/plugins/conflicts/tasks/plan-file.ts';
import type { PlanStatement } from '../../../src/plugins/conflicts/tasks/plan-file-types.ts';
import { geoPackage, shapefileZip } from '../../readers/small-files.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 0 };
const NOTHING = { isRepairing: false, isCutting: false, isFilling: false };

const square = (x: number, y = 0): number[][] =>
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ].map(([i, j]) => [108.75 + 1e-3 * (x + i), 34.3 + 1e-3 * (y + j)]);

const collection = (rows: readonly { ring?: number[][]; properties: object }[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: rows.map(({ ring, properties }, i) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: [ring ?? square(i)] },
    })),
  });

const parts = (name: string, data: string | Uint8Array) => [{ name, blob: new Blob([data as BlobPart]) }];

async function opened(name: string, data: string | Uint8Array, crs?: string) {
  const file = new PlanFile();
  const look = await file.look(parts(name, data), { origin, ...(crs === undefined ? {} : { crs }) });
  const stated: PlanStatement = {
    name,
    authority: '',
    version: '1',
    status: 'draft',
    kind: look.kind,
    codes: look.codes,
    columns: look.guess,
  };
  return { file, look, stated };
}

test('columns are guessed by the names that planners give them, numbers among columns of numbers alone', () => {
  const column = (name: string, isNumeric = true) => ({ name, isNumeric });
  expect(
    guessColumns([
      column('DKBH', false),
      column('YDXZ', false),
      column('RJL'),
      column('JZMD'),
      column('LDL'),
      column('限高', false),
      column('建筑限高'),
    ]),
  ).toEqual({
    id: 'DKBH',
    code: 'YDXZ',
    farMax: 'RJL',
    densityMaxPct: 'JZMD',
    greenMinPct: 'LDL',
    heightMaxM: '建筑限高',
  });
  expect(guessColumns([column('function', false), column('floorAreaRate'), column('buildingCoverageRate')])).toEqual({
    code: 'function',
    farMax: 'floorAreaRate',
    densityMaxPct: 'buildingCoverageRate',
  });
  expect(['永久基本农田.shp', '控规.gpkg', '生态保护红线.geojson'].map(guessKind)).toEqual([
    'farmland',
    'parcel',
    'ecology',
  ]);
});

test('a plan of a file: its codes, limits in their units, what is missing counted, and the hash of its own bytes', async () => {
  const rows = [
    { properties: { 地块编号: 'A', 用地代码: 'R2', 容积率: 2, 建筑密度: 0.35, 限高: 0 } },
    { properties: { 地块编号: 'A', 用地代码: '', 容积率: '不限', 建筑密度: 0.3, 限高: 54 } },
    { properties: { 地块编号: 'C', 用地代码: 'ZZ', 容积率: 1, 建筑密度: 0.3, 限高: 24 } },
    { properties: { 地块编号: 'D', 用地代码: 'R1', 容积率: 1, 建筑密度: 0.3, 限高: 24 }, ring: square(3).slice(0, 2) },
  ];
  const { file, look, stated } = await opened('控规.geojson', collection(rows));
  expect(look).toMatchObject({ read: 4, count: 3, crs: 'EPSG:4326', crsOrigin: 'usual', codes: 'gb50137-2011' });
  expect(look.problems.map(({ count }) => count)).toEqual([1]);
  expect(file.codes('用地代码')).toMatchObject({ filled: 3, known: { 'gb50137-2011': 2, 'mnr-2023': 0 } });
  const { plan, notes } = await file.make(stated, NOTHING);
  expect(notes).toEqual({ noCode: 1, unknownCode: 1, repeatedIds: 1, badNumbers: 1, scaled: 3 });
  expect(plan.info).toMatchObject({ count: 3, codes: 'gb50137-2011', hash: sha256([plan.bytes]) });
  const { features } = parsePlanFeatures(JSON.parse(new TextDecoder().decode(plan.bytes)), 'plan');
  expect(features.map(({ id, properties }) => ({ id, ...properties }))).toEqual([
    { id: 'A', kind: 'parcel', code: 'R2', farMax: 2, densityMaxPct: 35 },
    { id: 'A#2', kind: 'parcel', densityMaxPct: 30, heightMaxM: 54 },
    { id: 'C', kind: 'parcel', code: 'ZZ', farMax: 1, densityMaxPct: 30, heightMaxM: 24 },
  ]);
});

test('columns of XPlanung, CNIG and PLATEAU state their system; no Chinese one is proposed for other codes abroad', async () => {
  const rowsOf = (property: string, values: readonly string[], more: object = {}) =>
    collection(values.map((value) => ({ properties: { [property]: value, ...more } })));
  const system = async (property: string, values: readonly string[], more?: object) =>
    (await opened('plan.geojson', rowsOf(property, values, more))).look.codes;
  expect(await system('besondereArtDerBaulNutzung', ['1700', '1200', '1100'])).toBe('xplanung-specific');
  expect(await system('allgArtDerBaulNutzung', ['1000', '3000'])).toBe('xplanung-general');
  expect(await system('TYPEZONE', ['U', 'AUc', 'A', 'N'])).toBe('cnig-zone');
  expect(await system('DESTDOMI', ['01', '02'])).toBe('cnig-use');
  expect(await system('function', ['1', '10', '11'])).toBe('unlisted');
  expect(await system('function', ['1', '10', '11'], { notificationNumber: '第589号' })).toBe('plateau-zone');
  expect(await system('class', ['211'], { 'landUseDetailAttribute.city': '22203' })).toBe('plateau-land-use');
  expect(await system('note', ['x'])).toBe('unlisted');
  expect(await system('code', ['0701', '1401', 'ZZ'])).toBe('mnr-2023');
  // Codes of two digits are as good as none: one system of China is not taken for another country's.
  expect(await system('code', ['1', '2', '10'])).toBe('unlisted');
  const { file } = await opened('plan.geojson', collection([{ properties: { TYPEZONE: 'A', YDDM: 'R2' } }]));
  expect([file.codes('TYPEZONE').likely, file.codes('YDDM').likely]).toEqual(['cnig-zone', 'gb50137-2011']);
});

test('a French plan: farmland is known, what is built or natural stays open and is named', async () => {
  const zones = ['U', 'U', 'AUc', 'A', 'N'].map((TYPEZONE) => ({ properties: { TYPEZONE } }));
  const { file, look, stated } = await opened('zone_urba.geojson', collection(zones));
  expect(look.guess.code).toBe('TYPEZONE');
  const { filled, known, open } = file.codes('TYPEZONE');
  expect([filled, known['cnig-zone'], open['cnig-zone']]).toEqual([5, 1, ['AUc', 'N', 'U']]);
  expect((await file.make(stated, NOTHING)).notes).toMatchObject({ noCode: 0, unknownCode: 4 });
});

test('a tenth of the rings is invalid: named, kept, and the rest is usable; repaired by consent with a list of it', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => {
    const ring = square(2 * i);
    if (i % 10 === 4) [ring[1], ring[2]] = [ring[2], ring[1]];
    return { ring, properties: { id: `P${i}` } };
  });
  const { file, stated } = await opened('控规.geojson', collection(rows));
  expect((await file.topology(() => undefined)).invalid).toEqual([4, 14]);
  expect((await file.make(stated, NOTHING)).plan.info.count).toBe(20);
  const { changes, plan } = await file.make(stated, { ...NOTHING, isRepairing: true });
  expect(changes.map(({ id, what }) => `${id} ${what}`)).toEqual(['P4 made-valid', 'P14 made-valid']);
  expect(plan.info.count).toBe(20);
});

test('a wrong system is named: metres taken for degrees, degrees for metres, and a zone that is another', async () => {
  const metres = collection([
    {
      ring: [
        [500000, 3800000],
        [500100, 3800000],
        [500100, 3800100],
        [500000, 3800000],
      ],
      properties: {},
    },
  ]);
  await expect(opened('a.geojson', metres)).rejects.toThrow(/expected degrees, got 500000, 3800000/);
  await expect(opened('a.geojson', collection([{ properties: {} }]), 'EPSG:4545')).rejects.toThrow(/look like degrees/);
  expect((await opened('a.geojson', metres, 'EPSG:4545')).look.crsOrigin).toBe('given');
  const elsewhere = await opened('a.geojson', metres, 'EPSG:31467');
  expect(elsewhere.look.awayM).toBeGreaterThan(5e6);
});

test('other formats come by their readers, a file without areas is refused', async () => {
  const shapefile = await shapefileZip();
  expect((await opened(shapefile.name, shapefile.bytes)).look.format).toMatch(/Shapefile/i);
  const points = await geoPackage();
  await expect(opened(points.name, points.bytes)).rejects.toThrow(/expected areas/);
  await expect(opened('a.bin', new Uint8Array([1, 2, 3]))).rejects.toThrow(/format that is read here/);
});

const TAKEO = join(DATA, 'plans/plateau/takeo-shi-493060_urf_6668_op.gml.gz');

test.skipIf(!existsSync(TAKEO))(`a real plan in CityGML (skipped without ${TAKEO})`, async () => {
  const { file, look, stated } = await opened('takeo_urf.gml.gz', readFileSync(TAKEO));
  expect(look).toMatchObject({ count: 139, crs: 'EPSG:6697', crsOrigin: 'file' });
  expect(look.guess).toMatchObject({
    code: 'function',
    farMax: 'floorAreaRate',
    densityMaxPct: 'buildingCoverageRate',
  });
  const { plan, notes } = await file.make(stated, NOTHING);
  // 40 use districts have a use; 99 are facilities and zones that are laid over one.
  expect(look.codes).toBe('plateau-zone');
  expect(notes).toMatchObject({ scaled: 40, unknownCode: 99 });
  const { features } = parsePlanFeatures(JSON.parse(new TextDecoder().decode(plan.bytes)), 'plan');
  const densities = new Set(features.map(({ properties }) => properties.densityMaxPct));
  expect([...densities].filter((one) => one !== undefined).sort()).toEqual([50, 60, 80]);
});

const SURVEY = join(DATA, 'plans/plateau/numazu-shi-523836_luse_6668_op.gml.gz');

test.skipIf(!existsSync(SURVEY))(`a surveyed land use of Japan (skipped without ${SURVEY})`, async () => {
  const { file, look } = await opened('numazu_luse.gml.gz', readFileSync(SURVEY));
  expect([look.codes, look.guess.code]).toEqual(['plateau-land-use', 'class']);
  // Counted in the file: 52 of 202, 44 of 203, 28 of 215, 17 of 204, 4 of 214, 2 of 217; 57 of 219 and 21 of 205 stay open.
  const { filled, known, open } = file.codes('class');
  expect([filled, known['plateau-land-use'], open['plateau-land-use']]).toEqual([225, 147, ['205', '219']]);
});
