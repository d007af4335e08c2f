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

/** Corners that an area has at least. */
const MIN_RING_POINTS = 3;

/** Returns what the engine is asked, as a case of the command line has it; null: something is not chosen yet. */
export function requestOf(form: RoundsForm): RoundsRequest | null {
  const { by, stops, columns, withinM, depots, closed, serviceMin, demand, opensH, closesH, ...rest } = form;
  const { classes, passes, inspectKmPerH, ...numbers } = rest;
  const task = by === 'stops' ? stopsTask(form) : streetsTask(form);
  const from = placesOf(depots);
  if (!task || !from) return null;
  return { ...numbers, task, depots: from, ...(closed ? { closed: [...closed] } : {}) };
}

function stopsTask(form: RoundsForm): RoundsRequest['task'] | null {
  const { stops, serviceMin, demand, opensH, closesH } = form;
  const of = placesOf(stops);
  return of && { by: 'stops', of, columns: columnsOf(form), serviceMin, demand, opensH, closesH };
}

function streetsTask({ classes, withinM, passes, inspectKmPerH }: RoundsForm): RoundsRequest['task'] | null {
  const ring = withinM.map(([eastM, northM]): [number, number] => [eastM, northM]);
  if (classes.length === 0 || (ring.length > 0 && ring.length < MIN_RING_POINTS)) return null;
  return { by: 'streets', classes: [...classes], ...(ring.length > 0 ? { within: ring } : {}), passes, inspectKmPerH };
}

function placesOf({ by, of, pointsM }: PlacesForm): ServingPlaces | null {
  if (by === 'things') return placesOfChoice(of);
  return pointsM.length === 0 ? null : { by: 'points', pointsM: pointsM.map(([eastM, northM]) => [eastM, northM]) };
}

/** Columns that are named; points have none. */
function columnsOf({ stops, columns }: RoundsForm): Record<string, string> {
  const named = Object.entries(columns).filter(([, name]) => name !== '' && stops.by === 'things');
  return Object.fromEntries(named);
}

/** The form that asks such a question, as a link brings it. */
export function formOf({ task, depots, closed, ...numbers }: RoundsRequest): RoundsForm {
  return {
    ...freshRoundsForm(),
    ...numbers,
    ...formOfTask(task),
    depots: formOfPlaces(depots),
    closed: closed ?? null,
  };
}

function formOfTask(task: RoundsRequest['task']): Partial<RoundsForm> {
  if (task.by === 'streets') {
    const { within, ...streets } = task;
    return { ...streets, withinM: within ?? [] };
  }
  const { of, columns, ...stops } = task;
  const named = Object.entries(columns).filter(([, name]) => name !== undefined);
  return {
    ...stops,
    stops: formOfPlaces(of),
    columns: { ...NO_COLUMNS, ...(Object.fromEntries(named) as Partial<StopColumns>) },
  };
}

const formOfPlaces = (of: ServingPlaces): PlacesForm => ({
  by: of.by === 'points' ? 'points' : 'things',
  of: choiceOf(of) ?? NO_FACILITY,
  pointsM: of.by === 'points' ? of.pointsM : [],
});
