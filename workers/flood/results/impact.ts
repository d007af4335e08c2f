import { crossingsOf } from '../../../model/geo/plane/ring.ts';
import { TRAFFIC_CLASSES, type TrafficClass, WADING_LIMITS } from '../../../model/roads/vehicles.ts';
import { halfFloats } from '../../shared/half-floats.ts';
import type { Place } from '../works/works.ts';
import type { Maxima } from './maxima.ts';

/** The grid that a run is computed on, as `FloodInput` lays it out. */
interface ImpactGrid {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  bedElevationM: Float32Array;
  blocked: Uint8Array;
}

interface Named {
  id: string;
  name: { zh: string; en: string };
}

/** A building as the impact of a flood sees it: its place, its ground floor and who lives there. */
export interface Building extends Named {
  at: Place;
  /** Half of what it measures across. */
  reachM: number;
  /** Height of its ground floor above the ground at its door. */
  sillM: number;
  /** Number of storeys of equal height; 1 or more. */
  storeys: number;
  storeyM: number;
  dwellings: number;
  residents: number;
  vital: CriticalFacility | null;
}

/** The kinds of buildings whose failure reaches beyond their walls, in the order of a report. */
export const VITALS = ['hospital', 'school', 'substation', 'fire'] as const;
type CriticalFacility = (typeof VITALS)[number];

/** A road that may be closed by water, judged on its whole surface where its outline is known. */
export interface Road extends Named {
  /** From red line to red line; null where the city has no outline: the road is then judged at its middle. */
  ring: readonly Place[] | null;
  at: Place;
  reachM: number;
}

/** An underground entrance (a metro, a garage) into which water runs over its threshold. */
export interface Entrance extends Named {
  /** True for a garage; a metro or another room where it is left out. */
  isGarage?: boolean;
  at: Place;
  /** Elevation of its threshold. */
  sillM: number;
}

/** What a flood can hurt. */
export interface Exposure {
  buildings: readonly Building[];
  roads: readonly Road[];
  entrances: readonly Entrance[];
}

/** Which of them the city's data tell at all: of the others nobody knows how many are hurt, and 0 would be a lie. */
export interface Exposed {
  buildings: boolean;
  dwellings: boolean;
  residents: boolean;
  roads: boolean;
  entrances: boolean;
}

/** What of an exposure there is data for. */
export const exposedOf = ({ buildings, roads, entrances }: Exposure): Exposed => ({
  buildings: buildings.length > 0,
  dwellings: buildings.some(({ dwellings }) => dwellings > 0),
  residents: buildings.some(({ residents }) => residents > 0),
  roads: roads.length > 0,
  entrances: entrances.length > 0,
});

/** Water deeper than this on a street counts as ponding. */
const PONDED_M = 0.3;
/** Less over a sill is a wet step and not a flooded room; nor is it drawn. */
const ROOM_WET_M = 0.05;
/** What was deeper at the start is river or lake, and hurts nobody by being there. */
const STANDING_M = 0.05;
const JUST_BELOW_M = 0.01;

/** From when to when; `toS` null: still so in the last frame. */
export interface Span {
  fromS: number;
  toS: number | null;
}

/** A building that water stood at, with the spans of time and the most that stood inside. */
export interface WetBuilding {
  id: string;
  name: Named['name'];
  vital: CriticalFacility | null;
  /** Dwellings and residents of the whole building: cut off, without power or way out. */
  dwellings: number;
  residents: number;
  /** Dwellings and residents of the storeys that water stood in, when it stood highest. */
  wetDwellings: number;
  wetResidents: number;
  spans: Span[];
  /** Most that stood over the ground floor. */
  insideM: number;
}

/** A road with the spans of time in which it was closed, by who goes there. */
export interface ClosedRoad {
  id: string;
  name: Named['name'];
  closed: Record<TrafficClass, Span[]>;
  depthM: number;
}

/** An entrance that water stood at, with the spans of time and the most above its threshold. */
export interface WetEntrance {
  isGarage?: boolean;
  id: string;
  name: Named['name'];
  spans: Span[];
  /** Most that stood over the threshold. */
  overSillM: number;
}

