/** A free vertex, and what stands for no vertex: vertices and blossoms are numbered from 1 on. */
const NONE = 0;
/** Labels of a tree: at an even number of steps from its root, at an odd one, or in no tree. */
const EVEN = 0;
const ODD = 1;
const OUT = -1;

/**
 * The cheapest way to pair all vertices of a complete graph: the blossom algorithm (Edmonds 1965) with labels of vertices and blossoms, a
 * search from all free vertices at once. costs: row-major, symmetric, whole and not negative; the count is even. O(count³). Returns the
 * mate of each.
 */
export function perfectMatching(costs: ArrayLike<number>, count: number): Int32Array {
  if (count % 2 !== 0) throw new RangeError(`perfectMatching: expected an even number of vertices, got ${count}`);
  const matching = new BlossomMatching(costs, count);
  while (matching.augmentOnce());
  return Int32Array.from({ length: count }, (_, vertex) => matching.mateOf(vertex + 1) - 1);
}

/** Grows a matching of the greatest weight, where a weight is what an edge costs less than the dearest. */
class BlossomMatching {
  private readonly vertices: number;
  /** Numbers of vertices and blossoms are below this. */
  private readonly stride: number;
  private top: number;
  /** The edge by which two of them are joined best: its vertices and twice its weight; weight 0: none. */
  private readonly edgeFrom: Int32Array;
  private readonly edgeTo: Int32Array;
  private readonly weight: Float64Array;
  private readonly label: Float64Array;
  private readonly mate: Int32Array;
  private readonly slack: Int32Array;
  /** The outermost blossom that each is in; NONE: the number is free. */
  private readonly outer: Int32Array;
  private readonly parent: Int32Array;
  private readonly state: Int8Array;
  private readonly seen: Int32Array;
  private readonly inner: number[][];
  /** Which part of a blossom holds a vertex. */
  private readonly partOf: Int32Array;
  private queue: number[] = [];
  private turn = 0;

  constructor(costs: ArrayLike<number>, count: number) {
    this.vertices = count;
    this.top = count;
    this.stride = count + Math.floor(count / 2) + 2;
    const { stride } = this;
    this.edgeFrom = new Int32Array(stride * stride);
    this.edgeTo = new Int32Array(stride * stride);
    this.weight = new Float64Array(stride * stride);
    this.partOf = new Int32Array(stride * stride);
    this.label = new Float64Array(stride);
    this.mate = new Int32Array(stride);
    this.slack = new Int32Array(stride);
    this.outer = Int32Array.from({ length: stride }, (_, at) => (at <= count ? at : NONE));
    this.parent = new Int32Array(stride);
    this.state = new Int8Array(stride);
    this.seen = new Int32Array(stride);
    this.inner = Array.from({ length: stride }, () => []);
    let dearest = 0;
    for (let at = 0; at < count * count; at++) dearest = Math.max(dearest, costs[at]);
    for (let u = 1; u <= count; u++) {
      this.label[u] = dearest + 1;
      this.partOf[u * stride + u] = u;
      for (let v = 1; v <= count; v++) {
        this.edgeFrom[u * stride + v] = u;
        this.edgeTo[u * stride + v] = v;
        if (u !== v) this.weight[u * stride + v] = dearest + 1 - costs[(u - 1) * count + v - 1];
      }
    }
  }

  mateOf(vertex: number): number {
    return this.mate[vertex];
  }

  /** Adds one pair to the matching by a search from all free vertices; false: all are paired. */
  augmentOnce(): boolean {
    const { state, slack, outer, mate, parent } = this;
    state.fill(OUT);
    slack.fill(NONE);
    this.queue = [];
    for (let x = 1; x <= this.top; x++) {
      if (outer[x] !== x || mate[x] !== NONE) continue;
      parent[x] = NONE;
      state[x] = EVEN;
      this.enqueue(x);
    }
    if (this.queue.length === 0) return false;
    for (;;) {
      if (this.scanQueue()) return true;
      if (!this.adjustLabels()) return false;
      if (this.scanSlack()) return true;
      for (let b = this.vertices + 1; b <= this.top; b++)
        if (outer[b] === b && state[b] === ODD && this.label[b] === 0) this.expand(b);
    }
  }

