import type { SiteGauge } from '../../workers/flood/city/gauges.ts';
import type { DrainsLaid, DrainsSeen } from '../../workers/flood/drains/seen.ts';
import type { RainGrids } from '../../workers/flood/kept-rain.ts';
import type { Gap as FloodGap } from '../../workers/flood/works/gaps.ts';
import type { FloodNote } from '../city/flood-note.ts';
import type { Text } from '../city/manifest.ts';
import type { LiveReading } from './flood-live.ts';
import type { RunStatus } from './runs.ts';
import type { Slice } from './twin.ts';

export const S_PER_H = 3600;

/** East, north, in metres of the city's origin. */
export type FloodPlace = readonly [eastM: number, northM: number];

export interface FloodArea {
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

export type FloodRain =
  | { kind: 'none' }
  /** The city's own storm formula with the Chicago pattern. */
  | { kind: 'design'; years: number; hours: number }
  /** So much water in so many hours, in the same pattern. */
  | { kind: 'depth'; depthMm: number; hours: number }
  /** A round storm whose middle goes straight from one place to another: its rain falls off as exp(−(r/radius)²). */
  | { kind: 'moving'; from: FloodPlace; to: FloodPlace; hours: number; radiusM: number; peakMmPerH: number }
  /** Of a radar: grids that this window has read, so many minutes from one to the next. */
  | { kind: 'grids'; grids: RainGrids; stepMin: number }
  /** What the city's gauges told: the run begins when the reading does. */
  | { kind: 'live'; hours: number; reading: LiveReading };

/** A levee that gives way: as planned in the city's works, or where a commander points. Hours count from the run's start. */
export type FloodBreach =
  | { kind: 'planned'; id: string; beginH: number }
  | { kind: 'placed'; id: string; at: FloodPlace; beginH: number; growH: number; widthM: number };

export interface FloodWall {
  id: string;
  line: FloodPlace[];
  heightM: number;
  /** Sandbags stand from then on. */
  fromH: number;
}

export type FloodScheme = 'second' | 'first' | 'fast';

/** A what-if before it is run. */
export interface FloodForm {
  area: FloodArea;
  cellM: number;
  rain: FloodRain;
  /** Null: the rivers stay as they stand. */
  riverYears: number | null;
  /** Hour of the river's flood at which the run starts: its peak is a day away. */
  riverFromH: number;
  /** Live rain only: the rivers' uppermost gauges drive their inflows. */
  riverByGauge: boolean;
  breaches: FloodBreach[];
  walls: FloodWall[];
  /** Storm drains are in the run. */
  drains: boolean;
  pumpsOff: boolean;
  blockedInletsRatio: number;
  scheme: FloodScheme;
  endH: number;
  frameEveryMin: number;
}

/** All water that came and went, m³, as the run's ledger tells it. */
export interface FloodLedger {
  initialM3: number;
  rainM3: number;
  enteredM3: number;
  infiltratedM3: number;
  hollowsM3: number;
  drainedM3: number;
  leftM3: number;
  storedM3: number;
  errorRatio: number;
}

/** The run and its moment that a branch begins at; walls, breaches, pumps and inlets are its own from then on. */
export interface FloodOrigin {
  id: string;
  name: string;
  timeS: number;
}

export interface FloodRunFacts {
  id: string;
  name: string;
  form: FloodForm;
  /** Null: it was begun at its own start. */
  origin: FloodOrigin | null;
  status: RunStatus;
  /** The instant at which its second 0 lies on the twin's one clock, UTC. */
  startMs: number;
  /** Of the frames that there are. */
  timesS: readonly number[];
  ledger: FloodLedger | null;
  /** What the run leaves out or guesses. */
  notes: readonly FloodNote[];
}

/** What can be asked of this city. */
export interface FloodSite {
  area: FloodArea;
  /** Of the baked grid; a run's cells are a multiple. */
  cellM: number;
  /** Return periods of the storm formula, null without one. */
  stormYears: readonly number[] | null;
  riverYears: readonly number[];
  /** Hour of the rivers' flood at which it is highest, and its last. */
  riverPeakH: number;
  riverEndH: number;
  hasDrains: boolean;
  /** What feeds the pumps: without it they stand still. */
  supplies: readonly string[];
  breaches: readonly {
    id: string;
    label: Text;
    at: FloodPlace;
    chainageM: number;
    beginH: number;
    returnYears: number;
  }[];
  gauges: readonly SiteGauge[];
}

export const FLOOD_MAPS = ['water', 'maxDepth', 'arrival', 'hazard', 'difference'] as const;
export type FloodMap = (typeof FLOOD_MAPS)[number];

/** What the ruler's next points are taken for: two corners of the area, the way of a storm, a place on a levee, the line of a wall. */
export type FloodPicking = 'area' | 'storm' | 'breach' | 'wall';

export type { DrainsLaid, DrainsSeen, FloodGap, RainGrids, SiteGauge };

/** An instant as it is drawn: the water's cells, the drains below them, the levees that are open. */
export interface FloodMoment {
  timeS: number;
  cells: Uint16Array;
  drains: DrainsSeen | null;
  gaps: readonly FloodGap[];
}

/**
 * What the globe is given to draw: the run's grid and its frames as they lie in memory, never copied into the twin. Cells are
 * row-major from the south-west, ENU metres of the city's origin; elevations are above the city's vertical datum.
 */
export interface FloodPicture {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  /** Frames hold their levels above it. */
  baseM: number;
  bedElevationM: Float32Array;
  /** RGBA half floats: depth, u, v, level above `baseM`. In the order of time; more may come while a run goes on. */
  frames: readonly FloodMoment[];
  /** Null: the run has no drains. */
  drains: DrainsLaid | null;
  /** Second 0 on the twin's clock. */
  startMs: number;
  /**
   * A map of the whole run lies on the water at its highest (`depthM`, the run's maximum). `values` as `FLOOD_STOPS` takes them:
   * m, s, the number of the class H1–H6, m of difference; NaN where there is none.
   */
  maps: { kind: 'water' } | { kind: Exclude<FloodMap, 'water'>; values: Float32Array; depthM: Float32Array };
}

export interface FloodSlice {
  /** Null before the tool was opened and the city has told it. */
  floodSite: FloodSite | null;
  floodForm: FloodForm | null;
  /** The form says what changes from this moment of a run on; null: it is a run of its own. */
  floodOrigin: FloodOrigin | null;
  floodRuns: readonly FloodRunFacts[];
  shownFloodId: string | null;
  /** The run that the difference is taken from. */
  comparedFloodId: string | null;
  floodMap: FloodMap;
  floodPicking: FloodPicking | null;
  /** The form is being filled in: what it says stands on the picture. */
  floodPlanned: boolean;
  /** A form that a link brought stays. */
  takeFloodSite(site: FloodSite): void;
  changeFlood(part: Partial<FloodForm>): void;
  /** The form becomes that of the run, to be changed from its last frame before `timeS` on; null: as it is, from the start. */
  branchFlood(origin: { id: string; timeS: number } | null): void;
  addFloodRun(run: FloodRunFacts): void;
  changeFloodRun(id: string, part: Partial<Omit<FloodRunFacts, 'id'>>): void;
  dropFloodRun(id: string): void;
  showFlood(id: string | null): void;
  compareFlood(id: string | null): void;
  setFloodMap(map: FloodMap): void;
  pickFlood(picking: FloodPicking | null): void;
  planFlood(planned: boolean): void;
}

export const floodSlice: Slice<FloodSlice> = (set) => ({
  floodSite: null,
  floodForm: null,
  floodOrigin: null,
  floodRuns: [],
  shownFloodId: null,
  comparedFloodId: null,
  floodMap: 'water',
  floodPicking: null,
  floodPlanned: false,
  takeFloodSite: (floodSite) => set(({ floodForm }) => ({ floodSite, floodForm: floodForm ?? usualFlood(floodSite) })),
  changeFlood: (part) => set(({ floodForm }) => (floodForm ? { floodForm: { ...floodForm, ...part } } : {})),
  branchFlood: (origin) =>
    set(({ floodRuns }) => {
      const run = floodRuns.find(({ id }) => id === origin?.id);
      const timeS = run?.timesS.findLast((each) => each <= (origin?.timeS ?? 0));
      if (!run || timeS === undefined) return { floodOrigin: null };
      return { floodForm: run.form, floodOrigin: { id: run.id, name: run.name, timeS } };
    }),
  addFloodRun: (run) => set(({ floodRuns }) => ({ floodRuns: [...floodRuns, run] })),
  changeFloodRun: (id, part) =>
    set(({ floodRuns }) => ({ floodRuns: floodRuns.map((run) => (run.id === id ? { ...run, ...part } : run)) })),
  dropFloodRun: (id) =>
    set(({ floodRuns, shownFloodId, comparedFloodId, floodMap, floodOrigin }) => {
      const isCompared = comparedFloodId === id || shownFloodId === id;
      return {
        floodRuns: floodRuns.filter((run) => run.id !== id),
        floodOrigin: floodOrigin?.id === id ? null : floodOrigin,
        shownFloodId: shownFloodId === id ? null : shownFloodId,
        comparedFloodId: isCompared ? null : comparedFloodId,
        floodMap: isCompared && floodMap === 'difference' ? 'water' : floodMap,
      };
    }),
  showFlood: (shownFloodId) =>
    set(({ comparedFloodId, floodMap }) =>
      shownFloodId !== null && shownFloodId !== comparedFloodId
        ? { shownFloodId }
        : { shownFloodId, comparedFloodId: null, floodMap: floodMap === 'difference' ? 'water' : floodMap },
    ),
  compareFlood: (comparedFloodId) =>
    set(({ floodMap }) => ({
      comparedFloodId,
      floodMap: comparedFloodId !== null ? 'difference' : floodMap === 'difference' ? 'water' : floodMap,
    })),
  setFloodMap: (floodMap) => set({ floodMap }),
  planFlood: (floodPlanned) => set({ floodPlanned }),
  pickFlood: (floodPicking) =>
    set(
      floodPicking
        ? { floodPicking, crowdPicking: null, measuring: { kind: 'distance', points: [], done: false }, digging: null }
        : { floodPicking, measuring: null },
    ),
});

/** Half a side of the box that is offered first. */
const FIRST_REACH_M = 1200;
/** Its cells: streets show, and a run of hours is done in minutes. */
const FIRST_CELL_M = 8;
/** Before a planned breach the run sees the river rise. */
const LEAD_H = 0.5;

/** The question that a commander asks first: 120 mm in two hours, and the levee gives way where it is feared to. */
export function usualFlood({ area, cellM, riverYears, breaches, stormYears, hasDrains }: FloodSite): FloodForm {
  const [breach] = breaches;
  const [eastM, northM] = breach?.at ?? [(area.westM + area.eastM) / 2, (area.southM + area.northM) / 2];
  const isKnown = breach !== undefined && riverYears.includes(breach.returnYears);
  return {
    area: {
      westM: Math.max(area.westM, eastM - FIRST_REACH_M),
      southM: Math.max(area.southM, northM - FIRST_REACH_M),
      eastM: Math.min(area.eastM, eastM + FIRST_REACH_M),
      northM: Math.min(area.northM, northM + FIRST_REACH_M),
    },
    cellM: Math.max(1, Math.round(FIRST_CELL_M / cellM)) * cellM,
    rain: stormYears ? { kind: 'depth', depthMm: 120, hours: 2 } : { kind: 'none' },
    riverYears: isKnown ? breach.returnYears : null,
    riverByGauge: false,
    riverFromH: breach ? Math.max(0, breach.beginH - LEAD_H) : 0,
    breaches: breach ? [{ kind: 'planned', id: breach.id, beginH: LEAD_H }] : [],
    walls: [],
    drains: hasDrains,
    pumpsOff: false,
    blockedInletsRatio: 0,
    scheme: 'second',
    endH: 3,
    frameEveryMin: 5,
  };
}

/** The run on the picture, or null. */
export function shownFlood({ floodRuns, shownFloodId }: FloodSlice): FloodRunFacts | null {
  return floodRuns.find(({ id }) => id === shownFloodId) ?? null;
}
