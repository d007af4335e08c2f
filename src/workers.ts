import { proxy, type Remote, transfer, wrap } from 'comlink';
import type { ModelReader } from '../workers/construction/model/reader.ts';
import type { ConstructionService } from '../workers/construction/service.ts';
import type { CrowdService } from '../workers/crowd/service.ts';
import type { FloodService } from '../workers/flood/service.ts';
import type { CatalogueService } from './city/catalogue.ts';
import { type CrowdProblem, CrowdRefusal } from './city/crowd-problem.ts';
import type { answerOfFile, ReadCrowdCase } from './twin/crowd-file.ts';
import type { ReadModel } from './twin/project-desk.ts';
import type { FeedService } from './twin/sensors/service.ts';

/** Starts the worker that reads a city's columns; answers arrive as promises, `close` ends it. */
export function startCatalogue(): { catalogue: Remote<CatalogueService>; close(): void } {
  const worker = new Worker(new URL('./city/catalogue.worker.ts', import.meta.url), { type: 'module' });
  return { catalogue: wrap<CatalogueService>(worker), close: () => worker.terminate() };
}

/** Starts the worker that judges schedules and holds models. */
export function startConstruction(): ConstructionService {
  const construction = wrap<ConstructionService>(
    new Worker(new URL('../workers/construction/construction.worker.ts', import.meta.url), { type: 'module' }),
  );
  return {
    open: (bytes, file) => construction.open(transfer(bytes, [bytes.buffer]), file),
    takeModel: (port, file, inputHash) => construction.takeModel(transfer(port, [port]), file, inputHash),
    layModel: (wish) => construction.layModel(wish),
    moveModel: (place, frame) => construction.moveModel(place, frame),
    takeLayer: (layer, baseUrl) => construction.takeLayer(layer, baseUrl),
    reportLinks: (file, layerId) => construction.reportLinks(file, layerId),
    confirmLinks: (file, layerId) => construction.confirmLinks(file, layerId),
    parseLinks: (text, file) => construction.parseLinks(text, file),
    takeCase: (theCase, files) =>
      construction.takeCase(
        theCase,
        transfer(
          files,
          files.map(({ bytes }) => bytes.buffer),
        ),
      ),
    setScenarios: (scenarios) => construction.setScenarios(scenarios),
    checkSpace: (frame, hear) => construction.checkSpace(frame, proxy(hear)),
    writeBcf: (version, language, createdIso) => construction.writeBcf(version, language, createdIso),
    writeSchedule: (format, links) => construction.writeSchedule(format, links),
    compare: (hear) => construction.compare(proxy(hear)),
    effect: (scenario) => construction.effect(scenario),
    facadesOn: (scenario, day) => construction.facadesOn(scenario, day),
    pitFiles: (scenario, day) => construction.pitFiles(scenario, day),
    propose: () => construction.propose(),
    accept: (links) => construction.accept(links),
    stop: () => construction.stop(),
  };
}

/** web-ifc's own; its glue asks for the name of the file only. */
const IFC_WASM_URL = new URL('../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;

/** A worker a file: WebAssembly that aborted, ran out of memory or is cancelled goes with it. */
export const readModel: ReadModel = async (bytes, file, port, hear, cancel) => {
  const worker = new Worker(new URL('../workers/construction/model/reader.worker.ts', import.meta.url), {
    type: 'module',
  });
  const ended = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`${file}: the reader stopped (${message})`));
    cancel.addEventListener('abort', () => reject(cancel.reason), { once: true });
  });
  try {
    const reading = wrap<ModelReader>(worker).read(
      transfer(bytes, [bytes.buffer]),
      file,
      IFC_WASM_URL,
      transfer(port, [port]),
      proxy(hear),
    );
    return await Promise.race([reading, ended]);
  } finally {
    worker.terminate();
  }
};

/** Starts the worker that listens to sensors: nothing of a message is parsed on the page's own thread. */
export function startFeeds(): Remote<FeedService> {
  return wrap<FeedService>(new Worker(new URL('./twin/sensors/feeds.worker.ts', import.meta.url), { type: 'module' }));
}

/** The compiled solver of floods; `npm run kernels` builds it, vite does before it bundles. */
export const KERNEL_URL = new URL('../build/kernels/shallow-water.wasm', import.meta.url).href;