/** What was affected at one instant, for the curves of a report. */
export interface Totals {
  timeS: number;
  buildings: number;
  /** Dwellings and residents of all storeys of the wet buildings. */
  dwellings: number;
  residents: number;
  /** Dwellings and residents of the storeys that water is in. */
  wetDwellings: number;
  wetResidents: number;
  /** Residents on the storeys that water stands in × its depth over the ground floor, summed; none told in files from before. */
  residentDepthM?: number;
  closed: Record<TrafficClass, number>;
  entrances: number;
  pondedM2: number;
  /** The deepest water on open ground that was dry at the start; none told in files from before. */
  deepestM?: number;
}

/** What a flood did to a city's things: lists with the worst first (of buildings: depth inside × residents on wet storeys), and totals over time. */
export interface Impact {
  buildings: WetBuilding[];
  roads: ClosedRoad[];
  entrances: WetEntrance[];
  /** Underground garages that the city's data know, wet or not; none told in files from before. */
  garages?: number;
  /** None told in files from before. */
  exposed?: Exposed;
  totals: Totals[];
}

/**
 * Log of what is hurt, when and for how long, frame by frame as a run makes them. A building meets the open cells around the blocked ones
 * that are nearest to it (one that blocks none: those within its reach; one built in on all sides: the nearest open ones), a road the open
 * cells that its outline touches, an entrance those within a cell of it. The worst of them counts: a building is wet while water is
 * `ROOM_WET_M` over its sill somewhere at its walls, a road closed while it is beyond a limit somewhere along it. Two figures are given for
 * a wet building: those who live on storeys that water is in, taken as spread evenly over all storeys, and all who live in it. Moments lie
 * between frames, in a straight line.
 */
export class ImpactLog {
  private readonly grid: ImpactGrid;
  private readonly exposure: Exposure;
  private readonly buildingCells: Int32Array[];
  private readonly roadCells: Int32Array[];
  private readonly entranceCells: Int32Array[];
  private readonly wet: Spans[];
  private readonly closed: Record<TrafficClass, Spans>[];
  private readonly under: Spans[];
  private readonly roadDepthM: Float64Array;
  private readonly depthM: Float32Array;
  private readonly depthSpeedM2ps: Float32Array;
  private standing: Uint8Array | null = null;
  private readonly totals: Totals[] = [];

  constructor(grid: ImpactGrid, exposure: Exposure) {
    const { buildings, roads, entrances } = exposure;
    this.grid = grid;
    this.exposure = exposure;
    this.buildingCells = ringsOf(grid, buildings);
    this.roadCells = roads.map((road) => openCells(grid, road.ring ? touched(grid, road.ring) : within(grid, road)));
    this.entranceCells = entrances.map(({ at }) => openCells(grid, within(grid, { at, reachM: 1.5 * grid.cellM })));
    this.wet = buildings.map(({ sillM }) => new Spans(sillM + ROOM_WET_M));
    this.closed = roads.map(() => ({ walkers: new Spans(1), cars: new Spans(1), fireEngines: new Spans(1) }));
    this.under = entrances.map(({ sillM }) => new Spans(sillM));
    this.roadDepthM = new Float64Array(roads.length);
    this.depthM = new Float32Array(grid.columns * grid.rows);
    this.depthSpeedM2ps = new Float32Array(grid.columns * grid.rows);
  }

