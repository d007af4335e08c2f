import type { Point } from '../../../model/geo/plane/point.ts';

/**
 * A crowd to be walked: what the walking asks of whoever lays out a case, and what it gives back.
 *
 * Places are metres east and north of one plane frame (a city's ENU, or a plan's own), times seconds from the start. A level is one
 * plane of ground: a storey, a street, or the sloped strip of a stair; levels may lie above each other, people of one do not see those
 * of another except through a link. All of the input is plain data, so that it crosses to a worker.
 */
export interface CrowdInput {
  levels: Level[];
  lines: Line[];
  /** In the order of their ids, 0 to n − 1: who comes later is in it too. */
  people: PeopleInput;
  /** Number of destination classes: `Guide` fills a direction grid for each on each level. */
  fieldCount: number;
  walking: Walking;
  seed: number;
  endS: number;
  /** 0.05 for all that is validated; 0.1 for large crowds. */
  stepS: number;
  /** Between frames. */
  frameEveryS: number;
  /** Between two words of the guide; 0.5 unless a case needs quicker ones. */
  guideEveryS: number;
}

/** One walkable plane of a case in ENU metres: its raster, its walls and, of stairs and ramps, its slope. */
export interface Level {
  id: string;
  elevationM: number;
  /** The raster of its direction grids, row-major from the south-west; nobody may be outside. */
  westM: number;
  southM: number;
  columns: number;
  rows: number;
  cellM: number;
  /** Four numbers a segment, from and to: x, y, x, y. Nobody ever crosses one. */
  walls: Float32Array;
  /**
   * Slope of a stair or a ramp: unit vector uphill in the plane, and the factors on desired speed. Speeds are those seen in plan.
   */
  slope?: { up: Point; ascentRatio: number; descentRatio: number };
}

/**
 * Something that happens to who steps over a segment. *Forward* is from its left to its right, looking from `from` to `to`; a segment
 * from south to north is crossed forward by who walks east. Every crossing is counted, whatever the kind.
 */
export type Line = { id: string; level: number; from: Point; to: Point } & (
  | { kind: 'counter' }
  /**
   * A way out: a person who crosses it, either way, has left; where `fields` are given, only those who follow one of them. A person who
   * comes as near as `nearM` has too: in the midst of a floor, directions lead onto it from both sides and meet where cells do, not where
   * it lies. They go on straight for `beyondM` and are in others' way so long, as behind a door; and one leaves each `everyS`, as by a door
   * of its width: those who come near it from all around are more than fit through.
   */
  | { kind: 'exit'; fields?: number[]; nearM?: number; beyondM?: number; everyS?: number }
  /**
   * The edge between two levels, or the seam of a ring: forward leads to `toLevel` and moves by `shift`, backward at the shifted
   * segment leads back. People near it are seen from both sides.
   */
  | { kind: 'link'; toLevel: number; shift: Point }
  /** A door, a turnstile: open until `People.setGate` says other. */
  | { kind: 'gate'; gate: GateState }
);

/** Which way it lets people through, and how long after one the next may follow (0: no limit). Shut both ways it is a wall. */
export interface GateState {
  forward: boolean;
  backward: boolean;
  everyS: number;
}

/** All people as the compiled case gives them to a walker, one array for each property, indexed by id. */
export interface PeopleInput {
  xM: Float32Array;
  yM: Float32Array;
  level: Uint8Array;
  radiusM: Float32Array;
  /** Free walking speed on level ground. */
  desiredMps: Float32Array;
  timeGapS: Float32Array;
  /** Half width of the strip ahead in which, at full speed, they take others for people that they follow. */
  stripM: Float32Array;
  /** When they come in, at their place as soon as it is free; 0 or less: there from the start. */
  appearS: Float32Array;
  /** When they start to walk (premovement): until then they stand in the way. */
  startS: Float32Array;
  /** The field they follow first. */
  field: Uint8Array;
}

/**
 * How people keep clear of each other and of walls; radii, time gaps and strips are theirs (`PRESETS` in walking.ts). Validation is of
 * the following strip on the collision-free speed model; the other two are for comparison.
 */
export interface Walking {
  model: 'collision-free-speed' | 'anticipation-velocity' | 'social-force';
}

/** What a person is to the run. `later`: not yet in. `inside`: walks, waits, stands. */
export const STATUS = { later: 0, inside: 1, left: 2, removed: 3 } as const;

