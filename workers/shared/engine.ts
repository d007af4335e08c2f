import type { Manifest } from '../../model/city/manifest.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Field, FieldId, FieldInfo } from '../../model/runs/field.ts';
import type { Message } from '../../model/text/message.ts';
import type { HelperPort } from './helper-line.ts';
import type { WorkerInit } from './pool.ts';

/** A city as an engine reads it: its manifest, and files below its folder. The reader is handed in, so that an engine runs in Node too. */
export interface CityFiles {
  readonly manifest: Manifest;
  /** Rejects a file above `maxBytes`; without it above what any raster or table of a city may hold. */
  read(path: string, maxBytes?: number): Promise<Uint8Array<ArrayBuffer>>;
  readJson(path: string): Promise<unknown>;
  /** Null: the city has no such file. */
  findJson(path: string): Promise<unknown>;
}

/** What a machine lends an engine: its clock, its compiled kernel and the threads that help. */
export interface Machine {
  /** Null where memory cannot be shared, or the engine has no kernel: the engine's TypeScript core plays then. */
  readonly kernel: WebAssembly.Module | null;
  /** Threads beside the engine's own. */
  readonly helpers: number;
  nowMs(): number;
  /** Sends each helper to one run's shared memory; at most `helpers` of them, the first to the first. */
  dispatch(inits: readonly WorkerInit[]): void;
  /** A channel to each helper for an engine whose helpers answer messages (`HELPERS` of `workers/engines.ts`); asked for once. */
  helperPorts(): HelperPort[];
  /** Lets messages in during work that is no run. */
  yield(): Promise<void>;
}

/** Small facts that a page needs to offer a form. */
export interface Site<Facts = unknown> {
  readonly facts: Facts;
}

/** What a run will cost, before it is begun. Engines add their own figures. */
export interface Estimate {
  /** Seconds of this machine's time, by the rate that it reached. */
  seconds: number;
  memoryBytes: number;
}

/** The fields that a run was given, and where its second 0 lies on the one clock, UTC: the fields' times count from there. */
export interface RunInputs {
  readonly startMs: number;
  readonly fields: ReadonlyMap<FieldId, Field>;
}

/** The whole state of a run at one of its frames: played on from here, it comes to the same bits. */
export interface Checkpoint {
  readonly timeS: number;
  /** Roughly, of the arrays in `state`. */
  readonly sizeBytes: number;
  readonly state: unknown;
}

/** Where a run begins that is not at its start: what was in force there, and the state. */
export interface Resumption<Request> {
  /** The last change before the checkpoint; null: still the run's first request. */
  readonly changed: Request | null;
  readonly checkpoint: Checkpoint | null;
}

/**
 * One playing of a request. Whoever plays it decides how it is cut into calls, and the bits are the same for any cut. It ends by itself
 * (`isOver`) or is stopped at any time; `result` then holds for what was played.
 */
export interface Run<Opening, Frame, Result, Request> {
  readonly timeS: number;
  readonly endS: number;
  readonly frameEveryS: number;
  readonly isOver: boolean;
  /** What frames are read by: sent once, before the first frame. */
  readonly opening: Opening;
  /** The whole state can be taken now: `snapshot` costs no step more. */
  readonly isAtRest: boolean;
  /** One step or more, until `timeS` is reached (true) or the slice is used up (false). */
  advanceTo(timeS: number, isSliceOver: () => boolean): boolean;
  /** The instant that was reached. Called once a frame, for it may also add to what the result sums up. */
  frame(): Frame;
  /** Buffers of a frame that go over to the page uncopied; shared memory is none. */
  transferables(frame: Frame): ArrayBuffer[];
  snapshot(): Checkpoint;
  /** Other works, orders … from now on, by the request as it reads now; absent: nothing of a run can be changed. */
  change?(request: Request): void;
  /** `fromS`: where it began to be played. A run cut short has a result too. */
  result(played: { fromS: number; wallS: number }): Result;
  /** Questions about what was played, answered until the run is forgotten. */
  readonly questions?: Questions;
  /** Lets go of helpers and of memory that no question needs. */
  close(): void;
}

/**
 * Questions a page may ask beside playing, by name. Arguments and answers are structured-cloneable; functions among the arguments are
 * callbacks; buffers and ports among them are the engine's afterwards.
 */
