import type { Point } from '../../model/geo/plane/point.ts';
import { isInPolygon } from '../../model/geo/plane/ring.ts';
import { CrowdRefusal } from '../../model/scenarios/crowd-problem.ts';
import type { CrowdInput, Line, PeopleInput } from './core/crowd.ts';
import { egressTimeS, type IndoorPopulation } from './core/indoors.ts';
import { cabSideM, type LiftPlan } from './core/lifts.ts';
import { roomOn, Standing, spread } from './core/place-people.ts';
import { draw, streamOf } from './core/premovement.ts';
import type { LiftWay, Route } from './core/routes.ts';
import type { CrowdCase, Population, Profile, ResidentialPopulation } from './crowd-case.ts';
import type { Polygon } from './plan/polygon.ts';
import { buildSpace } from './plan/space.ts';
import { cellAt, middleOf, type Space } from './plan/space-cells.ts';
import { doorFlowPerMs } from './results/door-flow.ts';

/** A lift takes this part of a round on average until it comes. */
const LIFT_WAIT_RATIO = 0.5;
/** Nobody of a house is out of it at once. */
const MIN_INDOORS_S = 0.001;
/** Distance to a lift's stop within which people wait for it. */
const LOBBY_M = 1;
/** A person's field is a byte. */
const MAX_FIELDS = 255;
/** Out of a lift or a house people step onto the floor within this. */
const OUT_M = 4;
const LIFT_ROOM_M = 0.25;
/** Distance to the door of a house with upper floors within which a person is in. */
const REFUGE_DOOR_M = 1.5;
/** Number of places at which people come out of a house, side by side. */
const ABREAST = 6;

/** A case laid out: what walking needs, and what the guide does. */
export interface CrowdSetup {
  theCase: CrowdCase;
  space: Space;
  input: CrowdInput;
  routes: Route[];
  /** By mobility class of the routes, then by target (exits, then waiting areas): index of the route. */
  routeOf: { steps: boolean; lifts: boolean; body: number; first: number; refuge: number | null }[];
  targets: string[];
  waitingCells: Map<string, number[]>;
  lifts: LiftPlan[];
  liftWays: LiftWay[];
  /** By id. */
  populationOf: Uint16Array;
  /** By id: whom one keeps together with; the first of a group, oneself if alone. */
  leaderOf: Uint32Array;
  /** By id: 1 for who comes out of a house with upper floors. */
  isAbove: Uint8Array;
}

/**
 * Compiles a checked case to the arrays that a walker takes: levels, lines, fields and people; it throws a
 * `CrowdRefusal` that names the place where the case does not hold together.
 */
export function buildCrowdSetup(theCase: CrowdCase): CrowdSetup {
  const targets = [...theCase.space.exits.map(({ id }) => id), ...theCase.waitings.map(({ id }) => id)];
  if (theCase.space.exits.length === 0) throw new CrowdRefusal({ code: 'no-exit', values: {} });
  const space = buildSpace({ ...theCase.space, floors: [...theCase.space.floors, ...theCase.lifts.map(cabOf)] });
  const levelOf = (floor: string, what: string): number => {
    const level = space.levels.findIndex(({ id }) => id === floor);
    if (level < 0) throw new CrowdRefusal({ code: 'unknown-floor', values: { place: what, id: floor } });
    return level;
  };
  const profileOf = ({ id, profile }: Population): Profile => {
    const found = theCase.profiles.find((one) => one.id === profile);
    if (!found)
      throw new CrowdRefusal({ code: 'unknown-profile', values: { place: `populations.${id}.profile`, id: profile } });
    return found;
  };
  const routeOf: CrowdSetup['routeOf'] = [];
  const routes: Route[] = [];
  for (const population of theCase.populations) {
    const { id, steps, lifts, body: bodyId } = profileOf(population);
    const body = theCase.bodies.findIndex((one) => one.id === bodyId);
    if (body < 0)
      throw new CrowdRefusal({ code: 'unknown-body', values: { place: `profiles.${id}.body`, id: bodyId } });
    if (mobilityAt(routeOf, { steps, lifts, body }) >= 0) continue;
    const first = routes.length;
    for (const target of targets) routes.push({ targets: [target], steps, lifts, body });
    // Who takes no stairs gets to no upper floor.
    const refuge = steps && theCase.refuges.length > 0 ? routes.length : null;
    if (refuge !== null) routes.push({ targets: theCase.refuges.map(({ id }) => refugeKey(id)), steps, lifts, body });
    routeOf.push({ steps, lifts, body, first, refuge });
  }
  if (routes.length > MAX_FIELDS)
    throw new CrowdRefusal({ code: 'many-fields', values: { most: MAX_FIELDS, got: routes.length } });
  const lifts = theCase.lifts.map((lift): LiftPlan => {
    const cab = levelOf(cabId(lift.id), 'lifts');
    const corner = lift.stops[0].at;
    const stops = lift.stops.map(({ floor, at }) => ({ level: levelOf(floor, `lifts.${lift.id}`), at }));
    return {
      lift,
      stops,
      cab,
      corner,
      outs: stops.map(({ level, at }) => placesAround(space, level, at, roomOn(space, level, LIFT_ROOM_M))),
    };
  });
  const people = peopleOf(theCase, space, levelOf, profileOf);
  const waitingCells = new Map(
    theCase.waitings.map(({ id, floor, area }) => [id, cellsIn(space, levelOf(floor, `waitings.${id}`), area)]),
  );
  for (const { id, floor, at } of theCase.refuges)
    waitingCells.set(refugeKey(id), cellsNear(space, levelOf(floor, `refuges.${id}`), at, REFUGE_DOOR_M));
  const { walking, seed, endS, stepS, frameEveryS } = theCase;
  return {
    theCase,
    space,
    input: {
      levels: space.levels,
      lines: narrowed(space.lines, people.input),
      people: people.input,
      fieldCount: routes.length,
      walking,
      seed,
      endS,
      stepS,
      frameEveryS,
      guideEveryS: 0.5,
    },
    routes,
    routeOf,
    targets,
    waitingCells,
    lifts,
    liftWays: lifts.flatMap((plan) => waysOf(space, plan)),
    populationOf: people.populationOf,
    leaderOf: people.leaderOf,
    isAbove: people.isAbove,
  };
}

