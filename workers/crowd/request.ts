import type { Walkable } from '../../model/city/grid.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import { CrowdRefusal } from '../../model/scenarios/crowd-problem.ts';
import { extractCity, type Outlet, opened } from './city.ts';
import type { Assistance } from './core/assistance.ts';
import type { Choice } from './core/choice.ts';
import type { GateState } from './core/crowd.ts';
import type { Spread } from './core/premovement.ts';
import { type DrawnSmoke, rasterSmoke } from './core/smoke.ts';
import { BODIES, type BodyClass, type WaterSeries } from './core/wading.ts';
import { PRESETS } from './core/walking.ts';
import {
  CHOICE,
  type CrowdCase,
  type DoorEvent,
  type Lift,
  type Order,
  type Population,
  type Profile,
  type Refuge,
  type ResidentialPopulation,
} from './crowd-case.ts';
import type { Polygon } from './plan/polygon.ts';
import type { Crossing, Floor, Stair } from './plan/space-cells.ts';

/** A case as it is asked for: what `model/questions/crowd.ts` parses, less the ground and the files that it names. Plain data. */
export interface CrowdCaseRequest {
  ground: { cellM: number };
  preset: keyof typeof PRESETS;
  model?: CrowdCase['walking']['model'] | undefined;
  profiles: ProfileRequest[];
  bodies: BodyClass[];
  exits: Crossing[];
  doors: (Crossing & GateState)[];
  stairs: (Omit<Stair, 'belt'> & { escalator?: Stair['belt'] })[];
  lifts: {
    id: string;
    capacity: number;
    stops: { floor: string; at: Point }[];
    travelS: number;
    dwellS: number;
    stopsAtS?: number | undefined;
  }[];
  counters: Crossing[];
  waitings: { id: string; floor: string; area: Polygon }[];
  refuges: Refuge[];
  populations: PopulationRequest[];
  events: ({ door: string; atS: number } & GateState)[];
  orders: Order[];
  choice: { [K in keyof Choice]?: Choice[K] | undefined };
  smoke?: DrawnSmoke | undefined;
  seed: number;
  endS: number;
  stepS: number;
  frameEveryS: number;
}

interface ProfileRequest {
  id: string;
  speedMps: Spread;
  radiusM?: number | undefined;
  timeGapS?: number | undefined;
  stripM?: number | undefined;
  steps: boolean;
  lifts: boolean;
  body: string;
}

interface PopulationRequest {
  id: string;
  profile: string;
  floor: string;
  count: number;
  where:
    | { kind: 'areas'; areas: Polygon[] }
    | { kind: 'walkable'; ids: string[] }
    | { kind: 'places'; places: Point[] }
    | ResidentialPopulation;
  premovementS: Spread;
  toldAtS?: number | undefined;
  appearS?: { from: number; to: number } | undefined;
  exits?: string[] | undefined;
  familiar: string[];
  groupSize: Spread;
  via?: { waiting: string; untilS: number } | undefined;
  assist?: Assistance | undefined;
}

/** What a case is laid on. */
export interface Ground {
  floors: Floor[];
  stairs: Stair[];
  /** They run where somebody of a case rides. */
  lifts: Lift[];
  areas: ReadonlyMap<string, Polygon>;
  outlets: Outlet[];
  notes: CrowdNote[];
}

/** `boxM`: west, south, east, north. */
export function cityGround(
  walkable: Walkable,
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
): Ground {
  const part = extractCity(walkable, { westM, southM, eastM, northM });
  return { ...part, areas: new Map([...part.areas].map(([id, { polygon }]) => [id, polygon])) };
}

/** A floor of a plan: who stands on one of its areas walks on to those that touch it. */
export const planFloor = ({ id, elevationM, areas, walls }: PlanFloor): Floor => ({
  id,
  elevationM,
  areas,
  touching: 'joined',
  barriers: walls,
  openings: [],
});

/** A plan stands by itself: no city's stairs, lifts or doors lead out of it. */
export const planGround = (floors: Floor[]): Ground => ({
  floors,
  stairs: [],
  lifts: [],
  areas: new Map(),
  outlets: [],
  notes: [],
});

/** A floor as a case has it. */
export interface PlanFloor {
  id: string;
  elevationM: number;
  areas: Polygon[];
  walls: Point[][];
}

