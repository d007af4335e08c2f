import { expect, test } from 'vitest';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { TrackPaths, TrafficFacts, TrafficStreams } from '../../../workers/street-traffic/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

const { city, files } = smallCity();
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-100, 0],
    [500, 0],
  ],
  segments: [
    {
      id: 's1',
      name: { zh: '街', en: 'Street' },
      class: 'residential',
      form: 'ground',
      lanes: 2,
      widthM: 6,
      speedKmPerH: 30,
      direction: 'both',
      isPrivate: false,
      clearanceM: null,
      weightLimitT: null,
      from: 0,
      to: 1,
      points: [
        [-100, 0],
        [500, 0],
      ],
      assumed: [],
    },
  ],
  turnBans: [],
};

const TRACKS = {
  format: 1,
  lines: ['existing', 'construction'].map((state) => ({
    id: state,
    name: { zh: '线', en: 'Line' },
    kind: 'metro',
    state,
    points: [
      [0, 0, 100],
      [5000, 0, 100],
    ],
    underground: [],
    isDouble: true,
    apartM: 5,
    isThrough: false,
    speedKmPerH: 60,
    headwayS: 300,
    cars: 6,
    carM: 20,
    dwellS: 30,
    stopsM: [],
    assumed: [],
  })),
};

async function hostOf(hasRoads: boolean, hasTracks = false) {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('street-traffic'));
  const opened = await host.open(
    {
      manifest: {
        ...city,
        grids: null,
        facts: {
          ...(hasRoads ? { roads: { state: 'given' } } : {}),
          ...(hasTracks ? { tracks: { state: 'given' } } : {}),
        },
      },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? network : path === 'tracks.json' ? TRACKS : null),
    },
    '',
  );
  return { host, facts: valueIn(opened) as TrafficFacts };
}

test('a city without ground is driven at the level of its origin: 600 m each way, one vehicle a cycle', async () => {
  const { host, facts } = await hostOf(true);
  expect(facts.roads).toEqual({ state: 'given' });
  const streams = valueIn(await host.ask(null, 'streams', [])) as TrafficStreams;
  expect([...streams.lengthM]).toEqual([600, 600]);
  expect(streams.startS).toHaveLength(2);
  expect(streams.places[2]).toBeCloseTo(0, 2);
});

test('a city without roads says which file is missing', async () => {
  const { host, facts } = await hostOf(false);
  expect(facts.roads).toBeNull();
  const answer = await host.ask(null, 'streams', []);
  expect(JSON.stringify(answer)).toContain('no-roads');
});

test('lines that are built lie in the city’s frame: 5 km off it has fallen by 2 m; one that is being built carries nothing', async () => {
  const { host, facts } = await hostOf(false, true);
  expect(facts.tracks).toEqual({ state: 'given' });
  const { lines } = valueIn(await host.ask(null, 'tracks', [])) as TrackPaths;
  expect(lines.map(({ id }) => id)).toEqual(['existing']);
  const [[, , near], [, , far]] = lines[0].points;
  expect(near - far).toBeCloseTo(1.96, 1);
});

test('a city without lines of trains and boats says which file is missing', async () => {
  const { host, facts } = await hostOf(false);
  expect(facts.tracks).toBeNull();
  expect(JSON.stringify(await host.ask(null, 'tracks', []))).toContain('no-tracks');
});
