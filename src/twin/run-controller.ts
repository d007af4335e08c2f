import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Field } from '../../model/runs/field.ts';
import type { EngineTypes, RunEnd, RunEvent } from '../../workers/shared/engine.ts';
import type { EngineClient } from './engine-host.ts';
import { failureOf } from './failure.ts';
import {
  isRunActive,
  lastFrameMs,
  type RunFacts,
  type RunOrigin,
  type RunStatus,
  runById,
  runningStatus,
  runsOf,
  shownRun,
} from './runs.ts';
import type { Twin } from './twin.ts';

/** How what a run brings is kept: large, so it is no part of the twin. A record grows in place while the run goes on. */
export interface Recorder<T extends EngineTypes, Record> {
  begin(opening: T['opening'], request: T['request']): Record;
  frame(record: Record, frame: T['frame']): void;
  end(record: Record, end: RunEnd<T>): void;
  /** What a run shares with its branch: its frames up to that moment. */
  until(record: Record, timeS: number): Record;
}

/** Small facts of what a run brings, for the twin; each is optional beside what all runs tell. */
interface FactsOf<T extends EngineTypes, Run> {
  opening?(opening: T['opening']): Partial<Run>;
  frame?(frame: T['frame'], run: Run): Partial<Run>;
  end?(end: RunEnd<T>): Partial<Run>;
}

/** A run that is to be begun. */
interface NewRun<Run extends RunFacts, Request> {
  request: Request;
  fields: readonly Field[];
  /** What is known before it is played; of a branch, second 0 is its parent's. */
  begin: Pick<RunFacts<Run['form']>, 'name' | 'form' | 'origin' | 'startMs' | 'endS' | 'orders' | 'measures'>;
  /** What its plug-in knows beside. */
  own: Omit<Run, keyof RunFacts>;
  /** Played in a lane of its own beside others, and left off the picture until it is chosen. */
  isBeside?: boolean;
}

/** What a plug-in tells of its engine's runs. */
interface RunSetUp<Run extends RunFacts, T extends EngineTypes, Record> {
  twin: Twin;
  engine: EngineId;
  client: EngineClient<T>;
  /** The same engine in a lane of its own, from 1 on; absent: its runs go one by one. */
  beside?: (lane: number) => EngineClient<T>;
  recorder: Recorder<T, Record>;
  facts: FactsOf<T, Run>;
  /** A clock that plays waits for the frames of a run that goes on; false: it runs ahead of them. */
  waitsForFrames: boolean;
}

/** Plays the runs of one engine: starts and stops them, tells the twin how they go, keeps what they bring. */
export interface RunController<Run extends RunFacts, Request, Record> {
  /** One run at a time, but for those beside: null while another goes on. */
  start(run: NewRun<Run, Request>): string | null;
  /** Brings a run into the window that was played elsewhere, whole, with all that it brought; it is shown from its start. */
  adopt(run: Omit<Run, 'id'>, record: Record): string;
  pause(id: string): void;
  /** By another request and form where they were changed meanwhile; refused, the run stays paused and says why. */
  resume(id: string, changed: { request: Request; part: Partial<Run> } | null): void;
  /** What was computed till then stays. */
  stop(id: string): void;
  drop(id: string): void;
  record(id: string): Record | null;
  close(): void;
}