/** The compiled walker of crowds. */
export const CROWD_KERNEL_URL = new URL('../build/kernels/crowd.wasm', import.meta.url).href;

/** Threads that a run may take beside its own: the page and the system keep theirs. */
const MOST_HELPERS = 3;

/**
 * Threads that help a worker where memory can be shared; resolves when all wait for an invitation. `least`: of two cores, too, a crowd
 * takes both, or 200,000 people fall behind the clock; the page sleeps most of the time, and what sleeps is served first.
 */
function startHelpers(take: (port: MessagePort) => Promise<void>, least = 0): Promise<unknown> {
  const cores = navigator.hardwareConcurrency;
  const wished = Math.min(MOST_HELPERS, Math.max(least, cores - 2));
  const helpers = crossOriginIsolated ? Math.min(wished, cores - 1) : 0;
  return Promise.all(
    Array.from({ length: helpers }, () => {
      const helper = new Worker(new URL('../workers/shared/helper.worker.ts', import.meta.url), { type: 'module' });
      const { port1, port2 } = new MessageChannel();
      helper.postMessage(port1, [port1]);
      return take(transfer(port2, [port2]));
    }),
  );
}

/** Starts the worker that plays floods. */
export function startFloods(): FloodService {
  const floods = wrap<FloodService>(
    new Worker(new URL('../workers/flood/flood.worker.ts', import.meta.url), { type: 'module' }),
  );
  const joined = startHelpers((port) => floods.takeHelper(port));
  return {
    takeHelper: (port) => floods.takeHelper(transfer(port, [port])),
    open: async (city, baseUrl, kernelUrl) => {
      await joined;
      return await floods.open(city, baseUrl, kernelUrl);
    },
    readRain: (files) =>
      floods.readRain(
        transfer(
          files,
          files.map(({ bytes }) => bytes),
        ),
      ),
    estimate: (asked, fromS) => floods.estimate(asked, fromS),
    run: (id, asked, branch, hear) => floods.run(id, asked, branch, proxy(hear)),
    forget: (id) => floods.forget(id),
    pause: () => floods.pause(),
    resume: (asked) => floods.resume(asked),
    stop: () => floods.stop(),
  };
}

/** A case is read in a second; whoever takes longer was made to. */
const CASE_MS = 20_000;

/** A worker a file: what does not end goes with it. */
export const readCrowdCase: ReadCrowdCase = async (bytes, file, city) => {
  const worker = new Worker(new URL('./twin/crowd-file.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const refuse = (problem: CrowdProblem) => reject(new CrowdRefusal(problem));
    worker.onerror = ({ message }) => refuse({ code: 'file-reader', values: { file, reason: message } });
    timer = setTimeout(() => refuse({ code: 'file-slow', values: { file, seconds: CASE_MS / 1000 } }), CASE_MS);
  });
  try {
    const reader = wrap<{ answerOfFile: typeof answerOfFile }>(worker);
    const answer = await Promise.race([reader.answerOfFile(transfer(bytes, [bytes.buffer]), file, city), ended]);
    if ('problems' in answer) throw new CrowdRefusal(...answer.problems);
    return answer;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
};

/** The worker that walks crowds; it and its helpers start when the tool is opened. */
export function startCrowds(): Omit<CrowdService, 'takeHelper'> {
  let started: Remote<CrowdService> | null = null;
  const crowds = (): Remote<CrowdService> => {
    started ??= wrap<CrowdService>(
      new Worker(new URL('../workers/crowd/crowd.worker.ts', import.meta.url), { type: 'module' }),
    );
    return started;
  };
  return {
    open: async (city, baseUrl, kernelUrl) => {
      const own = crowds();
      await startHelpers((port) => own.takeHelper(port), 1);
      return await own.open(city, baseUrl, kernelUrl);
    },
    offer: (boxM) => crowds().offer(boxM),
    estimate: (asked) => crowds().estimate(asked),
    run: (id, asked, water, hear) => crowds().run(id, asked, water, proxy(hear)),
    density: (id, frame) => crowds().density(id, frame),
    forget: (id) => crowds().forget(id),
    pause: () => crowds().pause(),
    resume: () => crowds().resume(),
    stop: () => crowds().stop(),
  };
}
