import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCityGml, readCityGmlModel } from '../../../readers/citygml/citygml.ts';
import { readCityJson } from '../../../readers/cityjson/cityjson.ts';
import type { ReadOptions } from '../../../readers/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems, ReadError } from '../../../readers/shared/problems.ts';
import type { RawSurfaces } from '../../../readers/shared/raw-features.ts';
import { nodeFileSource } from '../../../tiles/read/node-file.ts';

/** Real files, beside the repository; without them these tests are skipped (the data is not part of the project). */
const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const real = test.skipIf(!existsSync(DATA));

const NAMES =
  'xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:gen="http://www.opengis.net/citygml/generics/2.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:app="http://www.opengis.net/citygml/appearance/2.0"';

/** Corners of a house of 10 × 10 × 6 m near Zürich (LV95), as `posList` has them. */
const corner = (i: number, [x, y] = [2684000, 1247000]) =>
  `${x + [0, 10, 10, 0][i % 4]} ${y + [0, 0, 10, 10][i % 4]} ${i < 4 ? 400 : 406}`;
const FACES = [
  ['g', 3, 2, 1, 0],
  ['r', 4, 5, 6, 7],
  ['w1', 0, 1, 5, 4],
  ['w2', 1, 2, 6, 5],
  ['w3', 2, 3, 7, 6],
  ['w4', 3, 0, 4, 7],
] as const;
const polygon = ([id, ...ring]: (typeof FACES)[number], at?: [number, number]) =>
  `<gml:Polygon gml:id="${id}"><gml:exterior><gml:LinearRing><gml:posList>${[...ring, ring[0]].map((i) => corner(i, at)).join(' ')}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>`;
const wall = (type: string, face: (typeof FACES)[number]) =>
  `<bldg:boundedBy><bldg:${type}><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>${polygon(face)}</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:${type}></bldg:boundedBy>`;
const SHELL = `${wall('GroundSurface', FACES[0])}${wall('RoofSurface', FACES[1])}${FACES.slice(2)
  .map((face) => wall('WallSurface', face))
  .join('')}`;
