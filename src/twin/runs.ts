import type { Capability } from '../../model/resources/vehicle-kinds.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { RunFigureName } from '../../model/runs/run-figures.ts';
import type { Text } from '../../model/text/text.ts';
import type { Reason } from './failure.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends RunsSlice {}
}

/** How a run of a worker goes on, whatever it plays. */
export type RunStatus =
  /** `preparedRatio`: how much is prepared of what comes before its first frame. */
  | { kind: 'running'; progressRatio: number; etaS: number | null; preparedRatio?: number }
  /** `refusal`: why it could not go on with what was changed. */
  | { kind: 'paused'; progressRatio: number; refusal?: Reason }
  | { kind: 'failed'; reason: Reason }
  /** By hand: what was computed till then stays. */
  | { kind: 'stopped' }
  | { kind: 'done' };

export const isRunActive = ({ kind }: RunStatus): boolean => kind === 'running' || kind === 'paused';

/** The rest takes as long a simulated second as what is done; a paused run's late news leaves it paused. */
export function runningStatus(
  status: RunStatus,
  { timeS, fromS, endS, wallS }: { timeS: number; fromS: number; endS: number; wallS: number },
): RunStatus {
  if (status.kind !== 'running') return status;
  const progressRatio = Math.min(1, Math.max(0, timeS - fromS) / (endS - fromS));
  return {
    kind: 'running',
    progressRatio,
    etaS: progressRatio > 0 ? (wallS * (1 - progressRatio)) / progressRatio : null,
  };
}

/** The run and its moment that a branch begins at. */
export interface RunOrigin {
  id: string;
  name: string;
  timeS: number;
}

/** What a run came to in a few figures, for whoever compares runs: the losses of an incident's score, and figures of its own subject. */
export interface RunFigures {
  /** Σ residents × depth in mm × minutes, minutes that roads were closed to cars, dwellings with water over the sill; null: none of it. */
  loss: { personMmMin: number; roadMin: number; dwellings: number } | null;
  /** By name, with UCUM units. */
  more: readonly { name: RunFigureName; value: number; unit: string }[];
}

/** What a run comes to at one of its frames; a figure that the city's data do not tell is absent. */
export interface RunMoment {
  timeS: number;
  figures: Readonly<Partial<Record<RunFigureName, number>>>;
}

/** Something that people would have to do for a run to come true: what, where, and what whoever does it must be able to do. */
export interface RunMeasure {
  task: Text;
  at: readonly [eastM: number, northM: number];
  /** Null: any team can. */
  capability: Capability | null;
}

/** What is known of a run, small and plain; what it brought stays with its controller. A plug-in adds its own facts by extending it. */
export interface RunFacts<Form = unknown> {
  id: string;
  name: string;
  /** As it was filled in. */
  form: Form;
  /** Null: it was begun at its own start. */
  origin: RunOrigin | null;
  status: RunStatus;
  /** The instant at which its second 0 lies on the twin's one clock, UTC. */
  startMs: number;
  endS: number;
  /** Times of the frames that there are. */
  timesS: readonly number[];
  /** Hash of its result; null until it is over. */
  hash: string | null;
  /** Absent until it is over, and of engines that tell none. */
  figures?: RunFigures | undefined;
  /** Figure by figure at its frames, as they come; absent: its engine tells none. */
  course?: readonly RunMoment[] | undefined;
  /** What the run leaves out or guesses. */
  notes: readonly RunNote[];
  /** Orders of an incident's run: it is played with what was ordered, or without; absent: nobody said. */
  orders?: 'with' | 'without' | undefined;
  /** What it supposes that people do, beyond what they already do; absent: nothing. */
  measures?: readonly RunMeasure[] | undefined;
}

/** A limit of a run as code and values, for the page to word. */
interface RunNote {
  code: string;
  values: object;
}

/** All runs of one engine in this window: which is on the picture, and which it is compared with. */
export interface EngineRuns<R extends RunFacts = RunFacts> {
  readonly list: readonly R[];
  readonly shownId: string | null;
  readonly comparedId: string | null;
}

/** One slice for all engines: their runs by engine id. */
export interface RunsSlice {
  runs: Readonly<Record<EngineId, EngineRuns>>;
  addRun(engine: EngineId, run: RunFacts): void;
  changeRun(engine: EngineId, id: string, part: Partial<RunFacts>): void;
  /** What is compared with a shown run goes with it. */
  dropRun(engine: EngineId, id: string): void;
  /** Null: none is on the picture, and none is compared. */
  showRun(engine: EngineId, id: string | null): void;
  compareRun(engine: EngineId, id: string | null): void;
}

const NO_RUNS: EngineRuns<never> = { list: [], shownId: null, comparedId: null };

/** The runs of an engine, the same object while none of them changes. What facts they have beyond `RunFacts` is known to its plug-in. */
export const runsOf = <Run extends RunFacts = RunFacts>({ runs }: RunsSlice, engine: EngineId): EngineRuns<Run> =>
  (runs[engine] ?? NO_RUNS) as EngineRuns<Run>;

/** The run of an engine that is on the picture, or null. */
export function shownRun<Run extends RunFacts = RunFacts>(state: RunsSlice, engine: EngineId): Run | null {
  const { list, shownId } = runsOf<Run>(state, engine);
  return list.find(({ id }) => id === shownId) ?? null;
}

/** A run by its id, or null. */
export const runById = <Run extends RunFacts = RunFacts>(state: RunsSlice, engine: EngineId, id: string): Run | null =>
  runsOf<Run>(state, engine).list.find((run) => run.id === id) ?? null;

/** Names of the runs that other engines have on the picture. */
export const otherShownRuns = ({ runs }: RunsSlice, engine: EngineId): string[] =>
  Object.entries(runs).flatMap(([id, { list, shownId }]) =>
    id === engine ? [] : list.filter((run) => run.id === shownId).map(({ name }) => name),
  );

/** The instant of a run's last frame, UTC; of its second 0 before the first. */
export const lastFrameMs = ({ startMs, timesS }: Pick<RunFacts, 'startMs' | 'timesS'>): number =>
  startMs + (timesS.at(-1) ?? 0) * 1000;

export const runsSlice: Slice<RunsSlice> = (set) => {
  const change = (engine: EngineId, of: (runs: EngineRuns) => Partial<EngineRuns>) =>
    set((state) => {
      const own: EngineRuns = state.runs[engine] ?? NO_RUNS;
      return { runs: { ...state.runs, [engine]: { ...own, ...of(own) } } };
    });
  return {
    runs: {},
    addRun: (engine, run) => change(engine, ({ list }) => ({ list: [...list, run] })),
    changeRun: (engine, id, part) =>
      change(engine, ({ list }) => ({ list: list.map((run) => (run.id === id ? { ...run, ...part } : run)) })),
    dropRun: (engine, id) =>
      change(engine, ({ list, shownId, comparedId }) => ({
        list: list.filter((run) => run.id !== id),
        shownId: shownId === id ? null : shownId,
        comparedId: shownId === id || comparedId === id ? null : comparedId,
      })),
    showRun: (engine, id) =>
      change(engine, ({ comparedId }) => ({
        shownId: id,
        comparedId: id === null || id === comparedId ? null : comparedId,
      })),
    compareRun: (engine, comparedId) => change(engine, () => ({ comparedId })),
  };
};
