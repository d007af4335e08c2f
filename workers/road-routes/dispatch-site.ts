import { openRows } from '../../model/city/layer-rows.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import { CLEAR_ROADS, type RoadState } from '../../model/roads/road-state.ts';
import { VEHICLES, type VehicleClass } from '../../model/roads/vehicles.ts';
import { MessageError } from '../../model/text/message.ts';
import { type CityGround, readCityGround } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { conditionsOf, type RoadGraph, segmentNumbers } from '../shared/road-graph.ts';
import { Router, type VehicleRouter } from '../shared/router.ts';
import type { WayPlace } from '../shared/way-index.ts';
import type { Arrival, Cut, Journey, RoutingFacts } from './engine-types.ts';
import { type NearestRoads, nearestRoads } from './isochrone.ts';
import { dispatchMessage } from './messages.ts';
import { roadCells } from './road-water.ts';

/** A city's roads and what hangs on them: weights by vehicle and state of the roads are kept while they are asked for again. */
export class DispatchSite {
  readonly facts: RoutingFacts;
  readonly files: CityFiles;
  /** The city's files with the layers that a page lent. */
  known: CityFiles;
  readonly roads: { graph: RoadGraph; router: Router; numbers: ReadonlyMap<string, number> } | null;
  private readonly weighted = new Map<string, { key: string; ways: VehicleRouter }>();
  private cells: { key: string; of: ReturnType<typeof roadCells> } | null = null;
  private nearest: NearestRoads | null = null;
  private houses: Promise<House[]> | null = null;
  private groundRaster: Promise<CityGround | null> | null = null;

  constructor(files: CityFiles, graph: RoadGraph | null) {
    this.files = files;
    this.known = files;
    this.roads = graph && { graph, router: new Router(graph), numbers: segmentNumbers(graph) };
    const names = new Map(graph?.network.segments.map(({ name }) => [name.zh, name]) ?? []);
    names.delete('');
    this.facts = {
      origin: graph && (files.manifest.facts?.roads ?? null),
      segments: graph?.network.segments.length ?? 0,
      streets: [...names.values()].sort((a, b) => (a.zh < b.zh ? -1 : 1)),
    };
  }

  /** Throws MessageError where the city has no roads. */
  network(): NonNullable<DispatchSite['roads']> {
    if (!this.roads) throw new MessageError(dispatchMessage('no-roads', {}));
    return this.roads;
  }

  /** The roads as a vehicle finds them in a state; `unknown` segments are refused. */
  ways(id: VehicleClass['id'], state: RoadState, isThrough = false): VehicleRouter {
    const { graph, router, numbers } = this.network();
    const vehicle = VEHICLES.find((each) => each.id === id) ?? VEHICLES[0];
    const key = JSON.stringify(state);
    const isClear = state.water.length + state.closed.length === 0;
    const slot = `${id} ${isThrough ? 'through' : isClear ? 'clear' : 'now'}`;
    const kept = this.weighted.get(slot);
    if (kept?.key === key) return kept.ways;
    const { unknown, ...conditions } = conditionsOf(graph, numbers, state);
    if (unknown.length > 0)
      throw new MessageError(dispatchMessage('unknown-segment', { id: unknown[0], count: unknown.length }));
    const ways = isThrough ? router.throughClosures(vehicle, conditions) : router.for(vehicle, conditions);
    this.weighted.set(slot, { key, ways });
    return ways;
  }

  /** The nearest place on a road that such a vehicle may use in that state. */
  placeOf(at: Journey['at'], ways: VehicleRouter): WayPlace | null {
    return this.network().router.placeOf(at, (segment) => ways.isOpen(segment));
  }

  arrival(place: Journey['at'], { at, vehicle, isAway }: Journey, state: RoadState = CLEAR_ROADS): Arrival | null {
    if (!this.roads) return null;
    const ways = this.ways(vehicle, state);
    const here = this.placeOf(place, ways);
    const there = this.placeOf(at, ways);
    if (!here || !there) return null;
    const route = isAway ? ways.route(here, there) : ways.route(there, here);
    if (!route) return null;
    const { ms, lengthM, line, passedMs } = route;
    return { ms, lengthM, line, passedMs, offM: { at: there.offM, place: here.offM } };
  }

  cuts(place: Journey['at'], journey: Journey, state: RoadState): Cut[] {
    if (!this.roads || this.arrival(place, journey, state)) return [];
    const { graph, numbers } = this.roads;
    const clear = this.ways(journey.vehicle, CLEAR_ROADS);
    const here = this.placeOf(place, clear);
    const there = this.placeOf(journey.at, clear);
    const ways = this.ways(journey.vehicle, state, true);
    if (!here || !there) return [];
    const route = journey.isAway ? ways.route(here, there) : ways.route(there, here);
    const now = this.ways(journey.vehicle, state);
    const { depthM } = conditionsOf(graph, numbers, state);
    return [...new Set(route?.segments ?? [])]
      .filter((i) => !now.isOpen(i) && clear.isOpen(i))
      .map((i) => {
        const { id, name } = graph.network.segments[i];
        const by = state.closed.filter(({ segment }) => segment === id).map((closure) => closure.by);
        return { id, name, depthM: depthM[i], by: [...new Set(by)] };
      });
  }

  cellsOf(place: RasterPlace): ReturnType<typeof roadCells> {
    const key = JSON.stringify(place);
    if (this.cells?.key !== key) this.cells = { key, of: roadCells(this.network().graph.network, place) };
    return this.cells.of;
  }

  nearestRoads(): NearestRoads {
    this.nearest ??= nearestRoads(this.network().graph);
    return this.nearest;
  }

  ground(): Promise<CityGround | null> {
    this.groundRaster ??= readCityGround(this.files);
    return this.groundRaster;
  }

  async residentsWithin(
    [x, y]: Journey['at'],
    radiusM: number,
  ): Promise<{ residents: number; buildings: number } | null> {
    const houses = await this.residents();
    if (houses.length === 0) return null;
    const near = houses.filter(({ at }) => (at[0] - x) ** 2 + (at[1] - y) ** 2 <= radiusM ** 2);
    return { residents: near.reduce((sum, { residents }) => sum + residents, 0), buildings: near.length };
  }

  residents(): Promise<House[]> {
    this.houses ??= readHouses(this.files);
    return this.houses;
  }
}

/** Where people live: the middle of a building. */
interface House {
  at: readonly [eastM: number, northM: number];
  residents: number;
}

async function readHouses({ manifest, read }: CityFiles): Promise<House[]> {
  const layers = manifest.layers.filter(
    ({ kind, state, count, attributes }) =>
      kind === 'building' && state === 'existing' && count > 0 && attributes.some(({ name }) => name === 'residents'),
  );
  const houses: House[] = [];
  for (const layer of layers) {
    const rows = await openRows(layer, (path) => read(path), ['residents']);
    for (let row = 0; row < layer.count; row++) {
      const residents = rows.number('residents', row) ?? 0;
      if (residents > 0) houses.push({ at: rows.thing(row).at, residents });
    }
  }
  return houses;
}