/** Houses are refuges by their own ids, which exits and waiting areas may have too. */
const refugeKey = (id: string): string => `refuge:${id}`;

/** Exits in the midst of a floor let no more people through than a door of their width does, of these people. */
function narrowed(lines: readonly Line[], { radiusM, timeGapS, stripM }: PeopleInput): Line[] {
  if (radiusM.length === 0) return [...lines];
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const perMs = doorFlowPerMs(mean(radiusM), mean(timeGapS), mean(stripM));
  return lines.map((line) => {
    if (line.kind !== 'exit' || !line.nearM) return line;
    const widthM = Math.hypot(line.to[0] - line.from[0], line.to[1] - line.from[1]);
    return { ...line, everyS: 1 / (perMs * widthM) };
  });
}

/** Index among the classes of mobility; −1: none of them. */
export function mobilityAt(
  classes: CrowdSetup['routeOf'],
  { steps, lifts, body }: { steps: boolean; lifts: boolean; body: number },
): number {
  return classes.findIndex((one) => one.steps === steps && one.lifts === lifts && one.body === body);
}

const cabId = (lift: string): string => `${lift}:cab`;

function cabOf({ id, capacity, stops }: CrowdCase['lifts'][number]) {
  const side = cabSideM(capacity);
  const [x, y] = stops[0].at;
  const outer: Point[] = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ];
  return {
    id: cabId(id),
    elevationM: 0,
    areas: [{ outer, holes: [] }],
    touching: 'joined' as const,
    barriers: [],
    openings: [],
  };
}

function waysOf(space: Space, { lift, stops }: LiftPlan): LiftWay[] {
  const ways: LiftWay[] = [];
  const roundS = 2 * ((lift.stops.length - 1) * lift.travelS + lift.dwellS);
  for (const [a, from] of stops.entries())
    for (const [b, to] of stops.entries()) {
      const toCell = cellAt(space, to.level, ...to.at);
      if (a === b || toCell < 0) continue;
      const timeS = LIFT_WAIT_RATIO * roundS + Math.abs(a - b) * lift.travelS + lift.dwellS;
      for (const fromCell of cellsNear(space, from.level, from.at, LOBBY_M))
        ways.push({ lift: lift.id, from: a, to: b, fromCell, toCell, timeS });
    }
  return ways;
}

function cellsNear(space: Space, level: number, at: Point, reachM: number): number[] {
  const { cellM } = space.levels[level];
  const found: number[] = [];
  const around = Math.ceil(reachM / cellM);
  for (let row = -around; row <= around; row++)
    for (let column = -around; column <= around; column++) {
      const cell = cellAt(space, level, at[0] + column * cellM, at[1] + row * cellM);
      if (cell < 0 || space.open[cell] === 0) continue;
      const [x, y] = middleOf(space, cell);
      if (Math.hypot(x - at[0], y - at[1]) <= reachM) found.push(cell);
    }
  return found;
}

