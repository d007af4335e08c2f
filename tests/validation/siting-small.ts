import { seeded } from '../../workers/shared/random.ts';
import { Relaxation } from '../../workers/site-selection/relaxation.ts';
import {
  backupProblem,
  chargeProblem,
  coverProblem,
  medianProblem,
  type SitingCase,
  setCoverProblem,
  solveCentre,
} from '../../workers/site-selection/siting-models.ts';
import type { SitingProblem } from '../../workers/site-selection/siting-problem.ts';
import { solved, solveSiting } from '../../workers/site-selection/solve-siting.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const INSTANCES = 2000;
const MODELS = ['median', 'cover', 'backup', 'set', 'charge', 'budget', 'centre'] as const;
const FAR = 90;
const WORK = 50_000_000;
/** Draws of multipliers by which the relaxation of each case is tried. */
const MULTIPLIERS = 20;

/** A small case with all that a question can vary: ways that are missing, sites kept and shut, a limit, charges, a budget. */
interface Small {
  model: (typeof MODELS)[number];
  of: SitingCase & { state: Int8Array };
  count: { minOpen: number; maxOpen: number };
  limit: number;
  charge: Float64Array;
  budget: number;
}

function smallCase(round: number, random: () => number): Small {
  const below = (n: number) => Math.floor(random() * n);
  const sites = 3 + below(7);
  const rows = 3 + below(10);
  const open = 1 + below(sites - 1);
  const times = Float64Array.from({ length: sites * rows }, () =>
    random() < 0.1 ? Number.POSITIVE_INFINITY : below(80),
  );
  const state = new Int8Array(sites);
  if (open > 1 && random() < 0.3) state[below(sites)] = 1;
  if (sites - open > 1 && random() < 0.3) {
    const shut = below(sites);
    if (state[shut] === 0) state[shut] = -1;
  }
  return {
    model: MODELS[round % MODELS.length],
    of: { sites, rows, times, weights: Float64Array.from({ length: rows }, () => 1 + below(50)), state },
    count: { minOpen: open, maxOpen: open },
    limit: 15 + below(40),
    charge: Float64Array.from({ length: sites }, () => below(600)),
    budget: 300 + below(900),
  };
}

/** What a set of sites comes to, straight from the words of the model; Infinity: not allowed. */
function worthOf({ model, of, count, limit, charge, budget }: Small, open: readonly number[]): number {
  const { rows, times, weights, state } = of;
  const paid = open.reduce((sum, site) => sum + charge[site], 0);
  const isCounted = !['set', 'charge', 'budget'].includes(model);
  if (isCounted && (open.length < count.minOpen || open.length > count.maxOpen)) return Number.POSITIVE_INFINITY;
  if (model === 'budget' && paid > budget) return Number.POSITIVE_INFINITY;
  if (state.some((one, site) => (one === 1 && !open.includes(site)) || (one === -1 && open.includes(site))))
    return Number.POSITIVE_INFINITY;
  let sum = model === 'charge' ? paid : model === 'set' ? open.length : 0;
  for (let row = 0; row < rows; row++) {
    const near = open.map((site) => times[site * rows + row]).sort((a, b) => a - b);
    const within = near.filter((one) => one <= limit).length;
    const nearest = near[0] ?? Number.POSITIVE_INFINITY;
    if (model === 'median' || model === 'charge') sum += weights[row] * Math.min(nearest, FAR);
    if (model === 'cover' || model === 'budget') sum += within > 0 ? 0 : weights[row];
    if (model === 'backup') sum += weights[row] * (within > 1 ? 0 : within === 1 ? 400 : 1000);
    if (model === 'set') sum += within > 0 ? 0 : of.sites + 1;
    if (model === 'centre') sum = Math.max(sum, nearest);
  }
  return sum;
}

function problemOf({ model, of, count, limit, charge, budget }: Small): SitingProblem {
  if (model === 'cover') return coverProblem(of, count, limit);
  if (model === 'backup') return backupProblem(of, count, limit, 0.6);
  if (model === 'set') return setCoverProblem(of, limit);
  if (model === 'charge') return chargeProblem(of, charge, FAR);
  const any = { minOpen: 0, maxOpen: of.sites };
  if (model === 'budget') return coverProblem(of, any, limit, { budget: { price: charge, limit: budget } });
  return medianProblem(of, count, FAR);
}

function answerOf(small: Small): { value: number; bound: number; open: number[] } | null {
  if (small.model === 'centre') {
    const found = solved(solveCentre(small.of, small.count, { work: WORK }));
    return found && { value: found.radius, bound: found.bound, open: found.open };
  }
  const found = solved(solveSiting(problemOf(small), { work: WORK }));
  return found && { value: found.cost, bound: found.bound, open: found.open };
}

/** The least value of all sets of sites; Infinity: none is allowed. */
function leastOf(small: Small): number {
  const { sites } = small.of;
  let least = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 2 ** sites; set++) {
    const open = Array.from({ length: sites }, (_, site) => site).filter((site) => (set >> site) & 1);
    least = Math.min(least, worthOf(small, open));
  }
  return least;
}

/** Whether the relaxation of a problem is above its best answer for any of some multipliers, which no bound may be. */
function isRelaxedAbove(problem: SitingProblem, least: number, random: () => number): boolean {
  const relaxation = new Relaxation(problem);
  const most = Math.max(...problem.missing);
  for (let round = 0; round < MULTIPLIERS; round++) {
    const multipliers = Float64Array.from({ length: problem.rows }, () => random() * most);
    if (relaxation.evaluate(multipliers, problem.state) > least + 1e-9 * Math.abs(least)) return true;
  }
  return false;
}

function enumerated(): Verdict[] {
  const random = seeded(2026);
  const drawn = seeded(7);
  const wrong = { worse: 0, high: 0, unproven: 0, misstated: 0, refused: 0, relaxed: 0 };
  for (let round = 0; round < INSTANCES; round++) {
    const small = smallCase(round, random);
    const least = leastOf(small);
    const answer = answerOf(small);
    if (!answer) {
      if (Number.isFinite(least)) wrong.refused++;
      continue;
    }
    if (small.model !== 'centre' && isRelaxedAbove(problemOf(small), least, drawn)) wrong.relaxed++;
    if (answer.value > least) wrong.worse++;
    if (answer.bound > least) wrong.high++;
    if (answer.bound < answer.value) wrong.unproven++;
    if (answer.value !== worthOf(small, answer.open)) wrong.misstated++;
  }
  return [
    exactly('siting.small: answers worse than the best of all sets', wrong.worse, 0),
    exactly('siting.small: bounds above the best of all sets', wrong.high, 0),
    exactly('siting.small: relaxations above the best of all sets', wrong.relaxed, 0),
    exactly('siting.small: answers without a proof', wrong.unproven, 0),
    exactly('siting.small: values other than those of the sites named', wrong.misstated, 0),
    exactly('siting.small: cases refused though a set is allowed', wrong.refused, 0),
  ];
}

/** Two thousand small cases of seven models against every set of sites. */
export const SMALL: ValidationCase = { name: 'siting.small', quick: true, run: async () => enumerated() };
