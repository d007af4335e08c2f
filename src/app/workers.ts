import { proxy, type Remote, transfer, wrap } from 'comlink';
import type { CatalogueService } from '../../model/city/catalogue.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { RunEvent } from '../../workers/shared/engine.ts';
import { startTask } from '../kit/start-task.ts';
import { EngineFault, type EngineHost } from '../twin/engine-host.ts';
import { type EngineCalls, openEngineHost, transferablesIn } from './engine-client.ts';
import type { EngineShell } from './tasks/engine.ts';
import type * as helperTask from './tasks/helper.ts';

/** Starts the worker that reads a city's columns; answers arrive as promises, `close` ends it. */
export function startCatalogue(): { catalogue: Remote<CatalogueService>; close(): void } {
  const worker = startTask('catalogue');
  return { catalogue: wrap<CatalogueService>(worker), close: () => worker.terminate() };
}

/** Threads that a run may take beside its own: the page and the system keep theirs. */
const MAX_HELPERS = 3;

/** The engines of a city, each in a worker of its own with its kernel and helpers. */
export function startEngines(city: Manifest, baseUrl: string): EngineHost {
  return openEngineHost((id, lane) => startEngine(id, lane, city, baseUrl));
}

async function startEngine(id: EngineId, lane: number, city: Manifest, baseUrl: string): Promise<EngineCalls> {
  const worker = startTask('engine');
  const shell = wrap<EngineShell>(worker);
  const loaded = await shell.load(id);
  if ('fault' in loaded) throw new EngineFault(loaded.fault);
  const { minHelpers } = loaded.value;
  if (minHelpers !== null) await startPoolWorkers((port) => shell.takeHelper(port), minHelpers, lane);
  return {
    openAt: () => shell.openAt(city, baseUrl, kernelUrlOf(id)),
    estimate: (request, fromS) => shell.estimate(request, fromS),
    play: (run, request, start, onProgress) =>
      shell.begin(
        run,
        request,
        start,
        proxy((event: object) => onProgress(event as RunEvent)),
      ),
    pause: () => shell.pause(),
    resume: (changed) => shell.resume(changed),
    stop: () => shell.stop(),
    forget: (run) => shell.forget(run),
    answer: (run, name, callArgs) => shell.answer(run, name, ...callArgs.map(crossing)),
  };
}

/** The compiled kernel of an engine; `npm run kernels` builds it, vite does before it bundles. */
const kernelUrlOf = (id: EngineId): string => new URL(`../../build/kernels/${id}.wasm`, import.meta.url).href;

/** What a question is given goes over for good: functions are called back, buffers and ports are transferred. */
function crossing(callArgs: unknown): unknown {
  if (typeof callArgs === 'function') return proxy(callArgs);
  const transferables = transferablesIn(callArgs);
  return transferables.length > 0 ? transfer(callArgs, transferables) : callArgs;
}

/** Threads that help an engine where memory can be shared, for runs beside one another no more than it must have; resolves when all wait for the memory of a run. */
function startPoolWorkers(take: (port: MessagePort) => Promise<void>, fewest: number, lane: number): Promise<unknown> {
  const cores = navigator.hardwareConcurrency;
  const wished = lane > 0 ? fewest : Math.min(MAX_HELPERS, Math.max(fewest, cores - 2));
  const helpers = crossOriginIsolated ? Math.min(wished, cores - 1) : 0;
  return Promise.all(
    Array.from({ length: helpers }, async () => {
      const { port1, port2 } = new MessageChannel();
      await wrap<typeof helperTask>(startTask('engine-helper')).help(transfer(port1, [port1]));
      await take(transfer(port2, [port2]));
    }),
  );
}
