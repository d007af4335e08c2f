import { type Remote, wrap } from 'comlink';
import type { CatalogueService } from './city/catalogue.ts';

/** Starts the worker that reads a city's columns; answers arrive as promises, `close` ends it. */
export function startCatalogue(): { catalogue: Remote<CatalogueService>; close(): void } {
  const worker = new Worker(new URL('./city/catalogue.worker.ts', import.meta.url), { type: 'module' });
  return { catalogue: wrap<CatalogueService>(worker), close: () => worker.terminate() };
}
