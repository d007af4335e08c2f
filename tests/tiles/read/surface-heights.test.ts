import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../../readers/shared/utf8.ts';
import type { CityInput, LayerInput } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';

const LABEL = { zh: '测试', en: 'test' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-surface-heights-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(
  name: string,
  text: string | Uint8Array,
  layer: object = {},
  city: object = {},
): Promise<CityInput> {
  writeFileSync(join(folder, name), text);
  const one = {
    id: 'layer',
    kind: 'building',
    label: LABEL,
    file: name,
    source: { name: LABEL, licence: 'none' },
    allColumns: true,
  };
  const recipe = { id: 'city', name: LABEL, zone: 'UTC', layers: [{ ...one, mostLeftOutRatio: 1, ...layer }], ...city };
  return await readCity(parseRecipe(recipe, 'recipe.json', folder));
}

const codesOf = ({ problems }: LayerInput) => problems.map(({ code, count }) => [code, count]);
const numbersOf = ({ features }: LayerInput, name: string): number[] => {
  const column = features.columns.find((one) => one.name === name);
  if (!column || column.type === 'string') throw new Error(`expected numbers in ${name}`);
  return [...column.values].map((value) => Number(value.toFixed(3)));
};
const idsOf = ({ features: { ids, count } }: LayerInput): string[] =>
  Array.from({ length: count }, (_, i) => textOf(ids.bytes, ids.offsets[i], ids.offsets[i + 1]));

const NAMES =
  'xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml"';
const square = (x: number, y: number, z: number, size = 10): string =>
  [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
    [0, 0],
  ]
    .map(([e, n]) => `${x + e} ${y + n} ${z}`)
    .join(' ');
const outline = (property: string, x: number, z: number): string =>
  `<bldg:${property}><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${square(x, 5_820_000, z)}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></bldg:${property}>`;
const building = (id: string, body: string): string =>
  `<cityObjectMember><bldg:Building gml:id="${id}">${body}</bldg:Building></cityObjectMember>`;
const gml = (members: string, srsName = 'EPSG:25833'): string =>
  `<CityModel ${NAMES}><gml:boundedBy><gml:Envelope srsName="${srsName}" srsDimension="3"/></gml:boundedBy>${members}</CityModel>`;
const measured = (value: string, uom: string): string =>
  `<bldg:measuredHeight uom="${uom}">${value}</bldg:measuredHeight>`;

const FIVE = gml(
  [
    ['u1', '65.6168', 'ft'],
    ['u2', '20', 'm'],
    ['u3', '2000', 'cm'],
    ['u4', '20', 'urn:adv:uom:m'],
    ['u5', '-9999', 'm'],
  ]
    .map(([id, value, uom], i) => building(id, measured(value, uom) + outline('lod0FootPrint', 390_000 + 30 * i, 30)))
    .join(''),
);

describe('footprints of CityGML with stated heights', () => {
  test('are as high as they say in their units; one that says nothing of use is left out and told', async () => {
    const { layers, origin } = await read('five.gml', FIVE);
    const [layer] = layers;
    expect(layer.features.geometry.kind).toBe('polygon');
    expect(idsOf(layer)).toEqual(['u1', 'u2', 'u3', 'u4']);
    expect(numbersOf(layer, 'height')).toEqual([20, 20, 20, 20]);
    expect(numbersOf(layer, 'measuredHeight')).toEqual([20, 20, 20, 20]);
    expect(layer.attributes.find(({ name }) => name === 'measuredHeight')?.unit).toBe('m');
    expect(codesOf(layer)).toEqual([
      ['height-absurd', 1],
      ['height-missing', 1],
    ]);
    expect(origin.heightM).toBe(30);
  });

  test('a height that is assumed is for the one that has none', async () => {
    const { layers } = await read('five.gml', FIVE, { assume: { heightM: 9 } });
    expect(numbersOf(layers[0], 'height')).toEqual([20, 20, 20, 20, 9]);
    expect(layers[0].assumptions).toContainEqual({ code: 'height-stated', values: { count: 1, heightM: 9 } });
  });

  test('a field that the file has not is told, and by storeys they come out as of any other format', async () => {
    const wrong = await read('five.gml', FIVE, { fields: { height: 'nosuch' }, assume: { heightM: 9 } });
    expect(codesOf(wrong.layers[0])).toEqual([['field-missing', 1]]);
    const storeys = FIVE.replaceAll('<bldg:lod0', '<bldg:storeysAboveGround>4</bldg:storeysAboveGround><bldg:lod0');
    const byStoreys = await read('storeys.gml', storeys, {
      fields: { height: 'nosuch', levels: 'storeysAboveGround' },
      assume: { storeyHeightM: 3 },
    });
    expect(numbersOf(byStoreys.layers[0], 'height')).toEqual([12, 12, 12, 12, 12]);
  });

  test('a base of the file lifts them', async () => {
    const based = gml(
      building('b', `${measured('20', 'm')}<bldg:base>5</bldg:base>${outline('lod0FootPrint', 390_000, 30)}`),
    );
    const { layers } = await read('based.gml', based, { fields: { baseHeight: 'base' } });
    const { geometry } = layers[0].features;
    expect(geometry.kind === 'polygon' && [...(geometry.partBaseM ?? [])]).toEqual([5]);
  });

  test('a unit that nobody knows is told, and no height is taken from it', async () => {
    await expect(
      read('odd.gml', gml(building('odd', measured('20', 'zoll') + outline('lod0FootPrint', 390_000, 30)))),
    ).rejects.toThrow(/unit-unknown.*height-missing|height-missing.*unit-unknown/s);
  });
});

describe('beside models', () => {
  const faces = (x: number, low: number, high: number): string =>
    [
      square(x, 5_820_000, high),
      `${x} 5820000 ${low} ${x} 5820010 ${low} ${x + 10} 5820010 ${low} ${x + 10} 5820000 ${low} ${x} 5820000 ${low}`,
      `${x} 5820000 ${low} ${x + 10} 5820000 ${low} ${x + 10} 5820000 ${high} ${x} 5820000 ${high} ${x} 5820000 ${low}`,
    ]
      .map(
        (list) =>
          `<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>`,
      )
      .join('');
  const model = building(
    'model',
    `${measured('99', 'm')}<bldg:lod2MultiSurface><gml:MultiSurface>${faces(390_100, 30, 42)}</gml:MultiSurface></bldg:lod2MultiSurface>`,
  );

  test('an outline becomes a body on its own level, an edge of a roof one that hangs from it', async () => {
    const members = [
      building('foot', measured('20', 'm') + outline('lod0FootPrint', 390_000, 31)),
      building('edge', measured('20', 'm') + outline('lod0RoofEdge', 390_030, 50)),
      building(
        'both',
        measured('20', 'm') + outline('lod0FootPrint', 390_060, 29) + outline('lod0RoofEdge', 390_060, 47),
      ),
      model,
    ];
    const { layers } = await read('mixed.gml', gml(members.join('')));
    const { geometry, count } = layers[0].features;
    if (geometry.kind !== 'surface') throw new Error('expected surfaces');
    const { featureSurface, surfaceRing, ringVertex, elevationM } = geometry;
    const levels = Array.from({ length: count }, (_, row) => {
      const own = elevationM.subarray(
        ringVertex[surfaceRing[featureSurface[row]]],
        ringVertex[surfaceRing[featureSurface[row + 1]]],
      );
      return [Math.min(...own), Math.max(...own)];
    });
    expect(levels).toEqual([
      [31, 51],
      [30, 50],
      [29, 49],
      [30, 42],
    ]);
    expect(Array.from({ length: count }, (_, row) => featureSurface[row + 1] - featureSurface[row])).toEqual([
      6, 6, 6, 3,
    ]);
    expect(numbersOf(layers[0], 'height')).toEqual([20, 20, 20, 12]);
    // A look for the outlines, nothing over what is surveyed.
    expect(numbersOf(layers[0], 'facade')).toEqual([0xffffffff, 0xffffffff, 0xffffffff, 5]);
  });

  test('a named field of heights leaves models as they are, which is said, and keeps its column', async () => {
    const { layers } = await read('model.gml', gml(model), { fields: { height: 'measuredHeight' } });
    expect(numbersOf(layers[0], 'height')).toEqual([12]);
    expect(numbersOf(layers[0], 'measuredHeight')).toEqual([99]);
    expect(codesOf(layers[0])).toEqual([['height-unused', 1]]);
  });
});

test('the walls of a building model that a recipe calls buildings are surveyed as well', async () => {
  const map = { crs: 'EPSG:32649', eastings: 500_000, northings: 3_800_000, height: 380 };
  const { layers } = await read('house.ifc', smallIfc({ boxes: threeBoxes(1), map }));
  expect(numbersOf(layers[0], 'facade')).toEqual([5, 5, 5]);
});

describe('CityJSON', () => {
  const CORNERS = [0, 12_000].flatMap((z) => [
    [0, 0, z],
    [10_000, 0, z],
    [10_000, 10_000, z],
    [0, 10_000, z],
  ]);
  const json = (objects: object, system = 'https://www.opengis.net/def/crs/EPSG/0/7415', extra: object = {}): string =>
    JSON.stringify({
      type: 'CityJSON',
      version: '1.1',
      metadata: { referenceSystem: system },
      transform: { scale: [0.001, 0.001, 0.001], translate: [122_000, 483_000, 30] },
      vertices: CORNERS,
      CityObjects: objects,
      ...extra,
    });
  const flat = { type: 'MultiSurface', lod: '0', boundaries: [[[0, 1, 2, 3]]] };
  const box = {
    type: 'Solid',
    lod: '2',
    boundaries: [[[[3, 2, 1, 0]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]]],
  };

  test('an outline with a measured height stands; any other number is taken by its name', async () => {
    const house = { type: 'Building', attributes: { measuredHeight: 12, b3_h_max: 14 }, geometry: [flat] };
    const one = await read('flat.city.json', json({ f: house }));
    expect(numbersOf(one.layers[0], 'height')).toEqual([12]);
    const other = await read('flat.city.json', json({ f: house }), { fields: { height: 'b3_h_max' } });
    expect(numbersOf(other.layers[0], 'height')).toEqual([14]);
  });

  test('a measure with its unit is converted', async () => {
    const attributes = { measuredHeight: { value: 65.6168, uom: 'ft' } };
    const { layers } = await read('uom.city.json', json({ f: { type: 'Building', attributes, geometry: [flat] } }));
    expect(numbersOf(layers[0], 'height')).toEqual([20]);
  });

  test('a wrong index, a broken vertex and an object that is none cost one object each, and are told', async () => {
    const wrong = { ...box, boundaries: [[[[3, 2, 1, 9999]]]] };
    const { layers } = await read(
      'index.city.json',
      json(
        {
          good: { type: 'Building', geometry: [box] },
          bad: { type: 'Building', geometry: [wrong] },
          none: null,
          nowhere: { type: 'Building', geometry: [{ ...flat, lod: '1', boundaries: [[[0, 1, 2, 8]]] }] },
        },
        undefined,
        { vertices: [...CORNERS, [null, 0, 0]] },
      ),
    );
    expect(idsOf(layers[0])).toEqual(['good']);
    expect(codesOf(layers[0])).toEqual([
      ['surfaces-broken', 1],
      ['coordinate-range', 1],
      ['object-type', 1],
    ]);
  });

  test('a template that is placed and turned is drawn where it stands', async () => {
    const templates = {
      templates: [{ type: 'MultiSurface', lod: '2', boundaries: [[[0, 1, 2, 3]], [[4, 5, 6, 7]]] }],
      'vertices-templates': [0, 7].flatMap((z) => [
        [0, 0, z],
        [10, 0, z],
        [10, 10, z],
        [0, 10, z],
      ]),
    };
    // A quarter turn to the left and two metres up.
    const transformationMatrix = [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1];
    const instance = { type: 'GeometryInstance', template: 0, boundaries: [1], transformationMatrix };
    const { layers } = await read(
      'template.city.json',
      json({ t: { type: 'Building', geometry: [instance] } }, undefined, { 'geometry-templates': templates }),
    );
    const { geometry } = layers[0].features;
    if (geometry.kind !== 'surface') throw new Error('expected surfaces');
    expect([...geometry.elevationM]).toEqual([32, 32, 32, 32, 39, 39, 39, 39]);
    const lonDeg = [...geometry.lonLatDeg].filter((_, i) => i % 2 === 0);
    // It lies west of the corner at which it is placed: 10 m are 1.46e-4°.
    expect((Math.max(...lonDeg) - Math.min(...lonDeg)) * 1e4).toBeCloseTo(1.46, 1);
    expect(codesOf(layers[0])).toEqual([]);
  });

  test.each([
    [
      'of a plane in feet without a word on heights',
      'https://www.opengis.net/def/crs/EPSG/0/2263',
      0.3048,
      'surfaces-height-unit',
    ],
    ['by NAVD88 in feet', 'EPSG:2263+6360', 1200 / 3937, null],
    ['by NAVD88 in metres', 'EPSG:2263+5703', 1, null],
  ])('heights %s', async (_, system, unitM, assumed) => {
    const { layers, origin } = await read(
      'feet.city.json',
      json({ n1: { type: 'Building', geometry: [box] } }, system, {
        transform: { scale: [0.01, 0.01, 0.0273403], translate: [985_320, 219_464, 100] },
      }),
    );
    // 12,000 steps are 328.0836 units of height.
    expect(numbersOf(layers[0], 'height')[0]).toBeCloseTo(328.0836 * unitM, 2);
    expect(origin.heightM).toBeCloseTo(100 * unitM, 3);
    expect(layers[0].assumptions.some(({ code }) => code === 'surfaces-height-unit')).toBe(assumed !== null);
  });
});
