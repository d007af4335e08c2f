import type { AlarmAct } from '../../../model/alarms/alarm.ts';
import type { AlarmDelta } from '../../../model/alarms/alarm-delta.ts';
import type { CityCase } from '../../../model/cases/cases.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import type { SensorKindsFile } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import type { SourceKind } from '../../../model/sensors/sources.ts';
import type { Login } from '../account.ts';
import type { SourceStatus } from './source-status.ts';
import type { FeedQuality } from './truth.ts';

/** Streams are numbered as they stand here: sensor by sensor, datastream by datastream. */
export interface ListedSensors {
  /** The city's, as it was baked, then those that its users connected. */
  sensors: readonly CitySensor[];
  /** Above the city's origin, where each was baked. */
  upM: Float64Array;
  /** The last of `sensors`, in their order, as their users described them. */
  own: readonly OwnSensor[];
}

/** What the page needs to begin. */
export interface CitySensors extends ListedSensors {
  /** Rules, labels, devices and vitals by kind, as the hub has them; without a hub the program's and the city's own. */
  kinds: SensorKindsFile;
}

/** One source of readings; of the hub neither id, name nor kind. */
export interface SourceState {
  id: string | null;
  name: string | null;
  kind: SourceKind | null;
  status: SourceStatus;
  quality: FeedQuality;
}

/** What a frame is shown: the newest value of each stream that changed since the last one. */
export interface Changes {
  streams: Uint32Array;
  values: Float64Array;
  timesMs: Float64Array;
  /** When it came live; NaN: history told it. */
  receivedMs: Float64Array;
}

export interface FeedDelta {
  changes: Changes;
  /** Null: as before; with `isAnew` null is none. */
  alarms: AlarmDelta | null;
  /** All cases that the hub reported; null: as before. */
  cases: readonly CityCase[] | null;
  /** Instant of a recording that is played; null: the present. */
  replayMs: number | null;
  /** What was shown before counts no more: a recording began, jumped or ended. */
  isFullState: boolean;
  /** Alarms of the present that nobody acknowledged, whatever is shown. */
  openAlarms: number;
  /** The city's sensor kinds where they are others than before (an administrator changed them); null: as before. */
  kinds: SensorKindsFile | null;
  /** Sensors were connected, changed or taken away; null: as before. Streams are numbered anew, and all is told again. */
  sensors: ListedSensors | null;
  /** Streams that this login is not told; null: as before. */
  unlisted: Uint32Array | null;
  /** The log of an incident has new lines at the hub; absent: as before. */
  incidentNews?: true;
  /** The shared response plans are others at the hub; absent: as before. */
  responsePlanNews?: true;
  /** Quality of all sources together, once a second. */
  quality: FeedQuality | null;
  /** States of the sources, each by itself, the hub first; with `truth`. */
  sources: readonly SourceState[] | null;
  status: SourceStatus;
}

/** Event times and values of one stream, rising in time. */
export interface StreamSeries {
  timesMs: Float64Array;
  values: Float64Array;
}

/** Where the city's own metres begin, and how its elevations lie to the ellipsoid. */
export interface SensorFrame {
  /** The manifest's, for the ground; null where the city has none. */
  grids: string | null;
  origin: LonLat;
  geoidUndulationM: number;
}

/** What the worker of the feeds offers to the page, by comlink. */
export interface FeedService {
  /**
   * Reads the city's sensors and starts to listen to the hub that serves the page. `placesFile`: east, north,
   * up, radius of each in the order of `sensors.json`, as the layer of sensors was baked; null: the city has no such layer.
   */
  open(cityUrl: string, hubUrl: string, placesFile: string | null, frame: SensorFrame): Promise<CitySensors>;
  /** Reads the sensors that users connected again, as when the hub says that they are others. */
  readOwnSensors(): Promise<void>;
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
  /** Tells the port what comes on a topic of the hub, whatever the feed does (`TopicNews`); a message of the page on it ends that. */
  followTopic(hubUrl: string, topic: string, port: MessagePort): Promise<void>;
  /** A page that nobody sees lets its source go after a while, and takes what it missed from history. */
  hide(hidden: boolean): Promise<void>;
}
