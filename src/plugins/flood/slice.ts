import type { Text } from '../../../model/city/manifest.ts';
import {
  type FloodArea,
  type FloodBreach,
  FloodQuestion,
  type FloodRain,
  type FloodWall,
  type RainGrids,
  type ScenarioWork,
} from '../../../model/questions/flood.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { HazardId } from '../../../model/scenarios/flood-hazard.ts';
import type { FloodNote } from '../../../model/scenarios/flood-note.ts';
import type { SiteGauge } from '../../../workers/flood/city/gauges.ts';
import type { DrainFrame, DrainGeometry } from '../../../workers/flood/drains/seen.ts';
import type { Exposed } from '../../../workers/flood/results/impact.ts';
import type { Gap as FloodGap } from '../../../workers/flood/works/gaps.ts';
import type { Reason } from '../../twin/failure.ts';
import {
  type EngineRuns,
  type RunFacts,
  type RunOrigin,
  type RunsSlice,
  runById,
  runsOf,
  shownRun,
} from '../../twin/runs.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends FloodSlice {}
}

/** The engine that plays these runs, as `workers/engines.ts` lists it. */
export const FLOOD_ENGINE = 'flood';

/** East, north, in metres of the city's origin. */
export type FloodPlace = readonly [eastM: number, northM: number];
/** A what-if before it is run. */
export type FloodForm = FloodQuestion;
export type FloodScheme = FloodForm['scheme'];

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

/** A run of this engine: what all runs have, and its water's ledger. A branch's walls, breaches, pumps and inlets are its own. */
export interface FloodRunFacts extends RunFacts<FloodForm> {
  ledger: FloodLedger | null;
  /** It was not played in this window: `file` it came out of, or null where this browser kept it. Nothing branches from it. */
  opened: { file: string | null } | null;
  /** Which of those that a flood can hurt the city's data tell; absent: nobody knows. */
  exposed?: Exposed | undefined;
  /** What the run leaves out or guesses. */
  notes: readonly FloodNote[];
}

/** What can be asked of this city. */
export interface FloodSite {
  area: FloodArea;
  /** What the city's home view looks at; absent: the middle of the area. */
  middle?: FloodPlace;
  /** Cell size of the baked grid; a run's cells are a multiple. */
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
  /** Pumps of the storm drains; absent where they are not known. */
  pumps?: readonly { at: FloodPlace; rateM3ps: number; supply: string | null }[];
  breaches: readonly {
    id: string;
    label: Text;
    at: FloodPlace;
    chainageM: number;
    beginH: number;
    returnYears: number;
    /** Its ends along the levee when it is widest; null: nobody knows. */
    gap?: readonly [FloodPlace, FloodPlace] | null;
  }[];
  gauges: readonly SiteGauge[];
}

export const FLOOD_MAPS = [
  'water',
  'maxDepth',
  'speed',
  'arrival',
  'deepestAt',
  'duration',
  'hazard',
  'difference',
] as const;
export type FloodMap = (typeof FLOOD_MAPS)[number];

/** Depths, mm, above which the duration map counts. */
export const DURATION_DEPTHS_MM = [100, 300] as const;
type DurationDepthMm = (typeof DURATION_DEPTHS_MM)[number];

/** What is painted: a hazard by its classification, a duration by its depth, any other map as itself. */
export type FloodPaint = Exclude<FloodMap, 'hazard' | 'duration'> | HazardId | `over${DurationDepthMm}`;

/** Owner of the picking for a flood's form. */
export const FLOOD_PICKER = 'flood';

/** What the ruler's next points are taken for: two corners of the area, the way of a storm, a place on a levee, the line of a wall, both ends of a work, an inlet. */
export type FloodPicking = 'area' | 'catchment' | 'storm' | 'breach' | 'wall' | 'gate' | 'culvert' | 'pump' | 'inlet';

export type {
  DrainFrame as DrainsSeen,
  DrainGeometry as DrainsLaid,
  FloodArea,
  FloodBreach,
  FloodGap,
  FloodRain,
  FloodWall,
  RainGrids,
  ScenarioWork,
  SiteGauge,
};

