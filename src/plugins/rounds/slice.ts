import { defaultsOf } from '../../../model/questions/question.ts';
import { RoundsRequest, Stops, Streets } from '../../../model/questions/rounds.ts';
import type { SegmentClosure } from '../../../model/roads/road-state.ts';
import { type FacilityChoice, NO_FACILITY } from '../../kit/facility-choice.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends RoundsSlice {}
}

type StopsTask = Extract<RoundsRequest['task'], { by: 'stops' }>;
type StreetsTask = Extract<RoundsRequest['task'], { by: 'streets' }>;
type Numbers = Omit<RoundsRequest, 'task' | 'depots' | 'closed'> &
  Omit<StopsTask, 'by' | 'of' | 'columns'> &
  Omit<StreetsTask, 'by' | 'within'>;

/** Columns of the layer that tell what the form tells of all stops; an empty name: none does. */
export type StopColumns = Record<keyof StopsTask['columns'], string>;

/** Places that are picked on the map, or things of a layer; what is not chosen now is kept for when it is. */
export interface PlacesForm {
  by: 'things' | 'points';
  of: FacilityChoice;
  pointsM: readonly (readonly [eastM: number, northM: number])[];
}

/** Holds what is chosen and typed. */
export interface RoundsForm extends Numbers {
  by: RoundsRequest['task']['by'];
  stops: PlacesForm;
  columns: StopColumns;
  /** Corners of the area in which streets are driven along; empty: the whole city. */
  withinM: PlacesForm['pointsM'];
  depots: PlacesForm;
  /** Roads that were closed when it was last computed; null: none. */
  closed: readonly SegmentClosure[] | null;
}

interface RoundsSlice {
  roundsForm: RoundsForm;
  setRoundsForm(part: Partial<RoundsForm>): void;
}

/** No column tells anything. */
export const NO_COLUMNS: StopColumns = { demand: '', serviceMin: '', opens: '', closes: '' };

/** Returns what a form begins with. */
export function freshRoundsForm(): RoundsForm {
  const { columns: _, ...stops } = defaultsOf(Stops);
  return {
    ...defaultsOf(RoundsRequest),
    ...stops,
    ...defaultsOf(Streets),
    by: 'stops',
    classes: ['primary', 'secondary'],
    withinM: [],
    stops: { by: 'things', of: NO_FACILITY, pointsM: [] },
    columns: NO_COLUMNS,
    depots: { by: 'points', of: NO_FACILITY, pointsM: [] },
    closed: null,
  };
}

/** Holds the form in the twin. */
export const roundsSlice: Slice<RoundsSlice> = (set) => ({
  roundsForm: freshRoundsForm(),
  setRoundsForm: (part) => set(({ roundsForm }) => ({ roundsForm: { ...roundsForm, ...part } })),
});
