import type { CrowdGround, CrowdPicture, PackedCrowdFrame } from './slice.ts';

const NOT_INSIDE = 255;

/** The twin's clock counts milliseconds since 1970 and rounds: a frame is reached where the clock can say no better. */
const CLOCK_S = 5e-4;

/** The two frames about a moment and how far it is to the second; before the first and after the last the nearest is held. */
export function frameAt(
  frames: readonly { timeS: number }[],
  timeS: number,
): { low: number; high: number; part: number } {
  let low = 0;
  let top = frames.length - 1;
  while (low < top) {
    const middle = (low + top + 1) >> 1;
    if (frames[middle].timeS <= timeS + CLOCK_S) low = middle;
    else top = middle - 1;
  }
  const high = Math.min(low + 1, frames.length - 1);
  const spanS = high > low ? frames[high].timeS - frames[low].timeS : 0;
  return { low, high, part: spanS > 0 ? Math.min(1, Math.max(0, (timeS - frames[low].timeS) / spanS)) : 0 };
}

/**
 * Everyone at a moment: four numbers a person, metres east, north and above the datum, and the value that `colour` gives them; a
 * value below 0: not there. Straight between two frames; who changes level, comes or goes stays where the frame before had them.
 */
export function peopleAt(
  { ground, frames, startMs, colour }: Pick<CrowdPicture, 'ground' | 'frames' | 'startMs' | 'colour'>,
  timeMs: number,
  into: Float32Array,
): void {
  const { low, high, part } = frameAt(frames, (timeMs - startMs) / 1000);
  const from = frames[low];
  const to = frames[high];
  const { box, baseM } = ground;
  const value = figureOf(ground, colour, from);
  for (let id = 0, at = 0; id < ground.people; id++, at += 4) {
    if (from.levels[id] === NOT_INSIDE) {
      into[at + 3] = -1;
      continue;
    }
    const share = to.levels[id] === from.levels[id] ? part : 0;
    const mix = (a: number, b: number) => a + share * (b - a);
    into[at] = box.westM + box.unitM * mix(from.places[2 * id], to.places[2 * id]);
    into[at + 1] = box.southM + box.unitM * mix(from.places[2 * id + 1], to.places[2 * id + 1]);
    into[at + 2] = baseM + mix(from.heightsCm[id], to.heightsCm[id]) / 100;
    into[at + 3] = value(id);
  }
}

function figureOf(
  { speedStepMps, densityStepPerM2 }: CrowdGround,
  colour: CrowdPicture['colour'],
  { states, speeds, densities }: PackedCrowdFrame,
): (id: number) => number {
  if (colour === 'speed') return (id) => speeds[id] * speedStepMps;
  if (colour === 'density') return (id) => densities[id] * densityStepPerM2;
  return (id) => states[id];
}

/** Distance from a frame to the next below which a person counts as standing. */
const STEP_M = 0.15;
/** Frames about a moment that are looked at for the way that somebody goes: a queue moves on by a body's depth in less. */
const LOOK_FRAMES = 8;

/** Which way somebody faces, radians from east to north: where they go next, else where they came from; null: they never moved. */
export function facingRad(
  { ground, frames }: Pick<CrowdPicture, 'ground' | 'frames'>,
  frame: number,
  id: number,
): number | null {
  const { unitM } = ground.box;
  const between = (from: number): number | null => {
    const a = frames[from];
    const b = frames[from + 1];
    if (!a || !b || a.levels[id] === NOT_INSIDE || a.levels[id] !== b.levels[id]) return null;
    const eastM = unitM * (b.places[2 * id] - a.places[2 * id]);
    const northM = unitM * (b.places[2 * id + 1] - a.places[2 * id + 1]);
    return Math.hypot(eastM, northM) < STEP_M ? null : Math.atan2(northM, eastM);
  };
  for (let k = 0; k < LOOK_FRAMES; k++) {
    const ahead = between(frame + k);
    if (ahead !== null) return ahead;
  }
  for (let k = 1; k <= LOOK_FRAMES; k++) {
    const behind = between(frame - k);
    if (behind !== null) return behind;
  }
  return null;
}

export interface RoutePoint {
  timeS: number;
  /** East, north, above the datum. */
  placeM: readonly [eastM: number, northM: number, elevationM: number];
  walkedM: number;
}

/** The way of one person through the frames that there are, where they moved; straight from frame to frame. */
export function routeOf({ ground, frames }: Pick<CrowdPicture, 'ground' | 'frames'>, id: number): RoutePoint[] {
  const { box, baseM } = ground;
  const route: RoutePoint[] = [];
  for (const { timeS, levels, places, heightsCm } of frames) {
    if (levels[id] === NOT_INSIDE) continue;
    const eastM = box.westM + box.unitM * places[2 * id];
    const northM = box.southM + box.unitM * places[2 * id + 1];
    const last = route.at(-1);
    const legM = last ? Math.hypot(eastM - last.placeM[0], northM - last.placeM[1]) : 0;
    if (last && legM < STEP_M) continue;
    route.push({ timeS, placeM: [eastM, northM, baseM + heightsCm[id] / 100], walkedM: (last?.walkedM ?? 0) + legM });
  }
  return route;
}
