import type { RoutingProblem, Tour } from './routing-problem.ts';

/** The problem of some of its stops alone, in their order, with tours over them. */
export function subProblem(
  problem: RoutingProblem,
  stops: readonly number[],
  tours: readonly Tour[],
): { problem: RoutingProblem; tours: Tour[] } {
  const kept = [...stops.flatMap((stop) => problem.nodesOf[stop]), ...problem.depots];
  const numbers = new Map(kept.map((node, at) => [node, at]));
  const numberOf = (node: number): number => numbers.get(node) ?? -1;
  const driveS = new Int32Array(kept.length ** 2);
  for (const [row, from] of kept.entries())
    for (const [column, to] of kept.entries())
      driveS[row * kept.length + column] = problem.driveS[from * problem.nodes + to];
  const stopOf = new Int32Array(kept.length).fill(-1);
  for (const [at, stop] of stops.entries()) for (const node of problem.nodesOf[stop]) stopOf[numberOf(node)] = at;
  return {
    problem: {
      ...problem,
      nodes: kept.length,
      driveS,
      nodesOf: stops.map((stop) => problem.nodesOf[stop].map(numberOf)),
      stopOf,
      serviceS: Int32Array.from(kept, (node) => problem.serviceS[node]),
      opensS: Int32Array.from(stops, (stop) => problem.opensS[stop]),
      closesS: Int32Array.from(stops, (stop) => problem.closesS[stop]),
      demand: Float64Array.from(stops, (stop) => problem.demand[stop]),
      depots: problem.depots.map(numberOf),
    },
    tours: tours.map((tour) => ({ ...tour, depot: numberOf(tour.depot), nodes: tour.nodes.map(numberOf) })),
  };
}