  /** Frames in the order of time, each once; the first shows what stood there before. */
  watch({ timeS, cells }: { timeS: number; cells: Uint16Array }): Totals {
    this.read(cells);
    const { buildings, roads, entrances } = this.exposure;
    const totals: Totals = {
      timeS,
      buildings: 0,
      dwellings: 0,
      residents: 0,
      wetDwellings: 0,
      wetResidents: 0,
      residentDepthM: 0,
      closed: { walkers: 0, cars: 0, fireEngines: 0 },
      entrances: 0,
      pondedM2: 0,
      deepestM: 0,
    };
    let residentDepthM = 0;
    for (const [i, building] of buildings.entries()) {
      const depthM = most(this.depthM, this.buildingCells[i]);
      if (!this.wet[i].watch(timeS, depthM)) continue;
      const { wetDwellings, wetResidents } = onWetStoreys(building, depthM - building.sillM);
      totals.buildings++;
      totals.dwellings += building.dwellings;
      totals.residents += building.residents;
      totals.wetDwellings += wetDwellings;
      totals.wetResidents += wetResidents;
      residentDepthM += wetResidents * (depthM - building.sillM);
    }
    totals.residentDepthM = residentDepthM;
    for (let i = 0; i < roads.length; i++) {
      const depthM = most(this.depthM, this.roadCells[i]);
      const depthSpeedM2ps = most(this.depthSpeedM2ps, this.roadCells[i]);
      this.roadDepthM[i] = Math.max(this.roadDepthM[i], depthM);
      for (const trafficClass of TRAFFIC_CLASSES) {
        const limit = WADING_LIMITS[trafficClass];
        const load = Math.max(depthM / limit.depthM, depthSpeedM2ps / limit.depthSpeedM2ps);
        if (this.closed[i][trafficClass].watch(timeS, load)) totals.closed[trafficClass]++;
      }
    }
    for (let i = 0; i < entrances.length; i++)
      if (this.under[i].watch(timeS, this.levelM(this.entranceCells[i], entrances[i].sillM))) totals.entrances++;
    totals.pondedM2 = this.pondedM2();
    totals.deepestM = this.depthM.reduce((deepest, depth) => Math.max(deepest, depth), 0);
    this.totals.push(totals);
    return totals;
  }

  /** What was seen so far; a log of the same grid and exposure goes on from it. */
  save(): ImpactState {
    const { roadDepthM, standing, totals } = this;
    return structuredClone({ record: this.all().map(({ record }) => record), roadDepthM, standing, totals });
  }

  restore(state: ImpactState): void {
    const { record, roadDepthM, standing, totals } = structuredClone(state);
    for (const [i, spans] of this.all().entries()) spans.record = record[i];
    this.roadDepthM.set(roadDepthM);
    this.standing = standing;
    this.totals.splice(0, this.totals.length, ...totals);
  }

  private all(): Spans[] {
    return [
      ...this.wet,
      ...this.closed.flatMap((closed) => TRAFFIC_CLASSES.map((trafficClass) => closed[trafficClass])),
      ...this.under,
    ];
  }

  /** With the run's maxima what stood deepest between frames is told too. */
  report(maxima?: Pick<Maxima, 'depthM'>): Impact {
    const { buildings, roads, entrances } = this.exposure;
    const worstM = (cells: Int32Array, seenM: number) =>
      maxima ? Math.max(seenM, most(maxima.depthM, this.dryBefore(cells))) : seenM;
    return {
      buildings: buildings
        .flatMap((building, i) => {
          const { id, name, vital, dwellings, residents, sillM } = building;
          const { spans, most } = this.wet[i];
          const insideM = worstM(this.buildingCells[i], most) - sillM;
          const wet = onWetStoreys(building, insideM);
          return spans.length > 0 ? [{ id, name, vital, dwellings, residents, ...wet, spans, insideM }] : [];
        })
        .sort((a, b) => b.insideM * b.wetResidents - a.insideM * a.wetResidents || b.insideM - a.insideM),
      roads: roads
        .flatMap(({ id, name }, i) => {
          const { walkers, cars, fireEngines } = this.closed[i];
          const closed = { walkers: walkers.spans, cars: cars.spans, fireEngines: fireEngines.spans };
          const depthM = worstM(this.roadCells[i], this.roadDepthM[i]);
          return TRAFFIC_CLASSES.some((trafficClass) => closed[trafficClass].length > 0)
            ? [{ id, name, closed, depthM }]
            : [];
        })
        .sort((a, b) => firstS(a) - firstS(b) || b.depthM - a.depthM),
      entrances: entrances
        .flatMap(({ id, name, sillM, isGarage }, i) => {
          const { spans, most } = this.under[i];
          const wet = { id, name, spans, overSillM: most - sillM, ...(isGarage ? { isGarage } : {}) };
          return spans.length > 0 ? [wet] : [];
        })
        .sort((a, b) => a.spans[0].fromS - b.spans[0].fromS),
      garages: entrances.filter(({ isGarage }) => isGarage).length,
      exposed: exposedOf(this.exposure),
      totals: [...this.totals],
    };
  }

