import type { PipeSystem } from '../../model/city/pipe-system.ts';
import type { SystemNear, ValvesToClose } from '../../model/tables/pipe-network.ts';
import { serviceKey } from './services.ts';

/** What lies below ground around a place, for whoever has to know it without opening the tool of pipes. */
interface PipesNear {
  /** Pipes and valves within a radius, the nearest system first; null: the city has no pipe network. */
  near(atM: readonly [eastM: number, northM: number], radiusM: number): Promise<SystemNear[] | null>;
  /** The valves that close off the nearest pipe of a system under pressure. */
  valvesToClose(atM: readonly [eastM: number, northM: number], system: PipeSystem): Promise<ValvesToClose | null>;
}

/** Key under which the plug-in of pipes offers it. */
export const PIPES_NEAR = serviceKey<PipesNear>('pipes near a place');
