import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { gaussKruger } from '../../../model/geo/gauss-kruger.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { massRing, placeMassing } from '../../../model/schemes/massing.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_ASSUMPTIONS, DEFAULT_CONTROLS, type Scheme } from '../../../model/schemes/scheme.ts';
import { areaM2 } from '../../../model/schemes/site-geometry.ts';
import type { MassingOptions } from '../../../src/plugins/scheme-design/tasks/massing-types.ts';
import { readMassing } from '../../../src/plugins/scheme-design/tasks/read-massing.ts';
import { zipOf } from '../../readers/zip-of.ts';

const ORIGIN: LonLat = { lonDeg: 108.7, latDeg: 34.3, heightM: 0 };
const WISH: MassingOptions = {
  storeyM: 3,
  use: 'residential',
  place: { eastM: 100, northM: 50, turnDeg: 0, unitM: 1 },
  isByHand: false,
};

const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const degrees = (ring: [number, number][]) =>
  [...ring, ring[0]].map(([x, y]) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
    return [lonDeg, latDeg];
  });
const polygon = (properties: object, ...rings: number[][][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: rings },
});
const collection = (features: object[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });
const read = (text: string | Uint8Array<ArrayBuffer>, wish: Partial<MassingOptions> = {}, name = 'massing.geojson') =>
  readMassing([{ name, blob: new Blob([text]) }], { ...WISH, ...wish }, { origin: ORIGIN }, '');

/** A site of 100 × 60 m. */
const scheme: Scheme = {
  id: 's',
  name: '',
  parcels: [{ id: 'p1', name: '', source: null, ...parcelRing(box(0, 0, 100, 60)), controls: DEFAULT_CONTROLS }],
  buildings: [],
};

test('footprints with heights, storeys and uses come to the figures of a hand calculation', async () => {
  // A slab of 40 × 12 m with 6 storeys, a block of 20 × 20 m with a court of 8 × 8 m, 9 m high, and one outside of the site.
  const look = await read(
    collection([
      polygon({ 层数: 6, 用途: '住宅' }, degrees(box(10, 10, 40, 12))),
      polygon({ height: 9, 用途: '商业' }, degrees(box(60, 10, 20, 20)), degrees(box(66, 16, 8, 8)).reverse()),
      polygon({ height: 12, 用途: '住宅' }, degrees(box(300, 10, 20, 20))),
      polygon({ 用途: '住宅' }, degrees(box(10, 40, 20, 10))),
    ]),
  );
  expect(look.used).toEqual({ height: 'height', levels: '层数', baseHeight: '', use: '用途' });
  expect([look.kind, look.read, look.masses.length, look.crsOrigin]).toEqual(['footprints', 4, 3, 'usual']);
  expect(look.problems.map(({ code, count }) => [code, count])).toEqual([['height-missing', 1]]);
  expect(look.notes.map(({ code, count }) => [code, count])).toEqual([
    ['height-by-storeys', 1],
    ['holes-cut', 1],
    ['storeys-by-height', 2],
  ]);
  const placed = placeMassing(scheme, look.masses, 'leave-out', { id: 'x', name: '' });
  expect([placed.taken, placed.outside]).toEqual([2, 1]);
  const metrics = metricsOf(placed.scheme, DEFAULT_ASSUMPTIONS);
  // Degrees of a file go to the plane and back to a tenth of a millimetre.
  expect(metrics.siteM2).toBeCloseTo(6000, 6);
  expect(metrics.gfaM2).toBeCloseTo(480 * 6 + (400 - 64) * 3, 1);
  expect(metrics.homesM2).toBeCloseTo(2880, 1);
  expect(metrics.footprintM2).toBeCloseTo(480 + 336, 1);
  expect(metrics.far).toBeCloseTo(3888 / 6000, 4);
  expect(metrics.heightM).toBeCloseTo(18, 6);
  expect(metrics.dwellings).toBe(28);
  // The edges of 100 m in the south is the street; the slab begins 10 m from it.
  expect(metrics.setbackStreetM).toBeCloseTo(10, 3);
});

test('figures of an imported mass are those of the same buildings generated here', async () => {
  const own = box(10, 20, 30, 12);
  const generated: Scheme = {
    ...scheme,
    buildings: [{ id: 'g', parcel: 'p1', ringM: own, baseM: 0, heightM: 15, storeys: 5, use: 'residential' }],
  };
  const look = await read(collection([polygon({ height: 15, levels: 5, use: 'residential' }, degrees(own))]));
  const imported = placeMassing(scheme, look.masses, 'leave-out', { id: 'x', name: '' }).scheme;
  const [a, b] = [generated, imported].map((one) => metricsOf(one, DEFAULT_ASSUMPTIONS));
  for (const id of Object.keys(a) as (keyof typeof a)[]) expect(b[id] ?? 0).toBeCloseTo(a[id] ?? 0, 2);
  const [mine, theirs] = [generated, imported].map((one) => parcelMetrics(one, DEFAULT_ASSUMPTIONS)[0].verdicts);
  expect(theirs.map(({ isMet }) => isMet)).toEqual(mine.map(({ isMet }) => isMet));
});

