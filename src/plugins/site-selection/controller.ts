import type { ServingPlaces } from '../../../model/questions/facilities.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { CandidateFilter, canLimit, type SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import type { SitingFacts, SitingResult } from '../../../workers/site-selection/engine-types.ts';
import { choiceOf, type FacilityChoice, placesOfChoice } from '../../kit/facility-choice.ts';
import type { App } from '../../kit/plugin.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import { freshSitingForm, type SitingForm } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const SITE_SELECTION = 'site-selection';

/** Chooses sites with the roles of layers that hold when it is asked. */
export const siteSelectionController: Opener<App, RoleAnalysis<SitingFacts, SiteSelectionRequest, SitingResult>> = {
  id: SITE_SELECTION,
  open: (app) => openRoleAnalysis(app, SITE_SELECTION, SITE_SELECTION),
};

/** What the engine is asked, as a case of the command line has it; null: something is not chosen yet. */
export function requestOf(form: SitingForm): SiteSelectionRequest | null {
  const {
    demandBy,
    demandOf,
    candidatesBy,
    candidatesOf,
    pointsM,
    spacingM,
    maxSlopePct,
    minGroundM2,
    use,
    minParcelM2,
    slopePct,
    isOffProtected,
    pipeM,
    waterId,
    maxDepthM,
    flooded,
    existing,
    existingOf,
    closed,
    ...numbers
  } = form;
  const demand = demandBy === 'residents' ? null : placesOfChoice(demandOf);
  const stands = existing === 'none' ? null : placesOfChoice(existingOf);
  const candidates = candidatesOfForm(form);
  if (!candidates || (demandBy === 'things' && !demand) || (existing !== 'none' && !stands)) return null;
  return {
    ...numbers,
    // What the aim cannot keep is typed for another one.
    capacity: canLimit('capacity', numbers.aim) ? numbers.capacity : 0,
    budget: canLimit('budget', numbers.aim) ? numbers.budget : 0,
    demand: [demand ? { by: 'things', of: demand, weight: 1 } : { by: 'residents', weight: 1 }],
    candidates,
    ...filterOf(form),
    ...(stands && existing !== 'none' ? { existing: { of: stands, may: existing } } : {}),
    ...(closed ? { closed: [...closed] } : {}),
  };
}

/** Conditions that differ from none at all; none is left out. */
function filterOf({
  candidatesBy,
  use,
  minParcelM2,
  slopePct,
  isOffProtected,
  pipeM,
  flooded,
}: SitingForm): Pick<SiteSelectionRequest, 'filter'> {
  const filter: CandidateFilter = {
    ...(use === 'any' ? {} : { uses: [use] }),
    minParcelM2,
    slopePct: candidatesBy === 'grid' ? ANY_GROUND.slopePct : slopePct,
    isOffProtected,
    pipeM,
    ...(flooded ? { flooded } : {}),
  };
  return JSON.stringify(filter) === JSON.stringify(ANY_GROUND) ? {} : { filter };
}

const ANY_GROUND = defaultsOf(CandidateFilter);

function candidatesOfForm(form: SitingForm): SiteSelectionRequest['candidates'] | null {
  const { candidatesBy, spacingM, maxSlopePct, minGroundM2, candidatesOf, pointsM } = form;
  if (candidatesBy === 'given') return { by: 'given', minGroundM2 };
  if (candidatesBy === 'grid') return { by: 'grid', spacingM, maxSlopePct };
  if (candidatesBy === 'junctions') return { by: 'junctions' };
  const points: ServingPlaces | null =
    pointsM.length === 0 ? null : { by: 'points', pointsM: pointsM.map(([eastM, northM]) => [eastM, northM]) };
  const of = candidatesBy === 'points' ? points : placesOfChoice(candidatesOf);
  return of && { by: 'places', of };
}

/** The form that asks such a question, as a link brings it; what a form cannot hold is as at a fresh start. */
export function formOf({ demand, candidates, filter, existing, closed, ...numbers }: SiteSelectionRequest): SitingForm {
  const fresh = freshSitingForm();
  const choice = (of: ServingPlaces | undefined): FacilityChoice => (of && choiceOf(of)) ?? fresh.demandOf;
  const [first] = demand;
  const isPoints = candidates.by === 'places' && candidates.of.by === 'points';
  return {
    ...fresh,
    ...numbers,
    demandBy: first.by,
    demandOf: choice(first.by === 'things' ? first.of : undefined),
    candidatesBy: isPoints ? 'points' : candidates.by,
    candidatesOf: choice(candidates.by === 'places' ? candidates.of : undefined),
    pointsM: candidates.by === 'places' && candidates.of.by === 'points' ? candidates.of.pointsM : [],
    ...(candidates.by === 'grid' ? { spacingM: candidates.spacingM, maxSlopePct: candidates.maxSlopePct } : {}),
    ...(candidates.by === 'given' ? { minGroundM2: candidates.minGroundM2 } : {}),
    ...conditionsOf(filter),
    existing: existing?.may ?? 'none',
    existingOf: choice(existing?.of),
    closed: closed ?? null,
  };
}

function conditionsOf(filter: CandidateFilter | undefined): Partial<SitingForm> {
  if (!filter) return {};
  const { uses, flooded, ...numbers } = filter;
  return { ...numbers, use: uses?.[0] ?? 'any', flooded: flooded ?? null };
}
