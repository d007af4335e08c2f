import { CITY_FACTS } from '../../model/city/facts.ts';
import { DispatchRequest } from '../../model/questions/dispatch.ts';
import { parseResources, supposedUnits } from '../../model/resources/resources.ts';
import { AT_PLACE_M, offRoadM } from '../../model/roads/off-road.ts';
import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import { CLEAR_ROADS } from '../../model/roads/road-state.ts';
import { lanesTaken } from '../../model/roads/site-works.ts';
import { VEHICLES } from '../../model/roads/vehicles.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { type CityFiles, handedOver } from '../shared/engine.ts';
import { withLent } from '../shared/lent-layers.ts';
import { roadGraphOf } from '../shared/road-graph.ts';
import { REACH_M } from '../shared/segments-in.ts';
import { closedSegments } from './closures.ts';
import { coverageOf } from './coverage.ts';
import { analyseDispatch } from './dispatch-analysis.ts';
import { DispatchSite } from './dispatch-site.ts';
import { dispatchTables } from './dispatch-tables.ts';
import type { DispatchResult, RoutingEngineTypes } from './engine-types.ts';
import { givenClosures } from './given-closures.ts';
import { withGivenForces } from './given-forces.ts';
import { withGivenStock } from './given-stock.ts';
import { dispatchMessage } from './messages.ts';
import { waterOnRoads } from './road-water.ts';

/** Ways by road on the city's own network, and what dispatch makes of them. */
export const engine = defineAnalysis({
  id: 'road-routes',
  question: DispatchRequest,
  async open(city) {
    const { file } = CITY_FACTS.roads;
    const json = city.manifest.facts?.roads ? await city.findJson(file) : null;
    return new DispatchSite(city, json === null ? null : roadGraphOf(parseRoadNetwork(json, file)));
  },
  facts: ({ facts }) => facts,
  analyse: analyseDispatch,
  tables: async (result, { known }) => dispatchTables(result, supposedUnits((await forcesOf(known)).resources)),
  figures: figuresOf,
  more: (site): OwnQuestions<RoutingEngineTypes> => ({
    arrivals: async (place, journeys, roads) => journeys.map((journey) => site.arrival(place, journey, roads)),
    cuts: async (place, journeys, roads) => journeys.map((journey) => site.cuts(place, journey, roads)),
    async roadCells(place) {
      const cells = site.cellsOf(place).cells.slice();
      return handedOver(cells, [cells]);
    },
    waterOnRoads: async (place, sample, standing) =>
      waterOnRoads(site.network().graph.network, site.cellsOf(place), sample, standing),
    async segmentsIn(points, kind) {
      const { graph, router } = site.network();
      return router.segmentsIn(points, kind).map((i) => graph.network.segments[i].id);
    },
    segmentsNamed: async (name) =>
      site
        .network()
        .graph.network.segments.filter((segment) => segment.name.zh === name || segment.name.en === name)
        .map(({ id }) => id),
    residentsWithin: (at, radiusM) => site.residentsWithin(at, radiusM),
    coverage: (units, limitsMin, roads) => coverageOf(site, units, limitsMin, roads),
    async lend(layers) {
      site.known = withLent(site.files, layers);
      return site.facts;
    },
    resources: async () => (await forcesOf(site.known)).resources,
    forcesUsed: async () => (await forcesOf(site.known)).used,
    stockUsed: async () => (await withGivenStock(site.known, null)).used,
    async givenClosures() {
      const { graph, router } = site.network();
      const { segments } = graph.network;
      const [car] = VEHICLES;
      const ways = site.ways(car.id, CLEAR_ROADS);
      return givenClosures(site.known, {
        nearest(at, reachM) {
          const place = router.placeOf(at, (segment) => ways.isOpen(segment));
          return place && place.offM <= reachM ? [segments[place.segment].id] : [];
        },
        within: (ring) => router.segmentsIn(ring, 'ring').map((i) => segments[i].id),
      });
    },
    lanesTaken: async (areas) =>
      Object.fromEntries(areas.map((area) => [area.id, lanesTaken(site.network().graph.network, area)])),
    closures: async (roads) => closedSegments(site.network().graph, site.network().numbers, roads),
  }),
});

/** The city's own resources with the forces and the stores of its layers. */
async function forcesOf(files: CityFiles): ReturnType<typeof withGivenForces> {
  const { manifest } = files;
  const { file } = CITY_FACTS.resources;
  const json = manifest.facts?.resources ? await files.findJson(file) : null;
  const own = json === null ? null : parseResources(json, manifest.origin, file);
  return withGivenForces(files, (await withGivenStock(files, own)).resources);
}

function figuresOf(result: DispatchResult): object {
  const notes = notesOf(result);
  if (result.kind === 'isochrone') {
    const { kind, offM, figures, residents, residentsOff } = result;
    return { kind, offM, figures, residents, residentsOff, notes };
  }
  if (result.kind === 'transport') {
    const { kind, left, amountMinutes } = result;
    return { kind, shipments: result.shipments.map(({ line: _, ...rest }) => rest), left, amountMinutes, notes };
  }
  const { kind, freeUnits, sumMs, latestMs, weightedMs, boundMs, violationMs } = result;
  const orders = result.served.map(({ line: _, passedMs: __, ...rest }) => rest);
  return { kind, orders, freeUnits: freeUnits.length, sumMs, latestMs, weightedMs, boundMs, violationMs, notes };
}

/** Returns what the minutes leave out, in words. */
function notesOf(result: DispatchResult): string[] {
  if (result.kind === 'isochrone' && result.offM === null)
    return [dispatchMessage('no-road-near', { m: REACH_M }).text.en];
  const farM = Math.round(Math.max(0, ...offRoadM(result)));
  return farM > AT_PLACE_M ? [dispatchMessage('road-far', { m: farM }).text.en] : [];
}
