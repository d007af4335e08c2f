import type { ServingPlaces } from '../../model/questions/facilities.ts';
import type { SegmentClosure } from '../../model/roads/road-state.ts';
import type { TwinState } from '../twin/slice.ts';

/** Things of a layer by a value of one attribute, or without an attribute all of them; an empty layer: not chosen yet. */
export interface FacilityChoice {
  layer: string;
  attribute: string;
  value: string;
}

/** Nothing is chosen yet. */
export const NO_FACILITY: FacilityChoice = { layer: '', attribute: '', value: '' };

/** A choice as questions ask for facilities; null: nothing is chosen. */
export function placesOfChoice({ layer, attribute, value }: FacilityChoice): ServingPlaces | null {
  if (layer === '' || (attribute !== '' && value === '')) return null;
  return attribute === '' ? { by: 'layer', layer } : { by: 'attribute', layer, attribute, value };
}

/** The choice that asks for such facilities; null: they are points. */
export function choiceOf(of: ServingPlaces): FacilityChoice | null {
  if (of.by === 'points') return null;
  return of.by === 'layer'
    ? { ...NO_FACILITY, layer: of.layer }
    : { layer: of.layer, attribute: of.attribute, value: of.value };
}

/** Roads that are closed now, as a form of walks holds them; null: none. */
export const closedNow = ({ roadState: { closed } }: Pick<TwinState, 'roadState'>): readonly SegmentClosure[] | null =>
  closed.length === 0 ? null : closed;
