import type { EngineId } from '../../model/runs/engine-id.ts';
import type { EngineTypes, RunEnd, RunEvent } from '../../workers/shared/engine.ts';
import type { Answer } from '../../workers/shared/host.ts';
import {
  type EngineClient,
  EngineFault,
  type EngineHost,
  type RemoteQuestions,
  type RunStart,
} from '../twin/engine-host.ts';

/** An engine's worker as the client calls it: every answer is data, and arguments cross as they must. */
export interface EngineCalls {
  openAt(): Promise<Answer<unknown>>;
  estimate(request: unknown, fromS: number): Promise<Answer<EngineTypes['estimate']>>;
  play(id: string, request: unknown, start: RunStart, hear: (event: RunEvent) => void): Promise<Answer<RunEnd | null>>;
  pause(): Promise<void>;
  resume(changed: unknown): Promise<Answer<null>>;
  stop(): Promise<void>;
  forget(id: string): Promise<void>;
  answer(run: string | null, name: string, args: readonly unknown[]): Promise<Answer<unknown>>;
}

/** All engines of a page: each starts with its first call, and is the same for whoever asks. */
export function openEngineHost(start: (id: EngineId, lane: number) => Promise<EngineCalls>): EngineHost {
  const clients = new Map<string, EngineClient<EngineTypes>>();
  return {
    engine<T extends EngineTypes>(id: EngineId, lane = 0): EngineClient<T> {
      const key = `${id} ${lane}`;
      const client = clients.get(key) ?? clientOf(() => start(id, lane));
      clients.set(key, client);
      // Which types an id stands for is known to the plug-in that asks for it.
      return client as EngineClient<EngineTypes> as EngineClient<T>;
    },
  };
}

/** One engine: questions and runs wait until it has opened the city. */
export function clientOf(start: () => Promise<EngineCalls>): EngineClient<EngineTypes> {
  let starting: Promise<EngineCalls> | null = null;
  let opening: Promise<unknown> | null = null;
  const started = () => {
    starting ??= start();
    starting.catch(() => {
      starting = null;
    });
    return starting;
  };
  const open = () => {
    opening ??= started().then(async (calls) => unwrapped(await calls.openAt()));
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const opened = async (): Promise<EngineCalls> => {
    await open();
    return await started();
  };
  const questionsOf = (run: string | null) =>
    questionProxy(async (name, args) => unwrapped(await (await opened()).answer(run, name, args)));
  return {
    open,
    estimate: async (request, fromS) => unwrapped(await (await opened()).estimate(request, fromS)),
    run: async (id, request, run, hear) => unwrapped(await (await opened()).play(id, request, run, hear)),
    pause: async () => await (await started()).pause(),
    resume: async (changed) => {
      unwrapped(await (await started()).resume(changed));
    },
    stop: async () => await (await started()).stop(),
    forget: async (id) => await (await started()).forget(id),
    questions: questionsOf(null),
    questionsOf,
  };
}

/** Questions by name, without a list of them: what an engine does not answer is refused in its worker. */
function questionProxy(ask: (name: string, args: readonly unknown[]) => Promise<unknown>): RemoteQuestions<object> {
  return new Proxy(
    {},
    // A promise that holds the proxy must not take it for a promise.
    { get: (_, name) => (name === 'then' ? undefined : (...args: unknown[]) => ask(String(name), args)) },
  );
}

function unwrapped<T>(answer: Answer<T>): T {
  if ('value' in answer) return answer.value;
  throw new EngineFault(answer.fault);
}

/** Deeper no question hands anything over: lists of files, records of arrays. */
const MAX_TRANSFER_DEPTH = 4;

/** Buffers and ports in what is handed over with a question. */
export function transferablesIn(value: unknown, depth = 0): Transferable[] {
  if (typeof value !== 'object' || value === null || depth > MAX_TRANSFER_DEPTH) return [];
  if (value instanceof ArrayBuffer || value instanceof MessagePort) return [value];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  const found = Object.values(value).flatMap((part) => transferablesIn(part, depth + 1));
  return [...new Set(found)];
}
