import type { CityCase } from '../../city/cases.ts';
import type { CitySensor } from '../../city/sensors.ts';
import type { Slice } from '../twin.ts';
import type { Alarm } from './alarms.ts';
import type { SourceState } from './service.ts';
import type { SourceStatus } from './source.ts';
import type { SourceTruth } from './truth.ts';

/** From arrival in the worker to the frame's update on the page, measured. */
export interface FeedLatency {
  p50Ms: number;
  p99Ms: number;
  /** From the event by the sensor's own clock to that update. */
  ageP99Ms: number;
  count: number;
}

export interface Replay {
  name: string;
  fromMs: number;
  toMs: number;
}

export interface SensorsSlice {
  /** Null: the city has none, or they are not read yet. */
  sensors: readonly CitySensor[] | null;
  feed: SourceStatus;
  /** All sources together. */
  feedTruth: SourceTruth | null;
  /** Each by itself, the hub first. */
  feedSources: readonly SourceState[];
  feedLatency: FeedLatency | null;
  /** Those that are not normal. */
  alarms: readonly Alarm[];
  /** Open ones, and those closed of late. */
  cases: readonly CityCase[];
  /** The one that the board has open. */
  caseId: string | null;
  openCase(id: string | null): void;
  /** A recording that is shown in place of the present: its name and span. */
  replay: Replay | null;
  /** Alarms of the present that nobody acknowledged: told also while a recording is shown. */
  openAlarms: number;
  /** Frames that brought something: whoever shows values reads them again (`LiveValues`). */
  feedFrames: number;
  /** Instant of the newest frame, UTC ms: ages on screen are taken against it. */
  feedMs: number;
  /** One call a frame, so that whoever follows the twin is asked once. */
  takeFeed(part: Partial<Omit<SensorsSlice, 'takeFeed' | 'openCase'>>): void;
}

export const sensorsSlice: Slice<SensorsSlice> = (set) => ({
  sensors: null,
  feed: { kind: 'none' },
  feedTruth: null,
  feedSources: [],
  feedLatency: null,
  alarms: [],
  cases: [],
  caseId: null,
  replay: null,
  openAlarms: 0,
  openCase: (caseId) => set({ caseId }),
  feedFrames: 0,
  feedMs: 0,
  takeFeed: (part) => set(part),
});
