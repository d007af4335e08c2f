import { DistrictsRequest, FreshDistricts } from '../../../model/questions/districts.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { type FacilityChoice, NO_FACILITY } from '../../kit/facility-choice.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends DistrictsSlice {}
}

/** Holds what is chosen and typed; what is not chosen now is kept for when it is. */
export interface DistrictsForm extends Omit<DistrictsRequest, 'load' | 'from' | 'within'> {
  loadBy: 'residents' | 'things';
  loadOf: FacilityChoice;
  fromBy: DistrictsRequest['from']['by'];
  /** Id of the layer whose areas are the districts of today; empty: none is chosen yet. */
  areas: string;
  places: FacilityChoice;
  count: number;
}

interface DistrictsSlice {
  districtsForm: DistrictsForm;
  setDistrictsForm(part: Partial<DistrictsForm>): void;
}

/** Returns what a form begins with. */
export function freshDistrictsForm(): DistrictsForm {
  const { load: _, ...numbers } = defaultsOf(DistrictsRequest);
  return {
    ...numbers,
    ...defaultsOf(FreshDistricts),
    loadBy: 'residents',
    loadOf: NO_FACILITY,
    fromBy: 'places',
    areas: '',
    places: NO_FACILITY,
  };
}

/** Holds the form in the twin. */
export const districtsSlice: Slice<DistrictsSlice> = (set) => ({
  districtsForm: freshDistrictsForm(),
  setDistrictsForm: (part) => set(({ districtsForm }) => ({ districtsForm: { ...districtsForm, ...part } })),
});
