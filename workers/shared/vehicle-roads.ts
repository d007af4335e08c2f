import type { RoadNetwork } from '../../model/roads/road-network.ts';
import type { SegmentClosure } from '../../model/roads/road-state.ts';
import { VEHICLES } from '../../model/roads/vehicles.ts';
import { MessageError } from '../../model/text/message.ts';
import { conditionsOf, type RoadGraph, roadGraphOf, segmentNumbers } from './road-graph.ts';
import { Router, type VehicleRouter } from './router.ts';
import type { ClosedWays } from './walked-city.ts';
import { walkingMessage } from './walking-messages.ts';

/** Roads as one kind of vehicle finds them, with what is closed to it. */
export interface VehicleRoads {
  graph: RoadGraph;
  router: Router;
  roads: VehicleRouter;
  closed: ClosedWays;
}

/** Keeps the routers of networks that were asked once: a hierarchy of a large town takes seconds. */
const routers = new WeakMap<RoadNetwork, { graph: RoadGraph; router: Router }>();

/** Opens the roads for a vehicle: turns, one-way streets and closures count, water does not. @throws MessageError where there are none. */
export function vehicleRoads(
  network: RoadNetwork | null,
  { vehicle: id, closed: closures = [] }: { vehicle: string; closed?: readonly SegmentClosure[] | undefined },
): VehicleRoads {
  const vehicle = VEHICLES.find((one) => one.id === id);
  if (!network || !vehicle) throw new MessageError(walkingMessage('no-roads', {}));
  const known = routers.get(network) ?? openRouter(network);
  routers.set(network, known);
  const { graph, router } = known;
  const { closed, unknown } = conditionsOf(graph, segmentNumbers(graph), { water: [], closed: [...closures] });
  return {
    graph,
    router,
    roads: router.for(vehicle, { closed }),
    closed: { ways: closed.filter((bits) => bits !== 0).length, unknown: [...new Set(unknown)] },
  };
}

function openRouter(network: RoadNetwork): { graph: RoadGraph; router: Router } {
  const graph = roadGraphOf(network);
  return { graph, router: new Router(graph) };
}
