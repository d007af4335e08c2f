import type { RoutingProblem, Tour } from './routing-problem.ts';

/** When a tour leaves, what it does at each of its nodes, and when it is back; seconds from the beginning of the shift. */
interface Timetable {
  leavesS: number;
  visits: { node: number; arrivesS: number; beginsS: number; endsS: number }[];
  backS: number;
}

/**
 * Times a tour so that it leaves as late as it can without being back later: what is waited less on the way is stayed at the depot. It may
 * leave later by what each stop before its window's end still has, with all waits until there (forward time slack, Savelsbergh 1992).
 */
export function timetableOf(problem: RoutingProblem, { depot, nodes }: Pick<Tour, 'depot' | 'nodes'>): Timetable {
  let waitS = 0;
  let slackS = Number.POSITIVE_INFINITY;
  for (const { node, arrivesS, beginsS } of visitsFrom(problem, depot, nodes, 0)) {
    waitS += beginsS - arrivesS;
    slackS = Math.min(slackS, waitS + problem.closesS[problem.stopOf[node]] - beginsS);
  }
  const leavesS = Math.min(waitS, slackS);
  const visits = visitsFrom(problem, depot, nodes, leavesS);
  const last = visits[visits.length - 1];
  return { leavesS, visits, backS: last ? last.endsS + legS(problem, last.node, depot) : leavesS };
}

const legS = ({ driveS, nodes }: RoutingProblem, from: number, to: number): number => driveS[from * nodes + to];

function visitsFrom(
  problem: RoutingProblem,
  depot: number,
  nodes: readonly number[],
  leavesS: number,
): Timetable['visits'] {
  const { opensS, stopOf, serviceS } = problem;
  let freeS = leavesS;
  let before = depot;
  return nodes.map((node) => {
    const arrivesS = freeS + legS(problem, before, node);
    const beginsS = Math.max(arrivesS, opensS[stopOf[node]]);
    freeS = beginsS + serviceS[node];
    before = node;
    return { node, arrivesS, beginsS, endsS: freeS };
  });
}
