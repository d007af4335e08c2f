import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Field } from '../../model/runs/field.ts';
import { messagesOf } from '../../model/text/message.ts';
import type {
  Branch,
  CityFiles,
  Engine,
  EngineTypes,
  Fault,
  ListedEngine,
  Questions,
  RunEnd,
  RunEvent,
  Site,
} from './engine.ts';
import type { HelperInit } from './helper-line.ts';
import { type Clock, type PlayControl, playRun } from './play.ts';
import type { WorkerInit } from './pool.ts';
import { RunHistory } from './run-history.ts';

/** What a host is lent: a clock, the threads of this machine, and how a compiled kernel is read. */
export interface HostServices extends Clock {
  /** Null where memory cannot be shared. */
  compile(kernelUrl: string): Promise<WebAssembly.Module | null>;
}

/** The other end of a helper's port. */
interface Helper {
  postMessage(init: WorkerInit | HelperInit, transfer: MessagePort[]): void;
}

/** Engines by id, each loaded when it is first asked for. */
type EngineList = Readonly<Record<EngineId, () => Promise<ListedEngine>>>;

/** What a page must know of an engine before it opens it. */
type EngineNeeds = Pick<ListedEngine, 'hasKernel' | 'minHelpers'>;

/** An answer of the host: errors cross as data, for of an `Error` only the message would come over. */
export type Answer<T> = { value: T } | { fault: Fault };

/** Sends what a run reports; the buffers are transferred. */
type Hear = (event: RunEvent, buffers: readonly ArrayBuffer[]) => void;

/** What of a run is still asked after it is over. */
interface KeptRun {
  history: RunHistory<unknown>;
  questions: Questions;
}

interface Playing extends PlayControl {
  isStopped: boolean;
  isPaused: boolean;
  goOn(): void;
  /** JSON of the request in force. */
  requestKey: string;
  change: ((request: unknown) => void) | null;
}

/**
 * Runs any listed engine in one thread: opens a city, estimates, plays one run at a time, answers questions meanwhile. It knows no
 * engine and no browser: the worker shell lends it clock and kernel, tests lend it others.
 */
export class Host {
  private readonly engines: EngineList;
  private readonly lent: HostServices;
  private readonly helpers: Helper[] = [];
  private readonly kept = new Map<string, KeptRun>();
  private engine: ListedEngine | null = null;
  private site: Site | null = null;
  private playing: Playing | null = null;
  /** A run that was stopped still reports its end before the next one begins. */
  private over: Promise<unknown> = Promise.resolve();

  constructor(engines: EngineList, lent: HostServices) {
    this.engines = engines;
    this.lent = lent;
  }

  /** Loads the code of an engine; first of all. */
  load(id: EngineId): Promise<Answer<EngineNeeds>> {
    return answerOf(async () => {
      const load = this.engines[id];
      if (!load) throw new Error(`engine: expected one of ${Object.keys(this.engines).join(', ')}, got "${id}"`);
      this.engine = await load();
      const { hasKernel, minHelpers } = this.engine;
      return { hasKernel, minHelpers };
    });
  }

  /** A thread more for the runs to come: it waits at the other end for the memory of a run. Before `open`. */
  takeHelper(helper: Helper): void {
    this.helpers.push(helper);
  }

  open(city: CityFiles, kernelUrl: string): Promise<Answer<unknown>> {
    return answerOf(async () => {
      const engine = this.loaded();
      this.site = await engine.open(city, {
        kernel: engine.hasKernel ? await this.lent.compile(kernelUrl) : null,
        helpers: this.helpers.length,
        nowMs: () => this.lent.nowMs(),
        yield: () => this.lent.yield(),
        dispatch: (inits) => {
          for (const [i, init] of inits.entries()) this.helpers[i].postMessage(init, []);
        },
        helperPorts: () =>
          this.helpers.map((helper) => {
            const { port1, port2 } = new MessageChannel();
            helper.postMessage({ engine: engine.id, port: port2 }, [port2]);
            return port1;
          }),
      });
      return this.site.facts;
    });
  }

  estimate(request: unknown, fromS: number): Promise<Answer<EngineTypes['estimate']>> {
    return answerOf(async () => {
      const engine = this.playable();
      return engine.estimate(this.opened(), engine.parse(request), fromS);
    });
  }

  /** Resolves when the run is over, to null where it was stopped before its opening; what it computed on the way was sent by `hear`. */
  run(
    id: string,
    json: unknown,
    { startMs, fields, branch }: { startMs: number; fields: readonly Field[]; branch: Branch | null },
    hear: Hear,
  ): Promise<Answer<RunEnd | null>> {
    return answerOf(async () => {
      await this.over;
      const request = this.playable().parse(json);
      const inputs = { startMs, fields: new Map(fields.map((field) => [field.id, field])) };
      const history = branch ? this.historyOf(branch.of).branch(branch, request) : new RunHistory(request, inputs);
      const playing = playControl(JSON.stringify(request));
      this.playing = playing;
      const played = this.play(id, history, branch?.timeS ?? null, playing, hear).finally(() => {
        this.playing = null;
      });
      this.over = played.catch(() => {});
      return await played;
    });
  }