/** Everyone, by id, as the last step left them. The guide writes `field` and `speedRatio`; the rest is to be read. */
export interface People {
  readonly count: number;
  readonly xM: Float32Array;
  readonly yM: Float32Array;
  readonly level: Uint8Array;
  readonly status: Uint8Array;
  readonly radiusM: Float32Array;
  readonly desiredMps: Float32Array;
  readonly timeGapS: Float32Array;
  readonly startS: Float32Array;
  /** Unit vector of the last step. */
  readonly directionX: Float32Array;
  readonly directionY: Float32Array;
  /** Metres per second of the last step. */
  readonly speedMps: Float32Array;
  /** Towards where they want to go, a mean of the last half second: near 0 for who is pressed to and fro. */
  readonly progressMps: Float32Array;
  /** The destination class whose directions they follow. */
  readonly field: Uint8Array;
  /** On `desiredMps`: water, smoke, slope of the ground, company that waits; 0 stands still. */
  readonly speedRatio: Float32Array;
  /**
   * The directions of a field on a level: two int8 a cell, east and north, unit vector × 127, at the middle of the cell; 0, 0 where
   * nobody is led anywhere (a wall, or no way). Walking takes the mean of the four cells around, leaving out those that are 0, 0. The
   * guide writes into it, whenever it likes, a cell or two into walls as well: people come within 8 cm of them. Snapshots hold it.
   */
  directions(field: number, level: number): Int8Array;
  setGate(line: number, gate: GateState): void;
  /** Puts someone who is inside elsewhere: out of a lift, into an upper floor's refuge. */
  place(id: number, level: number, xM: number, yM: number): void;
  /** Takes someone out of the run who has not left: swept away, carried off. The reason is reported. */
  remove(id: number, reason: string): void;
}

/** Where the cells of water lie: whoever stays in one stays in the same water. */
export interface WaterRaster {
  westM: number;
  southM: number;
  cellM: number;
}

/** Where people want to go: routes, choice, groups, lifts, water, smoke. Walking asks it at the start and every `guideEveryS`. */
export interface Guide {
  /** Sets fields and factors, opens and shuts gates, moves lifts, writes direction grids. Called first at 0 s. */
  decide(timeS: number, people: People): void;
  /** The raster of water that can sweep people; absent: there is none. */
  readonly raster?: WaterRaster | null;
  /** Whether water would sweep somebody who stood in a place of their level. */
  isSwept?(id: number, timeS: number, people: People, x: number, y: number): boolean;
  /** Whether someone whose time to come out of a house has come stays on its upper floors for good: the reason, or null. */
  staysIn?(id: number, people: People): string | null;
  /** Why someone who is still inside when the run ends could not leave; null: walking says what it saw. */
  reasonOf(id: number): string | null;
  /** All that `look` remembers, as bytes; `restore` goes on as if it had never stopped. */
  save(): Uint8Array;
  restore(state: Uint8Array): void;
}

/** One instant by id: two uint16 a place in the run's `FrameBox`, and the level, 255 for who is not inside. */
export interface CrowdFrame {
  timeS: number;
  places: Uint16Array;
  levels: Uint8Array;
}

/** What a run leaves. Arrays are by id; times NaN where it never came to that. */
export interface CrowdResult {
  frames: CrowdFrame[];
  box: FrameBox;
  /** When it ended. */
  timeS: number;
  stepS: number;
  steps: number;
  agentUpdates: number;
  count: number;
  appearedS: Float32Array;
  leftS: Float32Array;
  /** Time spent slower than 0.3 m/s after the start. */
  queueS: Float32Array;
  /** The line by which they left, −1. */
  exit: Int32Array;
  /** When half, 95 % and all of `count` had left; NaN of all three where somebody is jammed for good. */
  clearance50S: number;
  clearance95S: number;
  clearance100S: number;
  /** Everyone who has not left, and why: a code of `reasons.ts`, or the guide's word. */
  remained: { id: number; reason: string; at: { level: number; xM: number; yM: number } }[];
  crossings: Crossings[];
  /** SHA-256 of everyone's place, direction, speed, level, status, field, and time of leaving. */
  hash: string;
}

/** A moment of a run, whole: what `startCrowd` goes on from. */
export interface CrowdSnapshot {
  steps: number;
  updates: number;
  later: number[];
  arrays: Uint8Array[];
  crossings: Crossings[];
  removals: [number, string][];
  /** People on the way behind an exit, by id; absent in what was saved before they were. */
  leaving?: [number, Leaving][];
  guide: Uint8Array;
}

/** Somebody who has left over an exit in the midst of a floor and still stands in others' way: straight on, so far. */
export interface Leaving {
  eastMps: number;
  northMps: number;
  leftM: number;
}

/** Times at which people stepped over a line, either way. */
export interface Crossings {
  id: string;
  forwardS: number[];
  backwardS: number[];
}

/** What frames count from: a place is west + u·unitM, south + v·unitM, u and v from 0 to 65535. */
export interface FrameBox {
  westM: number;
  southM: number;
  unitM: number;
}