const SOLID = `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${FACES.map(([id]) => `<gml:surfaceMember xlink:href="#${id}"/>`).join('')}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;
const FOOTPRINT = `<bldg:lod0FootPrint><gml:MultiSurface><gml:surfaceMember>${polygon(FACES[0]).replace('"g"', '"f"')}</gml:surfaceMember></gml:MultiSurface></bldg:lod0FootPrint>`;
const HOUSE = `<bldg:Building gml:id="house"><gml:name>宅</gml:name>
  <gen:intAttribute name="year"><gen:value>1898</gen:value></gen:intAttribute>
  <externalReference><informationSystem>EGID</informationSystem><externalObject><name>302</name></externalObject></externalReference>
  <bldg:measuredHeight uom="m">6.0</bldg:measuredHeight>${FOOTPRINT}
  <bldg:consistsOfBuildingPart><bldg:BuildingPart gml:id="part"><bldg:roofType>flat</bldg:roofType>${SHELL}${SOLID}</bldg:BuildingPart></bldg:consistsOfBuildingPart></bldg:Building>`;
const city = (members: string, srsName = 'urn:ogc:def:crs,crs:EPSG:6.12:2056,crs:EPSG:6.12:5728') =>
  `<?xml version="1.0" encoding="UTF-8"?><!-- a test --><CityModel ${NAMES}><gml:boundedBy><gml:Envelope srsName="${srsName}" srsDimension="3"/></gml:boundedBy>${members}</CityModel>`;
const member = (object: string) => `<cityObjectMember>${object}</cityObjectMember>`;

async function read(text: string, wish: Partial<ReadOptions> = {}): Promise<RawSurfaces & { problems: Problems }> {
  const problems = new Problems();
  const source = bytesSource(new TextEncoder().encode(text), 'a.gml');
  return { ...(await readCityGml(source, { objectTypes: ['Building'], ...wish }, problems)), problems };
}

const wordsOf = ({ raw }: RawSurfaces, name: string, row = 0): string | undefined =>
  raw.fields
    .find((field) => field.name === name)
    ?.words(raw.count)
    ?.text(row);
const codesOf = (problems: Problems) => problems.list().map(({ code, count }) => [code, count]);

describe('a small city', () => {
  test('walls and roof that the solid names again are six surfaces, of the part at its highest LoD', async () => {
    const layer = await read(city(member(HOUSE)));
    expect([...layer.geometry.featureSurface]).toEqual([0, 6]);
    expect([...layer.geometry.ringVertex]).toEqual([0, 4, 8, 12, 16, 20, 24]);
    expect([...layer.geometry.surfaceClass]).toEqual([1, 3, 2, 2, 2, 2]);
    expect([...layer.lowestM, ...layer.highestM]).toEqual([400, 406]);
    expect(codesOf(layer.problems)).toEqual([]);
  });

  test('values of the building, of its generic attributes, of registers and of its parts', async () => {
    const layer = await read(city(member(HOUSE)));
    const names = ['', 'name', 'year', 'externalReference', 'measuredHeight', 'roofType'];
    expect(names.map((name) => wordsOf(layer, name))).toEqual(['house', '宅', '1898', 'EGID 302', '6', 'flat']);
  });

  test('it stands where the same house in CityJSON does', async () => {
    const boundaries = FACES.map(([, ...ring]) => [ring]);
    const vertices = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => corner(i).split(' ').map(Number));
    const json = {
      type: 'CityJSON',
      version: '2.0',
      metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/2056' },
      CityObjects: { house: { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '2', boundaries }] } },
      vertices,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    const same = await readCityJson(bytesSource(bytes, 'a.city.json'), {}, new Problems());
    const { geometry } = await read(city(member(HOUSE)));
    expect([...geometry.lonLatDeg]).toEqual([...same.geometry.lonLatDeg]);
    expect([...geometry.elevationM]).toEqual([...same.geometry.elevationM]);
  });

  test('a solid that repeats its walls without links has each once', async () => {
    const inline = `<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${FACES.map((face) => `<gml:surfaceMember>${polygon([`again-${face[0]}`, ...face.slice(1)] as unknown as (typeof FACES)[number])}</gml:surfaceMember>`).join('')}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid>`;
    const layer = await read(city(member(`<bldg:Building gml:id="b">${SHELL}${inline}</bldg:Building>`)));
    expect([...layer.geometry.featureSurface]).toEqual([0, 6]);
  });

  test('a wall that stands in a neighbour is found, turned the other way; one that stands nowhere is told', async () => {
    const shared = `<bldg:Building gml:id="b"><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:OrientableSurface orientation="-"><gml:baseSurface xlink:href="#w1"/></gml:OrientableSurface></gml:surfaceMember><gml:surfaceMember xlink:href="#nowhere"/></gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building>`;
    const layer = await read(city(member(shared) + member(HOUSE)));
    expect([...layer.geometry.featureSurface]).toEqual([0, 1, 7]);
    const [first, own] = [layer.geometry.elevationM.slice(0, 4), layer.geometry.elevationM.slice(12, 16)];
    expect([...first]).toEqual([406, 406, 400, 400]);
    expect([...own]).toEqual([400, 400, 406, 406]);
    expect(codesOf(layer.problems)).toEqual([['link-missing', 1]]);
  });

  test('textures, implicit geometries and curves are counted, not drawn', async () => {
    const more = `<bldg:outerBuildingInstallation><bldg:BuildingInstallation><bldg:lod3ImplicitRepresentation><ImplicitGeometry/></bldg:lod3ImplicitRepresentation></bldg:BuildingInstallation></bldg:outerBuildingInstallation><bldg:lod2TerrainIntersection/>`;
    const paint =
      '<app:appearanceMember><app:Appearance><app:surfaceDataMember><app:ParameterizedTexture/></app:surfaceDataMember><app:surfaceDataMember><app:X3DMaterial/></app:surfaceDataMember></app:Appearance></app:appearanceMember>';
    const layer = await read(city(paint + member(HOUSE.replace('</bldg:Building>', `${more}</bldg:Building>`))));
    expect(codesOf(layer.problems)).toEqual([
      ['implicit-geometry', 1],
      ['geometry-type', 1],
      ['appearance', 1],
    ]);
  });

  test('materials behind the houses colour what they are for, a part over the whole; white is told from unpainted', async () => {
    const material = (colour: string, ...targets: string[]) =>
      `<app:surfaceDataMember><app:X3DMaterial><app:diffuseColor>${colour}</app:diffuseColor>${targets.map((id) => `<app:target>#${id}</app:target>`).join('')}</app:X3DMaterial></app:surfaceDataMember>`;
    const paint = `<app:appearanceMember><app:Appearance>${material('1 0 0', 'r')}${material('1 1 1', 'w1')}${material('0 0.5 1', 'w2', 'w3')}${material('0 1 0', 'r')}</app:Appearance></app:appearanceMember>`;
    const { geometry, problems } = await read(city(member(HOUSE) + paint));
    const rgb = Array.from({ length: 6 }, (_, i) => [...(geometry.surfaceRgb ?? []).slice(3 * i, 3 * i + 3)]);
    // Ground, roof, four walls; half of what a screen shows is 55 of 255 as light.
    expect(rgb).toEqual([
      [255, 255, 255],
      [255, 0, 0],
      [254, 254, 254],
      [0, 55, 255],
      [0, 55, 255],
      [255, 255, 255],
    ]);
    expect(codesOf(problems)).toEqual([]);
    const model = await readCityGmlModel(bytesSource(new TextEncoder().encode(city(member(HOUSE) + paint)), 'a.gml'));
    expect([...model.mesh.rgb.slice(6, 9)]).toEqual([255, 0, 0]);
  });

  test('positions of two numbers, by what is stated around them, stand at height 0 and are told', async () => {
    const ring = '2684000 1247000 2684010 1247000 2684010 1247010 2684000 1247010 2684000 1247000';
    const outline = (attributes: string) =>
      `<bldg:Building gml:id="b"><bldg:measuredHeight uom="m">6</bldg:measuredHeight><bldg:lod0FootPrint><gml:MultiSurface ${attributes}><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></bldg:lod0FootPrint></bldg:Building>`;
    const around = await read(city(member(outline('srsDimension="2"'))));
    expect([...around.geometry.ringVertex, ...around.geometry.elevationM]).toEqual([0, 4, 0, 0, 0, 0]);
    expect(codesOf(around.problems)).toEqual([['positions-flat', 1]]);
    const envelope = await read(city(member(outline(''))).replace('srsDimension="3"', 'srsDimension="2"'));
    expect([...envelope.geometry.lonLatDeg]).toEqual([...around.geometry.lonLatDeg]);
  });

  test('coordinates of GML 2 are read by the marks that they state', async () => {
    const plain = HOUSE.replace(/<gml:posList>([^<]*)<\/gml:posList>/g, (_, list: string) => {
      const numbers = list.split(' ');
      const positions = numbers.filter((_one, i) => i % 3 === 0).map((_one, i) => numbers.slice(3 * i, 3 * i + 3));
      return `<gml:coordinates decimal="," cs=" " ts=";">${positions.map((one) => one.map((value) => `${value},0`).join(' ')).join(';')}</gml:coordinates>`;
    });
    const { geometry } = await read(city(member(plain)));
    const posLists = (await read(city(member(HOUSE)))).geometry;
    expect([...geometry.lonLatDeg]).toEqual([...posLists.lonLatDeg]);
    expect([...geometry.elevationM]).toEqual([...posLists.elevationM]);
  });

  test('as a building model each part is an element', async () => {
    const model = await readCityGmlModel(bytesSource(new TextEncoder().encode(city(member(HOUSE))), 'a.gml'));
    expect(model.elements.map(({ globalId, ifcClass }) => [globalId, ifcClass])).toEqual([['part', 'BuildingPart']]);
    expect(model.schema).toBe('CityGML 2.0');
    expect(model.elements[0].meshVolumeM3).toBeCloseTo(600, 1);
  });
});

describe('where it stands', () => {
  test.each(['CH1903+ / LV95', 'http://www.opengis.net/def/crs/EPSG/0/2056'])('%s', async (srsName) => {
    const { geometry, crs } = await read(city(member(HOUSE), srsName));
    expect(crs.geographic).toBe(false);
    expect(geometry.lonLatDeg[0]).toBeCloseTo(8.55, 1);
  });

  test('CH1903 alone is the old frame, two million and one million metres nearer, at the same place', async () => {
    const old = HOUSE.replaceAll('2684', '684').replaceAll('1247', '247').replaceAll('2683', '683');
    const there = (await read(city(member(HOUSE)))).geometry.lonLatDeg;
    const here = (await read(city(member(old), 'CH1903'))).geometry.lonLatDeg;
    expect([...here].every((value, i) => Math.abs(value - there[i]) < 1e-8)).toBe(true);
  });

  test('geographic systems of EPSG have the latitude first, unless the numbers cannot be latitudes', async () => {
    const ring = '35.2 139.7 10 35.2 139.701 10 35.201 139.701 10 35.2 139.7 10';
    const building = (list: string) =>
      member(
        `<bldg:Building gml:id="b"><bldg:lod1Solid><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></bldg:lod1Solid></bldg:Building>`,
      );
    const srsName = 'http://www.opengis.net/def/crs/EPSG/0/6697';
    expect([...(await read(city(building(ring), srsName))).geometry.lonLatDeg.slice(0, 2)]).toEqual([139.7, 35.2]);
    const turned = ring.replace(/(\S+) (\S+) 10/g, '$2 $1 10');
    expect([...(await read(city(building(turned), srsName))).geometry.lonLatDeg.slice(0, 2)]).toEqual([139.7, 35.2]);
  });

  test('about the zero point it is a model: refused with the way to place it, which then works', async () => {
    const atZero = FACES.reduce((text, face) => text.replaceAll(polygon(face), polygon(face, [0, 0])), HOUSE);
    const text = city(member(atZero.replaceAll(/268400\d|268401\d/g, '0').replaceAll(/1247\d{3}/g, '0')));
    await expect(read(text)).rejects.toThrow(/a\.gml: expected map coordinates, got 10 × 10 m about the zero point/);
    const { geometry } = await read(text, { crs: '+proj=tmerc +lat_0=39.9 +lon_0=116.4 +ellps=WGS84 +units=m' });
    expect([...geometry.lonLatDeg.slice(6, 8)].map((value) => value.toFixed(6))).toEqual(['116.400000', '39.900000']);
  });

  test('two systems in one file are refused, and no system is asked for', async () => {
    const other = HOUSE.replace('<gml:Polygon gml:id="w3">', '<gml:Polygon gml:id="w3" srsName="EPSG:25832">');
    await expect(read(city(member(other)))).rejects.toThrow(/expected one coordinate system/);
    await expect(read(city(member(HOUSE)).replace(/srsName="[^"]*"/, ''))).rejects.toThrow(/--crs EPSG/);
  });
});

test('files that are cut or spoilt anywhere are refused by a ReadError, or read', async () => {
  const text = city(member(HOUSE));
  const outcomes = new Set<string>();
  const judge = async (spoilt: string) => {
    try {
      await read(spoilt);
      outcomes.add('read');
    } catch (error) {
      expect(error).toBeInstanceOf(ReadError);
      outcomes.add('refused');
    }
  };
  for (let at = 1; at < text.length; at += 37) await judge(text.slice(0, at));
  for (let at = 300; at < text.length; at += 41) await judge(`${text.slice(0, at)}9${text.slice(at + 3)}`);
  expect([...outcomes].sort()).toEqual(['read', 'refused']);
  const bomb = `<!DOCTYPE a [<!ENTITY a "aaaa">]>${city(member(HOUSE))
    .replace('宅', '&a;')
    .replace(/^<\?xml[^>]*>/, '')}`;
  await expect(read(bomb)).rejects.toThrow(/a\.gml:1/);
  await expect(read(`<CityModel ${NAMES}>${'<a>'.repeat(300)}`)).rejects.toThrow(/nesting/);
});

describe('real files', () => {
  const file = (name: string) => nodeFileSource(join(DATA, name));
  const PLACE = '+proj=tmerc +lat_0=52.5 +lon_0=13.4 +ellps=WGS84 +units=m';
  const layerOf = async (name: string, wish: Partial<ReadOptions>) => {
    const problems = new Problems();
    const read = name.endsWith('l') && name.includes('json') ? readCityJson : readCityGml;
    return { ...(await read(file(name), wish, problems)), problems };
  };
  /** Each surface as its corners in degrees and metres, whatever corner it begins with; in order. */
  const surfacesOf = ({ geometry, raw }: RawSurfaces): string[] => {
    const { featureSurface, surfaceRing, ringVertex, lonLatDeg, elevationM } = geometry;
    return Array.from({ length: raw.count }, (_, row) => {
      const faces: string[] = [];
      for (let s = featureSurface[row]; s < featureSurface[row + 1]; s++) {
        const corners: string[] = [];
        for (let v = ringVertex[surfaceRing[s]]; v < ringVertex[surfaceRing[s + 1]]; v++)
          corners.push(`${lonLatDeg[2 * v].toFixed(8)} ${lonLatDeg[2 * v + 1].toFixed(8)} ${elevationM[v].toFixed(3)}`);
        faces.push(corners.sort().join());
      }
      return faces.sort().join('|');
    });
  };

  real('100 buildings of CityGML 3 are those of the same city as CityJSONSeq, value by value', async () => {
    const wish = { objectTypes: ['Building'], crs: PLACE };
    const gml = await layerOf('formats/citygml/lod2_buildings_v3.gml', wish);
    const json = await layerOf('formats/citygml/lod2_buildings_as_CityJSON_features.jsonl', wish);
    expect([gml.raw.count, json.raw.count]).toEqual([100, 100]);
    expect(gml.geometry.surfaceRing.length - 1).toBe(700);
    expect(surfacesOf(gml)).toEqual(surfacesOf(json));
    expect([...gml.geometry.surfaceClass].sort()).toEqual([...json.geometry.surfaceClass].sort());
    const names = ['', 'name', 'description', 'dateOfConstruction', 'measuredHeight', 'roofType', 'storeysAboveGround'];
    for (const name of names)
      for (const row of [0, 57, 99]) expect(wordsOf(gml, name, row), name).toBe(wordsOf(json, name, row));
  });

  real('Zürich: 4 buildings with 6 parts and 61 polygons, within a centimetre of its new frame', async () => {
    const name = 'city/citygml/zurich-lod2-citygml1.gml';
    const layer = await layerOf(name, { objectTypes: ['Building'] });
    expect([layer.raw.count, layer.geometry.surfaceRing.length - 1]).toEqual([4, 61]);
    const text = readFileSync(join(DATA, name), 'utf8');
    const numbers = [...text.matchAll(/<gml:posList[^>]*>([^<]*)</g)].map(([, list]) =>
      list.trim().split(/\s+/).map(Number),
    );
    const vertices: number[][] = [];
    const boundaries = numbers.map((list) => {
      const first = vertices.length;
      for (let i = 0; i + 5 < list.length; i += 3) vertices.push([list[i] + 2e6, list[i + 1] + 1e6, list[i + 2]]);
      return [Array.from({ length: vertices.length - first }, (_, i) => first + i)];
    });
    const json = {
      type: 'CityJSON',
      version: '2.0',
      metadata: { referenceSystem: 'EPSG:2056' },
      CityObjects: { all: { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '2', boundaries }] } },
      vertices,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    const same = await readCityJson(bytesSource(bytes, 'zurich'), {}, new Problems());
    const apart = layer.geometry.lonLatDeg.map((value, i) => Math.abs(value - same.geometry.lonLatDeg[i]) * 111_320);
    expect(layer.geometry.lonLatDeg.length).toBe(same.geometry.lonLatDeg.length);
    expect(Math.max(...apart)).toBeLessThan(0.01);
  });

  real('Yokosuka: 13 buildings at their highest LoD, latitude first, three textures said', async () => {
    const name = 'formats/citygml/yokosuka-bldg/52397519_bldg_6697_op.gml';
    const layer = await layerOf(name, { objectTypes: ['Building'] });
    expect(layer.raw.count).toBe(13);
    expect(layer.geometry.lonLatDeg[0]).toBeCloseTo(139.739, 2);
    expect(layer.geometry.lonLatDeg[1]).toBeCloseTo(35.2596, 2);
    expect(layer.problems.list()).toContainEqual(expect.objectContaining({ code: 'appearance', count: 3 }));
    expect(wordsOf(layer, 'name')).toBe('横須賀美術館');
    expect(wordsOf(layer, '１階床面積')).toBe('42');
  });

  real('a relief of 1,066 triangles', async () => {
    const layer = await layerOf('formats/citygml/yokosuka-523965_dem_6697_05_op.gml.gz', {});
    expect(layer.geometry.surfaceRing.length - 1).toBe(1066);
    expect([...layer.geometry.ringVertex].every((vertex, i) => vertex === 3 * i)).toBe(true);
  });

  real('two buildings of the Dutch register, as a sequence', async () => {
    const layer = await layerOf('formats/citygml/3dbag_b2.city.jsonl', { objectTypes: ['Building'] });
    expect([layer.raw.count, layer.crs.name]).toEqual([2, 'EPSG:7415']);
  });
});
