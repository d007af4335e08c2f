import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends SunStudySlice {}
}

/** A study of sunlight in the worker; the controller holds what it came to, `serial` growing with each. */
type SunStudyState =
  | { kind: 'idle' }
  | { kind: 'running'; doneRatio: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'done'; serial: number };

interface SunStudySlice {
  sunStudied: SunStudyState;
  /** Façades of the last study are coloured by their hours: today's, or those with what is planned. */
  sunFacades: 'before' | 'after' | null;
  /** What the next study is asked by: a rule by its id, null the first; whether planned layers stand; a scheme by its id, null none, undefined the one that is drawn. */
  sunForm: { rule: string | null; brings: boolean; scheme: string | null | undefined };
  /** The dwelling of the last study whose windows are framed; null: none. */
  sunDwelling: number | null;
  /** Hours on the ground around a building, and which of them lie on the picture. */
  sunGround: SunStudyState;
  sunGroundShown: 'before' | 'after' | null;
  /** The fan of the sun at a window is on the picture; the controller holds it, the number grows with each. */
  sunFan: number | null;
  /** Which of a fan's rays are coloured; colours of façades and rays go together. */
  sunFanPhase: 'before' | 'after';
  /** Why the last fan is missing. */
  sunFanFailure: Reason | null;
  setSunFanFailure(reason: Reason | null): void;
  setSunFan(serial: number | null): void;
  colourFan(phase: SunStudySlice['sunFanPhase']): void;
  setSunGround(part: Partial<Pick<SunStudySlice, 'sunGround' | 'sunGroundShown'>>): void;
  setSunStudied(state: SunStudyState): void;
  setSunForm(part: Partial<SunStudySlice['sunForm']>): void;
  frameDwelling(dwelling: number | null): void;
  colourFacades(phase: SunStudySlice['sunFacades']): void;
}

export const sunStudySlice: Slice<SunStudySlice> = (set) => ({
  sunStudied: { kind: 'idle' },
  sunFacades: null,
  sunForm: { rule: null, brings: true, scheme: undefined },
  sunDwelling: null,
  sunGround: { kind: 'idle' },
  sunGroundShown: null,
  sunFan: null,
  sunFanPhase: 'after',
  sunFanFailure: null,
  setSunFanFailure: (sunFanFailure) => set({ sunFanFailure }),
  setSunFan: (sunFan) => set({ sunFan }),
  setSunGround: (part) => set(part),
  setSunStudied: (sunStudied) => set({ sunStudied, sunDwelling: null }),
  setSunForm: (part) => set(({ sunForm }) => ({ sunForm: { ...sunForm, ...part } })),
  frameDwelling: (sunDwelling) => set({ sunDwelling }),
  colourFan: (sunFanPhase) => set({ sunFanPhase }),
  colourFacades: (sunFacades) => set({ sunFacades, ...(sunFacades === null ? {} : { sunFanPhase: sunFacades }) }),
});
