import type { SiteRoom } from './siting-problem.ts';

/** An allotment says who goes to which of some open sites, in whole amounts at the least cost of all. */
export interface Allotment {
  cost: number;
  /** Amount of each row at each open site, site by site in their order, and last what no site takes. */
  amount: Float64Array[];
  /** What the last unit of each row costs where room is paid for: the dual of its amount. */
  unitWorth: Float64Array;
  /** What a further unit of room at each open site would save. */
  roomWorth: Float64Array;
  /** Comparisons that it took. */
  work: number;
}

/** What is to be allotted: costs of a unit by open site and row; Infinity: it cannot serve it; by row what a unit without a site costs. */
interface AllotmentCase {
  open: readonly number[];
  rows: number;
  unitCost(site: number, row: number): number;
  unitMissing(row: number): number;
  room: SiteRoom;
}

/**
 * Allots rows to sites with so much room: each begins at its cheapest site, then what is too much at one is passed on along the cheapest
 * chain of sites to one with room (successive shortest paths with potentials, Edmonds and Karp 1972, on sites alone: a step from one to
 * another costs what the cheapest row there does). Costs and amounts are whole, so parts of rows are whole too.
 */
export function allot(of: AllotmentCase): Allotment {
  const work = new AllotmentWork(of);
  return work.run();
}

/** A heap of rows at one site by what it costs more to have them at another; rows that left are dropped when they come up. */
interface StepHeap {
  key: number[];
  row: number[];
}

class AllotmentWork {
  private work = 0;
  private readonly rows: number;
  /** Open sites, and after them the place of what no site takes. */
  private readonly nodes: number;
  private readonly cost: Float64Array[];
  private readonly flow: Float64Array[];
  private readonly load: Float64Array;
  private readonly capacity: Float64Array;
  private readonly amount: Float64Array;
  private readonly price: Float64Array;
  private readonly distance: Float64Array;
  private readonly from: Int32Array;
  private readonly heaps: (StepHeap[] | null)[];

  constructor({ open, rows, unitCost, unitMissing, room }: AllotmentCase) {
    this.rows = rows;
    this.nodes = open.length + 1;
    const costsOf = (at: (row: number) => number) => Float64Array.from({ length: rows }, (_, row) => at(row));
    this.cost = [...open.map((site) => costsOf((row) => unitCost(site, row))), costsOf(unitMissing)];
    this.flow = this.cost.map(() => new Float64Array(rows));
    this.load = new Float64Array(this.nodes);
    this.capacity = Float64Array.from([...open.map((site) => room.capacity[site]), Number.POSITIVE_INFINITY]);
    this.amount = room.amount;
    this.price = new Float64Array(this.nodes);
    this.distance = new Float64Array(this.nodes);
    this.from = new Int32Array(this.nodes);
    this.heaps = this.cost.map(() => null);
  }

