import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { parseTracks } from '../../../model/tracks/track-network.ts';
import { layOsm } from '../../../tiles/gather/osm-layers.ts';
import { townRecipe } from '../../../tiles/gather/town-recipe.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { tracksFile } from '../../../tiles/read/tracks.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';

const ORIGIN = { lonDeg: 9.5, latDeg: 47.1, heightM: 400 };
const ground = groundOf(ORIGIN, 0, null);
type Place = readonly [x: number, y: number, elevationM?: number];

const lonLat = ([x, y, z]: Place): number[] => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
  return z === undefined ? [lonDeg, latDeg] : [lonDeg, latDeg, z];
};
const feature = (properties: Record<string, unknown>, ...places: Place[]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates: places.map(lonLat) },
});
const tracksOf = (...features: object[]) => {
  const { facts, files } = tracksFile({ type: 'FeatureCollection', features }, 'lines.geojson', ground, []);
  return { origin: facts.tracks, ...parseTracks(JSON.parse(String(files['tracks.json']))) };
};

const TOLD = { headway: 240, speed: '70', cars: 6, car_length: 19.6, tracks: '2', apart: 14, ends: 'through' };

describe('a file of lines', () => {
  test('what it tells is kept, in the city’s metres, and is given', () => {
    const { lines, origin } = tracksOf(
      feature(
        { kind: 'metro', id: 'm1', name_zh: '一号线', name_en: 'Line 1', ...TOLD, stops: '500 1500', tunnel: 'yes' },
        [-1000, 0, 380],
        [1000, 0, 370],
      ),
    );
    expect(origin).toEqual({ state: 'given' });
    expect(lines).toEqual([
      expect.objectContaining({
        id: 'm1',
        name: { zh: '一号线', en: 'Line 1' },
        kind: 'metro',
        state: 'existing',
        points: [
          [-1000, 0, 380],
          [1000, 0, 370],
        ],
        underground: [[0, 2000]],
        isDouble: true,
        apartM: 14,
        isThrough: true,
        speedKmPerH: 70,
        headwayS: 240,
        cars: 6,
        carM: 19.6,
        stopsM: [500, 1500],
        assumed: [],
      }),
    ]);
  });

  test('what it does not tell is assumed by kind and counted in the manifest’s words', () => {
    const { lines, origin } = tracksOf(feature({ kind: 'tram' }, [0, 0], [500, 0]));
    expect(lines[0].assumed).toEqual(['headway', 'speed', 'cars', 'tracks', 'level']);
    expect(lines[0].points[0]).toEqual([0, 0, 400.6]);
    expect(origin).toMatchObject({
      state: 'inferred',
      code: 'tracks-of-lines',
      values: { lines: 1, headwaysAssumed: 1, speedsAssumed: 1, carsAssumed: 1, tracksAssumed: 1, levelsAssumed: 1 },
    });
  });

  test('a timetable takes the place of a headway', () => {
    const { lines } = tracksOf(
      feature({ kind: 'ferry', departures: '06:30 18:05:30', departures_back: '07:00' }, [0, 0, 1], [900, 0, 1]),
    );
    expect(lines[0].departuresS).toEqual([[23_400, 65_130], [25_200]]);
    expect(lines[0].assumed).not.toContain('headway');
  });

  test('a word that is none is refused with its place', () => {
    expect(() => tracksOf(feature({ kind: 'road' }, [0, 0], [900, 0]))).toThrow(/lines\.geojson.*features\.0.*kind/);
    expect(() => tracksOf(feature({ kind: 'tram', departures: '25:00' }, [0, 0], [900, 0]))).toThrow(/departures/);
  });
});

