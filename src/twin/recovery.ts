import type { RecoveryCause, RecoveryCure } from '../../model/halls/hall.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends RecoverySlice {}
}

/** Something that went wrong and was put right without a hand. */
export interface Recovery {
  /** UTC milliseconds of the machine's clock. */
  readonly atMs: number;
  readonly cause: RecoveryCause;
  readonly cure: RecoveryCure;
  /** What it was about: a file, a reason. */
  readonly what: string;
}

/** Longer logs are cut at their old end. */
const MAX_HEALS = 200;

interface RecoverySlice {
  /** The newest last. */
  heals: readonly Recovery[];
  /** All of them, those that were cut too. */
  healCount: number;
  recordRecovery(cause: RecoveryCause, cure: RecoveryCure, what: string): void;
  /** Those that were before the page was loaded anew. */
  restoreRecoveries(heals: readonly Recovery[], healCount: number): void;
}

export const recoverySlice: Slice<RecoverySlice> = (set) => ({
  heals: [],
  healCount: 0,
  recordRecovery: (cause, cure, what) =>
    set(({ heals, healCount }) => ({
      heals: [...heals, { atMs: Date.now(), cause, cure, what }].slice(-MAX_HEALS),
      healCount: healCount + 1,
    })),
  restoreRecoveries: (heals, healCount) => set({ heals, healCount }),
});