/** What flood, people and every later engine share of their runs: one controller by engine id over the one slice. */
export function openRunController<Run extends RunFacts, T extends EngineTypes, Record>({
  twin,
  engine,
  client: first,
  beside,
  recorder,
  facts,
  waitsForFrames,
}: RunSetUp<Run, T, Record>): RunController<Run, T['request'], Record> {
  const records = new Map<string, Record>();
  /** Lanes of runs that are played beside others. */
  const lanes = new Map<string, number>();
  const laneOf = (id: string): number => lanes.get(id) ?? 0;
  const clientIn = (lane: number): EngineClient<T> => (lane > 0 && beside ? beside(lane) : first);
  let serial = 0;
  const runOf = (id: string): RunFacts | null => runById(twin.getState(), engine, id);
  const change: ChangeRun<Run> = (id, part, own = {}) => twin.getState().changeRun(engine, id, { ...own, ...part });
  const fail = (id: string, error: unknown) => change(id, { status: { kind: 'failed', reason: failureOf(error) } });
  const endFollowing = restAtLastFrame(twin, engine, waitsForFrames);
  const take = runEvents({ twin, engine, recorder, facts }, records, change);

  function finish(id: string, end: RunEnd<T> | null): void {
    if (!end) {
      change(id, { status: { kind: 'stopped' } });
      return;
    }
    const record = records.get(id);
    if (record) recorder.end(record, end);
    change(id, { status: { kind: end.isWhole ? 'done' : 'stopped' }, hash: end.result.hash }, facts.end?.(end));
  }

  function stop(id: string): void {
    const run = runOf(id);
    if (run && isRunActive(run.status))
      clientIn(laneOf(id))
        .stop()
        .catch((error) => fail(id, error));
  }

  /** Where a run can begin now: a branch where its parent lies; null: another one goes on there. */
  function freeLane(origin: RunOrigin | null, isBeside: boolean): number | null {
    const list = runsOf(twin.getState(), engine).list;
    const taken = new Set(list.filter(({ status }) => isRunActive(status)).map(({ id }) => laneOf(id)));
    let lane = origin ? laneOf(origin.id) : isBeside && beside ? 1 : 0;
    if (isBeside && beside && !origin) while (taken.has(lane)) lane++;
    return taken.has(lane) ? null : lane;
  }

  return {
    start({ begin, own, request, fields, isBeside = false }) {
      const { origin } = begin;
      const lane = freeLane(origin, isBeside);
      if (lane === null) return null;
      const id = `${engine}-${++serial}`;
      if (lane > 0) lanes.set(id, lane);
      const begun = begunOf(begin, twin, engine);
      const parent = origin && records.get(origin.id);
      if (origin && parent) records.set(id, recorder.until(parent, origin.timeS));
      twin.getState().addRun(engine, { ...own, ...begin, ...begun, id });
      if (!isBeside) showFromItsHead(twin, engine, id);
      const branch = origin && { of: origin.id, timeS: origin.timeS };
      clientIn(lane)
        .run(id, request, { startMs: begun.startMs, fields, branch }, (event) => take(id, event, request))
        .then(
          (end) => finish(id, end),
          (error) => fail(id, error),
        );
      return id;
    },
    adopt(run, record) {
      const id = `${engine}-${++serial}`;
      records.set(id, record);
      twin.getState().addRun(engine, { ...run, id });
      twin.getState().showRun(engine, id);
      twin.getState().play(false);
      twin.getState().showTime(run.startMs);
      return id;
    },
    pause(id) {
      const run = runOf(id);
      if (run?.status.kind !== 'running') return;
      change(id, { status: { kind: 'paused', progressRatio: run.status.progressRatio } });
      clientIn(laneOf(id))
        .pause()
        .catch((error) => fail(id, error));
    },
    resume(id, changed) {
      const run = runOf(id);
      if (run?.status.kind !== 'paused') return;
      const { progressRatio } = run.status;
      clientIn(laneOf(id))
        .resume(changed?.request ?? null)
        .then(
          () => change(id, { status: { kind: 'running', progressRatio, etaS: null } }, changed?.part),
          (error) => change(id, { status: { kind: 'paused', progressRatio, refusal: failureOf(error) } }),
        );
    },
    stop,
    drop(id) {
      stop(id);
      records.delete(id);
      twin.getState().dropRun(engine, id);
      clientIn(laneOf(id))
        .forget(id)
        .catch((error) => console.warn(engine, error));
      lanes.delete(id);
    },
    record: (id) => records.get(id) ?? null,
    close: endFollowing,
  };
}

type ChangeRun<Run> = (id: string, part: Partial<RunFacts>, own?: Partial<Run>) => void;

