import type { HealCause, HealCure } from '../../model/halls/hall.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends HealSlice {}
}

/** Something that went wrong and was put right without a hand. */
export interface Heal {
  /** UTC milliseconds of the machine's clock. */
  readonly atMs: number;
  readonly cause: HealCause;
  readonly cure: HealCure;
  /** What it was about: a file, a reason. */
  readonly what: string;
}

/** Longer logs are cut at their old end. */
const MAX_HEALS = 200;

interface HealSlice {
  /** The newest last. */
  heals: readonly Heal[];
  /** All of them, those that were cut too. */
  healCount: number;
  noteHeal(cause: HealCause, cure: HealCure, what: string): void;
  /** Those that were before the page was loaded anew. */
  recallHeals(heals: readonly Heal[], healCount: number): void;
}

export const healSlice: Slice<HealSlice> = (set) => ({
  heals: [],
  healCount: 0,
  noteHeal: (cause, cure, what) =>
    set(({ heals, healCount }) => ({
      heals: [...heals, { atMs: Date.now(), cause, cure, what }].slice(-MAX_HEALS),
      healCount: healCount + 1,
    })),
  recallHeals: (heals, healCount) => set({ heals, healCount }),
});
