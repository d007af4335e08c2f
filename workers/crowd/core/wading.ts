/**
 * People in water. Speed falls with depth: 188 people walked 0.58 of their dry speed at 0.35 m (Li, Song, Zhang, Bode 2026: −38.6 % men,
 * −44.8 % women); 0.5 at 0.60 m and 0.4 at 0.90 m are read off "smaller changes beyond" and 待核. Turbid or dark water takes 30–50 %
 * more (Mizuno and Nihei 2016).
 */
const SPEED_OF_DEPTH = [
  [0, 1],
  [0.35, 0.58],
  [0.6, 0.5],
  [0.9, 0.4],
  [1.2, 0.3],
] as const;
const TURBID_RATIO = 0.6;
/** Wet soles are no wading. */
export const WADE_M = 0.05;

/** A class of people by the water that sweeps them off their feet: beyond any of the limits nobody of the class remains standing. */
export interface BodyClass {
  id: string;
  depthM: number;
  speedMps: number;
  /** Depth times speed. */
  depthSpeedM2ps: number;
}

/**
 * Australian hazard classes (AIDR guideline 7-3, after Smith, Davey and Cox 2014): children and the elderly are unsafe from H3 on
 * (0.5 m, 2 m/s, 0.6 m²/s), adults from H4 on (1.2 m, 2 m/s, 0.6 m²/s). Small children (height × mass below 20 m·kg) are unsafe in any flow worth
 * the name (Cox et al. 2004): the limits of H1.
 */
export const BODIES: BodyClass[] = [
  { id: 'adult', depthM: 1.2, speedMps: 2, depthSpeedM2ps: 0.6 },
  { id: 'frail', depthM: 0.5, speedMps: 2, depthSpeedM2ps: 0.6 },
  { id: 'small-child', depthM: 0.3, speedMps: 2, depthSpeedM2ps: 0.3 },
];

/** Depth and speed of water over time, of a flood run: rasters from the south-west, one after another. */
export interface WaterSeries {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  /** Floors that the water stands on; other floors are dry. */
  floors: string[];
  timesS: number[];
  depthM: Float32Array[];
  speedMps: Float32Array[];
  turbid: boolean;
  /** Where people stand over the ground, on bridges: what the water must rise to before it wets them. */
  over?: {
    /** Elevation above the datum; null: they stand on the ground. */
    standAtM(xM: number, yM: number): number | null;
    /** Elevation of the water's surface, frame by frame. */
    levelM: Float32Array[];
  };
}

/** The water at a place: its depth in metres and its speed in m/s. */
export interface Wading {
  depthM: number;
  speedMps: number;
}

/** Speed left in water of a depth, of the dry one. */
export function wadingRatio(depthM: number, turbid: boolean): number {
  if (depthM < WADE_M) return 1;
  const last = SPEED_OF_DEPTH.length - 1;
  let ratio: number = SPEED_OF_DEPTH[last][1];
  for (let k = last; k > 0; k--) {
    const [deepM, deepRatio] = SPEED_OF_DEPTH[k];
    const [shallowM, shallowRatio] = SPEED_OF_DEPTH[k - 1];
    if (depthM <= deepM) ratio = shallowRatio + ((deepRatio - shallowRatio) * (depthM - shallowM)) / (deepM - shallowM);
  }
  return turbid ? ratio * TURBID_RATIO : ratio;
}

/** Whether a body of this class keeps its footing: depth, speed and their product all stay within its limits. */
export function standsIn(water: Wading, body: BodyClass): boolean {
  return (
    water.depthM <= body.depthM &&
    water.speedMps <= body.speedMps &&
    water.depthM * water.speedMps <= body.depthSpeedM2ps
  );
}

/** What somebody is in the water: of a run's report. */
export type WaterState = 'dry' | 'wading' | 'unstable' | 'trapped' | 'refuge';

/** Straight between the frames of the run, that of the raster's cell; dry beside the raster. */
export function waterAt(series: WaterSeries, timeS: number, x: number, y: number, into: Wading): Wading {
  const { columns, rows, cellM, timesS } = series;
  into.depthM = 0;
  into.speedMps = 0;
  const column = Math.floor((x - series.westM) / cellM);
  const row = Math.floor((y - series.southM) / cellM);
  if (column < 0 || row < 0 || column >= columns || row >= rows || timesS.length === 0) return into;
  const cell = row * columns + column;
  let k = 0;
  while (k + 1 < timesS.length && timesS[k + 1] <= timeS) k++;
  const after = Math.min(k + 1, timesS.length - 1);
  const spanS = timesS[after] - timesS[k];
  const part = spanS > 0 ? Math.max(0, Math.min(1, (timeS - timesS[k]) / spanS)) : 0;
  into.depthM = series.depthM[k][cell] * (1 - part) + series.depthM[after][cell] * part;
  into.speedMps = series.speedMps[k][cell] * (1 - part) + series.speedMps[after][cell] * part;
  const standM = series.over?.standAtM(x, y) ?? null;
  if (!series.over || standM === null) return into;
  const { levelM } = series.over;
  into.depthM = Math.max(0, levelM[k][cell] * (1 - part) + levelM[after][cell] * part - standM);
  if (into.depthM === 0) into.speedMps = 0;
  return into;
}
