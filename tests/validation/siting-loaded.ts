import { type Random, seeded } from '../../workers/shared/random.ts';
import { transport } from '../../workers/shared/transport.ts';
import { solveDispersion } from '../../workers/site-selection/dispersion.ts';
import { LoadedRelaxation } from '../../workers/site-selection/loaded-relaxation.ts';
import {
  chargeProblem,
  coverProblem,
  medianProblem,
  type SitingCase,
} from '../../workers/site-selection/siting-models.ts';
import type { SitingProblem } from '../../workers/site-selection/siting-problem.ts';
import { solved, solveSiting } from '../../workers/site-selection/solve-siting.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const INSTANCES = 500;
const MODELS = ['median', 'cover', 'charge'] as const;
const FAR = 90;
const WORK = 50_000_000;
/** Draws of multipliers by which the relaxation of each case is tried. */
const MULTIPLIERS = 10;

/** A small case with rooms, in half of them a budget: ways that are missing, sites kept and shut, charges. */
interface Loaded {
  model: (typeof MODELS)[number];
  of: SitingCase & { state: Int8Array };
  count: { minOpen: number; maxOpen: number };
  limit: number;
  charge: Float64Array;
  capacity: Float64Array;
  budget: { price: Float64Array; limit: number } | null;
}

function loadedCase(model: Loaded['model'], random: Random): Loaded {
  const below = (n: number) => Math.floor(random() * n);
  const sites = 3 + below(5);
  const rows = 3 + below(7);
  const open = 1 + below(sites - 1);
  const times = Float64Array.from({ length: sites * rows }, () =>
    random() < 0.1 ? Number.POSITIVE_INFINITY : below(80),
  );
  const weights = Float64Array.from({ length: rows }, () => 1 + below(30));
  const total = weights.reduce((sum, one) => sum + one, 0);
  const state = new Int8Array(sites);
  if (open > 1 && random() < 0.3) state[below(sites)] = 1;
  const shut = below(sites);
  if (sites - open > 1 && random() < 0.3 && state[shut] === 0) state[shut] = -1;
  const price = Float64Array.from({ length: sites }, () => 50 + below(300));
  return {
    model,
    of: { sites, rows, times, weights, state },
    count: { minOpen: open, maxOpen: open },
    limit: 15 + below(40),
    charge: Float64Array.from({ length: sites }, () => below(600)),
    // From sites that nobody fits into to those that take all, about the amount that falls to each on average.
    capacity: Float64Array.from({ length: sites }, () => below(Math.ceil((2 * total) / open))),
    budget: random() < 0.5 ? { price, limit: 100 + below(900) } : null,
  };
}

/** Numbers of sites where a budget decides: as many as there is money for, at most those counted. */
const countOf = ({ model, of, count, budget }: Loaded) =>
  model === 'charge'
    ? { minOpen: 0, maxOpen: of.sites }
    : { minOpen: budget ? 0 : count.minOpen, maxOpen: count.maxOpen };

function isAllowed(small: Loaded, open: readonly number[]): boolean {
  const { of, budget } = small;
  const { minOpen, maxOpen } = countOf(small);
  const paid = open.reduce((sum, site) => sum + (budget?.price[site] ?? 0), 0);
  return (
    open.length >= minOpen &&
    open.length <= maxOpen &&
    (!budget || paid <= budget.limit) &&
    of.state.every((one, site) => (one === 1 ? open.includes(site) : one === 0 || !open.includes(site)))
  );
}

/** What a set of sites comes to by a transport of all rows to them and to a place without room's end; Infinity: not allowed. */
function worthOf(small: Loaded, open: readonly number[]): number {
  const { model, of, limit, charge, capacity } = small;
  if (!isAllowed(small, open)) return Number.POSITIVE_INFINITY;
  const { rows, times, weights } = of;
  const total = weights.reduce((sum, one) => sum + one, 0);
  const isCover = model === 'cover';
  const costs = Array.from({ length: rows }, (_, row) => [
    ...open.map((site) => {
      const time = times[site * rows + row];
      return isCover ? (time <= limit ? 0 : Number.POSITIVE_INFINITY) : time;
    }),
    isCover ? 1 : FAR,
  ]).flat();
  const { cost } = transport(weights, [...open.map((site) => capacity[site]), total], costs);
  return model === 'charge' ? open.reduce((sum, site) => sum + charge[site], cost) : cost;
}

function problemOf(small: Loaded): SitingProblem {
  const { model, of, limit, charge, capacity, budget } = small;
  const limits = { capacity, budget };
  if (model === 'charge') return chargeProblem(of, charge, FAR, limits);
  return model === 'cover'
    ? coverProblem(of, countOf(small), limit, limits)
    : medianProblem(of, countOf(small), FAR, limits);
}

