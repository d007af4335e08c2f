import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { solveDispersion } from './dispersion.ts';
import type { SitingObjective } from './engine-types.ts';
import type { PlacedCase } from './placed-case.ts';
import {
  backupProblem,
  chargeProblem,
  coverProblem,
  medianProblem,
  setCoverProblem,
  solveCentre,
} from './siting-models.ts';
import { KEPT, type SitingProblem } from './siting-problem.ts';
import { type SitingAnswer, solveSiting } from './solve-siting.ts';

const SECONDS_PER_MIN = 60;
/** A gap of minutes that no reader would see: the search ends there. */
const GAP_RATIO = 1e-5;
/** Costs are counted in so many parts of their unit, so that their sums are exact. */
const COST_PARTS = 100;

/** The open sites of an answer with what it is worth. */
interface AimAnswer {
  open: number[];
  objective: SitingObjective;
  work: number;
}

/** How many new sites an answer may open, and what they may cost: 0 is any amount. */
export interface AimLimits {
  sites: number;
  budget: number;
  work: number;
}

/** Searches an answer; yields the part of the search that is done. Null: no choice is allowed. */
export type AnswerAim = (limits: AimLimits) => Generator<number, AimAnswer | null>;

/** What a model costs and how that is told. */
interface AimModel {
  problem: SitingProblem;
  unit: SitingObjective['unit'];
  tell(cost: number): number;
  gapRatio: number;
}

/** Aims that are asked for a number of sites. */
export const isCounted = ({ aim }: Pick<SiteSelectionRequest, 'aim'>): boolean => aim !== 'all' && aim !== 'charge';

/** Opens a question whose first `standing` sites stand already. Its options are sorted once for all numbers of sites and all budgets. */
export function openAim(request: SiteSelectionRequest, placed: PlacedCase): AnswerAim {
  const { of, standing, apart } = placed;
  const countOf = (sites: number, budget = 0) => {
    const open = Math.min(of.sites, standing + sites);
    return { minOpen: budget > 0 ? 0 : open, maxOpen: open };
  };
  const { aim } = request;
  if (aim === 'centre')
    return function* ({ sites, work }) {
      const found = yield* solveCentre(of, countOf(sites), { work });
      return found && answered(found, 'min', found.radius / SECONDS_PER_MIN, found.bound / SECONDS_PER_MIN);
    };
  if (aim === 'dispersion')
    return function* ({ sites, work }) {
      const state = of.state ?? new Int8Array(of.sites);
      const dispersion = { sites: of.sites, apart: apart ?? new Float32Array(0), state, open: countOf(sites).maxOpen };
      const found = yield* solveDispersion(dispersion, { work });
      return found && answered(found, 'minApart', found.spread / SECONDS_PER_MIN, found.bound / SECONDS_PER_MIN);
    };
  const { problem, unit, tell, gapRatio } = modelOf(aim, request, placed);
  const price = placed.cost.map((cost) => Math.round(COST_PARTS * cost));
  return function* ({ sites, budget, work }) {
    const counted = isCounted(request) ? { ...problem, ...countOf(sites, budget) } : problem;
    const paid = { ...counted, budget: budget > 0 ? { price, limit: Math.round(COST_PARTS * budget) } : null };
    const found = yield* solveSiting(paid, { work, gapRatio });
    return found && answered(found, unit, tell(found.cost), tell(found.bound));
  };
}

function modelOf(
  aim: Exclude<SiteSelectionRequest['aim'], 'centre' | 'dispersion'>,
  { limitMin, farMin, firstRatio, chargePersonMin, siteCost }: SiteSelectionRequest,
  { of, capacity, cost: costs, standing }: PlacedCase,
): AimModel {
  const limitS = limitMin * SECONDS_PER_MIN;
  const farS = farMin * SECONDS_PER_MIN;
  const any = { minOpen: 0, maxOpen: of.sites };
  const amount = of.weights.reduce((sum, one) => sum + one, 0);
  const isKept = (site: number) => of.state?.[site] === KEPT;
  const charge = Float64Array.from({ length: of.sites }, (_, site) => {
    const ratio = site < standing ? 1 : costs[site] / siteCost;
    return isKept(site) ? 0 : Math.round(chargePersonMin * SECONDS_PER_MIN * ratio);
  });
  const kept = charge.reduce((sum, _, site) => sum + (isKept(site) ? 1 : 0), 0);
  const models: Record<typeof aim, () => AimModel> = {
    median: () => ({
      problem: medianProblem(of, any, farS, { capacity }),
      unit: 'min',
      tell: (cost) => cost / amount / SECONDS_PER_MIN,
      gapRatio: GAP_RATIO,
    }),
    charge: () => ({
      problem: chargeProblem(of, charge, farS, { capacity }),
      unit: 'personMin',
      tell: (cost) => cost / SECONDS_PER_MIN,
      gapRatio: GAP_RATIO,
    }),
    all: () => ({ problem: setCoverProblem(of, limitS), unit: 'sites', tell: (cost) => cost - kept, gapRatio: 0 }),
    cover: () => ({
      problem: coverProblem(of, any, limitS, { capacity }),
      unit: 'amount',
      tell: (cost) => amount - cost,
      gapRatio: 0,
    }),
    backup: () => ({
      problem: backupProblem(of, any, limitS, firstRatio),
      unit: 'amount',
      tell: (cost) => (1000 * amount - cost) / 1000,
      gapRatio: 0,
    }),
  };
  return models[aim]();
}

function answered(
  { open, isProven, work }: Pick<SitingAnswer, 'open' | 'isProven' | 'work'>,
  unit: SitingObjective['unit'],
  value: number,
  bound: number,
): AimAnswer {
  const gapPct = isProven || bound === 0 ? 0 : (100 * Math.abs(value - bound)) / Math.abs(bound);
  return { open, objective: { unit, value, bound, isProven, gapPct }, work };
}