describe('pieces as a map has them', () => {
  const name = 'Bahn';
  test('pieces that meet are one line, the straightest at a junction; sidings and stumps are left out', () => {
    const { lines, origin } = tracksOf(
      feature({ kind: 'rail', name }, [0, 0], [800, 0]),
      // Drawn the other way round, through a tunnel.
      feature({ kind: 'rail', name, tunnel: 'yes' }, [1200, 0], [800, 0]),
      feature({ kind: 'rail', name }, [1200, 0], [2000, 50]),
      feature({ kind: 'rail', name }, [800, 0], [1200, 900], [1200, 1800]),
      feature({ kind: 'rail', name, service: 'siding' }, [0, 0], [0, 900]),
      feature({ kind: 'rail', name: 'Stumpf' }, [5000, 0], [5100, 0]),
    );
    expect(lines.map(({ points }) => [points[0].slice(0, 2), points[points.length - 1].slice(0, 2)])).toEqual([
      [
        [0, 0],
        [2000, 50],
      ],
      [
        [800, 0],
        [1200, 1800],
      ],
    ]);
    expect(lines[0].underground).toEqual([[800, 1200]]);
    expect(origin).toMatchObject({ values: { lines: 2, pieces: 4, leftOut: 2 } });
  });

  test('a line that is being built stays one, and what is built does not run into it', () => {
    const { lines } = tracksOf(
      feature({ kind: 'subway', name, state: 'construction' }, [0, 0], [900, 0]),
      feature({ kind: 'subway', name }, [900, 0], [1800, 0]),
    );
    expect(lines.map(({ state }) => state)).toEqual(['construction', 'existing']);
  });
});

describe('a town of OpenStreetMap', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shapan-tracks-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('its railways, tunnels too, and ferries become a file that its recipe names, and a fact of the city', async () => {
    const nodes: Place[] = [
      [-1000, 0],
      [0, 0],
      [1000, 0],
      [-900, 300],
      [900, 300],
    ];
    const xml = [
      '<osm version="0.6">',
      ...nodes.map((at, i) => {
        const [lon, lat] = lonLat(at);
        return `<node id="${i + 1}" lon="${lon}" lat="${lat}"/>`;
      }),
      way(10, [1, 2], { railway: 'rail', name: 'Bahn' }),
      way(11, [2, 3], { railway: 'rail', name: 'Bahn', tunnel: 'yes' }),
      way(12, [4, 5], { route: 'ferry', name: 'Fähre' }),
      way(13, [1, 4], { railway: 'abandoned' }),
      '</osm>',
    ].join('\n');
    const source = join(folder, 'town.osm');
    writeFileSync(source, xml);
    const box = [9.4, 47, 9.6, 47.2] as const;
    const { laid, names, tracks } = await layOsm([source], [...box], folder);
    expect(tracks).toBe('layers/tracks.geojson');
    const town = {
      id: 'town',
      name: { zh: '镇', en: 'Town' },
      zone: 'UTC',
      box: [...box] as [number, number, number, number],
    };
    const recipe = townRecipe({ ...town, from: 'town.osm', date: '2026-07-20', names, tracks }, laid);
    const city = await readCity(parseRecipe(recipe, 'recipe.json', folder));
    const { lines } = parseTracks(JSON.parse(String(city.files['tracks.json'])));
    expect(lines.map(({ kind, name: { zh } }) => `${kind} ${zh}`).sort()).toEqual(['ferry Fähre', 'railway Bahn']);
    const [[fromM, toM]] = lines.find(({ kind }) => kind === 'railway')?.underground ?? [[]];
    expect(fromM).toBeCloseTo(1000, 0);
    expect(toM).toBeCloseTo(2000, 0);
    expect(city.facts.tracks).toMatchObject({ state: 'inferred', values: { lines: 2, headwaysAssumed: 2 } });
  });

  const way = (id: number, refs: number[], tags: Record<string, string>): string =>
    [
      `<way id="${id}">`,
      ...refs.map((ref) => `<nd ref="${ref}"/>`),
      ...Object.entries(tags).map(([k, value]) => `<tag k="${k}" v="${value}"/>`),
      '</way>',
    ].join('');
});
