import { keptTour, type Plan, type RoutingProblem } from './routing-problem.ts';

/** Up to so many stops all plans are compared. */
export const MAX_EXACT_STOPS = 12;

/** A way over a set of stops to a node: what it drove, and when the work there begins. */
interface Label {
  node: number;
  driveS: number;
  startS: number;
  from: Label | null;
}

/** The tour of one depot that serves a set of stops with the least driving; null: none keeps the limits. */
interface SetTour {
  driveS: number;
  nodes: number[];
}

/** Compares all plans by dynamic programming over sets of stops (Held and Karp 1962, with windows): most stops, then by the aim. */
export function exactPlan(problem: RoutingProblem, aim: 'vehicles' | 'time'): Plan {
  const sets = 1 << problem.nodesOf.length;
  const tours = problem.depots.map((depot) => setTours(problem, depot, sets));
  const parts = tours.map((own) => partitions(own, sets, Math.min(problem.vehiclesEach, problem.nodesOf.length)));
  const joined = joinDepots(parts, sets);
  const chosen = chooseSet(joined, problem.nodesOf.length, aim);
  const found: { depot: number; nodes: number[] }[] = [];
  let { set, count } = chosen;
  for (let at = parts.length - 1; at >= 0; at--) {
    const { part, used } = joined[at].choice[count][set];
    for (const piece of piecesOf(parts[at], part, used))
      found.unshift({ depot: problem.depots[at], nodes: tours[at][piece]?.nodes ?? [] });
    set &= ~part;
    count -= used;
  }
  return {
    tours: found.map(({ depot, nodes }) => keptTour(problem, depot, nodes)),
    unserved: [...problem.nodesOf.keys()].filter((stop) => ((chosen.set >> stop) & 1) === 0),
  };
}

/** Labels that no other is at least as good as in driving and in time are kept, set by set. */
function setTours(problem: RoutingProblem, depot: number, sets: number): (SetTour | null)[] {
  const { nodes, driveS, nodesOf, serviceS, opensS, closesS, demand, capacity, shiftS } = problem;
  const labels: Label[][] = Array.from({ length: sets }, () => []);
  const reach = (set: number, from: Label | null, before: number, freeS: number) => {
    for (const [stop, own] of nodesOf.entries()) {
      if ((set >> stop) & 1) continue;
      for (const node of own) {
        const legS = driveS[before * nodes + node];
        const startS = Math.max(freeS + legS, opensS[stop]);
        if (startS > closesS[stop]) continue;
        addLabel(labels[set | (1 << stop)], { node, driveS: (from?.driveS ?? 0) + legS, startS, from });
      }
    }
  };
  reach(0, null, depot, 0);
  const best: (SetTour | null)[] = new Array(sets).fill(null);
  for (let set = 1; set < sets; set++) {
    const load = nodesOf.reduce((sum, _, stop) => sum + ((set >> stop) & 1 ? demand[stop] : 0), 0);
    if (load > capacity) labels[set] = [];
    for (const label of labels[set]) {
      const freeS = label.startS + serviceS[label.node];
      const homeS = driveS[label.node * nodes + depot];
      const wholeS = label.driveS + homeS;
      if (freeS + homeS <= shiftS && wholeS < (best[set]?.driveS ?? Number.POSITIVE_INFINITY))
        best[set] = { driveS: wholeS, nodes: wayOf(label) };
      if (freeS <= shiftS) reach(set, label, label.node, freeS);
    }
  }
  return best;
}

function addLabel(list: Label[], label: Label): void {
  const isWorse = (a: Label, b: Label) => a.node === b.node && a.driveS >= b.driveS && a.startS >= b.startS;
  if (list.some((other) => isWorse(label, other))) return;
  let kept = 0;
  for (const other of list) if (!isWorse(other, label)) list[kept++] = other;
  list.length = kept;
  list.push(label);
}

function wayOf(label: Label): number[] {
  const nodes: number[] = [];
  for (let at: Label | null = label; at; at = at.from) nodes.unshift(at.node);
  return nodes;
}