export type Questions = object;

const HANDED_OVER = new WeakMap<object, readonly ArrayBuffer[]>();

/** Marks an answer whose arrays go over to the page uncopied: the engine keeps nothing of them. */
export function handedOver<T extends object>(answer: T, arrays: readonly ArrayBufferView[]): T {
  const buffers = arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
  HANDED_OVER.set(answer, [...new Set(buffers)]);
  return answer;
}

/** The buffers of an answer that were marked, for the shell that transfers them. */
export const buffersOf = (answer: unknown): readonly ArrayBuffer[] =>
  typeof answer === 'object' && answer !== null ? (HANDED_OVER.get(answer) ?? []) : [];

/** All types of an engine under one name, so that a page's client of it is typed by one argument. */
export interface EngineTypes {
  facts: unknown;
  /** Plain data. */
  request: unknown;
  estimate: Estimate;
  /** `notes`: what the run leaves out or guesses. */
  opening: { notes: readonly { code: string; values: object }[] };
  frame: { timeS: number };
  /** The same request, inputs and seed come to the same hash. */
  result: { hash: string };
  /** Questions to the engine as a whole. */
  questions: object;
  /** Questions to one run. */
  runQuestions: object;
}

/** A run of an engine. */
type EngineRun<T extends EngineTypes> = Run<T['opening'], T['frame'], T['result'], T['request']>;

/** An engine that answers questions and plays nothing: pure but for the machine it is lent, the same in a browser's worker and in Node. */
export interface QuestionEngine<T extends EngineTypes = EngineTypes, S extends Site<T['facts']> = Site<T['facts']>> {
  readonly id: EngineId;
  /** There is a compiled kernel of that name. */
  readonly hasKernel: boolean;
  /** Threads that its kernel takes beside its own: never fewer than this while there is a core left; null: it uses none. */
  readonly minHelpers: number | null;
  readonly needs: readonly FieldId[];
  readonly gives: readonly FieldInfo[];
  open(city: CityFiles, machine: Machine): Promise<S>;
  /** Answered at any time after `open`, also while a run is played. */
  questions(site: S): T['questions'];
}

/** An engine that plays runs. */
export interface Engine<T extends EngineTypes = EngineTypes, S extends Site<T['facts']> = Site<T['facts']>>
  extends QuestionEngine<T, S> {
  /** Typed where it enters; throws where it is none, with the place, what was expected and what came. */
  parse(json: unknown): T['request'];
  /** Throws what cannot be run. `fromS`: what lies before need not be computed again. */
  estimate(site: S, request: T['request'], fromS: number): T['estimate'];
  /** Null: it was stopped while it was prepared; an engine that takes long to prepare reports it by `pause`. */
  start(
    site: S,
    request: T['request'],
    inputs: RunInputs,
    from: Resumption<T['request']>,
    pause: Pause,
  ): Promise<EngineRun<T> | null>;
}

/** An engine as the list holds it: its own types are known to itself and to its plug-in. */
export type ListedEngine = QuestionEngine & Partial<Engine>;

/** Reports how much is done and lets messages in; true where somebody asked to stop. */
export type Pause = (doneRatio: number) => Promise<boolean>;

/** What a run sends on its way; it is prepared before its opening. */
export type RunEvent<T extends EngineTypes = EngineTypes> =
  | { kind: 'preparing'; doneRatio: number }
  | { kind: 'opening'; opening: T['opening'] }
  | { kind: 'frame'; frame: T['frame'] }
  | { kind: 'progress'; timeS: number; wallS: number };

/** How a run ended: played to its end or stopped. */
export interface RunEnd<T extends EngineTypes = EngineTypes> {
  isWhole: boolean;
  /** Without its pauses. */
  wallS: number;
  result: T['result'];
}

/** Where a run leaves another one: at one of its frames. */
export interface Branch {
  of: string;
  timeS: number;
}

/** What went wrong, as it crosses from a worker to a page: codes with values, that the page words in its language. */
export interface Fault {
  /** In English, for logs and where no code is known. */
  message: string;
  name: string;
  problems: readonly { code: string; values: Record<string, string | number> }[];
  /** The sentences of an error that was written for users, in both languages. */
  messages: readonly Message[];
}