function placesAround(space: Space, level: number, at: Point, room: (x: number, y: number) => boolean): Point[] {
  const places = cellsNear(space, level, at, OUT_M).map((cell) => middleOf(space, cell));
  const distance = ([x, y]: Point) => Math.hypot(x - at[0], y - at[1]);
  return places.filter(([x, y]) => room(x, y)).sort((a, b) => distance(a) - distance(b));
}

function cellsIn(space: Space, level: number, area: Polygon): number[] {
  const found: number[] = [];
  const { columns, rows } = space.levels[level];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = (space.firstRow[level] + row) * space.plane.columns + column + 1;
      if (space.open[cell] === 1 && isInPolygon(area, ...middleOf(space, cell))) found.push(cell);
    }
  return found;
}

function peopleOf(
  { populations, seed }: CrowdCase,
  space: Space,
  levelOf: (floor: string, what: string) => number,
  profileOf: (population: Population) => Profile,
) {
  const count = populations.reduce((sum, population) => sum + population.count, 0);
  const input: CrowdInput['people'] = {
    xM: new Float32Array(count),
    yM: new Float32Array(count),
    level: new Uint8Array(count),
    radiusM: new Float32Array(count),
    desiredMps: new Float32Array(count),
    timeGapS: new Float32Array(count),
    stripM: new Float32Array(count),
    appearS: new Float32Array(count),
    startS: new Float32Array(count),
    field: new Uint8Array(count),
  };
  const populationOf = new Uint16Array(count);
  const leaderOf = new Uint32Array(count);
  const isAbove = new Uint8Array(count);
  const spots = spotsOf(populations, space, levelOf, profileOf, seed);
  let id = 0;
  for (const [index, population] of populations.entries()) {
    const profile = profileOf(population);
    const level = levelOf(population.floor, `populations.${population.id}`);
    const first = id;
    const stream = (name: string) => streamOf(seed, `${population.id}/${name}`);
    const speeds = stream('speed');
    const starts = stream('premovement');
    const sizes = stream('group');
    let leader = id;
    let left = 0;
    for (const [k, { at, indoors }] of spots[index].entries()) {
      if (left === 0) {
        leader = id;
        left = Math.max(1, Math.round(draw(population.groupSize, sizes)));
      }
      left--;
      [input.xM[id], input.yM[id]] = at;
      input.level[id] = level;
      input.radiusM[id] = profile.radiusM;
      input.desiredMps[id] = draw(profile.speedMps, speeds);
      input.timeGapS[id] = profile.timeGapS;
      input.stripM[id] = profile.stripM;
      const { appearS, toldAtS: notifiedAtS = 0 } = population;
      input.appearS[id] = appearS ? appearS.from + ((appearS.to - appearS.from) * (k + 0.5)) / population.count : 0;
      input.startS[id] = Math.max(0, notifiedAtS, input.appearS[id]) + draw(population.premovementS, starts);
      if (indoors) input.startS[id] += egressTimeS(indoors, input.desiredMps[id]);
      isAbove[id] = indoors && indoors.storeys > 1 ? 1 : 0;
      populationOf[id] = index;
      leaderOf[id] = leader;
      if (leader !== id) join(input, leader, id);
      id++;
    }
    // Until then they are on no floor; two of a house may have one place, so that nobody is there from the start.
    if (population.where.kind === 'houses')
      for (let k = first; k < id; k++) input.appearS[k] = Math.max(MIN_INDOORS_S, input.startS[k]);
  }
  return { input, populationOf, leaderOf, isAbove };
}

/** A group starts with the last of it and walks as the slowest. */
function join(input: CrowdInput['people'], leader: number, id: number): void {
  const start = Math.max(input.startS[leader], input.startS[id]);
  const speed = Math.min(input.desiredMps[leader], input.desiredMps[id]);
  for (let member = leader; member <= id; member++) {
    input.startS[member] = start;
    input.desiredMps[member] = speed;
  }
}

/** Sorts places so that those which follow each other are near each other: strips of two metres, there and back. */
function groupedPlaces(places: readonly Point[]): Point[] {
  const strip = ([, y]: Point) => Math.floor(y / 2);
  return [...places].sort(
    (a, b) => strip(a) - strip(b) || (strip(a) % 2 === 0 ? a[0] - b[0] : b[0] - a[0]) || a[1] - b[1],
  );
}

interface Spot {
  at: Point;
  /** Person in a house, until they come out; null: on the ground from the start. */
  indoors: IndoorPopulation | null;
}

/**
 * By population: where its people are at first. Nobody stands in another: who share their areas from the start are spread over them as
 * one and dealt out by chance, other areas that overlap are filled in the case's order, after the places that it names.
 */
