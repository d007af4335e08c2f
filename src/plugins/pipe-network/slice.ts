import type { PipeSystem } from '../../../model/city/pipe-system.ts';
import {
  BurstRequest,
  ClearanceRequest,
  type PipeStart,
  type TraceRequest,
} from '../../../model/questions/pipe-network.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends PipeSlice {}
}

/** What the network is asked. */
export type PipeQuestion = 'trace' | 'burst' | 'clearance';

/** The form: what stands in it goes into the question. */
export interface PipeForm {
  kind: PipeQuestion;
  /** A click names the nearest pipe of this system; null: of any. */
  system: PipeSystem | null;
  /** Null: no pipe is chosen. */
  pipe: PipeStart | null;
  way: TraceRequest['way'];
  valves: BurstRequest['valves'];
  sourcesM: readonly (readonly [number, number])[];
  reachM: number;
  planned: readonly string[];
  /** A city without a table is held against that of another country. */
  isCompared: boolean;
}

interface PipeSlice {
  pipeForm: PipeForm;
  setPipeForm(part: Partial<PipeForm>): void;
}

const { valves, sourcesM, reachM } = defaultsOf(BurstRequest);

export const pipeSlice: Slice<PipeSlice> = (set) => ({
  pipeForm: {
    kind: 'trace',
    system: null,
    pipe: null,
    way: 'down',
    valves,
    sourcesM,
    reachM,
    planned: defaultsOf(ClearanceRequest).planned,
    isCompared: false,
  },
  setPipeForm: (part) => set(({ pipeForm }) => ({ pipeForm: { ...pipeForm, ...part } })),
});
