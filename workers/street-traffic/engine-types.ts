import type { FactOrigin } from '../../model/city/facts.ts';
import type { TrackLine } from '../../model/tracks/track-network.ts';
import type { EngineTypes } from '../shared/engine.ts';

/** What crosses between a page and this engine. */
export interface TrafficEngineTypes extends EngineTypes {
  facts: TrafficFacts;
  questions: { streams(): TrafficStreams; tracks(): TrackPaths };
}

/** What is known before anything moves. */
export interface TrafficFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  /** Null: the city has no lines of trains and boats. */
  tracks: FactOrigin | null;
}

/** Lines of trains and boats where something runs, as they lie in the city's frame. */
export interface TrackPaths {
  lines: TrackPath[];
}

/** A line whose points are east, north and up of the city's origin. */
export interface TrackPath extends Omit<TrackLine, 'points' | 'state'> {
  points: [eastM: number, northM: number, upM: number][];
}

/**
 * Vehicles on all lanes of a city in the rush hour, a cycle of its signals long; it repeats itself. Lanes hang on paths, drives on lanes: the
 * lists `first…` say where those of each begin, and end with where the last ends.
 */
export interface TrafficStreams {
  cycleS: number;
  /** Places of a path are so far apart along it, the last somewhat less. */
  everyM: number;
  firstPlace: Uint32Array;
  /** `PLACE_NUMBERS` of `model/roads/traffic-path.ts` a place. */
  places: Float32Array;
  lengthM: Float32Array;
  /** Which segment of `segments` each place lies on. */
  placeSegment: Uint32Array;
  segments: string[];
  lanePath: Uint32Array;
  /** From the middle of the road to the right, from 0. */
  laneNumber: Uint8Array;
  firstDrive: Uint32Array;
  /** Second of the cycle at which it begins. */
  startS: Int32Array;
  /** Length of its vehicle. */
  vehicleM: Float32Array;
  firstMoment: Uint32Array;
  /** Position of its front along the path at each second from the start, metres. */
  momentsM: Float32Array;
  hash: string;
}
