import { Relaxation } from './relaxation.ts';
import type { SiteRoom, SitingProblem } from './siting-problem.ts';

/**
 * The relaxation where sites take only so much: each site then takes the rows that save most for each unit of their amount until it is full
 * (a continuous knapsack, Dantzig 1957), as Christofides and Beasley (1983) relax capacitated location. The last row may be a part.
 */
export class LoadedRelaxation extends Relaxation {
  /** Sites take any amount for now: a bound all the same, and found in a quarter of the work. */
  isRoomy = false;
  private readonly room: SiteRoom;
  /** The row at which a site is full, what it costs a unit less its multiplier, and its part that fits; Infinity: all fit. */
  private readonly lastKey: Float64Array;
  private readonly lastRow: Int32Array;
  private readonly lastPart: Float64Array;
  /** Options that save something, site by site: `begin` is where those of each site start. */
  private readonly begin: Int32Array;
  private key = new Float64Array(0);
  private row = new Int32Array(0);

  constructor(problem: SitingProblem, room: SiteRoom) {
    super(problem);
    this.room = room;
    this.lastKey = new Float64Array(problem.sites);
    this.lastRow = new Int32Array(problem.sites);
    this.lastPart = new Float64Array(problem.sites);
    this.begin = new Int32Array(problem.sites + 1);
  }

  protected override priceSites(multipliers: Float64Array): number {
    if (this.isRoomy) return super.priceSites(multipliers);
    const { rows, missing, charge, sites } = this.problem;
    const { reduced, begin } = this;
    let value = 0;
    for (let row = 0; row < rows; row++) value += Math.min(multipliers[row], missing[row]);
    this.listOptions(multipliers);
    for (let site = 0; site < sites; site++)
      reduced[site] = charge[site] + this.fill(site, begin[site], begin[site + 1]);
    return value;
  }

  protected override servedPart(site: number, row: number, cost: number, multiplier: number): number {
    if (this.isRoomy) return 1;
    const last = this.lastKey[site];
    const key = (cost - multiplier) / this.room.amount[row];
    if (key < last) return 1;
    if (key > last || row > this.lastRow[site]) return 0;
    return row < this.lastRow[site] ? 1 : this.lastPart[site];
  }

  /** Writes the rows that each site saves something for, with the cost of a unit less its multiplier. */
  private listOptions(multipliers: Float64Array): void {
    const { rows, first, site, cost, sites } = this.problem;
    const { begin } = this;
    const { amount } = this.room;
    begin.fill(0);
    for (let row = 0; row < rows; row++) {
      let at = first[row];
      for (; at < first[row + 1] && cost[at] < multipliers[row]; at++) begin[site[at] + 1]++;
      this.work += at - first[row] + 1;
    }
    for (let one = 0; one < sites; one++) begin[one + 1] += begin[one];
    const count = begin[sites];
    if (this.key.length < count) {
      this.key = new Float64Array(count);
      this.row = new Int32Array(count);
    }
    const { key, row: list } = this;
    const next = begin.slice();
    for (let row = 0; row < rows; row++)
      for (let at = first[row]; at < first[row + 1] && cost[at] < multipliers[row]; at++) {
        const to = next[site[at]]++;
        key[to] = (cost[at] - multipliers[row]) / amount[row];
        list[to] = row;
      }
    this.work += 2 * count;
  }

  /** Fills a site with what saves most, halving the list about a middle one each time; returns what it saves, 0 or below. */
  private fill(site: number, begin: number, end: number): number {
    const { key, row } = this;
    const { amount } = this.room;
    let left = this.room.capacity[site];
    let saved = 0;
    this.lastKey[site] = Number.POSITIVE_INFINITY;
    let from = begin;
    let to = end;
    while (from < to) {
      const middle = this.part(from, to);
      this.work += 2 * (to - from);
      let lower = 0;
      let value = 0;
      for (let at = from; at < middle; at++) {
        lower += amount[row[at]];
        value += amount[row[at]] * key[at];
      }
      if (lower > left) {
        to = middle;
        continue;
      }
      left -= lower;
      saved += value;
      const own = amount[row[middle]];
      if (own > left) {
        this.lastKey[site] = key[middle];
        this.lastRow[site] = row[middle];
        this.lastPart[site] = left / own;
        return saved + left * key[middle];
      }
      left -= own;
      saved += own * key[middle];
      from = middle + 1;
    }
    return saved;
  }

  /** Moves options before the middle one of three that save more than it, and returns where that one then stands (Hoare 1961). */
  private part(from: number, to: number): number {
    const { key, row } = this;
    const isBefore = (a: number, b: number) => key[a] < key[b] || (key[a] === key[b] && row[a] < row[b]);
    const last = to - 1;
    const middle = (from + last) >> 1;
    if (isBefore(middle, from)) this.swap(middle, from);
    if (isBefore(last, from)) this.swap(last, from);
    if (isBefore(middle, last)) this.swap(middle, last);
    let place = from;
    for (let at = from; at < last; at++) if (isBefore(at, last)) this.swap(at, place++);
    this.swap(place, last);
    return place;
  }

  private swap(a: number, b: number): void {
    const { key, row } = this;
    const keyA = key[a];
    const rowA = row[a];
    key[a] = key[b];
    row[a] = row[b];
    key[b] = keyA;
    row[b] = rowA;
  }
}
