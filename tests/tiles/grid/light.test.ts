import { describe, expect, test } from 'vitest';
import { DRAWN_DAY, shadowCode, shadowHeightM } from '../../../model/city/light.ts';
import { STEPS_PER_M } from '../../../tiles/grid/light/heights.ts';
import { dayPlanes, type LightSource, lightField, nightPlanes } from '../../../tiles/grid/light/light-raster.ts';
import { lightFrame } from '../../../tiles/grid/light/light-source.ts';
import { linesTowards } from '../../../tiles/grid/light/lines.ts';
import { skyView } from '../../../tiles/grid/light/sky-view.ts';
import { type Plane, stepped } from '../../../tiles/tileset/strip-png.ts';

const FRAME = { westM: 0, southM: 0, cellM: 2, columns: 120, rows: 100 };

/** One block of ground level 0 on flat ground. */
function sourceOf(ring: number[][], topM: number, more: Partial<LightSource> = {}): LightSource {
  return {
    frame: FRAME,
    elevation: null,
    originElevationM: 0,
    blocks: {
      ringOf: Uint32Array.of(0, 1),
      vertexOf: Uint32Array.of(0, ring.length),
      eastNorthM: Float32Array.from(ring.flat()),
      topM: Float32Array.of(topM),
    },
    crowns: { eastNorthCrownM: new Float32Array(0) },
    water: { ringOf: Uint32Array.of(0), vertexOf: Uint32Array.of(0), eastNorthM: new Float32Array(0) },
    lamps: { eastNorthHeightM: new Float32Array(0), deckEastNorthHeightM: new Float32Array(0), supposed: 0 },
    ...more,
  };
}
const dayOf = (source: LightSource) => joined(dayPlanes(source, lightField(source)));
const nightOf = (source: LightSource) => joined(nightPlanes(source, lightField(source)));
/** Four bytes a cell. */
const joined = (planes: Plane[]) =>
  Uint8Array.from({ length: 4 * planes[0].values.length }, (_, i) => {
    const plane = planes.at(i % 4);
    return plane ? stepped(plane.values[i >> 2], plane.step) : 255;
  });

const TOWER = [
  [100, 100],
  [120, 100],
  [120, 120],
  [100, 120],
];
const at = (rgba: Uint8Array, eastM: number, northM: number) => {
  const i = 4 * (Math.floor(northM / FRAME.cellM) * FRAME.columns + Math.floor(eastM / FRAME.cellM));
  return { sky: rgba[i] / 255, sun: rgba[i + 1] / 255, shadowM: shadowHeightM(rgba[i + 2]), roof: rgba[i + 3] / 255 };
};

test.each([0, 0.3, 1, 2.5, -1.7])('lines of slope %f have each cell of a step on a line of its own', (north) => {
  const { shifts, count, isAcross } = linesTowards({ columns: 7, rows: 5, cellM: 1 }, 1, north);
  const [length, width] = isAcross ? [7, 5] : [5, 7];
  expect(shifts.length).toBe(length);
  expect(Math.min(...shifts)).toBe(0);
  expect(Math.max(...shifts) + width).toBe(count);
});

describe('sky view', () => {
  test('an empty plain sees the whole sky', () => {
    expect(Math.min(...skyView(FRAME, new Int16Array(FRAME.columns * FRAME.rows)))).toBe(255);
  });

  test('before an endless wall it is what the view factor says: 1 − (1 − cos θ) / 2', () => {
    const frame = { columns: 401, rows: 401, cellM: 1 };
    const top = new Int16Array(401 * 401);
    for (let row = 0; row < 401; row++) top.fill(20 * STEPS_PER_M, row * 401 + 200, row * 401 + 203);
    const sky = skyView(frame, top);
    for (const distance of [5, 10, 20, 40]) {
      const expected = 1 - (1 - Math.cos(Math.atan(20 / distance))) / 2;
      expect(sky[200 * 401 + 200 - distance] / 255).toBeCloseTo(expected, 1.5);
    }
  });
});

