import type { View } from '../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';
import { DEG_PER_RAD, RAD_PER_DEG } from '../../model/geo/lon-lat.ts';

/** Shortest and longest flight, and the distance at which the longest is reached (LOOK §5). */
const MIN_FLIGHT_MS = 900;
const MAX_FLIGHT_MS = 2400;
const MAX_FLIGHT_AT_M = 6000;

/** No path comes nearer to the ground than this. */
const CLEARANCE_M = 12;

/** Between two views, straight, metres. */
function distanceM(from: View, to: View): number {
  return Math.hypot(...enuFromLonLat(from, to));
}

/** How long a flight lasts: by the root of its distance, so that a long one is no punishment. */
export function flightMs(from: View, to: View): number {
  const share = Math.min(1, distanceM(from, to) / MAX_FLIGHT_AT_M);
  return Math.round(MIN_FLIGHT_MS + (MAX_FLIGHT_MS - MIN_FLIGHT_MS) * Math.sqrt(share));
}

/** Way from chapter to chapter: slower than a flight, since it is watched and not waited for. */
export function travelMs(from: View, to: View): number {
  return Math.min(9000, Math.max(3000, 2600 + distanceM(from, to) * 1.1));
}

/** Slow enough to be read by, quick enough to be seen from across a hall (LOOK §8). */
export const TURN_DEG_PER_S = 0.2;

/** A view after turning about the point in its middle at the height of the ground, keeping distance and pitch. */
export function turned(view: View, deg: number, groundHeightM: number): View {
  const pitch = -view.pitchDeg * RAD_PER_DEG;
  if (pitch < 0.05) return { ...view, headingDeg: (view.headingDeg + deg + 360) % 360 };
  const flatM = Math.min(20_000, Math.max(0, view.heightM - groundHeightM) / Math.tan(pitch));
  const mPerLat = 111_320;
  const mPerLon = mPerLat * Math.cos(view.latDeg * RAD_PER_DEG);
  const from = view.headingDeg * RAD_PER_DEG;
  const to = from + deg * RAD_PER_DEG;
  return {
    ...view,
    lonDeg: view.lonDeg + (flatM * (Math.sin(from) - Math.sin(to))) / mPerLon,
    latDeg: view.latDeg + (flatM * (Math.cos(from) - Math.cos(to))) / mPerLat,
    headingDeg: (to * DEG_PER_RAD + 360) % 360,
  };
}

/**
 * The pose at a share of the way, eased. The path rises over the middle when it is long against the heights of its
 * ends, so that the traveller sees where the way leads, and keeps its clearance of the ground as far as that is known.
 */
export function poseAt(
  from: View,
  to: View,
  ratio: number,
  groundHeightM: (lonDeg: number, latDeg: number) => number | undefined,
): View {
  if (ratio <= 0) return { ...from };
  if (ratio >= 1) return { ...to };
  const t = ease(ratio);
  const [east, north, up] = enuFromLonLat(from, to);
  const along = lonLatFromEnu(from, [east * t, north * t, up * t]);
  const flatM = Math.hypot(east, north);
  const ground = groundHeightM(along.lonDeg, along.latDeg);
  const lowest = Math.max(1, Math.min(from.heightM, to.heightM) - (ground ?? 0));
  const riseM = Math.max(0, Math.min(0.32 * flatM - lowest, 0.5 * flatM)) * 4 * t * (1 - t);
  const heightM = from.heightM + (to.heightM - from.heightM) * t + riseM;
  const turn = ((to.headingDeg - from.headingDeg + 540) % 360) - 180;
  return {
    lonDeg: along.lonDeg,
    latDeg: along.latDeg,
    heightM: ground === undefined ? heightM : Math.max(heightM, ground + CLEARANCE_M),
    headingDeg: (from.headingDeg + turn * t + 360) % 360,
    pitchDeg: from.pitchDeg + (to.pitchDeg - from.pitchDeg) * t,
  };
}

/** `--ease-cam` of the tokens: cubic-bezier(.45, .05, .15, 1), solved by bisection to 1e-4 of the way. */
export function ease(ratio: number): number {
  if (ratio <= 0) return 0;
  if (ratio >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let round = 0; round < 16; round++) {
    const t = (low + high) / 2;
    if (bezier(t, 0.45, 0.15) < ratio) low = t;
    else high = t;
  }
  return bezier((low + high) / 2, 0.05, 1);
}

function bezier(t: number, a: number, b: number): number {
  const s = 1 - t;
  return 3 * s * s * t * a + 3 * s * t * t * b + t * t * t;
}
