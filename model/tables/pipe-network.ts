import type { PipeSystem } from '../city/pipe-system.ts';
import type { StandingBuilding } from '../city/standing-building.ts';
import type { ClearanceCheck } from '../questions/pipe-network.ts';
import { type Columns, number, text, word } from './data-table.ts';

type Point = [eastM: number, northM: number, upM: number];

/** A pipe by its names and what it is; lengths are those of the pieces that are meant. */
export interface PipeItem {
  layer: string;
  gid: number;
  id: string;
  name: { zh: string; en: string };
  system: PipeSystem | null;
  lengthM: number;
  /** Outside, across. */
  widthM: number;
  material: string | null;
  atM: Point;
}

/** A valve that the data has, or a place where one is assumed. */
export interface ValveItem {
  id: string | null;
  gid: number | null;
  atM: Point;
}

/** Pipes of one system about a place. */
export interface SystemNear {
  /** Null: nothing says what they carry. */
  system: PipeSystem | null;
  pipes: number;
  /** Length of the parts that lie within the radius. */
  lengthM: number;
  valves: number;
  /** From the place to the nearest of them, in plan. */
  nearestM: number;
}

/** What closes off a burst pipe, the nearest valve to the burst first. */
export interface ValvesToClose {
  start: PipeItem;
  isIsolated: boolean;
  close: ValveItem[];
  /** Whether nobody stated where the system is fed from. */
  areSourcesAssumed: boolean;
  residents: number;
}

/** A building that lives off a pipe. */
export interface Customer {
  building: StandingBuilding;
  pipe: string;
  distanceM: number;
  /** Null: nothing tells it. */
  residents: number | null;
  where: 'section' | 'cut-off';
}

/** One place that is nearer than the table asks for. */
export interface ClearanceFinding {
  check: ClearanceCheck;
  pipe: PipeItem;
  /** The other pipe, building or parcel; null: the ground. */
  other: { id: string; name: { zh: string; en: string }; gid: number | null; layer: string } | null;
  needM: number;
  gapM: number;
  excessM: number;
  /** Gap between two pipes in space; null: the finding is not between two pipes. */
  spaceGapM: number | null;
  clause: { zh: string; en: string };
  status: 'read' | 'unverified';
  atM: Point;
}

const PLACE = {
  east_m: number(({ atM }: { atM: Point }) => atM[0], 2),
  north_m: number(({ atM }: { atM: Point }) => atM[1], 2),
  up_m: number(({ atM }: { atM: Point }) => atM[2], 2),
};

/** Pipes. */
export const PIPE = {
  layer: text(({ layer }) => layer),
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  system: word(({ system }) => system),
  length_m: number(({ lengthM }) => lengthM, 2),
  width_m: number(({ widthM }) => widthM, 3),
  material: text(({ material }) => material),
} satisfies Columns<PipeItem>;

/** Pipes that a burst takes water from, by where they lie. */
export const PIPE_OFF = {
  where: word(({ where }) => where),
  ...PIPE,
} satisfies Columns<PipeItem & { where: string }>;

/** Valves around a burst, with what is to be done with each. */
export const VALVE = {
  id: text(({ id }) => id),
  act: word(({ act }) => act),
  ...PLACE,
} satisfies Columns<ValveItem & { act: string }>;

/** Buildings without water. */
export const CUSTOMER = {
  layer: text(({ building }) => building.layer),
  id: text(({ building }) => building.id),
  name_zh: text(({ building }) => building.name.zh),
  name_en: text(({ building }) => building.name.en),
  where: word(({ where }) => where),
  pipe: text(({ pipe }) => pipe),
  distance_m: number(({ distanceM }) => distanceM, 2),
  residents: number(({ residents }) => residents, 0),
} satisfies Columns<Customer>;

/** Places that are nearer than the table asks for. */
export const CLEARANCE = {
  check: word(({ check }) => check),
  pipe: text(({ pipe }) => pipe.id),
  system: word(({ pipe }) => pipe.system),
  other_layer: text(({ other }) => other?.layer),
  other: text(({ other }) => other?.id),
  need_m: number(({ needM }) => needM, 3),
  gap_m: number(({ gapM }) => gapM, 3),
  excess_m: number(({ excessM }) => excessM, 3),
  space_gap_m: number(({ spaceGapM }) => spaceGapM, 3),
  clause: text(({ clause }) => clause.en),
  status: word(({ status }) => status),
  ...PLACE,
} satisfies Columns<ClearanceFinding>;