/** What becomes of the events of a run that goes on: frames into its record, the small facts into the twin. */
function runEvents<Run extends RunFacts, T extends EngineTypes, Record>(
  { twin, engine, recorder, facts }: Pick<RunSetUp<Run, T, Record>, 'twin' | 'engine' | 'recorder' | 'facts'>,
  records: Map<string, Record>,
  change: ChangeRun<Run>,
): (id: string, event: RunEvent<T>, request: T['request']) => void {
  function takeFrame(run: Run, frame: T['frame']): void {
    const record = records.get(run.id);
    if (!record) return;
    const { shownTimeMs, playing, showTime } = twin.getState();
    const isAtHead = shownTimeMs === lastFrameMs(run);
    recorder.frame(record, frame);
    change(run.id, { timesS: [...run.timesS, frame.timeS] }, facts.frame?.(frame, run));
    const isShown = shownRun(twin.getState(), engine)?.id === run.id;
    if (isShown && isAtHead && !playing) showTime(run.startMs + frame.timeS * 1000);
  }

  return (id, event, request) => {
    const run = runById<Run>(twin.getState(), engine, id);
    if (!run) return;
    if (event.kind === 'frame') takeFrame(run, event.frame);
    else if (event.kind === 'preparing') {
      if (run.status.kind === 'running') change(id, { status: { ...run.status, preparedRatio: event.doneRatio } });
    } else if (event.kind === 'progress') {
      const { timeS, wallS } = event;
      const status = runningStatus(run.status, { timeS, wallS, fromS: run.origin?.timeS ?? 0, endS: run.endS });
      change(id, { status });
    } else {
      // A branch shares its parent's record, and already shows it.
      if (!records.has(id)) records.set(id, recorder.begin(event.opening, request));
      const { status } = run;
      const isPrepared = status.kind === 'running' && status.preparedRatio !== undefined;
      if (isPrepared) change(id, { status: { kind: 'running', progressRatio: 0, etaS: null } });
      change(id, { notes: event.opening.notes }, facts.opening?.(event.opening));
    }
  };
}

/** A branch lies on its parent's clock, and has its parent's frames up to its moment. */
function begunOf(
  run: { startMs: number; origin: RunOrigin | null },
  twin: Twin,
  engine: EngineId,
): Pick<RunFacts, 'status' | 'startMs' | 'timesS' | 'hash' | 'notes' | 'course'> {
  const { origin } = run;
  const parent: RunFacts | null = origin && runById(twin.getState(), engine, origin.id);
  const course = parent?.course?.filter(({ timeS }) => timeS <= (origin?.timeS ?? 0));
  const status: RunStatus = { kind: 'running', progressRatio: 0, etaS: null };
  return {
    status,
    startMs: parent?.startMs ?? run.startMs,
    timesS: origin && parent ? parent.timesS.filter((timeS) => timeS <= origin.timeS) : [],
    hash: null,
    notes: [],
    ...(course ? { course } : {}),
  };
}

/** The run comes on the picture at its last frame, and the clock waits for the next. */
function showFromItsHead(twin: Twin, engine: EngineId, id: string): void {
  const { showRun, play, showTime } = twin.getState();
  const run: RunFacts | null = runById(twin.getState(), engine, id);
  showRun(engine, id);
  play(false);
  if (run) showTime(lastFrameMs(run));
}

/** Beyond its last frame a run has nothing to show: the clock rests there. */
function restAtLastFrame(twin: Twin, engine: EngineId, waitsForFrames: boolean): () => void {
  return twin.follow(
    (state) => {
      const run: RunFacts | null = shownRun(state, engine);
      if (!state.playing || !run || run.timesS.length === 0) return false;
      return state.shownTimeMs > lastFrameMs(run) && (waitsForFrames || !isRunActive(run.status));
    },
    (isPast, state) => {
      const run: RunFacts | null = shownRun(state, engine);
      if (!isPast || !run) return;
      state.play(false);
      state.showTime(lastFrameMs(run));
    },
  );
}