/** All sets of so many sites. */
const setsOf = (sites: number): number[][] =>
  Array.from({ length: 2 ** sites }, (_, set) =>
    Array.from({ length: sites }, (_, site) => site).filter((site) => (set >> site) & 1),
  );

function isRelaxedAbove(problem: SitingProblem, least: number, random: Random): boolean {
  if (!problem.room) return true;
  const relaxation = new LoadedRelaxation(problem, problem.room);
  for (let round = 0; round < MULTIPLIERS; round++) {
    const multipliers = problem.missing.map((most) => random() * most);
    if (relaxation.evaluate(multipliers, problem.state) > least + 1e-9 * Math.abs(least)) return true;
  }
  return false;
}

function loaded(model: Loaded['model']): Verdict[] {
  const random = seeded(53);
  const drawn = seeded(7);
  const wrong = { worse: 0, high: 0, unproven: 0, misstated: 0, refused: 0, relaxed: 0 };
  for (let round = 0; round < INSTANCES; round++) {
    const small = loadedCase(model, random);
    const least = Math.min(...setsOf(small.of.sites).map((open) => worthOf(small, open)));
    const problem = problemOf(small);
    const answer = solved(solveSiting(problem, { work: WORK }));
    if (!answer) {
      if (Number.isFinite(least)) wrong.refused++;
      continue;
    }
    if (isRelaxedAbove(problem, least, drawn)) wrong.relaxed++;
    if (answer.cost > least) wrong.worse++;
    if (answer.bound > least) wrong.high++;
    if (!answer.isProven) wrong.unproven++;
    if (answer.cost !== worthOf(small, answer.open)) wrong.misstated++;
  }
  const of = (what: string, count: number) => exactly(`siting.loaded: ${model} with rooms, ${what}`, count, 0);
  return [
    of('answers worse than the best of all sets', wrong.worse),
    of('bounds above the best of all sets', wrong.high),
    of('relaxations above the best of all sets', wrong.relaxed),
    of('answers without a proof', wrong.unproven),
    of('values other than those of the sites named', wrong.misstated),
    of('cases refused though a set is allowed', wrong.refused),
  ];
}

function dispersed(): Verdict[] {
  const random = seeded(1987);
  const below = (n: number) => Math.floor(random() * n);
  const wrong = { worse: 0, low: 0, unproven: 0, misstated: 0, refused: 0 };
  for (let round = 0; round < INSTANCES; round++) {
    const sites = 4 + below(7);
    const apart = new Float64Array(sites * sites);
    for (let a = 0; a < sites; a++)
      for (let b = 0; b < a; b++) {
        apart[a * sites + b] = below(60);
        apart[b * sites + a] = apart[a * sites + b];
      }
    const state = Int8Array.from({ length: sites }, () => (random() < 0.2 ? 1 : random() < 0.1 ? -1 : 0));
    const open = 2 + below(sites - 2);
    const spreadOf = (set: readonly number[]) => {
      const pairs = set.flatMap((a) =>
        set.filter((b) => b < a && !(state[a] === 1 && state[b] === 1)).map((b) => [a, b]),
      );
      return Math.min(...pairs.map(([a, b]) => apart[a * sites + b]));
    };
    const allowed = setsOf(sites).filter(
      (set) => set.length === open && state.every((one, site) => (one === 1) === set.includes(site) || one === 0),
    );
    const most = Math.max(...allowed.map(spreadOf));
    const answer = solved(solveDispersion({ sites, apart, state, open }, { work: WORK }));
    if (!answer) {
      if (Number.isFinite(most)) wrong.refused++;
      continue;
    }
    if (answer.spread < most) wrong.worse++;
    if (answer.bound < most) wrong.low++;
    if (!answer.isProven) wrong.unproven++;
    if (answer.spread !== spreadOf(answer.open)) wrong.misstated++;
  }
  const of = (what: string, count: number) => exactly(`siting.loaded: dispersion, ${what}`, count, 0);
  return [
    of('answers worse than the best of all sets', wrong.worse),
    of('bounds below the best of all sets', wrong.low),
    of('answers without a proof', wrong.unproven),
    of('spreads other than those of the sites named', wrong.misstated),
    of('cases refused though a set is allowed', wrong.refused),
  ];
}

/** Five hundred small cases each of medians, covers and charges with rooms and budgets and of dispersions, against every set of sites. */
export const LOADED: ValidationCase = {
  name: 'siting.loaded',
  quick: true,
  run: async () => [...MODELS.flatMap(loaded), ...dispersed()],
};