/** Least driving of each set by exactly so many tours of one depot, and the tour that holds its first stop. */
interface Partition {
  driveS: Float64Array[];
  piece: Int32Array[];
}

function partitions(tours: readonly (SetTour | null)[], sets: number, most: number): Partition {
  const driveS = [new Float64Array(sets).fill(Number.POSITIVE_INFINITY)];
  const piece = [new Int32Array(sets)];
  driveS[0][0] = 0;
  for (let count = 1; count <= most; count++) {
    const now = new Float64Array(sets).fill(Number.POSITIVE_INFINITY);
    const by = new Int32Array(sets);
    for (let set = 1; set < sets; set++) {
      const lowest = set & -set;
      for (let part = set; part > 0; part = (part - 1) & set) {
        const own = tours[part];
        if ((part & lowest) === 0 || !own) continue;
        const wholeS = own.driveS + driveS[count - 1][set & ~part];
        if (wholeS >= now[set]) continue;
        now[set] = wholeS;
        by[set] = part;
      }
    }
    driveS.push(now);
    piece.push(by);
  }
  return { driveS, piece };
}

/** The sets of the tours that a partition is of. */
function piecesOf({ piece }: Partition, set: number, count: number): number[] {
  const pieces: number[] = [];
  let left = set;
  for (let at = count; at > 0; at--) {
    pieces.push(piece[at][left]);
    left &= ~piece[at][left];
  }
  return pieces;
}

/** Least driving of each set by exactly so many tours of the depots up to one, and what falls to the last of them. */
interface Joined {
  driveS: Float64Array[];
  choice: { part: number; used: number }[][];
}

function joinDepots(parts: readonly Partition[], sets: number): Joined[] {
  const none = [new Float64Array(sets).fill(Number.POSITIVE_INFINITY)];
  none[0][0] = 0;
  let before: Float64Array[] = none;
  return parts.map((own) => {
    const joined = joinOne(before, own, sets);
    before = joined.driveS;
    return joined;
  });
}

function joinOne(before: readonly Float64Array[], own: Partition, sets: number): Joined {
  const most = Math.min(before.length + own.driveS.length - 2, Math.log2(sets));
  const driveS = Array.from({ length: most + 1 }, () => new Float64Array(sets).fill(Number.POSITIVE_INFINITY));
  const choice = driveS.map(() => Array.from({ length: sets }, () => ({ part: 0, used: 0 })));
  for (let used = 0; used < own.driveS.length; used++)
    for (let set = 0; set < sets; set++)
      for (let part = set; part >= 0; part = part === 0 ? -1 : (part - 1) & set) {
        const ownS = own.driveS[used][part];
        if (ownS === Number.POSITIVE_INFINITY) continue;
        for (let count = used; count <= most && count - used < before.length; count++) {
          const wholeS = ownS + before[count - used][set & ~part];
          if (wholeS >= driveS[count][set]) continue;
          driveS[count][set] = wholeS;
          choice[count][set] = { part, used };
        }
      }
  return { driveS, choice };
}

/** The set with the most stops that can be served, with the fewest tours or the least driving. */
function chooseSet(joined: readonly Joined[], stops: number, aim: 'vehicles' | 'time') {
  const { driveS } = joined[joined.length - 1];
  let best = { set: 0, count: 0, served: 0, wholeS: 0 };
  for (const [count, costs] of driveS.entries())
    for (let set = 1; set < 1 << stops; set++) {
      const wholeS = costs[set];
      if (wholeS === Number.POSITIVE_INFINITY) continue;
      const served = bitsOf(set);
      const isFewer = aim === 'vehicles' && count < best.count;
      const isShorter = (aim === 'time' || count === best.count) && wholeS < best.wholeS;
      if (served > best.served || (served === best.served && (isFewer || isShorter)))
        best = { set, count, served, wholeS };
    }
  return best;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let left = set; left > 0; left &= left - 1) count++;
  return count;
}
