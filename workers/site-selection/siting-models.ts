import { KEPT, type SitingProblem, sitingProblem } from './siting-problem.ts';
import { type SitingAnswer, type SitingLimits, solveSiting } from './solve-siting.ts';

/** Demands, candidate sites and the way between them: what all models are made of. */
export interface SitingCase {
  sites: number;
  rows: number;
  /** Site-major: whole units of time or length from site to row; Infinity: no way. */
  times: Float64Array;
  /** Whole number of people, calls … of each row. */
  weights: Float64Array;
  /** KEPT, SHUT or FREE, by site. */
  state?: Int8Array;
}

/** How many sites are open at all, those kept among them. */
interface SiteCount {
  minOpen: number;
  maxOpen: number;
}

const base = ({ sites, rows, state }: SitingCase) => ({ sites, rows, ...(state ? { state } : {}) });

/** p-median (Hakimi 1964): the least weight × time; who is not reached counts as `farTime`. */
export const medianProblem = (of: SitingCase, count: SiteCount, farTime: number): SitingProblem =>
  sitingProblem({
    ...base(of),
    ...count,
    costOf: (site, row) => of.weights[row] * of.times[site * of.rows + row],
    missingOf: (row) => [of.weights[row] * farTime],
  });

/** Maximal cover (Church and ReVelle 1974): the least weight left farther than the limit from every open site. */
export const coverProblem = (
  of: SitingCase,
  count: SiteCount,
  limit: number,
  more: Pick<SitingProblem, 'budget'> = { budget: null },
): SitingProblem =>
  sitingProblem({
    ...base(of),
    ...count,
    ...more,
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

/** Fixed charge (Balinski 1965): weight × time and the charge of each open site together, however many they are. */
export const chargeProblem = (of: SitingCase, charge: Float64Array, farTime: number): SitingProblem =>
  sitingProblem({
    ...base(of),
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

/**
 * p-centre (Hakimi 1965; by cover, Minieka 1970): the least time within which so many sites have every row, found by halving the list of all
 * times; each is a cover that is met or proven impossible. Rows that nothing reaches must be left out before. Null: no set of sites reaches all.
 */
export function* solveCentre(
  of: SitingCase,
  count: SiteCount,
  { work }: SitingLimits,
): Generator<number, CentreAnswer | null> {
  const alike = { ...of, weights: new Float64Array(of.rows).fill(1) };
  const lengths = radiiOf(of);
  let used = 0;
  let found: { open: number[]; at: number } | null = null;
  // Below `proven` it is impossible, from `high` on it is met; what is not decided is passed over.
  let low = 0;
  let proven = 0;
  let high = lengths.length;
  while (low < high) {
    const at = (low + high) >> 1;
    const problem = coverProblem(alike, count, lengths[at]);
    const share = (work - used) / Math.max(1, Math.ceil(Math.log2(high - low + 1)));
    const answer: SitingAnswer | null = yield* solveSiting(problem, {
      work: share,
      target: 0,
      ...(found ? { start: found.open } : {}),
    });
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
  return { open: found.open, radius, bound, isProven: bound === radius, work: used };
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
