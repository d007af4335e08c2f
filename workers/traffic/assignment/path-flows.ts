/** Paths at first, and links of paths at first; both grow. */
const FIRST_PATHS = 1024;
const FIRST_LINKS = 32_768;

/** Paths of pairs of places with their flows: a list of each pair, and the links of all paths in one row. */
export class PathFlows {
  /** First path of each pair, and the next one of each path; −1: there is none. */
  readonly first: Int32Array;
  next = new Int32Array(FIRST_PATHS);
  /** Where the links of each path begin in `links`, and how many they are. */
  start = new Int32Array(FIRST_PATHS);
  length = new Int32Array(FIRST_PATHS);
  flow = new Float64Array(FIRST_PATHS);
  links = new Int32Array(FIRST_LINKS);
  count = 0;
  private used = 0;

  constructor(pairs: number) {
    this.first = new Int32Array(pairs).fill(-1);
  }

  /** Adds the path that ends at `end` of a tree, without flow; a pair that has it already keeps its own. Returns its number. */
  add(pair: number, end: number, byLink: Int32Array, from: Int32Array): number {
    let length = 0;
    for (let link = byLink[end]; link >= 0; link = byLink[from[link]]) length++;
    if (this.used + length > this.links.length) this.links = grown(this.links, this.used + length);
    let at = this.used + length;
    for (let link = byLink[end]; link >= 0; link = byLink[from[link]]) this.links[--at] = link;
    const known = this.find(pair, length);
    if (known >= 0) return known;
    if (this.count === this.flow.length) this.growPaths();
    const path = this.count++;
    this.start[path] = this.used;
    this.length[path] = length;
    this.flow[path] = 0;
    this.next[path] = this.first[pair];
    this.first[pair] = path;
    this.used += length;
    return path;
  }

  /** The path of a pair that has the links which were just written behind the row; −1: none. */
  private find(pair: number, length: number): number {
    const { links, start, used } = this;
    for (let path = this.first[pair]; path >= 0; path = this.next[path]) {
      if (this.length[path] !== length) continue;
      let i = 0;
      while (i < length && links[start[path] + i] === links[used + i]) i++;
      if (i === length) return path;
    }
    return -1;
  }

  private growPaths(): void {
    this.next = grown(this.next, this.count + 1);
    this.start = grown(this.start, this.count + 1);
    this.length = grown(this.length, this.count + 1);
    const flow = new Float64Array(this.next.length);
    flow.set(this.flow);
    this.flow = flow;
  }

  /** Forgets paths of a pair that carry nothing, but for its first with flow; all of them stay where none carries any. */
  prune(pair: number): void {
    let last = -1;
    for (let path = this.first[pair]; path >= 0; path = this.next[path]) {
      if (this.flow[path] <= 0) continue;
      if (last < 0) this.first[pair] = path;
      else this.next[last] = path;
      last = path;
    }
    if (last >= 0) this.next[last] = -1;
  }

  /** The sum of a value over the links of a path. */
  sum(path: number, of: Float64Array): number {
    const { links, start, length } = this;
    const end = start[path] + length[path];
    let sum = 0;
    for (let i = start[path]; i < end; i++) sum += of[links[i]];
    return sum;
  }
}

function grown(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * array.length, needed));
  larger.set(array);
  return larger;
}
