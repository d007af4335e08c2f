import type { Slice } from './twin.ts';

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
  | { kind: 'depth'; depthMm: number; hours: number };

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
  breaches: FloodBreach[];
  walls: FloodWall[];
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
  drainedM3: number;
  leftM3: number;
  storedM3: number;
  errorRatio: number;
}

export type FloodStatus =
  | { kind: 'running'; progressRatio: number; etaS: number | null }
  | { kind: 'paused'; progressRatio: number }
  | { kind: 'failed'; reason: string }
  /** By hand: what was computed till then stays. */
  | { kind: 'stopped' }
  | { kind: 'done' };

export interface FloodRunFacts {
  id: string;
  name: string;
  form: FloodForm;
  status: FloodStatus;
  /** The instant at which its second 0 lies on the twin's one clock, UTC. */
  startMs: number;
  /** Of the frames that there are. */
  timesS: readonly number[];
  ledger: FloodLedger | null;
  /** What the run could not take into account. */
  warnings: readonly string[];
}

export const FLOOD_MAPS = ['water', 'maxDepth', 'arrival', 'hazard', 'difference'] as const;
export type FloodMap = (typeof FLOOD_MAPS)[number];

/** What a click on the picture is taken for. */
export type FloodPicking =
  | { kind: 'area'; from: FloodPlace | null }
  | { kind: 'breach' }
  | { kind: 'wall'; line: FloodPlace[]; heightM: number };

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
  frames: readonly { timeS: number; cells: Uint16Array }[];
  /** Second 0 on the twin's clock. */
  startMs: number;
  /**
   * A map of the whole run lies on the water at its highest (`depthM`, the run's maximum). `values` as `FLOOD_STOPS` takes them:
   * m, s, the number of the class H1–H6, m of difference; NaN where there is none.
   */
  maps: { kind: 'water' } | { kind: Exclude<FloodMap, 'water'>; values: Float32Array; depthM: Float32Array };
}

export interface FloodSlice {
  /** Null before the city has told what can be flooded. */
  floodForm: FloodForm | null;
  floodRuns: readonly FloodRunFacts[];
  shownFloodId: string | null;
  /** The run that the difference is taken from. */
  comparedFloodId: string | null;
  floodMap: FloodMap;
  floodPicking: FloodPicking | null;
  changeFlood(part: Partial<FloodForm>): void;
  addFloodRun(run: FloodRunFacts): void;
  changeFloodRun(id: string, part: Partial<Omit<FloodRunFacts, 'id'>>): void;
  dropFloodRun(id: string): void;
  showFlood(id: string | null): void;
  compareFlood(id: string | null): void;
  setFloodMap(map: FloodMap): void;
  pickFlood(picking: FloodPicking | null): void;
}

export const floodSlice: Slice<FloodSlice> = (set) => ({
  floodForm: null,
  floodRuns: [],
  shownFloodId: null,
  comparedFloodId: null,
  floodMap: 'water',
  floodPicking: null,
  changeFlood: (part) => set(({ floodForm }) => (floodForm ? { floodForm: { ...floodForm, ...part } } : {})),
  addFloodRun: (run) => set(({ floodRuns }) => ({ floodRuns: [...floodRuns, run] })),
  changeFloodRun: (id, part) =>
    set(({ floodRuns }) => ({ floodRuns: floodRuns.map((run) => (run.id === id ? { ...run, ...part } : run)) })),
  dropFloodRun: (id) =>
    set(({ floodRuns, shownFloodId, comparedFloodId, floodMap }) => {
      const isCompared = comparedFloodId === id || shownFloodId === id;
      return {
        floodRuns: floodRuns.filter((run) => run.id !== id),
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
  pickFlood: (floodPicking) => set(floodPicking ? { floodPicking, measuring: null, digging: null } : { floodPicking }),
});

/** The run on the picture, or null. */
export function shownFlood({ floodRuns, shownFloodId }: FloodSlice): FloodRunFacts | null {
  return floodRuns.find(({ id }) => id === shownFloodId) ?? null;
}
