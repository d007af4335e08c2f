import { StormCell } from '../../../model/questions/flood.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { FloodArea, FloodPlace, FloodRain } from './slice.ts';

export type MovingStorm = Extract<FloodRain, { kind: 'moving' }>;

/** Beyond so many radii exp(−r²/R²) leaves 2 % of the peak. */
const REACH_RADII = 2;
/** Points a side and moments that the mean over the area is taken of. */
const SAMPLES = 24;
const MOMENTS = 96;
/** A track may bend from a preset's heading by rounding in a link. */
const SAME_DEG = 0.05;

export const HEADINGS_DEG = [0, 45, 90, 135, 180, 225, 270, 315] as const;

/** Towards a heading over the middle of the area: it begins before its rain reaches the area and ends when it has left. */
export function trackOver(area: FloodArea, headingDeg: number, radiusM: number): { from: FloodPlace; to: FloodPlace } {
  const { westM, southM, eastM, northM } = area;
  const middleE = (westM + eastM) / 2;
  const middleN = (southM + northM) / 2;
  const halfM = Math.hypot(eastM - westM, northM - southM) / 2 + REACH_RADII * radiusM;
  const headingRad = (headingDeg * Math.PI) / 180;
  const [east, north] = [halfM * Math.sin(headingRad), halfM * Math.cos(headingRad)].map(Math.round);
  return { from: [middleE - east, middleN - north], to: [middleE + east, middleN + north] };
}

export function defaultStorm(area: FloodArea): MovingStorm {
  const { headingDeg, radiusKm, peakMmPerH, speedKmPerH } = defaultsOf(StormCell);
  const radiusM = 1000 * radiusKm;
  return withSpeed(
    { kind: 'moving', ...trackOver(area, headingDeg, radiusM), hours: 1, radiusM, peakMmPerH },
    speedKmPerH,
  );
}

const lengthKm = ({ from, to }: MovingStorm): number => Math.hypot(to[0] - from[0], to[1] - from[1]) / 1000;

export const speedKmPerH = (storm: MovingStorm): number => lengthKm(storm) / storm.hours;

/** The same track at another speed. */
export const withSpeed = (storm: MovingStorm, kmPerH: number): MovingStorm => ({
  ...storm,
  hours: lengthKm(storm) / kmPerH,
});

/** Which of the presets the track follows over this area, or null: it was drawn. */
export function presetOf({ from, to }: MovingStorm, { westM, southM, eastM, northM }: FloodArea): number | null {
  const isOverMiddle = Math.hypot(from[0] + to[0] - westM - eastM, from[1] + to[1] - southM - northM) < 4;
  const headingDeg = ((Math.atan2(to[0] - from[0], to[1] - from[1]) * 180) / Math.PI + 360) % 360;
  const preset = HEADINGS_DEG.find((each) => Math.abs(((each - headingDeg + 540) % 360) - 180) < SAME_DEG);
  return isOverMiddle && preset !== undefined ? preset : null;
}

/** What a storm brings to the area while it passes: mean, most, and when more than 0.1 mm/h falls somewhere in it. */
interface StormFall {
  meanMm: number;
  mostMm: number;
  /** Hours of the storm's own clock; null: it passes the area by. */
  overH: readonly [fromH: number, toH: number] | null;
}

const MIN_MM_PER_H = 0.1;

/** Told before a run, by sampling: the run itself integrates each cell. */
export function stormFall(
  { from, to, hours, radiusM, peakMmPerH }: MovingStorm,
  { westM, southM, eastM, northM }: FloodArea,
): StormFall {
  const fellMm = new Float64Array(SAMPLES * SAMPLES);
  let overH: [number, number] | null = null;
  for (let moment = 0; moment < MOMENTS; moment++) {
    const part = (moment + 0.5) / MOMENTS;
    const [east, north] = [0, 1].map((axis) => from[axis] + part * (to[axis] - from[axis]));
    let mostMmPerH = 0;
    for (let i = 0; i < fellMm.length; i++) {
      const x = westM + (((i % SAMPLES) + 0.5) / SAMPLES) * (eastM - westM);
      const y = southM + ((Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * (northM - southM);
      const rate = peakMmPerH * Math.exp(-((x - east) ** 2 + (y - north) ** 2) / radiusM ** 2);
      mostMmPerH = Math.max(mostMmPerH, rate);
      fellMm[i] += (rate * hours) / MOMENTS;
    }
    if (mostMmPerH < MIN_MM_PER_H) continue;
    overH ??= [(moment / MOMENTS) * hours, 0];
    overH[1] = ((moment + 1) / MOMENTS) * hours;
  }
  return { meanMm: fellMm.reduce((sum, each) => sum + each, 0) / fellMm.length, mostMm: Math.max(...fellMm), overH };
}
