import type { Reason } from './failure.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends AnalysesSlice {}
}

/** An analysis in a worker; the plug-in's controller holds what it came to, `serial` growing with each. */
type AnalysisState =
  | { kind: 'idle' }
  | { kind: 'running'; doneRatio: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'done'; serial: number };

/** How the analyses of plug-ins stand, by the id of the plug-in. */
interface AnalysesSlice {
  analyses: Readonly<Record<string, AnalysisState | undefined>>;
  setAnalysis(plugin: string, state: AnalysisState): void;
}

export const analysesSlice: Slice<AnalysesSlice> = (set) => ({
  analyses: {},
  setAnalysis: (plugin, state) => set(({ analyses }) => ({ analyses: { ...analyses, [plugin]: state } })),
});

/** Nothing was asked yet. */
export const NO_ANALYSIS: AnalysisState = { kind: 'idle' };

/** The serial of a plug-in's analysis that is done; null: none is. */
export function doneSerial({ analyses }: AnalysesSlice, plugin: string): number | null {
  const state = analyses[plugin];
  return state?.kind === 'done' ? state.serial : null;
}
