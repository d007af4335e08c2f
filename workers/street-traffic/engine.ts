import { CITY_FACTS } from '../../model/city/facts.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { CitySolids, readCityGround, upOfElevation } from '../shared/city-solids.ts';
import { type CityFiles, handedOver, type QuestionEngine } from '../shared/engine.ts';
import type { TrafficEngineTypes, TrafficFacts } from './engine-types.ts';
import { trafficMessage } from './messages.ts';
import { trafficStreams } from './streams.ts';

/** A city's roads and the ground under them. */
class TrafficSite extends CitySolids {
  readonly facts: TrafficFacts;
  readonly network: RoadNetwork | null;

  constructor(files: CityFiles, ground: CitySolids['ground'], network: RoadNetwork | null) {
    super(files, null, ground);
    this.network = network;
    this.facts = { roads: network && (files.manifest.facts?.roads ?? null) };
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
    const { file } = CITY_FACTS.roads;
    const json = files.manifest.facts?.roads ? await files.findJson(file) : null;
    return new TrafficSite(files, await readCityGround(files), json === null ? null : parseRoadNetwork(json, file));
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
  }),
};
