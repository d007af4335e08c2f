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
  /** Hours on the ground around a building, and which of them lie on the picture. */
  sunGround: SunStudyState;
  sunGroundShown: 'before' | 'after' | null;
  setSunGround(part: Partial<Pick<SunStudySlice, 'sunGround' | 'sunGroundShown'>>): void;
  setSunStudied(state: SunStudyState): void;
  colourFacades(phase: SunStudySlice['sunFacades']): void;
}

export const sunStudySlice: Slice<SunStudySlice> = (set) => ({
  sunStudied: { kind: 'idle' },
  sunFacades: null,
  sunGround: { kind: 'idle' },
  sunGroundShown: null,
  setSunGround: (part) => set(part),
  setSunStudied: (sunStudied) => set({ sunStudied }),
  colourFacades: (sunFacades) => set({ sunFacades }),
});
