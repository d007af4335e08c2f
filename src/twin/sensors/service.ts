import type { CityCase } from '../../city/cases.ts';
import type { CitySensor } from '../../city/sensors.ts';
import type { SourceKind } from '../../city/sources.ts';
import type { Login } from '../account.ts';
import type { AlarmNews } from './alarm-news.ts';
import type { AlarmAct } from './alarms.ts';
import type { Changes } from './pipeline.ts';
import type { SourceStatus } from './source.ts';
import type { SourceTruth } from './truth.ts';

/** Streams are numbered as they stand in the city: sensor by sensor, datastream by datastream. */
export interface CitySensors {
  sensors: readonly CitySensor[];
  /** Above the city's origin, where each was baked. */
  upM: Float64Array;
}

/** One source of readings; of the hub neither id, name nor kind. */
export interface SourceState {
  id: string | null;
  name: string | null;
  kind: SourceKind | null;
  status: SourceStatus;
  truth: SourceTruth;
}

export interface FeedDelta {
  changes: Changes;
  /** Null: as before; with `isAnew` null is none. */
  alarms: AlarmNews | null;
  /** All that the hub told; null: as before. */
  cases: readonly CityCase[] | null;
  /** Of a recording that is played: its instant; null: the present. */
  replayMs: number | null;
  /** What was shown before counts no more: a recording began, jumped or ended. */
  isAnew: boolean;
  /** Alarms of the present that nobody acknowledged, whatever is shown. */
  openAlarms: number;
  /** Streams that this login is not told; null: as before. */
  unlisted: Uint32Array | null;
  /** Of all sources together, once a second. */
  truth: SourceTruth | null;
  /** Each by itself, the hub first; with `truth`. */
  sources: readonly SourceState[] | null;
  status: SourceStatus;
}

/** Event times and values of one stream, rising in time. */
export interface StreamSeries {
  timesMs: Float64Array;
  values: Float64Array;
}

/** What the worker of the feeds offers to the page, by comlink. */
export interface FeedService {
  /**
   * Reads the city's sensors and starts to listen to the hub that serves the page. `placesFile`: east, north,
   * up, radius of each in the order of `sensors.json`, as the layer of sensors was baked.
   */
  open(cityUrl: string, hubUrl: string, placesFile: string): Promise<CitySensors>;
  /** Resolves as soon as there is something new; asked again once the frame has shown it, so that a slow page gets merged values and no queue. */
  next(): Promise<FeedDelta>;
  act(act: AlarmAct): Promise<void>;
  /** Hears what the account may hear, and nothing that another heard before; null: as a visitor. */
  signIn(login: Login | null): Promise<void>;
  /** Shows a recording (MCAP) in place of the present, at its beginning; rejects what is none. The present is heard all the while. */
  replay(bytes: Uint8Array): Promise<{ fromMs: number; toMs: number }>;
  /** An instant of the recording; resolves when it is shown. */
  replayTo(timeMs: number): Promise<void>;
  endReplay(): Promise<void>;
  /** From what is kept here, filled up from history where that goes farther back. */
  series(stream: number, fromMs: number, toMs: number): Promise<StreamSeries>;
  /** A page that nobody sees lets its source go after a while, and takes what it missed from history. */
  hide(hidden: boolean): Promise<void>;
}
