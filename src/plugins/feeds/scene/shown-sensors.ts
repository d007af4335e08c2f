import type { CitySensor } from '../../../../model/sensors/sensors.ts';
import { isEmphasised } from '../../../twin/appearance.ts';
import type { LiveValues } from '../../../twin/live/live-values.ts';
import type { TwinState } from '../../../twin/twin.ts';
import { OWN_LAYER } from '../own-layer.ts';

/** The sensors that are drawn now, with what they report. */
export interface ShownSensors {
  live: LiveValues;
  /** Their numbers: from … to − 1. */
  from: number;
  to: number;
}

/** What people look at who watch what is reported now; elsewhere the city is theirs who plan it. */
export const isWatched = (state: TwinState): boolean => isEmphasised(state, 'live');

type Part = 'all' | 'baked' | 'own' | 'none';

/** Those that users connected have a switch among the layers; the city's own stand where they are watched. */
function partOf(state: TwinState): Part {
  if (state.feed.kind === 'none') return 'none';
  const own = state.layers[OWN_LAYER]?.shown;
  if (isWatched(state)) return own === false ? 'baked' : 'all';
  return own === true ? 'own' : 'none';
}

const keys = new WeakMap<readonly CitySensor[], Map<Part, object>>();

/** Another object for each list of sensors and part of it. */
export function shownKey(state: TwinState): object | null {
  const part = partOf(state);
  if (part === 'none' || !state.sensors) return null;
  const parts = keys.get(state.sensors) ?? new Map<Part, object>();
  keys.set(state.sensors, parts);
  const key = parts.get(part) ?? {};
  parts.set(part, key);
  return key;
}

export function shownSensors(state: TwinState, live: LiveValues | null): ShownSensors | null {
  const part = partOf(state);
  if (!live || part === 'none') return null;
  const { length } = live.sensors;
  return { live, from: part === 'own' ? live.firstOwn : 0, to: part === 'baked' ? live.firstOwn : length };
}
