import type { SensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { serviceKey } from '../services.ts';
import type { LiveValues } from './live-values.ts';
import type { StreamSeries } from './service.ts';

/** What the city's sensors report now, for whoever needs it beside their own panels: rain for a flood, counters for a crowd. */
export interface LiveFeed {
  /** Null until the city's sensors are read. */
  live(): LiveValues | null;
  /** What kinds of sensors are called and how they are shown; the program's own until the city's are read. */
  kinds(): SensorKinds;
  /** Samples of one datastream, by its number in `live()`. */
  series(stream: number, fromMs: number, toMs: number): Promise<StreamSeries>;
}

/** Offered by the plug-in that listens to sensors. */
export const LIVE_FEED = serviceKey<LiveFeed>('live feed');
