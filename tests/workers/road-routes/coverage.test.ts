import { expect, test } from 'vitest';
import { parseManifest } from '../../../model/city/manifest.ts';
import { parseRoadNetwork } from '../../../model/roads/road-network.ts';
import { CLEAR_ROADS } from '../../../model/roads/road-state.ts';
import { coverageOf } from '../../../workers/road-routes/coverage.ts';
import { DispatchSite } from '../../../workers/road-routes/dispatch-site.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { roadGraphOf } from '../../../workers/shared/road-graph.ts';
import { addLayer, smallCity } from '../../model/city/small-city.ts';

/** Two streets of 36 km/h in a row, 1,200 m each: 10 m/s, so that 600 m take a minute. */
const network = parseRoadNetwork({
  format: 1,
  junctions: [
    [0, 0],
    [1200, 0],
    [2400, 0],
  ],
  segments: [
    ['west', 0],
    ['east', 1],
  ].map(([id, from]) => ({
    id,
    name: { zh: id, en: id },
    class: 'local',
    form: 'ground',
    lanes: 2,
    widthM: 7,
    speedKmPerH: 36,
    direction: 'both',
    isPrivate: false,
    clearanceM: null,
    weightLimitT: null,
    from,
    to: Number(from) + 1,
    points: [
      [1200 * Number(from), 0],
      [1200 * Number(from) + 1200, 0],
    ],
    assumed: [],
  })),
  turnBans: [],
});

/** Three houses of 10, 20 and 70 people at 300, 900 and 2,100 m. */
function site(): DispatchSite {
  const { city } = smallCity();
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const homes = addLayer(files, 0, {
    id: 'homes',
    kind: 'building',
    group: 'building',
    label: { zh: '住宅', en: 'Homes' },
    cimLevel: 2,
    ids: ['a', 'b', 'c'],
    columns: [
      [
        { name: 'residents', type: 'integer', label: { zh: '居民', en: 'Residents' } },
        { type: 'uint32', values: Uint32Array.of(10, 20, 70) },
      ],
    ],
  });
  const places = Float32Array.of(300, 10, 0, 5, 900, 10, 0, 5, 2100, 10, 0, 5);
  files.set(homes.places, new Uint8Array(places.buffer));
  const manifest = parseManifest({ ...city, grids: null, layers: [homes] });
  const read = async (path: string) => files.get(path) ?? expect.fail(path);
  const none: CityFiles['readJson'] = async () => expect.fail('no file');
  return new DispatchSite({ manifest, read, readJson: none, findJson: async () => null }, roadGraphOf(network));
}

const ENGINE = { atM: [0, 0] as const, vehicle: 'car' as const };

test('coverage is the share of residents that some unit reaches within each limit', async () => {
  const found = await coverageOf(site(), [ENGINE], [1, 2, 4], CLEAR_ROADS);
  expect(found).toEqual({ limitsMin: [1, 2, 4], shares: [0.1, 0.3, 1] });
});

test('a second base covers its side; with none nobody is reached; a closed street cuts off who lives behind it', async () => {
  const two = [ENGINE, { ...ENGINE, atM: [2400, 0] as const }];
  expect((await coverageOf(site(), two, [1], CLEAR_ROADS))?.shares).toEqual([0.8]);
  expect((await coverageOf(site(), [], [4], CLEAR_ROADS))?.shares).toEqual([0]);
  const closed = { water: [], closed: [{ segment: 'east', by: 'works' }] };
  expect((await coverageOf(site(), [ENGINE], [4], closed))?.shares).toEqual([0.3]);
});
