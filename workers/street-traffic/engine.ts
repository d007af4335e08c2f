import { CITY_FACTS, type CityFact } from '../../model/city/facts.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { parseTracks, type TrackLine, type TrackNetwork } from '../../model/tracks/track-network.ts';
import { CitySolids, readCityGround, upOfElevation } from '../shared/city-solids.ts';
import { type CityFiles, handedOver, type QuestionEngine } from '../shared/engine.ts';
import type { TrackPath, TrafficEngineTypes, TrafficFacts } from './engine-types.ts';
import { trafficMessage } from './messages.ts';
import { trafficStreams } from './streams.ts';

/** A city's roads and the ground under them. */
class TrafficSite extends CitySolids {
  readonly facts: TrafficFacts;
  readonly network: RoadNetwork | null;
  readonly tracks: TrackNetwork | null;

  constructor(
    files: CityFiles,
    ground: CitySolids['ground'],
    { network, tracks }: { network: RoadNetwork | null; tracks: TrackNetwork | null },
  ) {
    super(files, null, ground);
    this.network = network;
    this.tracks = tracks;
    const { roads = null, tracks: lines = null } = files.manifest.facts ?? {};
    this.facts = { roads: network && roads, tracks: tracks && lines };
  }

  /** Up of a road that lies on the ground. */
  roadUpAt(x: number, y: number): number {
    const { ground, originElevationM } = this;
    const elevationM = ground ? rasterAt(ground.grid, ground.elevationM, x, y) : originElevationM;
    return upOfElevation(elevationM, originElevationM, x, y);
  }
}

/** Vehicles on a city's streets, for the picture: by class of road and hour, halted by signals, kept apart by Krauß's model. */
export const engine: QuestionEngine<TrafficEngineTypes, TrafficSite> = {
  id: 'street-traffic',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  async open(files) {
    const network = await factOf(files, 'roads', parseRoadNetwork);
    const tracks = await factOf(files, 'tracks', parseTracks);
    return new TrafficSite(files, await readCityGround(files), { network, tracks });
  },
  questions: (site) => ({
    streams() {
      if (!site.network) throw new MessageError(trafficMessage('no-roads', {}));
      const upOf = (elevationM: number, x: number, y: number) => upOfElevation(elevationM, site.originElevationM, x, y);
      const streams = trafficStreams(site.network, (x, y) => site.roadUpAt(x, y), upOf);
      return handedOver(
        streams,
        Object.values(streams).filter((one) => ArrayBuffer.isView(one)),
      );
    },
    tracks() {
      if (!site.tracks) throw new MessageError(trafficMessage('no-tracks', {}));
      return { lines: site.tracks.lines.filter(({ state }) => state === 'existing').map((line) => pathOf(line, site)) };
    },
  }),
};

/** What a city's file of a fact holds; null: the city has none. */
async function factOf<T>(
  files: CityFiles,
  fact: CityFact,
  parse: (json: unknown, file: string) => T,
): Promise<T | null> {
  const { file } = CITY_FACTS[fact];
  const json = files.manifest.facts?.[fact] ? await files.findJson(file) : null;
  return json === null ? null : parse(json, file);
}

function pathOf({ state: _, points, ...line }: TrackLine, { originElevationM }: TrafficSite): TrackPath {
  return { ...line, points: points.map(([x, y, z]) => [x, y, upOfElevation(z, originElevationM, x, y)]) };
}