  /** How far an edge is from being tight. */
  private distance(u: number, v: number): number {
    const at = u * this.stride + v;
    const from = this.edgeFrom[at];
    const to = this.edgeTo[at];
    return this.label[from] + this.label[to] - 2 * this.weight[from * this.stride + to];
  }

  private scanQueue(): boolean {
    const { outer, state, weight, stride } = this;
    for (let head = 0; head < this.queue.length; head++) {
      const u = this.queue[head];
      if (state[outer[u]] === ODD) continue;
      for (let v = 1; v <= this.vertices; v++) {
        if (weight[u * stride + v] <= 0 || outer[u] === outer[v]) continue;
        if (this.distance(u, v) > 0) this.offerSlack(u, outer[v]);
        else if (this.meet(u, v)) return true;
      }
    }
    return false;
  }

  private scanSlack(): boolean {
    const { outer, slack, stride, edgeFrom, edgeTo } = this;
    this.queue = [];
    for (let x = 1; x <= this.top; x++) {
      if (outer[x] !== x || slack[x] === NONE || outer[slack[x]] === x || this.distance(slack[x], x) !== 0) continue;
      const at = slack[x] * stride + x;
      if (this.meet(edgeFrom[at], edgeTo[at])) return true;
    }
    return false;
  }

  private adjustLabels(): boolean {
    const { outer, slack, state, label } = this;
    let step = Number.POSITIVE_INFINITY;
    for (let b = this.vertices + 1; b <= this.top; b++)
      if (outer[b] === b && state[b] === ODD) step = Math.min(step, label[b] / 2);
    for (let x = 1; x <= this.top; x++) {
      if (outer[x] !== x || slack[x] === NONE || state[x] === ODD) continue;
      const distance = this.distance(slack[x], x);
      step = Math.min(step, state[x] === EVEN ? distance / 2 : distance);
    }
    for (let u = 1; u <= this.vertices; u++) {
      if (state[outer[u]] === EVEN) {
        if (label[u] <= step) return false;
        label[u] -= step;
      } else if (state[outer[u]] === ODD) label[u] += step;
    }
    for (let b = this.vertices + 1; b <= this.top; b++) {
      if (outer[b] !== b) continue;
      if (state[b] === EVEN) label[b] += 2 * step;
      else if (state[b] === ODD) label[b] -= 2 * step;
    }
    return true;
  }

  private offerSlack(u: number, x: number): void {
    if (this.slack[x] === NONE || this.distance(u, x) < this.distance(this.slack[x], x)) this.slack[x] = u;
  }

  private renewSlack(x: number): void {
    const { weight, stride, outer, state } = this;
    this.slack[x] = NONE;
    for (let u = 1; u <= this.vertices; u++)
      if (weight[u * stride + x] > 0 && outer[u] !== x && state[outer[u]] === EVEN) this.offerSlack(u, x);
  }

  private enqueue(x: number): void {
    if (x <= this.vertices) this.queue.push(x);
    else for (const part of this.inner[x]) this.enqueue(part);
  }

  private setOuter(x: number, blossom: number): void {
    this.outer[x] = blossom;
    if (x > this.vertices) for (const part of this.inner[x]) this.setOuter(part, blossom);
  }

  /** Follows a tight edge between two vertices; true: the matching grew. */
  private meet(from: number, to: number): boolean {
    const { outer, state, parent, mate, slack } = this;
    const u = outer[from];
    const v = outer[to];
    if (state[v] === OUT) {
      const next = outer[mate[v]];
      parent[v] = from;
      state[v] = ODD;
      slack[v] = NONE;
      slack[next] = NONE;
      state[next] = EVEN;
      this.enqueue(next);
      return false;
    }
    if (state[v] !== EVEN) return false;
    const common = this.commonAncestor(u, v);
    if (common !== NONE) {
      this.shrink(u, common, v);
      return false;
    }
    this.augment(u, v);
    this.augment(v, u);
    return true;
  }

  private commonAncestor(first: number, second: number): number {
    const { seen, outer, mate, parent } = this;
    this.turn++;
    let u = first;
    let v = second;
    while (u !== NONE || v !== NONE) {
      if (u !== NONE) {
        if (seen[u] === this.turn) return u;
        seen[u] = this.turn;
        u = outer[mate[u]];
        if (u !== NONE) u = outer[parent[u]];
      }
      const other = u;
      u = v;
      v = other;
    }
    return NONE;
  }

