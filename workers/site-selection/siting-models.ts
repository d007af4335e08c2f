import { KEPT, type SitingProblem, sitingProblem } from './siting-problem.ts';
import { type SitingAnswer, type SitingLimits, solveSiting } from './solve-siting.ts';

/** Demands, candidate sites and the way between them: what all models are made of. */
export interface SitingCase {
  sites: number;
  rows: number;
  /** Site-major: whole units of time or length from site to row; Infinity: no way. */
  times: Float32Array | Float64Array;
  /** Whole number of people, calls … of each row. */
  weights: Float64Array;
  /** KEPT, SHUT or OPTIONAL, by site. */
  state?: Int8Array;
}

/** How many sites are open at all, those kept among them. */
interface SiteCount {
  minOpen: number;
  maxOpen: number;
}

/** What open sites may use up together, and how much each takes at most; absent parts are no limit. */
interface SiteLimits {
  budget?: SitingProblem['budget'];
  /** By site, in the unit of the weights, whole; rows are split where a site is full. */
  capacity?: Float64Array | null;
}

const base = ({ sites, rows, state, weights }: SitingCase, { budget = null, capacity = null }: SiteLimits = {}) => ({
  sites,
  rows,
  budget,
  room: capacity && { capacity, amount: weights },
  ...(state ? { state } : {}),
});

/** p-median (Hakimi 1964), with capacities that of Mulvey and Beck (1984): the least weight × time; who is not reached counts as `farTime`. */
export const medianProblem = (
  of: SitingCase,
  count: SiteCount,
  farTime: number,
  limits: SiteLimits = {},
): SitingProblem =>
  sitingProblem({
    ...base(of, limits),
    ...count,
    costOf: (site, row) => of.weights[row] * of.times[site * of.rows + row],
    missingOf: (row) => [of.weights[row] * farTime],
  });

/** Maximal cover (Church and ReVelle 1974), with capacities that of Current and Storbeck (1988): the least weight that no open site within the limit takes. */
export const coverProblem = (of: SitingCase, count: SiteCount, limit: number, limits: SiteLimits = {}): SitingProblem =>
  sitingProblem({
    ...base(of, limits),
    ...count,
    costOf: (site, row) => (of.times[site * of.rows + row] <= limit ? 0 : Number.POSITIVE_INFINITY),
    missingOf: (row) => [of.weights[row]],
  });

/**
 * Backup cover (Hogan and ReVelle 1986, BACOP2): a row counts once with one open site within the limit, again with a second. `firstRatio` is
 * the part of its weight that the first is worth, .5 or more; costs are in thousandths of a weight.
 */
export const backupProblem = (of: SitingCase, count: SiteCount, limit: number, firstRatio: number): SitingProblem => {
  const first = Math.round(1000 * firstRatio);
  return sitingProblem({
    ...base(of),
    ...count,
    need: 2,
    costOf: (site, row) => (of.times[site * of.rows + row] <= limit ? 0 : Number.POSITIVE_INFINITY),
    missingOf: (row) => [of.weights[row] * (1000 - first), of.weights[row] * first],
  });
};

/** Set cover (Toregas and others 1971): the fewest sites that have every row within the limit. A row left out costs more than all sites. */
export const setCoverProblem = (of: SitingCase, limit: number): SitingProblem =>
  sitingProblem({
    ...base(of),
    costOf: (site, row) => (of.times[site * of.rows + row] <= limit ? 0 : Number.POSITIVE_INFINITY),
    missingOf: () => [of.sites + 1],
    charge: new Float64Array(of.sites).fill(1),
  });

/** Fixed charge (Balinski 1965), capacitated facility location with capacities: weight × time and the charge of each open site together, however many they are. */
export const chargeProblem = (
  of: SitingCase,
  charge: Float64Array,
  farTime: number,
  limits: SiteLimits = {},
): SitingProblem =>
  sitingProblem({
    ...base(of, limits),
    charge,
    costOf: (site, row) => of.weights[row] * of.times[site * of.rows + row],
    missingOf: (row) => [of.weights[row] * farTime],
  });

/** An answer to a p-centre: the longest time of any row, and below which no answer can be. */
interface CentreAnswer {
  open: number[];
  radius: number;
  bound: number;
  isProven: boolean;
  work: number;
}

/** Rows that a p-centre begins with, and that it takes in more at a time, for each open site. */
const FIRST_ROWS = 60;
const FIRST_ROWS_PER_SITE = 12;
const MORE_ROWS = 20;

/**
 * p-centre (Hakimi 1965) by rows that matter (Chen and Chen 2009): it is solved for a few rows far from each other; as long as its sites
 * leave other rows farther, the farthest of these come in. What a few rows cannot have, all cannot, so their bound holds for all. Rows that
 * nothing reaches must be left out before. Null: no set of sites reaches all.
 */
