import type { EngineId } from '../model/runs/engine-id.ts';
import type { ListedEngine } from './shared/engine.ts';

/** All engines: an engine is its folder and its line here. Each is loaded when it is first asked for. */
export const ENGINES: Record<EngineId, () => Promise<ListedEngine>> = {
  construction: async () => (await import('./construction/engine.ts')).engine,
  crowd: async () => (await import('./crowd/engine.ts')).engine,
  flood: async () => (await import('./flood/engine.ts')).engine,
  sun: async () => (await import('./sun/engine.ts')).engine,
};
