import type { Text } from '../text/text.ts';

/** Holds where the vehicles of one state of the roads are at an instant. */
export interface TrafficFrameState {
  /** Numbers of the vehicles that are on the road, rising; the same person has the same number in every state. */
  ids: Uint32Array;
  /** Place of each vehicle's front, east and north, in steps of the opening's `unitM` from its corner. */
  places: Uint16Array;
  /** Up in the city's frame, decimetres. */
  upDm: Int16Array;
  /** The way it heads, east and north, in parts of 127. */
  ways: Int8Array;
  /** Speed in steps of `SPEED_STEP_MPS`; `BRAKES` is added while it brakes. */
  speeds: Uint8Array;
  /** Mean speed on each road of the opening, in parts of 200 of its free speed; `EMPTY_ROAD`: nobody is on it. */
  roads: Uint8Array;
  figures: TrafficFigures;
}

/** Tells how the trips of one state stand at an instant: waiting, driving, arrived, refused and still to come make up all. */
export interface TrafficFigures {
  waiting: number;
  driving: number;
  arrived: number;
  refused: number;
  /** Vehicles that stand, among those that drive. */
  standing: number;
  kmPerH: number;
}

/** Height of one step of a speed in a frame; it takes seven bits. */
export const SPEED_STEP_MPS = 0.25;
/** The bit of a speed that says that the vehicle brakes. */
export const BRAKES = 128;
/** Full speed of a road, as frames have it, and the value of a road that is empty. */
export const FREE_ROAD = 200;
export const EMPTY_ROAD = 255;

/** Names the square in which places of frames lie. */
export interface FrameBox {
  westM: number;
  southM: number;
  /** Metres of one step of a place. */
  unitM: number;
}

/** Tells what frames are read by: lines of the roads whose speeds they tell, as they are driven, and how long a vehicle is. */
export interface TrafficOpening {
  box: FrameBox;
  roads: readonly { id: string; name: Text; line: readonly (readonly [eastM: number, northM: number])[] }[];
  vehicleM: number;
}

/** Holds an instant: one state of the roads, or that before and that after. */
export interface TrafficFrame {
  timeS: number;
  states: readonly TrafficFrameState[];
}