export function* solveCentre(
  of: SitingCase,
  count: SiteCount,
  { work }: SitingLimits,
): Generator<number, CentreAnswer | null> {
  let chosen = scatteredRows(of, FIRST_ROWS + FIRST_ROWS_PER_SITE * count.maxOpen);
  let best: CentreAnswer = { open: [], radius: Number.POSITIVE_INFINITY, bound: 0, isProven: false, work: 0 };
  let bound = 0;
  let used = 0;
  for (;;) {
    const part: CentreAnswer | null = yield* solveRows(rowsOf(of, chosen), count, work - used, best.open);
    if (!part) return null;
    used += part.work;
    bound = Math.max(bound, part.bound);
    const far = farthestRows(of, part.open);
    const radius = far[0]?.time ?? 0;
    if (radius < best.radius) best = { ...best, open: part.open, radius };
    best = { ...best, bound: Math.min(bound, best.radius), isProven: best.radius <= bound, work: used };
    const more = far.filter(({ time }) => time > part.radius).slice(0, MORE_ROWS);
    if (best.isProven || more.length === 0 || used >= work) return best;
    chosen = [...chosen, ...more.map(({ row }) => row)];
  }
}

/** A case of some of the rows. */
function rowsOf(of: SitingCase, chosen: readonly number[]): SitingCase {
  const { sites, rows } = of;
  const times = new Float64Array(sites * chosen.length);
  for (let site = 0; site < sites; site++)
    for (const [to, row] of chosen.entries()) times[site * chosen.length + to] = of.times[site * rows + row];
  return { ...of, rows: chosen.length, times, weights: new Float64Array(chosen.length).fill(1) };
}

/** Rows one after the other that are farthest from the sites nearest to those before (Gonzalez 1985); all where there are not so many. */
function scatteredRows({ sites, rows, times }: SitingCase, count: number): number[] {
  if (rows <= count) return Array.from({ length: rows }, (_, row) => row);
  const farness = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const chosen: number[] = [0];
  while (chosen.length < count) {
    const last = chosen[chosen.length - 1];
    let nearest = 0;
    for (let site = 1; site < sites; site++)
      if (times[site * rows + last] < times[nearest * rows + last]) nearest = site;
    let next = 0;
    for (let row = 0; row < rows; row++) {
      farness[row] = Math.min(farness[row], times[nearest * rows + row]);
      if (row === last) farness[row] = -1;
      if (farness[row] > farness[next]) next = row;
    }
    chosen.push(next);
  }
  return chosen.sort((a, b) => a - b);
}

/** Rows by their time to the nearest open site, the farthest first. */
function farthestRows({ rows, times }: SitingCase, open: readonly number[]): { row: number; time: number }[] {
  const all = Array.from({ length: rows }, (_, row) => ({
    row,
    time: open.reduce((least, site) => Math.min(least, times[site * rows + row]), Number.POSITIVE_INFINITY),
  }));
  return all.sort((a, b) => b.time - a.time || a.row - b.row);
}

/** The p-centre of a few rows by halving the list of all times (Minieka 1970): each is a cover that is met or proven impossible. */
function* solveRows(
  of: SitingCase,
  count: SiteCount,
  work: number,
  start: readonly number[],
): Generator<number, CentreAnswer | null> {
  const lengths = radiiOf(of);
  let used = 0;
  let found: { open: readonly number[]; at: number } | null = null;
  // Below `proven` it is impossible, from `high` on it is met; what is not decided is passed over.
  let low = 0;
  let proven = 0;
  let high = lengths.length;
  while (low < high) {
    const at = (low + high) >> 1;
    const problem = coverProblem(of, count, lengths[at]);
    const share = Math.max(1, work - used) / Math.ceil(Math.log2(high - low + 1));
    const begun: readonly number[] = found?.open ?? start;
    const answer: SitingAnswer | null = yield* solveSiting(problem, { work: share, target: 0, start: begun });
    if (!answer) return null;
    used += answer.work;
    if (answer.cost === 0) {
      high = at;
      found = { open: answer.open, at };
    } else {
      low = at + 1;
      // What is impossible within a time is so within every shorter one.
      if (answer.bound > 0) proven = at + 1;
    }
  }
  if (!found) return null;
  const radius = lengths[found.at];
  const bound = lengths[Math.min(proven, found.at)];
  return { open: [...found.open], radius, bound, isProven: bound === radius, work: used };
}

/** All times that can be the longest of an answer, rising: none is less than any row's own least. */
function radiiOf({ sites, rows, times, state }: SitingCase): number[] {
  let least = 0;
  for (let row = 0; row < rows; row++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let site = 0; site < sites; site++) nearest = Math.min(nearest, times[site * rows + row]);
    least = Math.max(least, nearest);
  }
  const lengths = new Set<number>();
  for (let site = 0; site < sites; site++) {
    if (state && state[site] < 0) continue;
    for (let row = 0; row < rows; row++) {
      const one = times[site * rows + row];
      if (one >= least && Number.isFinite(one)) lengths.add(one);
    }
  }
  return [...lengths].sort((a, b) => a - b);
}

/** Sites that must stay open, as a state. */
export const keptState = (sites: number, kept: readonly number[]): Int8Array => {
  const state = new Int8Array(sites);
  for (const site of kept) state[site] = KEPT;
  return state;
};