test('a massing of a neighbouring Gauss–Krüger zone is refused with the system in which it lies in the city', async () => {
  // The city lies in zone 36 (108°); the file says 39 (117°) of the same numbers.
  const plane = gaussKruger(ORIGIN.lonDeg);
  const ring = degrees(box(0, 0, 40, 12)).map(([lon, lat]) => plane.fromLonLat(lon, lat));
  const text = collection([polygon({ height: 9 }, ring)], {
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4548' } },
  });
  await expect(read(text)).rejects.toThrow(
    /massing\.geojson: expected a massing in this city.*EPSG:4548.*3 zones of 3° off.*EPSG:4545 .*central meridian 108°/,
  );
  const look = await read(text, { crs: 'EPSG:4545' });
  expect([look.crs, look.crsOrigin, look.masses.length]).toEqual(['EPSG:4545', 'given', 1]);
  expect(areaM2(look.masses[0].ringM)).toBeCloseTo(480, 2);
});

test('eastings with a zone before them, and northings first, are named as such', async () => {
  const plane = gaussKruger(ORIGIN.lonDeg);
  const ring = degrees(box(0, 0, 40, 12)).map(([lon, lat]) => plane.fromLonLat(lon, lat));
  const named = (code: number) => ({ crs: { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${code}` } } });
  const numbered = ring.map(([x, y]) => [x + 36e6, y]);
  const look = await read(collection([polygon({ height: 9 }, numbered)]));
  expect([look.crs, look.crsOrigin]).toEqual(['EPSG:4524', 'numbers']);
  const swapped = ring.map(([x, y]) => [y, x]);
  await expect(read(collection([polygon({ height: 9 }, swapped)], named(4545)))).rejects.toThrow(
    /easting and northing swapped/,
  );
});

test('a file without a column of heights says so and leaves the choice open', async () => {
  const text = collection([polygon({ 高: 'x', n: 4 }, degrees(box(0, 0, 40, 12)))]);
  const look = await read(text);
  expect([look.masses.length, look.notes[0].code]).toEqual([0, 'no-height']);
  const chosen = await read(text, { columns: { height: '', levels: 'n', baseHeight: '', use: '' } });
  expect(chosen.masses[0]).toMatchObject({ storeys: 4, heightM: 12, use: 'residential' });
});

test('a hole keeps its area by a cut of no width', () => {
  const made = massRing(box(0, 0, 20, 20), [box(6, 6, 8, 8)]);
  expect([areaM2(made?.ringM ?? []), made?.cut, made?.filled]).toEqual([336, 1, 0]);
});

/** A glTF of boxes: x east, y up, z south. */
function boxesGltf(
  boxes: readonly { wide: number; high: number; deep: number; at: [number, number, number] }[],
): string {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
  const faces = [
    0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6,
  ];
  const positions = Float32Array.from(corners.flat());
  const index = Uint16Array.from(faces);
  const bytes = new Uint8Array([...new Uint8Array(positions.buffer), ...new Uint8Array(index.buffer)]);
  return JSON.stringify({
    asset: { version: '2.0' },
    scenes: [{ nodes: boxes.map((_, i) => i) }],
    nodes: boxes.map(({ wide, high, deep, at }, i) => ({
      name: `box ${i + 1}`,
      mesh: 0,
      scale: [wide, high, deep],
      translation: at,
    })),
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 8, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 1] },
      { bufferView: 1, componentType: 5123, count: 36, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: 96 },
      { buffer: 0, byteOffset: 96, byteLength: 72 },
    ],
    buffers: [
      { byteLength: 168, uri: `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}` },
    ],
  });
}

test('a glTF of a podium and a tower stands where it is put, body by body', async () => {
  const look = await read(
    boxesGltf([
      { wide: 40, high: 9, deep: 30, at: [0, 0, 0] },
      { wide: 20, high: 45, deep: 20, at: [10, 9, 5] },
    ]),
    { place: { eastM: 100, northM: 50, turnDeg: 90, unitM: 1 } },
    'study.gltf',
  );
  expect([look.kind, look.crsOrigin, look.masses.length]).toEqual(['bodies', 'place', 2]);
  const figures = look.masses.map((m) => [m.baseM, m.heightM, m.storeys, Math.round(areaM2(m.ringM) * 1e6) / 1e6]);
  expect(figures).toEqual([
    [0, 9, 3, 1200],
    [9, 45, 15, 400],
  ]);
  // Turned by 90° about the middle of its plan: 40 m from south to north, about the place.
  const xs = look.masses[0].ringM.map(([x]) => x);
  const ys = look.masses[0].ringM.map(([, y]) => y);
  expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)].map(Math.round)).toEqual([
    85, 115, 30, 70,
  ]);
  const own = placeMassing({ ...scheme, parcels: [] }, look.masses, 'own-site', { id: 'p9', name: 'site' });
  const metrics = metricsOf(own.scheme, DEFAULT_ASSUMPTIONS);
  // The site is the box around, 6 m wider: 42 × 52 m.
  expect([metrics.siteM2, metrics.gfaM2, metrics.footprintM2].map((m) => Math.round(m ?? 0))).toEqual([
    2184, 9600, 1200,
  ]);
});

/** A prism over corners in plan, as polygons with their corners from outside; `up` says which axis of the file is up. */
function prismObj(
  name: string,
  plan: [number, number][],
  low: number,
  top: number,
  first: number,
  up: 'y' | 'z',
): string {
  const vertex = ([x, y]: [number, number], h: number) => (up === 'z' ? `v ${x} ${y} ${h}` : `v ${x} ${h} ${-y}`);
  const n = plan.length;
  const side = (i: number) => [i, (i + 1) % n, n + ((i + 1) % n), n + i];
  const faces = [plan.map((_, i) => n - 1 - i), plan.map((_, i) => n + i), ...plan.map((_, i) => side(i))];
  return [
    `o ${name}`,
    ...[low, top].flatMap((h) => plan.map((corner) => vertex(corner, h))),
    ...faces.map((face) => `f ${face.map((i) => `${first + i}//1`).join(' ')}`),
  ].join('\n');
}

/** An L of 40 × 30 m without its corner of 20 × 15 m. */
const ELL: [number, number][] = [
  [0, 0],
  [40, 0],
  [40, 15],
  [20, 15],
  [20, 30],
  [0, 30],
];

test.each(['y', 'z'] as const)('an OBJ whose %s is up becomes its volumes, hollow faces and all', async (up) => {
  const text = `# by a program\nmtllib study.mtl\n${prismObj('ell', ELL, 0, 12, 1, up)}\n${prismObj('tower', box(0, 0, 20, 15), 12, 48, 13, up)}\n`;
  const look = await read(text, { upAxis: up }, 'study.obj');
  expect([look.format, look.kind, look.crsOrigin]).toEqual(['OBJ', 'bodies', 'place']);
  expect(look.notes.find(({ code }) => code === 'up-guessed')?.example).toBe(up);
  const figures = look.masses.map((m) => [m.baseM, m.heightM, m.storeys, Math.round(areaM2(m.ringM) * 1e6) / 1e6]);
  expect(figures).toEqual([
    [0, 12, 4, 900],
    [12, 36, 12, 300],
  ]);
  // The middle of 40 × 30 m stands at (100, 50); the tower in its south-west, whatever axis is up.
  const [x, y] = look.masses[1].ringM.reduce(([u, v], [a, b]) => [Math.min(u, a), Math.min(v, b)]);
  expect([x, y].map(Math.round)).toEqual([80, 35]);
});

test('an OBJ whose face names a vertex that is not there is refused with its line', async () => {
  await expect(read('v 0 0 0\nv 1 0 0\nv 1 1 0\nf 1 2 4\n', {}, 'bad.obj')).rejects.toThrow(
    /bad\.obj:4: expected a face of vertices 1 to 3.*"f 1 2 4"/,
  );
});

/** Two houses in the city's system, the second one on ground that lies 6 m higher, with storeys; and a tree. */
function cityJson(): string {
  const plane = gaussKruger(ORIGIN.lonDeg);
  const vertices: number[][] = [];
  const solid = (west: number, low: number, top: number) => {
    const first = vertices.length;
    for (const up of [low, top])
      for (const [lon, lat] of degrees(box(west, 10, 20, 10)).slice(0, 4)) {
        const [x, y] = plane.fromLonLat(lon, lat);
        vertices.push([Math.round(1000 * (x - 470_000)), Math.round(1000 * (y - 3_790_000)), 1000 * up]);
      }
    const ring = (corners: number[]) => [corners.map((i) => first + i)];
    const sides = [0, 1, 2, 3].map((i) => ring([i, (i + 1) % 4, 4 + ((i + 1) % 4), 4 + i]));
    return [{ type: 'Solid', lod: '1', boundaries: [[ring([3, 2, 1, 0]), ring([4, 5, 6, 7]), ...sides]] }];
  };
  return JSON.stringify({
    type: 'CityJSON',
    version: '2.0',
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/4545' },
    transform: { scale: [0.001, 0.001, 0.001], translate: [470_000, 3_790_000, 0] },
    CityObjects: {
      low: { type: 'Building', geometry: solid(10, 380, 392) },
      high: { type: 'Building', attributes: { storeysAboveGround: 2 }, geometry: solid(50, 386, 395) },
      tree: { type: 'SolitaryVegetationObject', geometry: solid(80, 380, 388) },
    },
    vertices,
  });
}

test('buildings of CityJSON stand each on its own ground, with the storeys that they tell, plain or zipped', async () => {
  const plain = await read(cityJson(), {}, 'town.city.json');
  const zipped = await read(
    (await zipOf({ 'town/town.city.json': cityJson(), 'town/readme.txt': 'by a town' })).slice(),
    {},
    'town.zip',
  );
  expect(zipped.masses).toEqual(plain.masses);
  expect([plain.format, plain.kind, plain.crs, plain.crsOrigin]).toEqual(['CityJSON', 'bodies', 'EPSG:4545', 'file']);
  expect(plain.masses.map((m) => [m.baseM, m.heightM, m.storeys].map((one) => Math.round(one * 1e3) / 1e3))).toEqual([
    [0, 12, 4],
    [0, 9, 2],
  ]);
  expect(plain.notes).toContainEqual({ code: 'not-buildings', count: 1, example: 'SolitaryVegetationObject' });
  const placed = placeMassing(scheme, plain.masses, 'leave-out', { id: 'x', name: '' });
  expect(placed.taken).toBe(2);
  expect(metricsOf(placed.scheme, DEFAULT_ASSUMPTIONS).gfaM2).toBeCloseTo(200 * 4 + 200 * 2, 0);
});

test('a zip with one GeoJSON is that file', async () => {
  const text = collection([polygon({ height: 9, levels: 3 }, degrees(box(0, 0, 40, 12)))]);
  const look = await read((await zipOf({ 'massing.geojson': text })).slice(), {}, 'massing.zip');
  expect(look.masses).toMatchObject([{ storeys: 3, heightM: 9 }]);
});

const DATA = process.env.SHAPAN_DATA ?? '../shared/data';
const ZURICH = resolve(DATA, 'city/citygml/zurich-lod2-citygml1.gml');

test.skipIf(!existsSync(ZURICH))("buildings of a real town's CityGML come where they stand, none afloat", async () => {
  const bytes = new Uint8Array(await readFile(ZURICH));
  const files = [{ name: 'zurich.gml', blob: new Blob([bytes]) }];
  const look = await readMassing(files, WISH, { origin: { lonDeg: 8.54, latDeg: 47.37, heightM: 450 } }, '');
  // Four houses of 4.9 to 11.5 m; two parts of one, below 4 m², are no volumes and are counted.
  expect([look.crs, look.crsOrigin, look.read, look.masses.length]).toEqual(['EPSG:21781', 'file', 6, 4]);
  expect(look.notes.find(({ code }) => code === 'too-small')?.count).toBe(2);
  expect(look.masses.map(({ baseM }) => baseM)).toEqual([0, 0, 0, 0]);
  const heights = look.masses.map(({ heightM }) => heightM);
  expect([Math.min(...heights), Math.max(...heights)].map((one) => Number(one.toFixed(1)))).toEqual([4.9, 11.5]);
});

const DUPLEX = resolve(DATA, 'construction/ifc/Duplex_Architecture_IFC2x3.ifc');

test.skipIf(!existsSync(DUPLEX))('a house of IFC becomes its two storeys, basement and roof named', async () => {
  const bytes = new Uint8Array(await readFile(DUPLEX));
  await expect(read(bytes, {}, 'Duplex.ifc')).rejects.toThrow(/Duplex\.ifc: expected a massing in this city/);
  const look = await read(bytes, { isByHand: true }, 'Duplex.ifc');
  expect(look.kind).toBe('storeys');
  const notes = Object.fromEntries(look.notes.map(({ code, example }) => [code, example]));
  expect(notes).toMatchObject({ 'below-ground': 'T/FDN', 'no-floor': 'Roof', 'no-walls': 'Level 1: 25 m²' });
  // Levels at 0, 3.1 and 6 m; the outline by the outer walls, 17.4 × 9.0 m on the upper floor.
  expect(look.masses.map((m) => [m.baseM, m.heightM, m.storeys].map((value) => Number(value.toFixed(3))))).toEqual([
    [0, 3.1, 1],
    [3.1, 2.9, 1],
  ]);
  expect(areaM2(look.masses[0].ringM)).toBeCloseTo(153, 0);
  expect(areaM2(look.masses[1].ringM)).toBeCloseTo(156.6, 1);
});
