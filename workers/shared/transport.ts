/** An amount that goes from one source to one sink. */
interface Shipment {
  source: number;
  sink: number;
  amount: number;
}

/** A plan of a transport: what goes where, what it costs, and what found no room or no way. */
interface TransportPlan {
  shipments: Shipment[];
  cost: number;
  /** Amount that stays behind at each source. */
  left: Float64Array;
}

/**
 * The cheapest way to bring what sources have into sinks with so much room: successive shortest paths with potentials (Edmonds and Karp
 * 1972), first as much as can be brought, then at the least cost. supply, room: whole numbers; costs: row-major by source, whole numbers
 * ≥ 0; Infinity: there is no way. Of equally cheap plans always the same.
 */
export function transport(supply: ArrayLike<number>, room: ArrayLike<number>, costs: ArrayLike<number>): TransportPlan {
  const sources = supply.length;
  const sinks = room.length;
  const flow = new Float64Array(sources * sinks);
  const left = Float64Array.from(supply);
  const free = Float64Array.from(room);
  // Sources are nodes 0 …, sinks come after them, and after these the one end of all sinks with room; potentials keep reduced costs at 0 or above.
  const last = sources + sinks;
  const potential = new Float64Array(last + 1);
  const distance = new Float64Array(last + 1);
  const from = new Int32Array(last + 1);
  while (hasWay({ sources, sinks, flow, left, free, costs, potential, distance, from })) {
    const end = from[last];
    const reach = distance[last];
    for (let node = 0; node <= last; node++) potential[node] += Math.min(distance[node], reach);
    let amount = free[end - sources];
    let node = end;
    while (from[node] >= 0) {
      const before = from[node];
      // Back from a sink to a source no more can go than came.
      if (node < sources) amount = Math.min(amount, flow[node * sinks + before - sources]);
      node = before;
    }
    amount = Math.min(amount, left[node]);
    left[node] -= amount;
    free[end - sources] -= amount;
    for (let at = end; from[at] >= 0; at = from[at]) {
      const before = from[at];
      if (at >= sources) flow[before * sinks + at - sources] += amount;
      else flow[at * sinks + before - sources] -= amount;
    }
  }
  const shipments: Shipment[] = [];
  let cost = 0;
  for (let source = 0; source < sources; source++)
    for (let sink = 0; sink < sinks; sink++) {
      const amount = flow[source * sinks + sink];
      if (amount <= 0) continue;
      shipments.push({ source, sink, amount });
      cost += amount * costs[source * sinks + sink];
    }
  return { shipments, cost, left };
}

interface Residual {
  sources: number;
  sinks: number;
  flow: Float64Array;
  left: Float64Array;
  free: Float64Array;
  costs: ArrayLike<number>;
  potential: Float64Array;
  distance: Float64Array;
  from: Int32Array;
}

/** Dijkstra on reduced costs from all sources with something left to the end of all sinks with room; false: there is no way. */
function hasWay({ sources, sinks, flow, left, free, costs, potential, distance, from }: Residual): boolean {
  const last = sources + sinks;
  const isDone = new Uint8Array(last + 1);
  distance.fill(Number.POSITIVE_INFINITY);
  from.fill(-1);
  for (let source = 0; source < sources; source++) if (left[source] > 0) distance[source] = 0;
  const reach = (node: number, to: number, cost: number): void => {
    const far = distance[node] + cost + potential[node] - potential[to];
    if (far >= distance[to]) return;
    distance[to] = far;
    from[to] = node;
  };
  for (;;) {
    let node = -1;
    for (let each = 0; each <= last; each++)
      if (isDone[each] === 0 && Number.isFinite(distance[each]) && (node < 0 || distance[each] < distance[node]))
        node = each;
    if (node < 0) return false;
    if (node === last) return true;
    isDone[node] = 1;
    if (node < sources) {
      for (let sink = 0; sink < sinks; sink++)
        if (Number.isFinite(costs[node * sinks + sink])) reach(node, sources + sink, costs[node * sinks + sink]);
      continue;
    }
    const sink = node - sources;
    if (free[sink] > 0) reach(node, last, 0);
    for (let source = 0; source < sources; source++)
      if (flow[source * sinks + sink] > 0) reach(node, source, -costs[source * sinks + sink]);
  }
}
