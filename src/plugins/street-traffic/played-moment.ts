import { BRAKES, SPEED_STEP_MPS, type TrafficFrameState } from '../../../model/roads/traffic-frame.ts';
import { frameBefore, type PlayedTraffic } from '../../twin/played-traffic.ts';
import { PLACED_NUMBERS, type Reach } from './placed.ts';

/** Number of the first colour of speeds, behind those of paints. */
const FIRST_SPEED_COLOUR = 8;
/** Speeds from which on the next colour is shown: stands, crawls, flows slowly, flows. */
const SPEED_BOUNDS_MPS = [1, 5, 10];
const WAY_PARTS = 127;
const DM_PER_M = 10;

/** Describes a vehicle at an instant as a frame has it. */
interface Vehicle {
  eastM: number;
  northM: number;
  upM: number;
  eastWay: number;
  northWay: number;
  speedMps: number;
}

/** Puts the vehicles of a run that are within reach at an instant into `out`, coloured by their speed; returns how many. Between two frames each follows the curve that its speeds at both draw. */
export function playedNear(
  record: PlayedTraffic,
  timeMs: number,
  side: number,
  { eastM, northM, reachM }: Reach,
  out: Float32Array,
): number {
  const low = frameBefore(record, timeMs);
  if (low === null) return 0;
  const { frames, opening, startMs } = record;
  const from = frames[low];
  const to = frames[Math.min(low + 1, frames.length - 1)];
  const a = from.states[side] ?? from.states[0];
  const b = to.states[side] ?? to.states[0];
  const spanS = to.timeS - from.timeS;
  const ratio = spanS > 0 ? Math.min(1, Math.max(0, ((timeMs - startMs) / 1000 - from.timeS) / spanS)) : 0;
  let count = 0;
  for (let i = 0, j = 0; i < a.ids.length && (count + 1) * PLACED_NUMBERS <= out.length; i++) {
    while (j < b.ids.length && b.ids[j] < a.ids[i]) j++;
    const first = vehicleOf(a, i, opening.box);
    const isBoth = j < b.ids.length && b.ids[j] === a.ids[i];
    const now = isBoth ? between(first, vehicleOf(b, j, opening.box), ratio, spanS) : first;
    const east = now.eastM - (now.eastWay * opening.vehicleM) / 2;
    const north = now.northM - (now.northWay * opening.vehicleM) / 2;
    if ((east - eastM) ** 2 + (north - northM) ** 2 > reachM * reachM) continue;
    const colour = FIRST_SPEED_COLOUR + SPEED_BOUNDS_MPS.filter((bound) => now.speedMps >= bound).length;
    out.set([east, north, now.upM, now.eastWay, now.northWay, 0, colour, 1, 0], count * PLACED_NUMBERS);
    count++;
  }
  return count;
}

function vehicleOf(
  { places, upDm, ways, speeds }: TrafficFrameState,
  i: number,
  { westM, southM, unitM }: PlayedTraffic['opening']['box'],
): Vehicle {
  return {
    eastM: westM + unitM * places[2 * i],
    northM: southM + unitM * places[2 * i + 1],
    upM: upDm[i] / DM_PER_M,
    eastWay: ways[2 * i] / WAY_PARTS,
    northWay: ways[2 * i + 1] / WAY_PARTS,
    speedMps: (speeds[i] % BRAKES) * SPEED_STEP_MPS,
  };
}

/** Returns a vehicle between two frames (a cubic curve of Hermite through places and speeds). */
function between(a: Vehicle, b: Vehicle, u: number, spanS: number): Vehicle {
  const w = 1 - u;
  const h0 = w * w * (1 + 2 * u);
  const h1 = u * u * (3 - 2 * u);
  const g0 = u * w * w * spanS;
  const g1 = -u * u * w * spanS;
  const eastWay = w * a.eastWay + u * b.eastWay;
  const northWay = w * a.northWay + u * b.northWay;
  const longM = Math.hypot(eastWay, northWay) || 1;
  return {
    eastM: h0 * a.eastM + h1 * b.eastM + g0 * a.speedMps * a.eastWay + g1 * b.speedMps * b.eastWay,
    northM: h0 * a.northM + h1 * b.northM + g0 * a.speedMps * a.northWay + g1 * b.speedMps * b.northWay,
    upM: w * a.upM + u * b.upM,
    eastWay: eastWay / longM,
    northWay: northWay / longM,
    speedMps: w * a.speedMps + u * b.speedMps,
  };
}
