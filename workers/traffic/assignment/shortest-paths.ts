import type { DelayNetwork } from './delay-network.ts';

/** Children of a place in the heap. */
const ARITY = 4;

/**
 * Shortest ways from one vertex to all others (Dijkstra 1959), on arrays that are used again for each origin. Of ways that are as long the
 * one found first stays, and they are found in the order of the links, so that every machine finds the same.
 */
export class ShortestPaths {
  /** Time to each vertex; Infinity: there is no way. */
  readonly time: Float64Array;
  /** Link by which each vertex is reached; −1: it is the origin, or there is no way. */
  readonly byLink: Int32Array;
  private readonly first: Int32Array;
  private readonly links: Int32Array;
  private readonly heap: Int32Array;
  private readonly placeOf: Int32Array;
  private readonly to: Int32Array;
  private count = 0;

  constructor({ vertices, from, to }: Pick<DelayNetwork, 'vertices' | 'from' | 'to'>) {
    this.time = new Float64Array(vertices);
    this.byLink = new Int32Array(vertices);
    this.heap = new Int32Array(vertices);
    this.placeOf = new Int32Array(vertices);
    this.to = to;
    this.first = new Int32Array(vertices + 1);
    for (const vertex of from) this.first[vertex + 1]++;
    for (let vertex = 0; vertex < vertices; vertex++) this.first[vertex + 1] += this.first[vertex];
    this.links = new Int32Array(from.length);
    const next = this.first.slice();
    for (let link = 0; link < from.length; link++) this.links[next[from[link]]++] = link;
  }

  /** Finds all ways from a vertex; a link whose cost is Infinity is not there. */
  from(origin: number, cost: Float64Array): void {
    const { time, byLink, placeOf, first, links, to } = this;
    time.fill(Number.POSITIVE_INFINITY);
    byLink.fill(-1);
    placeOf.fill(-1);
    this.count = 0;
    time[origin] = 0;
    this.rise(this.count++, origin);
    while (this.count > 0) {
      const vertex = this.take();
      const at = time[vertex];
      for (let i = first[vertex]; i < first[vertex + 1]; i++) {
        const link = links[i];
        const head = to[link];
        const reached = at + cost[link];
        if (reached >= time[head]) continue;
        time[head] = reached;
        byLink[head] = link;
        const place = placeOf[head];
        this.rise(place < 0 ? this.count++ : place, head);
      }
    }
  }

  private rise(from: number, vertex: number): void {
    const { heap, placeOf, time } = this;
    let place = from;
    while (place > 0) {
      const parent = ((place - 1) / ARITY) | 0;
      const other = heap[parent];
      if (time[other] <= time[vertex]) break;
      heap[place] = other;
      placeOf[other] = place;
      place = parent;
    }
    heap[place] = vertex;
    placeOf[vertex] = place;
  }

  private take(): number {
    const { heap, placeOf, time } = this;
    const top = heap[0];
    const moved = heap[--this.count];
    placeOf[top] = -2;
    if (this.count === 0) return top;
    let place = 0;
    for (;;) {
      const firstChild = ARITY * place + 1;
      if (firstChild >= this.count) break;
      const end = Math.min(firstChild + ARITY, this.count);
      let least = firstChild;
      for (let child = firstChild + 1; child < end; child++) if (time[heap[child]] < time[heap[least]]) least = child;
      if (time[heap[least]] >= time[moved]) break;
      heap[place] = heap[least];
      placeOf[heap[place]] = place;
      place = least;
    }
    heap[place] = moved;
    placeOf[moved] = place;
    return top;
  }
}
