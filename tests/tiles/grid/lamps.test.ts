import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { RoadClass, RoadNetwork } from '../../../model/roads/road-network.ts';
import { STEPS_PER_M } from '../../../tiles/grid/light/heights.ts';
import { lampLight, lampRatio } from '../../../tiles/grid/light/lamp-light.ts';
import { lampsOf } from '../../../tiles/grid/light/lamps.ts';
import type { LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 0 };
const GROUND = groundOf(ORIGIN, 0, null);
const FRAME = { westM: 0, southM: 0, cellM: 2, columns: 60, rows: 60 };
const CELLS = FRAME.columns * FRAME.rows;
/** A house with corners about a place. */
const houseAt = (eastM: number, northM: number) => ({
  ringOf: Uint32Array.of(0, 1),
  vertexOf: Uint32Array.of(0, 3),
  eastNorthM: Float32Array.of(eastM, northM, eastM + 8, northM, eastM, northM + 8),
  topM: Float32Array.of(9),
});

test('a lamp’s light falls off by cosine and square of the distance, widened, and ends at its reach', () => {
  expect(lampRatio(0, 8)).toBe(1);
  // (1 + (1 / 1.35)²)^(−3/2) = 0.5190 as far off as the pole is high, and 0.0437 at the reach, which is taken off.
  expect(lampRatio(8, 8)).toBeCloseTo((0.519 - 0.0437) / (1 - 0.0437), 3);
  expect(lampRatio(3.6 * 8, 8)).toBe(0);
  expect(lampRatio(100, 8)).toBe(0);
  expect(lampRatio(20, 12)).toBeCloseTo(lampRatio(10, 6), 12);
});

test('a house keeps the light from the ground behind it, and is lit in front', () => {
  const ground = new Int16Array(CELLS);
  const top = ground.slice();
  const at = (eastM: number, northM: number) => Math.floor(northM / 2) * FRAME.columns + Math.floor(eastM / 2);
  for (let north = 40; north < 80; north += 2) top[at(70, north)] = 12 * STEPS_PER_M;
  const lit = lampLight(FRAME, ground, top, Float32Array.of(61, 61, 8));
  expect(lit[at(61, 61)]).toBe(1);
  expect(lit[at(69, 61)]).toBeGreaterThan(0.4);
  expect(lit[at(75, 61)]).toBe(0);
  expect(lit[at(47, 61)]).toBeCloseTo(lampRatio(14, 8), 5);
  const both = lampLight(FRAME, ground, top, Float32Array.of(61, 61, 8, 51, 61, 8));
  expect(both[at(55, 61)]).toBeCloseTo(lampRatio(6, 8) + lampRatio(4, 8), 5);
});

interface Street {
  class: RoadClass;
  form?: RoadNetwork['segments'][number]['form'];
  points: [number, number][];
}

const networkOf = (...streets: Street[]) => {
  const network: RoadNetwork = {
    format: 1,
    junctions: streets.flatMap(({ points }) => [points[0], points[1]]),
    segments: streets.map(({ class: kind, form = 'ground', points }, i): RoadNetwork['segments'][number] => ({
      id: `s${i}`,
      name: { zh: '', en: '' },
      class: kind,
      form,
      lanes: 2,
      widthM: 8,
      speedKmPerH: 40,
      direction: 'both',
      isPrivate: false,
      clearanceM: null,
      weightLimitT: null,
      from: 2 * i,
      to: 2 * i + 1,
      points,
      assumed: [],
    })),
    turnBans: [],
  };
  return { 'road-network.json': JSON.stringify(network) };
};

test('where no lamp is told, streets among houses have them by their class, country roads and tunnels none', () => {
  const files = networkOf(
    {
      class: 'local',
      points: [
        [0, 0],
        [380, 0],
      ],
    },
    {
      class: 'local',
      points: [
        [5000, 0],
        [5380, 0],
      ],
    },
    {
      class: 'local',
      form: 'tunnel',
      points: [
        [0, 10],
        [380, 10],
      ],
    },
    {
      class: 'track',
      points: [
        [0, 20],
        [380, 20],
      ],
    },
  );
  const { eastNorthHeightM, supposed } = lampsOf({ layers: [], files }, GROUND, houseAt(100, 12));
  // Of ten lamps at 38 m on 380 m those within a cell of 40 m and its neighbours: 40 m ≤ east < 160 m.
  expect(supposed).toBe(3);
  expect(eastNorthHeightM.length).toBe(3 * supposed);
  for (let i = 0; i < eastNorthHeightM.length; i += 3) {
    expect(Math.abs(eastNorthHeightM[i + 1])).toBeCloseTo(4.7, 4);
    expect(eastNorthHeightM[i + 2]).toBe(7);
  }
});

test('a few lamps of the data do not leave the other streets dark: those lacking are supposed', () => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [-2000, 40, 0]);
  const layer = {
    kind: 'point',
    state: 'existing',
    models: ['lamp'],
    features: { count: 1, geometry: { kind: 'point', lonLatDeg: Float64Array.of(lonDeg, latDeg) }, columns: [] },
  } as unknown as LayerInput;
  const files = networkOf({
    class: 'local',
    points: [
      [0, 0],
      [380, 0],
    ],
  });
  const { eastNorthHeightM, supposed } = lampsOf({ layers: [layer], files }, GROUND, houseAt(100, 12));
  expect(supposed).toBe(3);
  expect(eastNorthHeightM.length).toBe(3 * 4);
  expect(Math.round(eastNorthHeightM[0])).toBe(-2000);
});

test('lamps of the city’s own layer stand where they are told, as high as they are told, and none is supposed', () => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [30, 40, 0]);
  const layer = {
    kind: 'point',
    state: 'existing',
    models: ['lamp'],
    features: {
      count: 2,
      geometry: { kind: 'point', lonLatDeg: Float64Array.of(lonDeg, latDeg, lonDeg, latDeg) },
      columns: [{ name: 'pole', type: 'float32', values: Float32Array.of(11, Number.NaN) }],
    },
  } as unknown as LayerInput;
  const files = networkOf({
    class: 'local',
    points: [
      [0, 0],
      [380, 0],
    ],
  });
  const { eastNorthHeightM, supposed } = lampsOf({ layers: [layer], files }, GROUND, houseAt(100, 12));
  expect(supposed).toBe(0);
  expect([...eastNorthHeightM].map((m) => Math.round(m))).toEqual([30, 40, 11, 30, 40, 8]);
});

test('a bridge of a lit street has lamps over its deck by its class, one far from any lamp has none, and the ground below is not lit', () => {
  const bridge = (eastM: number): Street => ({
    class: 'primary',
    form: 'bridge',
    points: [
      [eastM, 0],
      [eastM + 64, 0],
    ],
  });
  const files = networkOf(
    {
      class: 'local',
      points: [
        [0, 0],
        [380, 0],
      ],
    },
    bridge(380),
    bridge(5000),
  );
  const { eastNorthHeightM, deckEastNorthHeightM, supposed } = lampsOf({ layers: [], files }, GROUND, houseAt(340, 12));
  // Three of the street’s ten lamps: 280 m ≤ east < 400 m; on the deck two a side at 32 m.
  expect([supposed, eastNorthHeightM.length]).toEqual([3, 9]);
  const onDeck = [...deckEastNorthHeightM].map((m) => Math.round(10 * m) / 10);
  expect(onDeck).toEqual([388, 4.7, 11, 404, -4.7, 11, 420, 4.7, 11, 436, -4.7, 11]);
});
