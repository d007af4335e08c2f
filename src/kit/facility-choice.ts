import type { SegmentClosure } from '../../model/roads/road-state.ts';
import type { TwinState } from '../twin/slice.ts';

/** Things of a layer by a value of one attribute; empty texts: not chosen yet. */
export interface FacilityChoice {
  layer: string;
  attribute: string;
  value: string;
}

/** Nothing is chosen yet. */
export const NO_FACILITY: FacilityChoice = { layer: '', attribute: '', value: '' };

/** A choice as questions ask for facilities; null: nothing is chosen. */
export const placesOfChoice = ({ layer, attribute, value }: FacilityChoice) =>
  value === '' ? null : ({ by: 'attribute', layer, attribute, value } as const);

/** Roads that are closed now, as a form of walks holds them; null: none. */
export const closedNow = ({ roadState: { closed } }: Pick<TwinState, 'roadState'>): readonly SegmentClosure[] | null =>
  closed.length === 0 ? null : closed;
