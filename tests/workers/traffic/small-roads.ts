import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** A street between two junctions, straight unless points are given. */
export function street(
  id: string,
  from: number,
  to: number,
  points: RoadSegment['points'],
  more: Partial<RoadSegment> = {},
): RoadSegment {
  return {
    id,
    name: { zh: '街', en: 'Street' },
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
    to,
    points,
    assumed: [],
    ...more,
  };
}

const at = (n: number): [number, number] => [100 * n, 50 * n - 10];
const junctions = [0, 1, 2, 3, 4].map(at);

/** The five buildings of the small city along a chain of streets; a bypass runs from its first junction to its last. */
export const chain: RoadNetwork = {
  format: 1,
  junctions,
  segments: [
    ...[0, 1, 2, 3].map((n) => street(`c${n}`, n, n + 1, [at(n), at(n + 1)])),
    street('bypass', 0, 4, [at(0), [200, -400], at(4)], { assumed: ['lanes', 'speed'] }),
  ],
  turnBans: [],
};

/** The small city with these roads: heights count as residents, storeys as jobs. */
export async function openSmall(network: RoadNetwork = chain, hasPeople = true, engine = 'traffic'): Promise<Host> {
  const { city, files } = smallCity();
  const layers = city.layers.map((layer) =>
    layer.id === 'building'
      ? {
          ...layer,
          attributes: layer.attributes.map((one) =>
            one.name === 'storeys' ? { ...one, label: { zh: '岗位', en: 'Jobs' } } : one,
          ),
          ...(hasPeople ? { roles: { population: { columns: { residents: 'height' }, guessed: [] } } } : {}),
        }
      : layer,
  );
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load(engine));
  await host.open(
    {
      manifest: { ...city, layers, grids: null, facts: { roads: { state: 'given' } } },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? network : null),
    },
    '',
  );
  return host;
}
