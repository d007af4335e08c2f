import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import type { SitingObjective } from './engine-types.ts';
import {
  backupProblem,
  chargeProblem,
  coverProblem,
  medianProblem,
  type SitingCase,
  setCoverProblem,
  solveCentre,
} from './siting-models.ts';
import { KEPT, type SitingProblem } from './siting-problem.ts';
import { type SitingAnswer, solveSiting } from './solve-siting.ts';

const SECONDS_PER_MIN = 60;
/** A gap of minutes that no reader would see: the search ends there. */
const GAP_RATIO = 1e-5;

/** The open sites of an answer with what it is worth. */
interface AimAnswer {
  open: number[];
  objective: SitingObjective;
  work: number;
}

/** Searches an answer with so many new sites; yields the part of the search that is done. Null: no choice is allowed. */
export type AnswerAim = (sites: number, work: number) => Generator<number, AimAnswer | null>;

/** What a model costs and how that is told. */
interface AimModel {
  problem: SitingProblem;
  unit: SitingObjective['unit'];
  tell(cost: number): number;
  gapRatio: number;
}

/** Aims that are asked for a number of sites. */
export const isCounted = ({ aim }: Pick<SiteSelectionRequest, 'aim'>): boolean => aim !== 'all' && aim !== 'charge';

/** Opens a question whose first `standing` sites stand already. Its options are sorted once for all numbers of sites. */
export function openAim(request: SiteSelectionRequest, of: SitingCase, standing: number): AnswerAim {
  const countOf = (sites: number) => {
    const open = Math.min(of.sites, standing + sites);
    return { minOpen: open, maxOpen: open };
  };
  const { aim } = request;
  if (aim === 'centre')
    return function* (sites, work) {
      const found = yield* solveCentre(of, countOf(sites), { work });
      return found && answered(found, 'min', found.radius / SECONDS_PER_MIN, found.bound / SECONDS_PER_MIN);
    };
  const { problem, unit, tell, gapRatio } = modelOf(aim, request, of);
  return function* (sites, work) {
    const counted = isCounted(request) ? { ...problem, ...countOf(sites) } : problem;
    const found = yield* solveSiting(counted, { work, gapRatio });
    return found && answered(found, unit, tell(found.cost), tell(found.bound));
  };
}

function modelOf(
  aim: Exclude<SiteSelectionRequest['aim'], 'centre'>,
  { limitMin, farMin, firstRatio, chargePersonMin }: SiteSelectionRequest,
  of: SitingCase,
): AimModel {
  const limitS = limitMin * SECONDS_PER_MIN;
  const farS = farMin * SECONDS_PER_MIN;
  const any = { minOpen: 0, maxOpen: of.sites };
  const amount = of.weights.reduce((sum, one) => sum + one, 0);
  const isKept = (site: number) => of.state?.[site] === KEPT;
  const charge = Float64Array.from({ length: of.sites }, (_, site) =>
    isKept(site) ? 0 : Math.round(chargePersonMin * SECONDS_PER_MIN),
  );
  const kept = charge.reduce((sum, _, site) => sum + (isKept(site) ? 1 : 0), 0);
  const models: Record<typeof aim, () => AimModel> = {
    median: () => ({
      problem: medianProblem(of, any, farS),
      unit: 'min',
      tell: (cost) => cost / amount / SECONDS_PER_MIN,
      gapRatio: GAP_RATIO,
    }),
    charge: () => ({
      problem: chargeProblem(of, charge, farS),
      unit: 'personMin',
      tell: (cost) => cost / SECONDS_PER_MIN,
      gapRatio: GAP_RATIO,
    }),
    all: () => ({ problem: setCoverProblem(of, limitS), unit: 'sites', tell: (cost) => cost - kept, gapRatio: 0 }),
    cover: () => ({
      problem: coverProblem(of, any, limitS),
      unit: 'amount',
      tell: (cost) => amount - cost,
      gapRatio: 0,
    }),
    backup: () => ({
      problem: backupProblem(of, any, limitS, { firstRatio }),
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