/** An instant as it is drawn: the water's cells, the drains below them, the levees that are open. */
export interface FloodReadings {
  timeS: number;
  cells: Uint16Array;
  drains: DrainFrame | null;
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
  frames: readonly FloodReadings[];
  /** Null: the run has no drains. */
  drains: DrainGeometry | null;
  /** Second 0 on the twin's clock. */
  startMs: number;
  /**
   * A map of the whole run lies on the water at its highest (`depthM`, the run's maximum). `values` as `FLOOD_STOPS` takes them:
   * m, m/s, s, the number of the hazard class, m of difference; NaN where there is none.
   */
  maps: { kind: 'water' } | { kind: Exclude<FloodPaint, 'water'>; values: Float32Array; depthM: Float32Array };
}

/** A run that this browser keeps, as its list tells it. */
export interface SavedFlood {
  id: string;
  city: string;
  name: string;
  keptMs: number;
  endS: number;
  cells: number;
  /** Packed. */
  bytes: number;
}

/** The ground that drains through a place, and the box of a run that holds all of it. */
export interface FloodCatchment {
  at: FloodPlace;
  areaM2: number;
  ring: readonly FloodPlace[];
  /** It reaches the edge of the city's data. */
  isCut: boolean;
  box: FloodArea;
}

export interface FloodSlice {
  /** Null before the tool was opened and the city has told it. */
  floodSite: FloodSite | null;
  floodForm: FloodForm | null;
  /** The form says what changes from this moment of a run on; null: it is a run of its own. */
  floodOrigin: RunOrigin | null;
  /** As it was chosen; `floodMapOf` is what can be shown of it. */
  floodMap: FloodMap;
  /** By which classes the map of the hazard is painted. */
  floodHazard: HazardId;
  /** Water deeper than this counts in the map of the duration. */
  floodDurationMm: DurationDepthMm;
  /** The form is being filled in: what it says stands on the picture. */
  floodPlanned: boolean;
  /** As it was picked last; it counts while the form's area is its box (`catchmentOfForm`). */
  floodCatchment: FloodCatchment | null;
  /** Points that could not be taken, and why. */
  floodPickFailure: { what: FloodPicking; reason: Reason } | null;
  /** Runs that this browser keeps of this city, the newest first; null: not read yet, or it keeps none. */
  floodKept: readonly SavedFlood[] | null;
  /** Why a run was not kept, or why none can be. */
  floodKeepFailure: Reason | null;
  /** A form that a link brought stays. */
  takeFloodSite(site: FloodSite): void;
  changeFlood(part: Partial<FloodForm>): void;
  /** The form becomes that of the run, to be changed from its last frame before `timeS` on; null: as it is, from the start. */
  branchFlood(origin: { id: string; timeS: number } | null): void;
  /** Compares with a run, by the map of the difference; null: the map is the water again. */
  compareFlood(id: string | null): void;
  setFloodMap(map: FloodMap): void;
  setFloodHazard(classes: HazardId): void;
  setFloodDuration(depthMm: DurationDepthMm): void;
  planFlood(planned: boolean): void;
  takeFloodCatchment(catchment: FloodCatchment): void;
  failFloodPick(failure: { what: FloodPicking; reason: Reason } | null): void;
  takeKeptFloods(kept: readonly SavedFlood[]): void;
  failFloodKeep(reason: Reason | null): void;
}

export const floodSlice: Slice<FloodSlice> = (set, get) => ({
  floodSite: null,
  floodForm: null,
  floodOrigin: null,
  floodMap: 'water',
  floodHazard: 'aidr',
  floodDurationMm: 300,
  floodPlanned: false,
  floodCatchment: null,
  floodPickFailure: null,
  floodKept: null,
  floodKeepFailure: null,
  takeFloodSite: (floodSite) =>
    set(({ floodForm }) => ({ floodSite, floodForm: floodForm ?? defaultFloodForm(floodSite) })),
  changeFlood: (part) => set(({ floodForm }) => (floodForm ? { floodForm: { ...floodForm, ...part } } : {})),
  branchFlood: (origin) =>
    set((state) => {
      if (!origin) return { floodOrigin: null };
      const run = runById<FloodRunFacts>(state, FLOOD_ENGINE, origin.id);
      const timeS = run?.timesS.findLast((each) => each <= origin.timeS);
      if (!run || timeS === undefined) return { floodOrigin: null };
      return { floodForm: run.form, floodOrigin: { id: run.id, name: run.name, timeS } };
    }),
  compareFlood: (id) => {
    get().compareRun(FLOOD_ENGINE, id);
    set((state) => ({ floodMap: id === null ? floodMapOf(state) : 'difference' }));
  },
  setFloodMap: (floodMap) => set({ floodMap }),
  setFloodHazard: (floodHazard) => set({ floodHazard }),
  setFloodDuration: (floodDurationMm) => set({ floodDurationMm }),
  planFlood: (floodPlanned) => set({ floodPlanned }),
  takeFloodCatchment: (floodCatchment) => {
    set({ floodCatchment });
    get().changeFlood({ area: floodCatchment.box });
  },
  failFloodPick: (floodPickFailure) => set({ floodPickFailure }),
  takeKeptFloods: (floodKept) => set({ floodKept }),
  failFloodKeep: (floodKeepFailure) => set({ floodKeepFailure }),
});

