import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { usableCrs } from '../../../readers/shared/wkt-crs.ts';

interface System {
  code: number;
  name: string;
  /** As GDAL writes version 1, as ESRI does, and version 2. */
  texts: string[];
  /** In the system's own numbers, and in degrees from Greenwich on its own datum. */
  places: [x: number, y: number, lonDeg: number, latDeg: number][];
}

const { systems }: { systems: System[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/wkt/systems.json'), 'utf8'),
);
/** Datums that proj4 knows by their name, so that it shifts them to WGS 84 although the text does not say how. */
const SHIFTED_BY_NAME = [28_992, 2393];
const FORMS = ['GDAL', 'ESRI', 'version 2'];

async function lonLatIn(text: string, x: number, y: number): Promise<[number, number]> {
  const lonLat = Float64Array.of(x, y);
  (await crsOf(text, 'test')).toLonLat(lonLat, 0, 1);
  return [lonLat[0], lonLat[1]];
}

/** The same system under a name that nobody knows. */
const unnamed = (text: string): string => text.replace(/"[^"]*"/, '"A system of our own"');

const CASES = systems.flatMap(({ code, name, texts, places }) =>
  texts.map((text, i) => ({ what: `${code} ${name}, ${FORMS[i]}`, code, text, places })),
);

describe('a system by the numbers of its text is what PROJ makes of it, in whatever unit and from whatever meridian', () => {
  test.each(CASES)('$what', async ({ code, text, places }) => {
    const tolerance = SHIFTED_BY_NAME.includes(code) ? 0.01 : 2e-7;
    for (const [x, y, lonDeg, latDeg] of places) {
      const [lon, lat] = await lonLatIn(unnamed(text), x, y);
      expect(Math.abs(lon - lonDeg), `longitude ${lon}`).toBeLessThan(tolerance);
      expect(Math.abs(lat - latDeg), `latitude ${lat}`).toBeLessThan(tolerance);
      const crs = await crsOf(unnamed(text), 'test');
      if (SHIFTED_BY_NAME.includes(code)) continue;
      const [backX, backY] = crs.fromLonLat(lonDeg, latDeg);
      expect(Math.abs(backX - x) + Math.abs(backY - y)).toBeLessThan(code < 4000 || code > 4999 ? 0.05 : 1e-6);
    }
  });
});

test('the unit of a system is told', async () => {
  const unitOf = async (code: number) =>
    (await crsOf(unnamed(systems.find((one) => one.code === code)?.texts[1] ?? ''), 'test')).unitM;
  expect(await unitOf(2263)).toBeCloseTo(1200 / 3937, 12);
  expect(await unitOf(2992)).toBe(0.3048);
  expect(await unitOf(2154)).toBeUndefined();
  expect((await crsOf('EPSG:2263', 'test')).unitM).toBeCloseTo(1200 / 3937, 12);
});

describe('a name that is known', () => {
  const named = async (text: string) => {
    const problems = new Problems();
    const name = await usableCrs(null, text, 'a.prj', problems);
    return { name, codes: problems.list().map(({ code }) => code) };
  };
  const textOf = (code: number, form = 1): string => systems.find((one) => one.code === code)?.texts[form] ?? '';

  test.each([2263, 2154, 27_572, 4807, 4806, 4816, 4258])('%d is its code', async (code) => {
    for (const form of [0, 1, 2]) expect(await named(textOf(code, form))).toEqual({ name: `EPSG:${code}`, codes: [] });
  });

  test('NTF from Paris in grads lies in Paris, its datum shifted', async () => {
    const [lon, lat] = await lonLatIn('EPSG:4807', 0, 54.3);
    expect(lon).toBeCloseTo(2.33655, 4);
    expect(lat).toBeCloseTo(48.86997, 4);
  });

  test('with another unit than its system has is read by its numbers, and that is said', async () => {
    const feet =
      'PROJCS["NAD_1983_UTM_Zone_10N",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1640416.666666667],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-123.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Foot_US",0.3048006096012192]]';
    const { name, codes } = await named(feet);
    expect(codes).toEqual(['crs-name-other']);
    const [lon, lat] = await lonLatIn(name ?? '', 1_640_416.666666667, (5_000_000 * 3937) / 1200);
    expect(lon).toBeCloseTo(-123, 7);
    expect(lat).toBeCloseTo(45.153, 2);
    const grads = textOf(4258).replace('UNIT["Degree",0.0174532925199433]', 'UNIT["Grad",0.0157079632679489]');
    const other = await named(grads);
    expect(other.codes).toEqual(['crs-name-other']);
    expect(await lonLatIn(other.name ?? '', 10, 50)).toEqual([9, 45]);
  });
});

test('degrees that a definition shifts or counts from another meridian are not those of WGS 84', async () => {
  const paris = await lonLatIn('+proj=longlat +ellps=WGS84 +pm=paris', 0, 48);
  expect(paris[0]).toBeCloseTo(2.33722917, 6);
  const dhdn = '+proj=longlat +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +no_defs';
  const [lon, lat] = await lonLatIn(dhdn, 9, 50);
  expect([lon, lat]).toEqual((await lonLatIn('EPSG:4314', 9, 50)).map((value) => expect.closeTo(value, 4)));
  expect(Math.abs(lon - 9)).toBeGreaterThan(5e-4);
  const text = `GEOGCS["ours",DATUM["ours",SPHEROID["Bessel 1841",6377397.155,299.1528128],TOWGS84[598.1,73.7,418.2,0.202,0.045,-2.455,6.7]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]`;
  expect(await lonLatIn(text, 9, 50)).toEqual([expect.closeTo(lon, 7), expect.closeTo(lat, 7)]);
  expect(await lonLatIn('+proj=longlat +datum=WGS84', 9, 50)).toEqual([9, 50]);
});
