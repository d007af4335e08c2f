import { CITY_FACTS } from '../../model/city/facts.ts';
import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import { VEHICLES, type VehicleClass } from '../../model/roads/vehicles.ts';
import type { CityFiles, QuestionEngine } from '../shared/engine.ts';
import type { Arrival, Journey, RoutingEngineTypes, RoutingFacts } from './engine-types.ts';
import { type RoadGraph, roadGraphOf } from './road-graph.ts';
import { Router, type VehicleRouter } from './router.ts';

/** A city's roads, with the weights of each vehicle as they are first asked for. */
class RoutingSite {
  readonly facts: RoutingFacts;
  private readonly router: Router | null;
  private readonly vehicles = new Map<VehicleClass['id'], VehicleRouter>();

  constructor({ manifest }: CityFiles, graph: RoadGraph | null) {
    this.facts = { origin: graph && (manifest.facts?.roads ?? null), segments: graph?.network.segments.length ?? 0 };
    this.router = graph && new Router(graph);
  }

  arrival(place: Journey['at'], { at, vehicle, isAway }: Journey): Arrival | null {
    const { router } = this;
    const ways = this.vehicleRouter(vehicle);
    if (!router || !ways) return null;
    const isOpen = (segment: number) => ways.isOpen(segment);
    const here = router.placeOf(place, isOpen);
    const there = router.placeOf(at, isOpen);
    if (!here || !there) return null;
    const route = isAway ? ways.route(here, there) : ways.route(there, here);
    return route && { ...route, offM: { at: there.offM, place: here.offM } };
  }

  private vehicleRouter(id: VehicleClass['id']): VehicleRouter | null {
    const vehicle = VEHICLES.find((each) => each.id === id);
    if (!vehicle || !this.router) return null;
    const ways = this.vehicles.get(id) ?? this.router.for(vehicle);
    this.vehicles.set(id, ways);
    return ways;
  }
}

/** Ways by road on the city's own network. It answers questions and plays no runs. */
export const engine: QuestionEngine<RoutingEngineTypes, RoutingSite> = {
  id: 'road-routes',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  async open(city) {
    const { file } = CITY_FACTS.roads;
    const json = city.manifest.facts?.roads ? await city.findJson(file) : null;
    return new RoutingSite(city, json === null ? null : roadGraphOf(parseRoadNetwork(json, file)));
  },
  questions: (site) => ({
    arrivals: async (place, journeys) => journeys.map((journey) => site.arrival(place, journey)),
  }),
};
