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
import { KEPT } from './siting-problem.ts';
import { type SitingAnswer, solveSiting } from './solve-siting.ts';

/** Comparisons that a million of the question stands for. */
const MILLION = 1_000_000;
const SECONDS_PER_MIN = 60;
/** A gap of minutes that no reader would see: the search ends there. */
const GAP_RATIO = 1e-5;

/** The open sites of an answer with what it is worth. */
interface AimAnswer {
  open: number[];
  objective: SitingObjective;
  work: number;
}

/** Aims that are asked for a number of sites. */
export const isCounted = ({ aim }: Pick<SiteSelectionRequest, 'aim'>): boolean => aim !== 'all' && aim !== 'charge';

/**
 * Answers a question with `sites` new sites beside the `standing` first ones of the case. Yields the part of the search that is done. Null:
 * no choice is allowed.
 */
export function* answerAim(
  request: SiteSelectionRequest,
  of: SitingCase,
  standing: number,
  sites: number,
  work = request.searchMillions * MILLION,
): Generator<number, AimAnswer | null> {
  const { aim, limitMin, farMin, firstRatio, chargePersonMin } = request;
  const limitS = limitMin * SECONDS_PER_MIN;
  const farS = farMin * SECONDS_PER_MIN;
  const open = Math.min(of.sites, standing + sites);
  const count = { minOpen: open, maxOpen: open };
  const amount = of.weights.reduce((sum, one) => sum + one, 0);
  const kept = of.state?.reduce((sum, one) => sum + (one === KEPT ? 1 : 0), 0) ?? 0;
  const limits = { work };
  const timed = { work, gapRatio: GAP_RATIO };
  if (aim === 'centre') {
    const found = yield* solveCentre(of, count, limits);
    return found && answered(found, 'min', found.radius / SECONDS_PER_MIN, found.bound / SECONDS_PER_MIN);
  }
  if (aim === 'median') {
    const found = yield* solveSiting(medianProblem(of, count, farS), timed);
    const meanOf = (cost: number) => (amount === 0 ? 0 : cost / amount / SECONDS_PER_MIN);
    return found && answered(found, 'min', meanOf(found.cost), meanOf(found.bound));
  }
  if (aim === 'all') {
    const found = yield* solveSiting(setCoverProblem(of, limitS), limits);
    return found && answered(found, 'sites', found.cost - kept, found.bound - kept);
  }
  if (aim === 'charge') {
    const charge = Float64Array.from({ length: of.sites }, (_, site) =>
      of.state?.[site] === KEPT ? 0 : Math.round(chargePersonMin * SECONDS_PER_MIN),
    );
    const found = yield* solveSiting(chargeProblem(of, charge, farS), timed);
    return found && answered(found, 'personMin', found.cost / SECONDS_PER_MIN, found.bound / SECONDS_PER_MIN);
  }
  const isBackup = aim === 'backup';
  const found = yield* solveSiting(
    isBackup ? backupProblem(of, count, limitS, firstRatio) : coverProblem(of, count, limitS),
    limits,
  );
  const unit = isBackup ? 1000 : 1;
  const servedOf = (cost: number) => (unit * amount - cost) / unit;
  return found && answered(found, 'amount', servedOf(found.cost), servedOf(found.bound));
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
