import type { EngineId } from '../model/runs/engine-id.ts';
import type { ListedEngine } from './shared/engine.ts';
import type { HelperWork } from './shared/helper-line.ts';

/** All engines: an engine is its folder and its line here. Each is loaded when it is first asked for. */
export const ENGINES: Record<EngineId, () => Promise<ListedEngine>> = {
  air: async () => (await import('./air/engine.ts')).engine,
  'camera-sights': async () => (await import('./camera-sights/engine.ts')).engine,
  construction: async () => (await import('./construction/engine.ts')).engine,
  crowd: async () => (await import('./crowd/engine.ts')).engine,
  districting: async () => (await import('./districting/engine.ts')).engine,
  flood: async () => (await import('./flood/engine.ts')).engine,
  'height-limits': async () => (await import('./height-limits/engine.ts')).engine,
  noise: async () => (await import('./noise/engine.ts')).engine,
  'outdoor-heat': async () => (await import('./outdoor-heat/engine.ts')).engine,
  'pipe-network': async () => (await import('./pipe-network/engine.ts')).engine,
  plans: async () => (await import('./plans/engine.ts')).engine,
  'road-routes': async () => (await import('./road-routes/engine.ts')).engine,
  rounds: async () => (await import('./rounds/engine.ts')).engine,
  'scheme-design': async () => (await import('./scheme-design/engine.ts')).engine,
  'service-areas': async () => (await import('./service-areas/engine.ts')).engine,
  'site-selection': async () => (await import('./site-selection/engine.ts')).engine,
  sun: async () => (await import('./sun/engine.ts')).engine,
  'terrain-analysis': async () => (await import('./terrain-analysis/engine.ts')).engine,
  'thematic-maps': async () => (await import('./thematic-maps/engine.ts')).engine,
  'street-traffic': async () => (await import('./street-traffic/engine.ts')).engine,
  traffic: async () => (await import('./traffic/engine.ts')).engine,
  'traffic-flow': async () => (await import('./traffic/flow/engine.ts')).engine,
  'view-analysis': async () => (await import('./view-analysis/engine.ts')).engine,
};

/** Engines whose helpers answer messages, each with what a helper does; the others' share the memory of a kernel (`shared/pool.ts`). */
export const HELPERS: Readonly<Record<EngineId, () => Promise<HelperWork>>> = {
  plans: async () => (await import('./plans/helper.ts')).openOverlayHelper(),
};