describe('one tower of 40 m on level ground', () => {
  const rgba = dayOf(sourceOf(TOWER, 40));

  test('its shadow lies away from the drawn sun, as long as the sun is low', () => {
    const lengthM = 40 / Math.tan((DRAWN_DAY.altitudeDeg * Math.PI) / 180);
    const azimuth = (DRAWN_DAY.azimuthDeg * Math.PI) / 180;
    const [east, north] = [-Math.sin(azimuth), -Math.cos(azimuth)];
    const along = (m: number) => at(rgba, 110 + east * m, 110 + north * m);
    expect(along(lengthM * 0.6).sun).toBe(0);
    expect(along(lengthM + 20).sun).toBe(1);
    expect(at(rgba, 110 - east * 30, 110 - north * 30).sun).toBe(1);
    // From the edge that the line leaves by, shadow sinks as the sun's ray does; two cells and a step of the code are 4 m.
    const edgeM = 10 / Math.abs(north);
    const expectedM = 40 - (lengthM * 0.6 - edgeM) * Math.tan((DRAWN_DAY.altitudeDeg * Math.PI) / 180);
    expect(Math.abs(along(lengthM * 0.6).shadowM - expectedM)).toBeLessThan(4);
  });

  test('the foot of its wall sees less sky than the ground ten metres away', () => {
    expect(at(rgba, 99, 110).sky).toBeLessThan(at(rgba, 89, 110).sky - 0.05);
    expect(at(rgba, 10, 10).sky).toBeGreaterThan(0.95);
  });

  test('no roof is mixed into the ground beside it, its own sky is whole', () => {
    expect(at(rgba, 101, 110).sky).toBeLessThan(0.75);
    expect(at(rgba, 110, 110).roof).toBe(1);
  });

  test('the same source gives the same bytes', () => {
    expect(Buffer.compare(dayOf(sourceOf(TOWER, 40)), rgba)).toBe(0);
  });
});

test('crowns darken the ground under them, and the place of their shadow', () => {
  const crowns = { eastNorthCrownM: Float32Array.of(51, 51, 12) };
  const rgba = dayOf(sourceOf(TOWER, 0.1, { crowns }));
  expect(at(rgba, 51, 51).sky).toBeCloseTo(0.7, 1);
  expect(at(rgba, 51 - 0.64 * 12.4, 51 + 0.77 * 12.4).sun).toBeLessThan(0.4);
  expect(at(rgba, 80, 20).sun).toBe(1);
});

test('water holds its distance to the shore', () => {
  const water = {
    ringOf: Uint32Array.of(0, 1),
    vertexOf: Uint32Array.of(0, 4),
    eastNorthM: Float32Array.of(20, 20, 220, 20, 220, 180, 20, 180),
  };
  const rgba = dayOf(sourceOf(TOWER, -1, { water }));
  expect(at(rgba, 60, 100).roof * 64).toBeCloseTo(40, -1);
  expect(at(rgba, 22, 100).roof * 64).toBeLessThan(8);
  expect(at(rgba, 6, 100).roof).toBe(1);
});

test('heights of shadow keep centimetres near the ground and reach over towers', () => {
  expect(shadowHeightM(shadowCode(0.5))).toBeCloseTo(0.5, 1);
  expect(shadowHeightM(shadowCode(100))).toBeCloseTo(100, 0);
  expect(shadowCode(-3)).toBe(0);
  expect(shadowCode(1000)).toBe(255);
});

test('cells are 2 m while a card holds them, and coarser for larger cities', () => {
  expect(lightFrame([0, 0, 1000, 1000]).cellM).toBe(2);
  expect(lightFrame([-4000, -3000, 4000, 3000]).cellM).toBe(3);
  const wide = lightFrame([0, 0, 40_000, 30_000]);
  expect(wide.columns * wide.rows).toBeLessThanOrEqual(6_000_000);
  expect(Math.max(wide.columns, wide.rows)).toBeLessThanOrEqual(4096);
});

test('by night the lamps of a deck light the deck and not the ground below it; a house beside it does not keep their light off', () => {
  const lamps = {
    eastNorthHeightM: new Float32Array(0),
    deckEastNorthHeightM: Float32Array.of(91, 111, 11),
    supposed: 0,
  };
  const source = sourceOf(TOWER, 40, { lamps });
  const night = nightOf(source);
  const levelsAt = (eastM: number, northM: number) => {
    const i = 4 * (Math.floor(northM / FRAME.cellM) * FRAME.columns + Math.floor(eastM / FRAME.cellM));
    return { ground: night[i], deck: night[i + 2] };
  };
  // 1 of 1.5 under the lamp, a little less by the mean with its neighbours.
  expect(levelsAt(91, 111).deck / 255).toBeGreaterThan(0.6);
  expect(levelsAt(91, 111).ground).toBe(0);
  expect(levelsAt(111, 111).deck).toBe(levelsAt(71, 111).deck);
  expect(levelsAt(111, 111).deck).toBeGreaterThan(0);
  expect(levelsAt(91, 160).deck).toBe(0);
});
