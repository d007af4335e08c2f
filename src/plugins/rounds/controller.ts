import type { ServingPlaces } from '../../../model/questions/facilities.ts';
import type { RoundsRequest } from '../../../model/questions/rounds.ts';
import type { RoundsFacts, RoundsResult } from '../../../workers/rounds/engine-types.ts';
import { choiceOf, NO_FACILITY, placesOfChoice } from '../../kit/facility-choice.ts';
import type { App } from '../../kit/plugin.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import { freshRoundsForm, NO_COLUMNS, type PlacesForm, type RoundsForm, type StopColumns } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const ROUNDS = 'rounds';

/** Sends vehicles round with the layers and roles that hold when it is asked. */
export const roundsController: Opener<App, RoleAnalysis<RoundsFacts, RoundsRequest, RoundsResult>> = {
  id: ROUNDS,
  open: (app) => openRoleAnalysis(app, ROUNDS, ROUNDS),
};

/** What the engine is asked, as a case of the command line has it; null: something is not chosen yet. */
export function requestOf(form: RoundsForm): RoundsRequest | null {
  const { stops, columns, depots, closed, serviceMin, demand, opensH, closesH, ...numbers } = form;
  const of = placesOf(stops);
  const from = placesOf(depots);
  if (!of || !from) return null;
  return {
    ...numbers,
    task: { by: 'stops', of, columns: columnsOf(form), serviceMin, demand, opensH, closesH },
    depots: from,
    ...(closed ? { closed: [...closed] } : {}),
  };
}

function placesOf({ by, of, pointsM }: PlacesForm): ServingPlaces | null {
  if (by === 'things') return placesOfChoice(of);
  return pointsM.length === 0 ? null : { by: 'points', pointsM: pointsM.map(([eastM, northM]) => [eastM, northM]) };
}

/** Columns that are named; points have none. */
function columnsOf({ stops, columns }: RoundsForm): RoundsRequest['task']['columns'] {
  const named = Object.entries(columns).filter(([, name]) => name !== '' && stops.by === 'things');
  return Object.fromEntries(named);
}

/** The form that asks such a question, as a link brings it. */
export function formOf({ task, depots, closed, ...numbers }: RoundsRequest): RoundsForm {
  const { by: _, of, columns, ...stops } = task;
  const named = Object.entries(columns).filter(([, name]) => name !== undefined);
  return {
    ...freshRoundsForm(),
    ...numbers,
    ...stops,
    stops: formOfPlaces(of),
    columns: { ...NO_COLUMNS, ...(Object.fromEntries(named) as Partial<StopColumns>) },
    depots: formOfPlaces(depots),
    closed: closed ?? null,
  };
}

const formOfPlaces = (of: ServingPlaces): PlacesForm => ({
  by: of.by === 'points' ? 'points' : 'things',
  of: choiceOf(of) ?? NO_FACILITY,
  pointsM: of.by === 'points' ? of.pointsM : [],
});