  run(): Allotment {
    const { rows, nodes, cost, flow, load, capacity, amount, price } = this;
    for (let row = 0; row < rows; row++) {
      let best = nodes - 1;
      for (let node = nodes - 2; node >= 0; node--) if (cost[node][row] <= cost[best][row]) best = node;
      flow[best][row] = amount[row];
      load[best] += amount[row];
    }
    this.work += rows * nodes;
    for (let node = 0; node < nodes; node++) while (load[node] > capacity[node]) this.passOn(node);
    let sum = 0;
    const unitWorth = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let worth = Number.POSITIVE_INFINITY;
      for (let node = 0; node < nodes; node++) {
        if (flow[node][row] > 0) sum += flow[node][row] * cost[node][row];
        worth = Math.min(worth, cost[node][row] + price[node]);
      }
      unitWorth[row] = worth;
    }
    return { cost: sum, amount: flow, unitWorth, roomWorth: price.slice(0, nodes - 1), work: this.work };
  }

  /** Brings some of what is too much at a site to the cheapest one with room. */
  private passOn(start: number): void {
    const { distance, from, load, capacity, flow, price } = this;
    const end = this.cheapestEnd(start);
    const reach = distance[end];
    let least = Math.min(load[start] - capacity[start], capacity[end] - load[end]);
    const steps: { node: number; to: number; row: number }[] = [];
    for (let to = end; to !== start; to = from[to]) {
      const node = from[to];
      const row = this.topRow(node, to);
      steps.push({ node, to, row });
      least = Math.min(least, flow[node][row]);
    }
    for (let node = 0; node < this.nodes; node++) if (distance[node] < reach) price[node] += reach - distance[node];
    for (const { node, to, row } of steps) {
      const isNew = flow[to][row] === 0;
      flow[node][row] -= least;
      flow[to][row] += least;
      if (isNew) this.enter(to, row);
    }
    load[start] -= least;
    load[end] += least;
  }

  /** Dijkstra over full sites by reduced costs; the end is the first site with room. */
  private cheapestEnd(start: number): number {
    const { nodes, distance, from, load, capacity, price } = this;
    const isDone = new Uint8Array(nodes);
    distance.fill(Number.POSITIVE_INFINITY);
    distance[start] = 0;
    for (;;) {
      let node = -1;
      for (let one = 0; one < nodes; one++)
        if (isDone[one] === 0 && distance[one] < (node < 0 ? Number.POSITIVE_INFINITY : distance[node])) node = one;
      if (load[node] < capacity[node]) return node;
      isDone[node] = 1;
      this.work += 2 * nodes;
      for (let to = 0; to < nodes; to++) {
        if (isDone[to] === 1) continue;
        const step = this.stepCost(node, to);
        const far = distance[node] + step + price[to] - price[node];
        if (far >= distance[to]) continue;
        distance[to] = far;
        from[to] = node;
      }
    }
  }

  private stepCost(node: number, to: number): number {
    const heap = this.heapOf(node, to);
    while (heap.row.length > 0 && this.flow[node][heap.row[0]] === 0) {
      this.work += 8;
      pop(heap);
    }
    return heap.row.length > 0 ? heap.key[0] : Number.POSITIVE_INFINITY;
  }

  private topRow(node: number, to: number): number {
    this.stepCost(node, to);
    return this.heapOf(node, to).row[0];
  }

  /** The rows at a site by what a step to another costs; they are sorted when a site is passed for the first time. */
  private heapOf(node: number, to: number): StepHeap {
    const known = this.heaps[node];
    if (known) return known[to];
    const made: StepHeap[] = this.cost.map(() => ({ key: [], row: [] }));
    this.heaps[node] = made;
    for (let row = 0; row < this.rows; row++) if (this.flow[node][row] > 0) this.enter(node, row);
    this.work += this.rows;
    return made[to];
  }

  private enter(node: number, row: number): void {
    const heaps = this.heaps[node];
    if (!heaps) return;
    for (let to = 0; to < this.nodes; to++)
      if (to !== node && Number.isFinite(this.cost[to][row]))
        push(heaps[to], this.cost[to][row] - this.cost[node][row], row);
    this.work += 4 * this.nodes;
  }
}

const isBefore = ({ key, row }: StepHeap, a: number, b: number): boolean =>
  key[a] < key[b] || (key[a] === key[b] && row[a] < row[b]);

function swap({ key, row }: StepHeap, a: number, b: number): void {
  [key[a], key[b]] = [key[b], key[a]];
  [row[a], row[b]] = [row[b], row[a]];
}

function push(heap: StepHeap, key: number, row: number): void {
  let at = heap.key.push(key) - 1;
  heap.row.push(row);
  while (at > 0 && isBefore(heap, at, (at - 1) >> 1)) {
    swap(heap, at, (at - 1) >> 1);
    at = (at - 1) >> 1;
  }
}

function pop(heap: StepHeap): void {
  const last = heap.key.length - 1;
  swap(heap, 0, last);
  heap.key.pop();
  heap.row.pop();
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < last && isBefore(heap, child, least)) least = child;
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}