  private augment(first: number, second: number): void {
    const { outer, mate, parent } = this;
    let u = first;
    let v = second;
    for (;;) {
      const next = outer[mate[u]];
      this.pair(u, v);
      if (next === NONE) return;
      this.pair(next, outer[parent[next]]);
      u = outer[parent[next]];
      v = next;
    }
  }

  /** Pairs one side of an edge, and inside a blossom all its parts about the one that the edge is at. */
  private pair(u: number, v: number): void {
    const { stride, inner } = this;
    this.mate[u] = this.edgeTo[u * stride + v];
    if (u <= this.vertices) return;
    const entry = this.partOf[u * stride + this.edgeFrom[u * stride + v]];
    const place = this.evenPlace(u, entry);
    for (let at = 0; at < place; at++) this.pair(inner[u][at], inner[u][at ^ 1]);
    this.pair(entry, v);
    inner[u] = [...inner[u].slice(place), ...inner[u].slice(0, place)];
  }

  /** The place of a part in its blossom, which is turned round where that is odd. */
  private evenPlace(blossom: number, part: number): number {
    const parts = this.inner[blossom];
    const place = parts.indexOf(part);
    if (place % 2 === 0) return place;
    this.inner[blossom] = [parts[0], ...parts.slice(1).reverse()];
    return parts.length - place;
  }

  private shrink(u: number, common: number, v: number): void {
    const { outer, mate, stride, weight, edgeFrom, edgeTo, partOf, inner } = this;
    let blossom = this.vertices + 1;
    while (blossom <= this.top && outer[blossom] !== NONE) blossom++;
    this.top = Math.max(this.top, blossom);
    this.label[blossom] = 0;
    this.state[blossom] = EVEN;
    mate[blossom] = mate[common];
    inner[blossom] = [common, ...this.branch(u, common).reverse(), ...this.branch(v, common)];
    this.setOuter(blossom, blossom);
    for (let x = 1; x <= this.top; x++) {
      weight[blossom * stride + x] = 0;
      weight[x * stride + blossom] = 0;
      partOf[blossom * stride + x] = NONE;
    }
    for (const part of inner[blossom]) {
      for (let x = 1; x <= this.top; x++) {
        if (weight[blossom * stride + x] !== 0 && this.distance(part, x) >= this.distance(blossom, x)) continue;
        for (const [to, from] of [
          [blossom * stride + x, part * stride + x],
          [x * stride + blossom, x * stride + part],
        ]) {
          weight[to] = weight[from];
          edgeFrom[to] = edgeFrom[from];
          edgeTo[to] = edgeTo[from];
        }
      }
      for (let x = 1; x <= this.vertices; x++)
        if (partOf[part * stride + x] !== NONE) partOf[blossom * stride + x] = part;
    }
    this.renewSlack(blossom);
  }

  /** Parts of a new blossom from one side up to what both sides have in common. */
  private branch(from: number, common: number): number[] {
    const parts: number[] = [];
    for (let x = from; x !== common; ) {
      const next = this.outer[this.mate[x]];
      parts.push(x, next);
      this.enqueue(next);
      x = this.outer[this.parent[next]];
    }
    return parts;
  }

  private expand(blossom: number): void {
    const { inner, stride, parent, state, slack, edgeFrom } = this;
    for (const part of inner[blossom]) this.setOuter(part, part);
    const entry = this.partOf[blossom * stride + edgeFrom[blossom * stride + parent[blossom]]];
    const place = this.evenPlace(blossom, entry);
    const parts = inner[blossom];
    for (let at = 0; at < place; at += 2) {
      const part = parts[at];
      const next = parts[at + 1];
      parent[part] = edgeFrom[next * stride + part];
      state[part] = ODD;
      state[next] = EVEN;
      slack[part] = NONE;
      this.renewSlack(next);
      this.enqueue(next);
    }
    state[entry] = ODD;
    parent[entry] = parent[blossom];
    for (const part of parts.slice(place + 1)) {
      state[part] = OUT;
      this.renewSlack(part);
    }
    this.outer[blossom] = NONE;
  }
}