  /** Water on open ground that was dry before; frames go on below 0 into banks and through houses, for the picture's sake. */
  private read(cells: Uint16Array): void {
    const { depthM, depthSpeedM2ps, grid } = this;
    const floats = halfFloats();
    this.standing ??= Uint8Array.from(depthM, (_, cell) => (floats[cells[4 * cell]] > STANDING_M ? 1 : 0));
    for (let cell = 0; cell < depthM.length; cell++) {
      const depth = floats[cells[4 * cell]];
      const isFlood = depth > 0 && this.standing[cell] === 0 && grid.blocked[cell] === 0;
      depthM[cell] = isFlood ? depth : 0;
      depthSpeedM2ps[cell] = isFlood ? depth * Math.hypot(floats[cells[4 * cell + 1]], floats[cells[4 * cell + 2]]) : 0;
    }
  }

  private dryBefore(cells: Int32Array): Int32Array {
    return cells.filter((cell) => this.standing?.[cell] !== 1);
  }

  /** The highest water there; where all is dry the ground, yet below the sill. */
  private levelM(cells: Int32Array, sillM: number): number {
    const { bedElevationM } = this.grid;
    let highestM = Number.NEGATIVE_INFINITY;
    for (const cell of cells)
      if (this.depthM[cell] > 0) highestM = Math.max(highestM, bedElevationM[cell] + this.depthM[cell]);
    if (highestM > Number.NEGATIVE_INFINITY || cells.length === 0) return highestM;
    return Math.min(bedElevationM[cells[0]], sillM - JUST_BELOW_M);
  }

  private pondedM2(): number {
    let cells = 0;
    for (let cell = 0; cell < this.depthM.length; cell++) if (this.depthM[cell] >= PONDED_M) cells++;
    return cells * this.grid.cellM ** 2;
  }
}

interface ExposureRecord {
  spans: Span[];
  most: number;
  beforeS: number;
  before: number;
}

/** What a log knows beside its grid and its exposure. */
export interface ImpactState {
  record: ExposureRecord[];
  roadDepthM: Float64Array;
  standing: Uint8Array | null;
  totals: Totals[];
}

/** When a value was at or above a limit. */
class Spans {
  record: ExposureRecord = { spans: [], most: Number.NEGATIVE_INFINITY, beforeS: Number.NaN, before: Number.NaN };
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get spans(): Span[] {
    return this.record.spans;
  }

  get most(): number {
    return this.record.most;
  }

  watch(timeS: number, value: number): boolean {
    const { record } = this;
    const isOver = value >= this.limit;
    const last = record.spans.at(-1);
    const wasOver = last !== undefined && last.toS === null;
    if (isOver && !wasOver) record.spans.push({ fromS: this.crossedS(timeS, value), toS: null });
    if (!isOver && wasOver) last.toS = this.crossedS(timeS, value);
    record.most = Math.max(record.most, value);
    record.beforeS = timeS;
    record.before = value;
    return isOver;
  }

  private crossedS(timeS: number, value: number): number {
    const { beforeS, before } = this.record;
    if (!Number.isFinite(before)) return timeS;
    return beforeS + ((this.limit - before) / (value - before)) * (timeS - beforeS);
  }
}

/** Returns the dwellings and residents on the storeys that water of this depth over the ground floor is in. */
function onWetStoreys(
  { storeys, storeyM, dwellings, residents }: Building,
  insideM: number,
): Pick<WetBuilding, 'wetDwellings' | 'wetResidents'> {
  const ratio = Math.min(storeys, 1 + Math.floor(Math.max(0, insideM) / storeyM)) / storeys;
  return { wetDwellings: Math.round(ratio * dwellings), wetResidents: Math.round(ratio * residents) };
}

const firstS = ({ closed }: ClosedRoad): number =>
  Math.min(...TRAFFIC_CLASSES.flatMap((trafficClass) => closed[trafficClass].slice(0, 1).map(({ fromS }) => fromS)));

function most(values: Float32Array, cells: Int32Array): number {
  let found = 0;
  for (const cell of cells) if (values[cell] > found) found = values[cell];
  return found;
}

const openCells = ({ blocked }: ImpactGrid, cells: Iterable<number>): Int32Array =>
  Int32Array.from([...cells].filter((cell) => blocked[cell] !== 1));

function columnOf({ columns, westM, cellM }: ImpactGrid, eastM: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor((eastM - westM) / cellM)));
}

function rowOf({ rows, southM, cellM }: ImpactGrid, northM: number): number {
  return Math.min(rows - 1, Math.max(0, Math.floor((northM - southM) / cellM)));
}

