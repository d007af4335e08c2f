import type { Alarm } from '../../../model/alarms/alarm.ts';
import type { CityCase } from '../../../model/cases/cases.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import type { Slice } from '../slice.ts';
import type { SourceState } from './service.ts';
import type { SourceStatus } from './source-status.ts';
import type { FeedQuality } from './truth.ts';

declare module '../slice.ts' {
  interface TwinState extends SensorsSlice {}
}

/** From arrival in the worker to the frame's update on the page, measured. */
export interface FeedLatency {
  p50Ms: number;
  p99Ms: number;
  /** From the event by the sensor's own clock to that update. */
  ageP99Ms: number;
  count: number;
}

interface Replay {
  name: string;
  fromMs: number;
  toMs: number;
}

interface SensorsSlice {
  /** Null: the city has none, or they are not read yet. */
  sensors: readonly CitySensor[] | null;
  feed: SourceStatus;
  /** All sources together. */
  feedQuality: FeedQuality | null;
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
  /** How often the hub said that the log of an incident has new lines; whoever shows logs reads them then. */
  incidentNews: number;
  /** How often the hub said that the shared response plans are others now. */
  responsePlanNews: number;
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
  feedQuality: null,
  feedSources: [],
  feedLatency: null,
  alarms: [],
  cases: [],
  caseId: null,
  incidentNews: 0,
  responsePlanNews: 0,
  replay: null,
  openAlarms: 0,
  openCase: (caseId) => set({ caseId }),
  feedFrames: 0,
  feedMs: 0,
  takeFeed: (part) => set(part),
});
