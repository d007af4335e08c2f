import type { LandUseClass } from '../../../model/plans/land-use.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import {
  CandidateFilter,
  FloodedCells,
  GivenCandidates,
  Grid,
  SiteSelectionRequest,
} from '../../../model/questions/site-selection.ts';
import type { SegmentClosure } from '../../../model/roads/road-state.ts';
import { type FacilityChoice, NO_FACILITY } from '../../kit/facility-choice.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends SitingSlice {}
}

type Numbers = Omit<SiteSelectionRequest, 'demand' | 'candidates' | 'filter' | 'existing' | 'closed'>;
type Conditions = Omit<CandidateFilter, 'uses' | 'flooded'>;

/** What is chosen and typed; things that are not chosen now are kept for when they are. */
export interface SitingForm extends Numbers, Conditions {
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
  /** Planned use that candidates must have. */
  use: LandUseClass | 'any';
  /** A run whose water candidates must be out of, and how deep it may be there; null: none. */
  waterId: string | null;
  maxDepthM: number;
  /** Its flooded cells when it was last computed; null: none. */
  flooded: NonNullable<CandidateFilter['flooded']> | null;
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
    ...defaultsOf(CandidateFilter),
    ...defaultsOf(FloodedCells),
    use: 'any',
    waterId: null,
    flooded: null,
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
