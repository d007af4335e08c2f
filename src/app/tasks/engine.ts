import { transfer } from 'comlink';
import type { Manifest } from '../../../model/city/manifest.ts';
import { cityFilesBelow } from '../../../readers/fetch-below.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { buffersOf } from '../../../workers/shared/engine.ts';
import { Host } from '../../../workers/shared/host.ts';

/** One worker an engine, whichever it is: carries calls to the host and transfers what need not be copied. */
class EngineShell extends Host {
  openAt(city: Manifest, baseUrl: string, kernelUrl: string) {
    return this.open(cityFilesBelow(city, baseUrl), kernelUrl);
  }

  begin(id: string, request: unknown, start: Parameters<Host['run']>[2], hear: (event: object) => void) {
    return this.run(id, request, start, (event, buffers) => hear(transfer(event, [...buffers])));
  }

  async answer(run: string | null, name: string, ...args: unknown[]) {
    const answer = await this.ask(run, name, args);
    return transfer(answer, 'value' in answer ? [...buffersOf(answer.value)] : []);
  }
}
const nowMs = () => performance.now();
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const compile = async (url: string) =>
  globalThis.crossOriginIsolated ? await WebAssembly.compileStreaming(fetch(url)) : null;

/** Opens the host of one engine. */
export const openEngineShell = () => new EngineShell(ENGINES, { nowMs, yield: soon, compile });

export type { EngineShell };
