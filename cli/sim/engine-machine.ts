import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { parseManifest } from '../../model/city/manifest.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { MessageError } from '../../model/text/message.ts';
import type { CityFiles, Machine } from '../../workers/shared/engine.ts';
import type { HelperPort } from '../../workers/shared/helper-line.ts';
import { cliMessage } from '../messages.ts';
import { ROOT } from '../root.ts';

/** A baked city by its folder or its id: its manifest and the files below it. */
export function cityFilesIn(city: string, cities: string): CityFiles & { folder: string } {
  const folder = [resolve(city), resolve(cities, city)].find((path) => existsSync(join(path, 'manifest.json')));
  if (folder === undefined) throw new MessageError(cliMessage('no-city', { city }));
  const pathOf = (path: string): string => {
    const whole = resolve(folder, path);
    if (!whole.startsWith(folder + sep)) throw new MessageError(cliMessage('no-city', { city: path }));
    return whole;
  };
  const readJson = async (path: string): Promise<unknown> => JSON.parse(readFileSync(pathOf(path), 'utf8'));
  return {
    folder,
    manifest: parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))),
    read: async (path) => new Uint8Array(readFileSync(pathOf(path))),
    readJson,
    findJson: async (path) => (existsSync(pathOf(path)) ? await readJson(path) : null),
  };
}

/**
 * This process as an engine takes it, with threads beside the own one. `close` ends them. Without the compiled kernel the TypeScript core
 * plays, to the same bytes.
 */
export function nodeMachine(
  engine: EngineId,
  helpers: number,
  hasKernel = false,
): Machine & { close(): Promise<void> } {
  const threads: Worker[] = [];
  const kernel = join(ROOT, `build/kernels/${engine}.wasm`);
  return {
    kernel: hasKernel && existsSync(kernel) ? new WebAssembly.Module(readFileSync(kernel)) : null,
    helpers,
    nowMs: () => performance.now(),
    dispatch(inits) {
      for (const workerData of inits)
        threads.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
    },
    yield: () => setImmediate(),
    helperPorts: () =>
      Array.from({ length: helpers }, () => {
        const thread = new Worker(new URL('./engine-helper.js', import.meta.url));
        const { port1, port2 } = new MessageChannel();
        thread.postMessage({ engine, port: port2 }, [port2]);
        threads.push(thread);
        // Node's types leave out the handler that its ports have.
        return port1 as unknown as HelperPort;
      }),
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
