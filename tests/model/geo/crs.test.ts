import { expect, test } from 'vitest';
import { crsOf, epsgOf } from '../../../model/geo/crs.ts';
import { codeOfName, codeRow } from '../../../model/geo/crs-codes.ts';
import table from '../../../model/geo/crs-table.json' with { type: 'json' };
import points from './epsg-points.json' with { type: 'json' };

const POINTS = points as [code: number, x: number, y: number, lonDeg: number, latDeg: number][];

test.each([
  ['EPSG:4547', 4547],
  ['urn:ogc:def:crs:EPSG::2056', 2056],
  ['urn:ogc:def:crs:EPSG:8.5:28992', 28992],
  ['https://www.opengis.net/def/crs/EPSG/0/7415', 7415],
  ['http://www.opengis.net/gml/srs/epsg.xml#5186', 5186],
  ['urn:ogc:def:crs:OGC:1.3:CRS84', 4326],
  ['urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5709', 28992],
  ['32650', 32650],
  ['WGS 84', null],
])('%s is %s', (name, code) => {
  expect(epsgOf(name)).toBe(code);
});

/** Places whose coordinates are published: survey marks and system origins; tolerance in metres. */
test.each([
  // Half of the equator's half circumference; 45° of the sphere.
  ['EPSG:3857', 10018754.171394622, 5621521.486192066, 90, 45, 0.01],
  // The meridian from the equator to 45° on GRS 80 is 4,984,944.378 m long.
  ['EPSG:4547', 500000, 4984944.378, 114, 45, 0.01],
  ['EPSG:4526', 38500000, 4984944.378, 114, 45, 0.01],
  ['EPSG:4508', 500000, 4984944.378, 111, 45, 0.01],
  ['EPSG:32650', 500000, 0, 117, 0, 0.01],
  ['EPSG:32718', 500000, 10000000, -75, 0, 0.01],
  // Old observatory of Bern, fundamental point of CH1903+ (swisstopo: 46°57′03.9″ N 7°26′19.1″ E).
  ['EPSG:2056', 2600000, 1200000, 7.438637, 46.951083, 1],
  ['EPSG:21781', 600000, 200000, 7.438637, 46.951083, 1],
  // Onze Lieve Vrouwetoren, Amersfoort, origin of RD (ETRS89 52.15517440 N, 5.38720621 E).
  ['EPSG:28992', 155000, 463000, 5.38720621, 52.1551744, 0.5],
  // Lands Department of Hong Kong, its own conversion service (HK1980 Grid to WGS 84).
  ['EPSG:2326', 835411.431, 817266.016, 114.168562005, 22.294313001, 0.1],
  // Worked example of swisstopo's approximate formulas: 46°02′38.87″ N 8°43′49.79″ E.
  ['EPSG:2056', 2700000, 1100000, 8.730497, 46.044131, 1],
  // Ordnance Survey's water tower at Caister, ETRS89 by OSTN15; the seven parameters are good to 5 m.
  ['EPSG:27700', 651409.804, 313177.45, 1.716073973, 52.658007833, 5],
  ['EPSG:5186', 200000, 600000, 127, 38, 0.01],
  ['EPSG:5187', 200000, 600000, 129, 38, 0.01],
  ['EPSG:6677', 0, 0, 139 + 5 / 6, 36, 0.01],
  ['+proj=utm +zone=33 +datum=WGS84', 500000, 0, 15, 0, 0.01],
])('%s: %d, %d is %d, %d', async (name, x, y, lonDeg, latDeg, toleranceM) => {
  const crs = await crsOf(name, 'test');
  const xy = Float64Array.of(x, y);
  crs.toLonLat(xy, 0, 1);
  const metres = Math.hypot((xy[0] - lonDeg) * 111320 * Math.cos((latDeg * Math.PI) / 180), (xy[1] - latDeg) * 111320);
  expect(metres).toBeLessThan(toleranceM);
  const back = crs.fromLonLat(xy[0], xy[1]);
  expect(Math.hypot(back[0] - x, back[1] - y)).toBeLessThan(0.002);
});

/**
 * A place in the area of use of every projected code of the table, by PROJ 9.5.1 with the EPSG dataset (pyproj 3.7.2, without grids): code,
 * x, y, longitude, latitude. Signs of rotations, units, zones and the order of axes all show there. NAD83 in the Aleutians is moved by
 * 0.4 m there (NAD83 to WGS 84 (2)), here by nothing.
 */
test('every code lands where PROJ puts it', async () => {
  const off: string[] = [];
  for (const [code, x, y, lonDeg, latDeg] of POINTS) {
    const xy = Float64Array.of(x, y);
    (await crsOf(`EPSG:${code}`, 'test')).toLonLat(xy, 0, 1);
    const turnDeg = Math.round((xy[0] - lonDeg) / 360) * 360;
    const eastM = (xy[0] - turnDeg - lonDeg) * 111320 * Math.cos((latDeg * Math.PI) / 180);
    const metres = Math.hypot(eastM, (xy[1] - latDeg) * 111320);
    if (!(metres < (code === 26901 ? 0.5 : 0.01))) off.push(`EPSG:${code}: ${metres.toFixed(3)} m`);
  }
  expect(off).toEqual([]);
  expect(POINTS).toHaveLength(302);
});