const isOn = (grid: ImpactGrid, [eastM, northM]: Place): boolean =>
  eastM >= grid.westM &&
  northM >= grid.southM &&
  eastM < grid.westM + grid.columns * grid.cellM &&
  northM < grid.southM + grid.rows * grid.cellM;

/** Cells whose middle is no further than the reach, and the one that holds the place itself. */
function within(grid: ImpactGrid, { at, reachM }: { at: Place; reachM: number }): Set<number> {
  const found = new Set<number>();
  if (!isOn(grid, at)) return found;
  const { columns, westM, southM, cellM } = grid;
  found.add(rowOf(grid, at[1]) * columns + columnOf(grid, at[0]));
  for (let row = rowOf(grid, at[1] - reachM); row <= rowOf(grid, at[1] + reachM); row++)
    for (let column = columnOf(grid, at[0] - reachM); column <= columnOf(grid, at[0] + reachM); column++) {
      const eastM = westM + (column + 0.5) * cellM - at[0];
      const northM = southM + (row + 0.5) * cellM - at[1];
      if (Math.hypot(eastM, northM) <= reachM) found.add(row * columns + column);
    }
  return found;
}

/** Cells that a ring holds the middle of, or that its line runs through. */
function touched(grid: ImpactGrid, ring: readonly Place[]): Set<number> {
  const { columns, westM, southM, cellM } = grid;
  const found = new Set<number>();
  const add = (at: Place) => {
    if (isOn(grid, at)) found.add(rowOf(grid, at[1]) * columns + columnOf(grid, at[0]));
  };
  for (const [i, from] of ring.entries()) {
    const to = ring[(i + 1) % ring.length];
    const parts = Math.max(1, Math.ceil((2 * Math.hypot(to[0] - from[0], to[1] - from[1])) / cellM));
    for (let part = 0; part < parts; part++)
      add([from[0] + ((to[0] - from[0]) * part) / parts, from[1] + ((to[1] - from[1]) * part) / parts]);
  }
  const norths = ring.map(([, northM]) => northM);
  const southmost = Math.min(...norths);
  const northmost = Math.max(...norths);
  if (northmost < southM || southmost > southM + grid.rows * cellM) return found;
  for (let row = rowOf(grid, southmost); row <= rowOf(grid, northmost); row++) {
    const northM = southM + (row + 0.5) * cellM;
    const crossings = crossingsOf(ring, northM);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2)
      for (
        let column = Math.max(0, Math.ceil((crossings[pair] - westM) / cellM - 0.5));
        column < columns && westM + (column + 0.5) * cellM <= crossings[pair + 1];
        column++
      )
        found.add(row * columns + column);
  }
  return found;
}

/** A house built in on all sides meets what is open so near. */
const COURTYARD_CELLS = 3;

/** For each building the open cells around its own blocked ones, corners too. */
function ringsOf(grid: ImpactGrid, buildings: readonly Building[]): Int32Array[] {
  const { columns, rows, westM, southM, cellM, blocked } = grid;
  const owner = new Int32Array(columns * rows).fill(-1);
  const nearest = new Float32Array(columns * rows).fill(Number.POSITIVE_INFINITY);
  const near = buildings.map((building) => within(grid, { at: building.at, reachM: building.reachM + cellM / 2 }));
  for (const [i, { at }] of buildings.entries())
    for (const cell of near[i]) {
      if (blocked[cell] !== 1) continue;
      const eastM = westM + ((cell % columns) + 0.5) * cellM - at[0];
      const northM = southM + (Math.floor(cell / columns) + 0.5) * cellM - at[1];
      const distanceM = Math.hypot(eastM, northM);
      if (distanceM >= nearest[cell]) continue;
      nearest[cell] = distanceM;
      owner[cell] = i;
    }
  return near.map((cells, i) => {
    const ring = new Set<number>();
    for (const cell of cells) {
      if (owner[cell] !== i) continue;
      const column = cell % columns;
      const row = Math.floor(cell / columns);
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) ring.add(r * columns + c);
    }
    const open = openCells(grid, ring.size > 0 ? ring : cells);
    if (open.length > 0) return open;
    const { at, reachM } = buildings[i];
    return openCells(grid, within(grid, { at, reachM: reachM + COURTYARD_CELLS * cellM }));
  });
}
