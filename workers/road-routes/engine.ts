import { CITY_FACTS } from '../../model/city/facts.ts';
import { parseResources, supposedUnits } from '../../model/resources/resources.ts';
import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import { handedOver, type QuestionEngine } from '../shared/engine.ts';
import { closedSegments } from './closures.ts';
import { analyseDispatch } from './dispatch-analysis.ts';
import { dispatchTables } from './dispatch-csv.ts';
import { DispatchSite } from './dispatch-site.ts';
import type { DispatchResult, RoutingEngineTypes } from './engine-types.ts';
import { roadGraphOf } from './road-graph.ts';
import { waterOnRoads } from './road-water.ts';

/** Ways by road on the city's own network, and what dispatch makes of them. It answers questions and plays no runs. */
export const engine: QuestionEngine<RoutingEngineTypes, DispatchSite> = {
  id: 'road-routes',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  async open(city) {
    const { file } = CITY_FACTS.roads;
    const json = city.manifest.facts?.roads ? await city.findJson(file) : null;
    return new DispatchSite(city, json === null ? null : roadGraphOf(parseRoadNetwork(json, file)));
  },
  questions: (site) => {
    let last: DispatchResult | null = null;
    const idsOf = (segments: readonly number[]) => segments.map((i) => site.network().graph.network.segments[i].id);
    const resources = async () => {
      const { manifest } = site.files;
      const { file } = CITY_FACTS.resources;
      const json = manifest.facts?.resources ? await site.files.findJson(file) : null;
      return json === null ? null : parseResources(json, manifest.origin, file);
    };
    return {
      arrivals: async (place, journeys, roads) => journeys.map((journey) => site.arrival(place, journey, roads)),
      cuts: async (place, journeys, roads) => journeys.map((journey) => site.cuts(place, journey, roads)),
      async roadCells(place) {
        const cells = site.cellsOf(place).cells.slice();
        return handedOver(cells, [cells]);
      },
      waterOnRoads: async (place, sample, standing) =>
        waterOnRoads(site.network().graph.network, site.cellsOf(place), sample, standing),
      segmentsIn: async (points, kind) => idsOf(site.network().router.segmentsIn(points, kind)),
      segmentsNamed: async (name) =>
        site
          .network()
          .graph.network.segments.filter((segment) => segment.name.zh === name || segment.name.en === name)
          .map(({ id }) => id),
      residentsWithin: (at, radiusM) => site.residentsWithin(at, radiusM),
      resources,
      closures: async (roads) => closedSegments(site.network().graph, site.network().numbers, roads),
      async analyse(request) {
        last = await analyseDispatch(site, request);
        return last;
      },
      // An analysis is over before a message could come in.
      stop: async () => {},
      tables: async () => (last ? dispatchTables(last, supposedUnits(await resources())) : {}),
    };
  },
};