  pause(): void {
    if (this.playing) this.playing.isPaused = true;
  }

  /** Goes on; by another request where one is given. What cannot be changed is refused, and the run stays paused. */
  resume(json: unknown): Promise<Answer<null>> {
    return answerOf(async () => {
      const { playing } = this;
      if (!playing?.isPaused) return null;
      const request = json === null ? null : this.playable().parse(json);
      const key = JSON.stringify(request);
      if (request !== null && key !== playing.requestKey) {
        playing.change?.(request);
        playing.requestKey = key;
      }
      playing.goOn();
      return null;
    });
  }

  stop(): void {
    if (!this.playing) return;
    this.playing.isStopped = true;
    this.playing.goOn();
  }

  /** No branch of this run and nothing about it will be asked. */
  forget(id: string): void {
    this.kept.delete(id);
  }

  /** A question of the engine, or of one of its runs. */
  ask(run: string | null, name: string, args: readonly unknown[]): Promise<Answer<unknown>> {
    return answerOf(async () => {
      const questions = run === null ? this.loaded().questions(this.opened()) : this.keptRun(run).questions;
      const question = Object.entries(questions).find(([own]) => own === name)?.[1];
      if (typeof question !== 'function') throw new Error(`${name}: expected a question of this engine`);
      return await question(...args);
    });
  }

  private async play(
    id: string,
    history: RunHistory<unknown>,
    /** A branch sends only what comes after its moment. */
    branchS: number | null,
    playing: Playing,
    hear: Hear,
  ): Promise<RunEnd | null> {
    const { due, ...from } = history.open();
    const run = await this.playable().start(this.opened(), history.request, history.inputs, from, async (doneRatio) => {
      hear({ kind: 'preparing', doneRatio }, []);
      await this.lent.yield();
      await playing.gate();
      return playing.isStopped;
    });
    if (!run) return null;
    this.kept.set(id, { history, questions: run.questions ?? {} });
    playing.change = (request) => {
      run.change?.(request);
      history.change(run.timeS, request);
    };
    try {
      hear({ kind: 'opening', opening: run.opening }, []);
      const fromS = run.timeS;
      const { isWhole, wallS } = await playRun(run, { history, due }, this.lent, playing, {
        frame: () => {
          const frame = run.frame();
          if (branchS === null || run.timeS > branchS) hear({ kind: 'frame', frame }, run.transferables(frame));
        },
        progress: (timeS, seconds) => hear({ kind: 'progress', timeS, wallS: seconds }, []),
      });
      return { isWhole, wallS, result: run.result({ fromS, wallS }) };
    } finally {
      run.close();
    }
  }

  private loaded(): ListedEngine {
    if (!this.engine) throw new Error('engine: expected load() first');
    return this.engine;
  }

  private playable(): Engine {
    const { parse, estimate, start, ...engine } = this.loaded();
    if (!parse || !estimate || !start) throw new Error(`${engine.id}: expected an engine that plays runs`);
    return { ...engine, parse, estimate, start };
  }

  private opened(): Site {
    if (!this.site) throw new Error('engine: expected open() first');
    return this.site;
  }

  private keptRun(id: string): KeptRun {
    const run = this.kept.get(id);
    if (!run) throw new Error(`run: expected one that is kept, got "${id}"`);
    return run;
  }

  private historyOf(id: string): RunHistory<unknown> {
    return this.keptRun(id).history;
  }
}

function playControl(requestKey: string): Playing {
  let open: (() => void) | null = null;
  const control: Playing = {
    isStopped: false,
    isPaused: false,
    requestKey,
    change: null,
    gate: () =>
      control.isPaused
        ? new Promise((resolve) => {
            open = resolve;
          })
        : Promise.resolve(),
    goOn() {
      control.isPaused = false;
      open?.();
      open = null;
    },
  };
  return control;
}

async function answerOf<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** An error as data. Engines that know what cannot be run throw errors with `messages` or `problems`, or with a `code` and its `values`. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), problems: [], messages: [] };
  const { name, message } = error;
  const coded = error as Error & Partial<Pick<Fault, 'problems'> & Fault['problems'][number]>;
  const messages = messagesOf(error) ?? [];
  if (coded.problems) return { name, message, problems: coded.problems, messages };
  const problems = coded.code && coded.values ? [{ code: coded.code, values: coded.values }] : [];
  return { name, message, problems, messages };
}
