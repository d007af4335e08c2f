import type { Point } from '../../model/geo/plane/point.ts';
import type { Assistance } from './core/assistance.ts';
import type { Choice } from './core/choice.ts';
import type { CrowdInput, GateState } from './core/crowd.ts';
import type { Spread } from './core/premovement.ts';
import type { SmokeSeries } from './core/smoke.ts';
import type { BodyClass, WaterSeries } from './core/wading.ts';
import type { Polygon } from './plan/polygon.ts';
import type { SpacePlan } from './plan/space-cells.ts';

/** A case as people describe it; `lay-out.ts` makes a run of it. Ids name things; times are seconds from the start. */
export interface CrowdCase {
  space: SpacePlan;
  lifts: Lift[];
  profiles: Profile[];
  bodies: BodyClass[];
  populations: Population[];
  /** Where people wait before they go on. */
  waitings: { id: string; floor: string; area: Polygon }[];
  /** Houses with upper floors beside the ground, by where one enters: who is cut off by water goes up there. */
  refuges: Refuge[];
  events: DoorEvent[];
  orders: Order[];
  choice: Choice;
  water: WaterSeries | null;
  smoke: SmokeSeries | null;
  walking: CrowdInput['walking'];
  seed: number;
  endS: number;
  stepS: number;
  frameEveryS: number;
}

/** The door of a house with upper floors. */
export interface Refuge {
  id: string;
  floor: string;
  at: Point;
}

/** What kind of people: speed, size, what they can use. */
export interface Profile {
  id: string;
  speedMps: Spread;
  radiusM: number;
  timeGapS: number;
  stripM: number;
  /** Takes stairs; wheelchairs do not. */
  steps: boolean;
  /** Takes lifts. */
  lifts: boolean;
  /** Id of one of `bodies`. */
  body: string;
}

/** A group of people with one profile: how many, on which floor, where, and when they come in and start to walk. */
export interface Population {
  id: string;
  profile: string;
  floor: string;
  count: number;
  /** In these areas, evenly; or at these places, one each. */
  where: { kind: 'areas'; areas: Polygon[] } | { kind: 'places'; places: Point[] } | ResidentialPopulation;
  premovementS: Spread;
  /** They are told to leave then, and hesitate from then on; 0, and absent: from the start. */
  toldAtS?: number;
  /** They come in one after another, evenly from then to then; null: there from the start. */
  appearS: { from: number; to: number } | null;
  /** All exits where nothing is said. */
  exits: string[] | null;
  /** Exits that they know (came in by). */
  familiar: string[];
  /** People of one group stay together; 1: alone. */
  groupSize: Spread;
  /** First to a waiting area, until then. */
  via: { waiting: string; untilS: number } | null;
  /** They leave only with a team of staff; null: by themselves. */
  assist: Assistance | null;
}

/** In these houses: they come out one after another, each when their hesitation and the way down are over. */
export interface ResidentialPopulation {
  kind: 'houses';
  /** `at`: where they stand on the floor; the way to there, and the storeys that they are spread over evenly. */
  houses: { id: string; at: Point; people: number; storeys: number; storeyM: number; wayM: number }[];
}

/** A door that changes its state at a moment of the run. */
export interface DoorEvent {
  door: string;
  atS: number;
  state: GateState;
}

/** Staff or loudspeakers send people to an exit. */
export interface Order {
  id: string;
  population: string;
  exit: string;
  fromS: number;
  toS: number;
  /** Part of the population that follows. */
  followRatio: number;
}

/** A lift with its stops, in the terms of an operator: capacity, seconds between stops, seconds that the doors take. */
export interface Lift {
  id: string;
  /** Persons a trip. */
  capacity: number;
  stops: { floor: string; at: Point }[];
  /** From one stop to the next. */
  travelS: number;
  /** A stop takes so long, with opening and closing. */
  dwellS: number;
  /** It stands still from then on; null: it runs. */
  stopsAtS: number | null;
}

/**
 * The choice of exits where a case sets none: a logit on seconds of way, asked again every five seconds; the numbers
 * are this project's own.
 */
export const CHOICE: Choice = {
  scaleS: 5,
  familiarity: 2,
  social: 0,
  againEveryS: 5,
  betterRatio: 0.15,
  congestionEveryS: 2,
};
