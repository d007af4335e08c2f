import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Field } from '../../model/runs/field.ts';
import type { Branch, EngineTypes, Fault, RunEnd, RunEvent } from '../../workers/shared/engine.ts';

/** A question of an engine as a page asks it: an answer is a promise, whatever the engine returns. */
export type RemoteQuestions<Q> = {
  [Name in keyof Q]: Q[Name] extends (...callArgs: infer A) => infer R
    ? (...callArgs: A) => Promise<Awaited<R>>
    : never;
};

/** What a run is begun with beside its request. */
export interface RunStart {
  /** Its second 0 on the twin's clock, UTC. */
  startMs: number;
  fields: readonly Field[];
  branch: Branch | null;
}

/**
 * One engine in its worker, which starts with the first call. One run at a time; a rejection is an `EngineFault`. What a question is
 * given goes over for good: its buffers and ports are the engine's afterwards. Fields of a run are copied, for the page still draws them.
 */
export interface EngineClient<T extends EngineTypes> {
  /** Reads what the engine needs of the city, once. */
  open(): Promise<T['facts']>;
  estimate(request: T['request'], fromS: number): Promise<T['estimate']>;
  /** Resolves when the run is over: played to its end or stopped, to null where that was before its opening. A branch sends only what comes after its moment. */
  run(
    id: string,
    request: T['request'],
    start: RunStart,
    hear: (event: RunEvent<T>) => void,
  ): Promise<RunEnd<T> | null>;
  pause(): Promise<void>;
  /** Goes on; by another request than before where one is given. Rejects, and stays paused, where that cannot be. */
  resume(changed: T['request'] | null): Promise<void>;
  stop(): Promise<void>;
  /** No branch of this run and nothing about it will be asked. */
  forget(id: string): Promise<void>;
  readonly questions: RemoteQuestions<T['questions']>;
  /** Returns the questions about a run that is not forgotten. */
  questionsOf(id: string): RemoteQuestions<T['runQuestions']>;
}

/** Opens engines by id; a page has one worker an engine and lane, whoever asks. */
export interface EngineHost {
  /** `lane`: 0, where it is left out, is the one of tools; each further lane is a worker of its own that opens the city again, for runs beside one another. */
  engine<T extends EngineTypes>(id: EngineId, lane?: number): EngineClient<T>;
}

/** What an engine refused or failed at: codes with values, for the page to word; `message` is English. */
export class EngineFault extends Error {
  override name = 'EngineFault';
  readonly problems: Fault['problems'];
  readonly messages: Fault['messages'];

  constructor({ message, problems, messages }: Pick<Fault, 'message' | 'problems' | 'messages'>) {
    super(message);
    this.problems = problems;
    this.messages = messages;
  }
}