/** A case on its ground; the command line and the page make theirs here, so that one case has one hash. */
export function caseOfRequest(request: CrowdCaseRequest, ground: Ground, water: WaterSeries | null): CrowdCase {
  const { preset, exits, counters, waitings, refuges, orders, seed, endS, stepS, frameEveryS } = request;
  const own = request.profiles.map(
    ({ radiusM, timeGapS, stripM, ...rest }): Profile => ({
      ...rest,
      radiusM: radiusM ?? PRESETS[preset].radiusM,
      timeGapS: timeGapS ?? PRESETS[preset].timeGapS,
      stripM: stripM ?? PRESETS[preset].stripM,
    }),
  );
  const profiles = [...profilesOf(preset).filter(({ id }) => own.every((one) => one.id !== id)), ...own];
  const isRidden = request.populations.some(({ profile }) => profiles.some(({ id, lifts }) => id === profile && lifts));
  const written = request.lifts.map(({ stopsAtS, ...lift }) => ({ ...lift, stopsAtS: stopsAtS ?? null }));
  const choice = Object.fromEntries(Object.entries(request.choice).filter(([, value]) => value !== undefined));
  return {
    space: {
      floors: opened(ground.floors, ground.outlets, exits),
      exits,
      doors: request.doors.map(({ id, floor, from, to, ...state }) => ({ id, floor, from, to, state: gateOf(state) })),
      stairs: [...ground.stairs, ...request.stairs.map(({ escalator, ...stair }) => ({ ...stair, belt: escalator }))],
      portals: [],
      counters,
      cellM: request.ground.cellM,
    },
    // A lift is a floor more: a run in which nobody rides has the bits that it had without.
    lifts: isRidden ? [...ground.lifts.filter(({ id }) => written.every((one) => one.id !== id)), ...written] : written,
    profiles,
    bodies: [...BODIES.filter(({ id }) => request.bodies.every((one) => one.id !== id)), ...request.bodies],
    waitings,
    refuges,
    populations: request.populations.map((population) => populationOf(population, ground.areas)),
    events: request.events
      .map(({ door, atS, ...state }): DoorEvent => ({ door, atS, state: gateOf(state) }))
      .sort((a, b) => a.atS - b.atS),
    orders,
    choice: { ...CHOICE, ...choice },
    water,
    smoke: request.smoke ? rasterSmoke(request.smoke) : null,
    walking: { model: request.model ?? 'collision-free-speed' },
    seed,
    endS,
    stepS,
    frameEveryS,
  };
}

const gateOf = ({ forward, backward, everyS }: GateState): GateState => ({ forward, backward, everyS });

/** Free speeds on level ground, mean and deviation, m/s: Weidmann 1993; HERMES 2009. Pupils of 11 to 16 years walk as the public does (待核). */
const FREE_MPS: Record<CrowdCaseRequest['preset'], readonly [number, number]> = {
  prescriptive: [1.34, 0.26],
  laboratory: [1.55, 0.18],
  weidmann: [1.34, 0.26],
  pupils: [1.34, 0.26],
  pressing: [1.55, 0.18],
};

/** Radius of a child in parts of an adult's. */
const CHILD_RADIUS_RATIO = 0.75;

/**
 * Adults walk as their population does; wheelchairs 0.9 ± 0.3 and take lifts in place of stairs (Boyce et al. 1999: 0.69 to 0.89 in mean; 待核).
 * The elderly walk 1.07 m/s, as RiMEA has people of 70 (4.1.1, test 7, after Weidmann 1993). Children of primary school 1.0 ± 0.2 (between the
 * 0.84 m/s of three- to six-year-olds, Larusdottir and Dederichs 2012, and an adult's; 待核), with three quarters of an adult's radius (待核). On
 * stairs all who take them keep the same share of their own speed. Children and the elderly stand in no water beyond hazard class H2.
 */
function profilesOf(preset: CrowdCaseRequest['preset']): Profile[] {
  const body = PRESETS[preset];
  const [mean, deviation] = FREE_MPS[preset];
  return [
    {
      id: 'adult',
      speedMps: { kind: 'normal', mean, deviation, from: 0.7, to: 2.1 },
      ...body,
      steps: true,
      lifts: false,
      body: 'adult',
    },
    {
      id: 'child',
      speedMps: { kind: 'normal', mean: 1, deviation: 0.2, from: 0.6, to: 1.4 },
      ...body,
      radiusM: CHILD_RADIUS_RATIO * body.radiusM,
      steps: true,
      lifts: false,
      body: 'frail',
    },
    {
      id: 'elderly',
      speedMps: { kind: 'normal', mean: 1.07, deviation: 0.2, from: 0.6, to: 1.4 },
      ...body,
      steps: true,
      lifts: false,
      body: 'frail',
    },
    {
      id: 'wheelchair',
      speedMps: { kind: 'normal', mean: 0.9, deviation: 0.3, from: 0.4, to: 1.6 },
      ...body,
      radiusM: 0.35,
      steps: false,
      lifts: true,
      body: 'frail',
    },
  ];
}

function populationOf(
  { where, toldAtS: notifiedAtS, appearS, exits, via, assist, ...rest }: PopulationRequest,
  areas: ReadonlyMap<string, Polygon>,
): Population {
  const known = (id: string): Polygon => {
    const area = areas.get(id);
    if (!area)
      throw new CrowdRefusal({ code: 'unknown-area', values: { place: `populations.${rest.id}.where.ids`, id } });
    return area;
  };
  return {
    ...rest,
    where: where.kind === 'walkable' ? { kind: 'areas', areas: where.ids.map(known) } : where,
    toldAtS: notifiedAtS ?? 0,
    appearS: appearS ?? null,
    exits: exits ?? null,
    via: via ?? null,
    assist: assist ?? null,
  };
}
