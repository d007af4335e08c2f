import type { DistrictsRequest } from '../../../model/questions/districts.ts';
import type { DistrictsFacts, DistrictsResult } from '../../../workers/districting/engine-types.ts';
import { choiceOf, placesOfChoice } from '../../kit/facility-choice.ts';
import type { App } from '../../kit/plugin.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import { type DistrictsForm, freshDistrictsForm } from './slice.ts';

/** Id of the plug-in, of its engine and of its part of a link. */
export const DISTRICTING = 'districting';

/** Divides the city with the roles of layers that hold when it is asked. */
export const districtsController: Opener<App, RoleAnalysis<DistrictsFacts, DistrictsRequest, DistrictsResult>> = {
  id: DISTRICTING,
  open: (app) => openRoleAnalysis(app, DISTRICTING, DISTRICTING),
};

/** Returns what the engine is asked, as a case of the command line has it; null: something is not chosen yet. */
export function requestOf(form: DistrictsForm): DistrictsRequest | null {
  const { loadBy, loadOf, fromBy, areas, places, count, ...numbers } = form;
  const things = loadBy === 'residents' ? null : placesOfChoice(loadOf);
  const from = fromOf(form);
  if (!from || (loadBy === 'things' && !things)) return null;
  return {
    ...numbers,
    // Only places have a capacity.
    balance: fromBy === 'places' ? numbers.balance : 'equal',
    load: things ? { by: 'things', of: things } : { by: 'residents' },
    from,
  };
}

function fromOf({ fromBy, areas, places, count }: DistrictsForm): DistrictsRequest['from'] | null {
  if (fromBy === 'count') return { by: 'count', count };
  if (fromBy === 'areas') return areas === '' ? null : { by: 'areas', layer: areas };
  const of = placesOfChoice(places);
  return of && { by: 'places', of };
}

/** The form that asks such a question, as a link brings it; what a form cannot hold is as at a fresh start. */
export function formOf({ load, from, within: _, ...numbers }: DistrictsRequest): DistrictsForm {
  const fresh = freshDistrictsForm();
  return {
    ...fresh,
    ...numbers,
    loadBy: load.by,
    loadOf: (load.by === 'things' && choiceOf(load.of)) || fresh.loadOf,
    fromBy: from.by,
    areas: from.by === 'areas' ? from.layer : fresh.areas,
    places: (from.by === 'places' && choiceOf(from.of)) || fresh.places,
    count: from.by === 'count' ? from.count : fresh.count,
  };
}