function spotsOf(
  populations: readonly Population[],
  space: Space,
  levelOf: (floor: string, what: string) => number,
  profileOf: (population: Population) => Profile,
  seed: number,
): Spot[][] {
  const spots: Spot[][] = populations.map(() => []);
  const standing = new Standing();
  const sharing = new Map<string, { level: number; areas: Polygon[]; sharers: number[] }>();
  for (const [index, population] of populations.entries()) {
    const { id, floor, count, where, appearS } = population;
    const level = levelOf(floor, `populations.${id}`);
    const { radiusM } = profileOf(population);
    const isRoom = roomOn(space, level, radiusM);
    if (where.kind === 'houses') spots[index] = spotsBefore(population, where, space, level, isRoom);
    else if (where.kind === 'places') {
      spots[index] = outdoors(placesNamed(population, where.places, radiusM, isRoom));
      if (!appearS) standing.add(level, where.places, radiusM);
    } else if (appearS) {
      // Who comes in one after another may come in where others did before.
      const places = placesIn([population], where.areas, radiusM, isRoom, seed);
      spots[index] = outdoors(Array.from({ length: count }, (_, k) => places[k % places.length]));
    } else {
      const key = `${level} ${JSON.stringify(where.areas)}`;
      const { sharers } = sharing.get(key) ?? { sharers: [] };
      sharing.set(key, { level, areas: where.areas, sharers: [...sharers, index] });
    }
  }
  for (const { level, areas, sharers } of sharing.values()) {
    const theirs = sharers.map((index) => populations[index]);
    const radiusM = Math.max(...theirs.map((population) => profileOf(population).radiusM));
    const isFloor = roomOn(space, level, radiusM);
    const isRoom = (x: number, y: number): boolean => isFloor(x, y) && standing.leavesRoom(level, x, y, radiusM);
    const places = placesIn(theirs, areas, radiusM, isRoom, seed);
    let dealt = 0;
    for (const index of sharers) {
      const { id, count } = populations[index];
      const dealtTo = places.slice(dealt, dealt + count);
      if (dealtTo.length < count)
        throw new CrowdRefusal({
          code: 'more-than-room',
          values: { place: `populations.${id}.count`, most: dealtTo.length, got: count },
        });
      spots[index] = outdoors(dealtTo);
      dealt += count;
    }
    standing.add(level, places, radiusM);
  }
  return spots;
}

const outdoors = (places: readonly Point[]): Spot[] => groupedPlaces(places).map((at) => ({ at, indoors: null }));

/** Storey by storey, so that who live together come out together. */
function spotsBefore(
  { id, floor, count }: Population,
  { houses }: ResidentialPopulation,
  space: Space,
  level: number,
  isRoom: (x: number, y: number) => boolean,
): Spot[] {
  const inAll = houses.reduce((sum, { people }) => sum + people, 0);
  if (inAll !== count)
    throw new CrowdRefusal({
      code: 'houses-count',
      values: { place: `populations.${id}.count`, expected: inAll, got: count },
    });
  return houses.flatMap(({ id: house, at, people, storeys, ...way }) => {
    const outs = placesAround(space, level, at, isRoom).slice(0, ABREAST);
    if (outs.length === 0)
      throw new CrowdRefusal({
        code: 'house-without-room',
        values: { place: `populations.${id}.houses.${house}`, floor, reachM: OUT_M, at: at.join(', ') },
      });
    return Array.from({ length: people }, (_, k) => ({
      at: outs[k % outs.length],
      indoors: { ...way, storeys, storey: Math.floor((k * storeys) / people) },
    }));
  });
}

function placesNamed(
  { id, floor, count }: Population,
  places: readonly Point[],
  radiusM: number,
  isRoom: (x: number, y: number) => boolean,
): readonly Point[] {
  if (places.length !== count)
    throw new CrowdRefusal({
      code: 'places-count',
      values: { place: `populations.${id}.places`, expected: count, got: places.length },
    });
  for (const [k, [x, y]] of places.entries())
    if (!isRoom(x, y))
      throw new CrowdRefusal({
        code: 'place-in-wall',
        values: { place: `populations.${id}.places.${k}`, floor, clearM: radiusM, at: `(${x}, ${y})` },
      });
  return places;
}

/** For all of them; fewer than they are if there is no room for more. */
function placesIn(
  populations: readonly Population[],
  areas: readonly Polygon[],
  radiusM: number,
  isRoom: (x: number, y: number) => boolean,
  seed: number,
): Point[] {
  const [{ id, floor }] = populations;
  const count = populations.reduce((sum, population) => sum + population.count, 0);
  const places = spread(areas, count, radiusM, isRoom, streamOf(seed, `${id}/place`));
  if (places.length === 0)
    throw new CrowdRefusal({ code: 'areas-without-room', values: { place: `populations.${id}.areas`, floor } });
  return places;
}
