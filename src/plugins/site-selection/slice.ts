import { defaultsOf } from '../../../model/questions/question.ts';
import { GivenCandidates, Grid, SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import type { SegmentClosure } from '../../../model/roads/road-state.ts';
import { type FacilityChoice, NO_FACILITY } from '../../kit/facility-choice.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends SitingSlice {}
}

type Numbers = Omit<SiteSelectionRequest, 'demand' | 'candidates' | 'existing' | 'closed'>;

/** What is chosen and typed; things that are not chosen now are kept for when they are. */
export interface SitingForm extends Numbers {
  /** For whom: those who live here, or things of a layer, each as one. */
  demandBy: 'residents' | 'things';
  demandOf: FacilityChoice;
  candidatesBy: 'grid' | 'junctions' | 'places' | 'points' | 'given';
  candidatesOf: FacilityChoice;
  /** Picked on the map. */
  pointsM: readonly (readonly [eastM: number, northM: number])[];
  spacingM: number;
  maxSlopePct: number;
  minGroundM2: number;
  existing: 'none' | 'stay' | 'move';
  existingOf: FacilityChoice;
  /** Roads that were closed when it was last computed; null: none. */
  closed: readonly SegmentClosure[] | null;
}

interface SitingSlice {
  sitingForm: SitingForm;
  setSitingForm(part: Partial<SitingForm>): void;
}

/** What a form begins with. */
export function freshSitingForm(): SitingForm {
  const { demand: _, ...numbers } = defaultsOf(SiteSelectionRequest);
  return {
    ...numbers,
    ...defaultsOf(Grid),
    ...defaultsOf(GivenCandidates),
    demandBy: 'residents',
    demandOf: NO_FACILITY,
    candidatesBy: 'grid',
    candidatesOf: NO_FACILITY,
    pointsM: [],
    existing: 'none',
    existingOf: NO_FACILITY,
    closed: null,
  };
}

/** Holds the form in the twin. */
export const sitingSlice: Slice<SitingSlice> = (set) => ({
  sitingForm: freshSitingForm(),
  setSitingForm: (part) => set(({ sitingForm }) => ({ sitingForm: { ...sitingForm, ...part } })),
});