/** Half a side of the box that is offered first. */
const FIRST_REACH_M = 1200;
/** Its cells: streets show, and a run of hours is done in minutes. */
const FIRST_CELL_M = 8;
/** Before a planned breach the run sees the river rise. */
const LEAD_H = 0.5;

/**
 * The question that a commander asks first: 120 mm in two hours, and the levee gives way where it is feared to. Without a levee it rains on
 * what the home view shows: the middle of a parish of villages is a field.
 */
export function defaultFloodForm({
  area,
  middle = [(area.westM + area.eastM) / 2, (area.southM + area.northM) / 2],
  cellM,
  riverYears,
  breaches,
  stormYears,
  hasDrains,
}: FloodSite): FloodForm {
  const [breach] = breaches;
  const [eastM, northM] = breach?.at ?? middle;
  const isKnown = breach !== undefined && riverYears.includes(breach.returnYears);
  return {
    ...defaultsOf(FloodQuestion),
    area: {
      westM: Math.max(area.westM, eastM - FIRST_REACH_M),
      southM: Math.max(area.southM, northM - FIRST_REACH_M),
      eastM: Math.min(area.eastM, eastM + FIRST_REACH_M),
      northM: Math.min(area.northM, northM + FIRST_REACH_M),
    },
    cellM: Math.max(1, Math.round(FIRST_CELL_M / cellM)) * cellM,
    // A city without a storm formula has no pattern: the same water falls evenly.
    rain: stormYears ? { kind: 'depth', depthMm: 120, hours: 2 } : { kind: 'uniform', rateMmPerH: 60, hours: 2 },
    riverYears: isKnown ? breach.returnYears : null,
    riverFromH: breach ? Math.max(0, breach.beginH - LEAD_H) : 0,
    breaches: breach ? [{ kind: 'planned', id: breach.id, beginH: LEAD_H }] : [],
    drains: hasDrains,
    maximaEveryS: undefined,
  };
}

/** The catchment that the form's area was chosen by, or null: the area is another one by now. */
export function catchmentOfForm({
  floodForm,
  floodCatchment,
}: Pick<FloodSlice, 'floodForm' | 'floodCatchment'>): FloodCatchment | null {
  return floodCatchment && floodForm?.area === floodCatchment.box ? floodCatchment : null;
}

/** All runs of this engine in the window. */
export const floodRuns = (state: RunsSlice): EngineRuns<FloodRunFacts> => runsOf<FloodRunFacts>(state, FLOOD_ENGINE);

/** The run on the picture, or null. */
export const shownFlood = (state: RunsSlice): FloodRunFacts | null => shownRun<FloodRunFacts>(state, FLOOD_ENGINE);

/** The map that can be shown: there is no difference without a run to take it from. */
export const floodMapOf = (state: RunsSlice & Pick<FloodSlice, 'floodMap'>): FloodMap =>
  state.floodMap === 'difference' && floodRuns(state).comparedId === null ? 'water' : state.floodMap;

/** What is painted of it. */
export function floodPaintOf(
  state: RunsSlice & Pick<FloodSlice, 'floodMap' | 'floodHazard' | 'floodDurationMm'>,
): FloodPaint {
  const map = floodMapOf(state);
  if (map === 'hazard') return state.floodHazard;
  return map === 'duration' ? `over${state.floodDurationMm}` : map;
}
