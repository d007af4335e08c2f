import { nodesOfPiece, type PipeGraph, piecesAt } from './graph.ts';

/** Where a valve can part a piece from a node. */
export interface ValvePlan {
  /** How many there are. */
  count: number;
  /** The valve between a piece and a node at its end; −1: none. */
  between(piece: number, node: number): number;
  /** Pieces and nodes that a valve parts. */
  sidesOf(valve: number): readonly (readonly [piece: number, node: number])[];
}

/** What closing the valves around a burst comes to. */
export interface Isolation {
  /** Fewest that part the burst from every source: each is needed, and together they are enough. */
  close: number[];
  /** All valves around the section, with those behind which no source lies. */
  around: number[];
  /** Between the valves around the burst. */
  section: number[];
  /** Not in the section, but fed by it alone. */
  cutOff: number[];
  /** Fed by no source before the burst. */
  unfed: number;
  /** Sources within the section: no valve parts the burst from them. */
  sourcesInside: number[];
}

/**
 * Valves of the data, at their nodes. A valve where several pipes meet is taken to close each of them; a broken one closes none.
 */
export function givenValves(graph: PipeGraph, broken: ReadonlySet<number>): ValvePlan {
  const { valves, valveNode } = graph.network;
  return {
    count: valves,
    between: (_, node) => (graph.valveAt[node] >= 0 && !broken.has(graph.valveAt[node]) ? graph.valveAt[node] : -1),
    sidesOf: (valve) => Array.from(piecesAt(graph, valveNode[valve]), (piece) => [piece, valveNode[valve]] as const),
  };
}

/** Those of the data, and one on each pipe of every junction of three or more that has none: an assumption, for networks without valves. */
export function assumedValves(
  graph: PipeGraph,
  given: ValvePlan,
): ValvePlan & { sideOf(valve: number): [number, number] } {
  const { firstAt } = graph;
  const number = new Map<string, number>();
  const sides: [number, number][] = [];
  for (let node = 0; node < graph.network.nodes; node++) {
    if (firstAt[node + 1] - firstAt[node] < 3 || graph.valveAt[node] >= 0) continue;
    for (const piece of piecesAt(graph, node)) {
      number.set(`${piece} ${node}`, given.count + sides.length);
      sides.push([piece, node]);
    }
  }
  return {
    count: given.count + sides.length,
    between: (piece, node) => {
      const own = given.between(piece, node);
      return own >= 0 ? own : (number.get(`${piece} ${node}`) ?? -1);
    },
    sidesOf: (valve) => (valve < given.count ? given.sidesOf(valve) : [sides[valve - given.count]]),
    sideOf: (valve) => sides[valve - given.count],
  };
}

/** What is reached from pieces and nodes without passing a closed valve. */
interface Reach {
  isPiece: Uint8Array;
  isNode: Uint8Array;
}

function reachOf(
  graph: PipeGraph,
  from: { pieces?: readonly number[]; nodes?: readonly number[] },
  isClosed: (piece: number, node: number) => boolean,
): Reach {
  const isPiece = new Uint8Array(graph.network.pieces);
  const isNode = new Uint8Array(graph.network.nodes);
  const pieces: number[] = [];
  const nodes: number[] = [];
  const meetPiece = (piece: number) => {
    if (isPiece[piece]) return;
    isPiece[piece] = 1;
    pieces.push(piece);
  };
  const meetNode = (node: number) => {
    if (isNode[node]) return;
    isNode[node] = 1;
    nodes.push(node);
  };
  from.pieces?.forEach(meetPiece);
  from.nodes?.forEach(meetNode);
  for (let p = 0, n = 0; p < pieces.length || n < nodes.length; ) {
    if (p < pieces.length) {
      const piece = pieces[p++];
      for (const node of nodesOfPiece(graph, piece)) if (!isClosed(piece, node)) meetNode(node);
    } else {
      const node = nodes[n++];
      for (const piece of piecesAt(graph, node)) if (!isClosed(piece, node)) meetPiece(piece);
    }
  }
  return { isPiece, isNode };
}

/** Whether water from a source still comes to a piece when valves are closed. */
export function isFed(
  graph: PipeGraph,
  plan: ValvePlan,
  piece: number,
  sources: readonly number[],
  closed: readonly number[],
): boolean {
  const set = new Set(closed);
  return reachOf(graph, { nodes: sources }, (p, node) => set.has(plan.between(p, node))).isPiece[piece] === 1;
}

/**
 * The valves to close for a burst: from the burst outwards to the first valves on every way; of these only those are needed behind which a
 * source lies. No other set of valves leaves more of the network fed, and none that leaves as much is smaller.
 */
export function isolate(graph: PipeGraph, plan: ValvePlan, burst: number, sources: readonly number[]): Isolation {
  const hasValve = (piece: number, node: number) => plan.between(piece, node) >= 0;
  const inside = reachOf(graph, { pieces: [burst] }, hasValve);
  const around = valvesAround(graph, plan, inside);
  const sourcesInside = sources.filter((node) => inside.isNode[node]);
  const before = reachOf(graph, { nodes: sources }, () => false);
  const closed = new Set(around);
  const fed = reachOf(graph, { nodes: sources.filter((node) => !inside.isNode[node]) }, (piece, node) =>
    closed.has(plan.between(piece, node)),
  );
  const close = around.filter((valve) =>
    plan.sidesOf(valve).some(([piece, node]) => fed.isPiece[piece] === 1 || fed.isNode[node] === 1),
  );
  const section: number[] = [];
  const cutOff: number[] = [];
  let unfed = 0;
  const part = reachOf(graph, { pieces: [burst] }, () => false);
  for (let piece = 0; piece < graph.network.pieces; piece++) {
    if (!part.isPiece[piece]) continue;
    if (inside.isPiece[piece]) section.push(piece);
    else if (!before.isPiece[piece]) unfed++;
    else if (!fed.isPiece[piece]) cutOff.push(piece);
  }
  return { close, around, section, cutOff, unfed, sourcesInside };
}

/** Valves between what is inside and what is not, in their order. */
function valvesAround(graph: PipeGraph, plan: ValvePlan, { isPiece, isNode }: Reach): number[] {
  const found = new Set<number>();
  for (let piece = 0; piece < graph.network.pieces; piece++)
    for (const node of nodesOfPiece(graph, piece)) {
      if (!isPiece[piece] && !isNode[node]) continue;
      const valve = plan.between(piece, node);
      if (valve >= 0) found.add(valve);
    }
  return [...found].sort((a, b) => a - b);
}
