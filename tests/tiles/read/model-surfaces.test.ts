import { describe, expect, test } from 'vitest';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { surfacesOfModel } from '../../../tiles/read/model-surfaces.ts';
import { type Small, smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';

async function place(small: Omit<Small, 'boxes'>, crs?: string) {
  const model = await readIfc(smallIfc({ ...small, boxes: threeBoxes(small.unit ? 1000 : 1) }), 'small.ifc');
  const problems = new Problems();
  const { geometry, raw, crs: got } = await surfacesOfModel(model, 'small.ifc', crs, problems);
  const [lon, lat] = geometry.lonLatDeg;
  return {
    lon,
    lat,
    elevationM: geometry.elevationM,
    count: raw.count,
    crs: got,
    codes: problems.list().map((p) => p.code),
  };
}

/** UTM zone 49: its central meridian is 111° E, where 500,000 m east stands. */
const MAP = { crs: 'EPSG:32649', eastings: 500_000, northings: 3_800_000, height: 380 };

describe('a model is placed', () => {
  test('by its map conversion', async () => {
    const { lon, lat, elevationM, count, crs } = await place({ map: MAP });
    expect(count).toBe(3);
    expect(crs).toBe('EPSG:32649');
    expect(lon).toBeCloseTo(111, 3);
    expect(lat).toBeGreaterThan(34.3);
    expect(lat).toBeLessThan(34.4);
    expect(Math.min(...elevationM)).toBeCloseTo(380, 3);
  });

  test('in millimetres as in metres, whatever unit the offset is in', async () => {
    const right = await place({ map: MAP });
    const milli = { ...MAP, eastings: 5e8, northings: 3.8e9, height: 380_000 };
    for (const [small, code] of [
      [{ unit: 'MILLI', map: milli }, null],
      [{ unit: 'MILLI', map: MAP }, 'ifc-offset-in-metres'],
      [{ map: milli }, 'ifc-offset-in-millimetres'],
    ] as const) {
      const got = await place(small);
      expect(got.lon).toBeCloseTo(right.lon, 8);
      expect(got.lat).toBeCloseTo(right.lat, 8);
      expect(Math.min(...got.elevationM)).toBeCloseTo(380, 2);
      expect(got.codes.filter((one) => one.includes('offset'))).toEqual(code ? [code] : []);
    }
  });

  test('once where its coordinates hold the offset already', async () => {
    const right = await place({ map: MAP });
    const got = await place({ map: MAP, shift: [500_000, 3_800_000] });
    expect(got.codes).toContain('ifc-double-offset');
    expect(got.lon).toBeCloseTo(right.lon, 6);
    expect(got.lat).toBeCloseTo(right.lat, 6);
  });

  test('at its site, else by the system that the command names, else not at all', async () => {
    const site = await place({ site: { lat: [34, 18, 0], lon: [108, 45, 0] } });
    expect(site.lon).toBeCloseTo(108.75, 4);
    expect(Math.min(...site.elevationM)).toBeCloseTo(12, 4);
    expect((await place({ shift: [500_000, 3_800_000] }, 'EPSG:32649')).lon).toBeCloseTo(111, 3);
    await expect(place({})).rejects.toThrow(/small.ifc: expected a place/);
  });
});