test('every row of the table is a system that goes there and back', async () => {
  const off: string[] = [];
  for (const line of table.rows) {
    const [code, , , , , , , area] = line.split('\t');
    const [west, south, east, north] = area.split(' ').map(Number);
    const crs = await crsOf(code, 'test');
    const [lonDeg, latDeg] = [(west + (east < west ? east + 360 : east)) / 2, (south + north) / 2];
    const xy = Float64Array.from(crs.fromLonLat(lonDeg, latDeg));
    crs.toLonLat(xy, 0, 1);
    const eastDeg = xy[0] - lonDeg - Math.round((xy[0] - lonDeg) / 360) * 360;
    if (!(Math.hypot(eastDeg * Math.cos((latDeg * Math.PI) / 180), xy[1] - latDeg) < 1e-6)) off.push(code);
  }
  expect(off).toEqual([]);
  expect(table.rows.length).toBeGreaterThan(5000);
});

test.each([
  ['British_National_Grid', 27700],
  ['ETRS_1989_UTM_Zone_32N', 25832],
  ['RGF93 v1 / Lambert-93', 2154],
  ['JGD_2011_Japan_Zone_9', 6677],
  ['NAD_1983_StatePlane_Texas_South_Central_FIPS_4204_Feet', 2278],
  ['GCS_North_American_1983', 4269],
  ['Town_Local', null],
])('%s is EPSG:%s', async (name, code) => {
  expect(await codeOfName(name)).toBe(code);
});

test.each([
  ['EPSG:7405', 'EPSG:27700'],
  ['EPSG:4979', 'EPSG:4326'],
  ['EPSG:6697', 'EPSG:6668'],
  ['EPSG:7415', 'EPSG:28992'],
])('of %s the part in the plane is %s', async (compound, part) => {
  const [a, b] = [await crsOf(compound, 't'), await crsOf(part, 't')];
  expect(a.fromLonLat(5, 52)).toEqual(b.fromLonLat(5, 52));
});

test('a datum without a transformation is told apart from one of the Earth’s middle', async () => {
  expect(await crsOf('EPSG:4610', 't')).toMatchObject({ accuracyM: 100, isUnshifted: true });
  expect(await crsOf('EPSG:27700', 't')).toMatchObject({ accuracyM: 2 });
  expect((await crsOf('EPSG:4490', 't')).accuracyM).toBeUndefined();
});

test('a geocentric code is no pair of degrees', async () => {
  await expect(crsOf('EPSG:4479', 'a.geojson')).rejects.toThrow(/^a\.geojson: expected an EPSG code/);
});

test('CGCS2000 by zone and by meridian differ by the zone number before the easting', async () => {
  const [byZone, byMeridian] = [await crsOf('EPSG:4526', 't'), await crsOf('EPSG:4547', 't')];
  const [a, b] = [byZone.fromLonLat(114.2, 30.5), byMeridian.fromLonLat(114.2, 30.5)];
  expect(a[0] - b[0]).toBeCloseTo(38e6, 6);
  expect(a[1]).toBeCloseTo(b[1], 6);
});

test.each(['EPSG:999999', 'nonsense', '+proj=nonsense'])('%s is refused', async (name) => {
  await expect(crsOf(name, 'a.geojson')).rejects.toThrow(/^a\.geojson: expected/);
});

test('places that are none give NaN, not a throw', async () => {
  const xy = Float64Array.of(Number.NaN, 1);
  (await crsOf('EPSG:4547', 't')).toLonLat(xy, 0, 1);
  expect(xy[0]).toBeNaN();
});

test('GCJ-02 moves Tian’anmen by half a kilometre, and is undone to a millimetre', async () => {
  const crs = await crsOf('GCJ-02', 't');
  // The pair that the widely used `coordtransform` documents.
  const [lon, lat] = crs.fromLonLat(116.404, 39.915);
  expect(lon).toBeCloseTo(116.41024449916938, 9);
  expect(lat).toBeCloseTo(39.91640428150164, 9);
  const xy = Float64Array.of(lon, lat);
  crs.toLonLat(xy, 0, 1);
  expect(Math.hypot(xy[0] - 116.404, xy[1] - 39.915) * 111_320).toBeLessThan(0.001);
});

test('Baidu’s coordinates lie on those of GCJ-02, and come back', async () => {
  const gcj = await crsOf('GCJ-02', 'test');
  const bd = await crsOf('BD-09', 'test');
  // Published by coordtransform: GCJ-02 116.404, 39.915 is BD-09 116.41036949371029, 39.92133699351021.
  const xy = Float64Array.of(116.404, 39.915);
  gcj.toLonLat(xy, 0, 1);
  const [lonDeg, latDeg] = bd.fromLonLat(xy[0], xy[1]);
  expect(lonDeg).toBeCloseTo(116.41036949371029, 8);
  expect(latDeg).toBeCloseTo(39.92133699351021, 8);
  const back = Float64Array.of(lonDeg, latDeg);
  bd.toLonLat(back, 0, 1);
  expect(back[0]).toBeCloseTo(xy[0], 9);
  expect(back[1]).toBeCloseTo(xy[1], 9);
});

test('WGS 84 is known without the table, as the table has it', async () => {
  const line = table.rows.find((row) => row.startsWith('4326\t'))?.split('\t') ?? [];
  const [code, name, , , proj, shift, accuracy, area] = line;
  expect(await codeRow(4326)).toEqual({
    code: Number(code),
    name,
    proj,
    shift,
    accuracyM: Number(accuracy),
    area: area.split(' ').map(Number),
  });
});
