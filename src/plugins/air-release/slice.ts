import type { Point } from '../../../model/geo/plane/point.ts';
import { type Reading, ReleaseRequest, TraceRequest } from '../../../model/questions/air.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends AirSlice {}
}

/** What is typed and picked; what the other kind asks is kept for when it is chosen. */
export interface AirForm
  extends Omit<ReleaseRequest, 'kind' | 'atM' | 'cellM'>,
    Pick<TraceRequest, 'spreadPct' | 'hasBackground'> {
  kind: 'release' | 'trace';
  /** Null: no place is picked yet. */
  atM: Point | null;
  readings: readonly Reading[];
}

interface AirSlice {
  airForm: AirForm;
  setAirForm(part: Partial<AirForm>): void;
}

/** What a form begins with. */
export function freshAirForm(): AirForm {
  const { cellM: _, ...numbers } = defaultsOf(ReleaseRequest);
  const { spreadPct, hasBackground } = defaultsOf(TraceRequest);
  return { ...numbers, spreadPct, hasBackground, kind: 'release', atM: null, readings: [] };
}

/** Holds the form in the twin. */
export const airSlice: Slice<AirSlice> = (set) => ({
  airForm: freshAirForm(),
  setAirForm: (part) => set(({ airForm }) => ({ airForm: { ...airForm, ...part } })),
});
