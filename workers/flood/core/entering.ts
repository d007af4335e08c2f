import { GRAVITY_MPS2 } from './hllc.ts';
import type { OutsideCondition } from './terrain.ts';

/**
 * How fast water beyond a stage edge goes outwards: still water that the wave going out (which carries u + 2c) takes along, and inwards
 * never faster than its own wave. A dry cell sends no wave out: taken by the first rule alone the water entered at twice its wave's speed.
 * Held at critical speed, the level that is given is the one at the edge itself: the same as a reservoir of 9/4 of that depth behind it
 * (Ritter 1892). Whoever means a reservoir's own level lets the grid reach into it.
 */
export function beyondStageMps(h: number, outMps: number, hOut: number): number {
  const cOut = Math.sqrt(GRAVITY_MPS2 * hOut);
  const carriedMps = outMps + 2 * (Math.sqrt(GRAVITY_MPS2 * h) - cOut);
  return hOut > 0 ? Math.max(carriedMps, -cOut) : carriedMps;
}

/** Depth of what comes in over an inflow edge: as given where that is swifter than its wave, else the cell's own, but at least critical. */
export function inflowDepthM(h: number, m2ps: number, givenM: number): number {
  const criticalM = Math.cbrt((m2ps * m2ps) / GRAVITY_MPS2);
  return givenM > 0 && givenM < criticalM ? givenM : Math.max(h, criticalM);
}

/** Part of the depth outside above which the depth inside counts as equal. */
const NEARLY = 0.9;

/**
 * How fast the water that enters over an edge, and its wave, run in its cell; 0 where nothing does. A dry grid sets no step of its own: what
 * enters must. In the fast scheme a wave runs by its depth alone.
 */
export function enteringMps(
  beyond: OutsideCondition,
  bedM: number,
  h: number,
  outMps: number,
  isFast: boolean,
): number {
  if (beyond.kind === 'inflow' && beyond.unitDischargeM2ps > 0) {
    const depthM = inflowDepthM(h, beyond.unitDischargeM2ps, beyond.depthM ?? 0);
    return (isFast ? 0 : beyond.unitDischargeM2ps / depthM) + Math.sqrt(GRAVITY_MPS2 * depthM);
  }
  if (beyond.kind !== 'stage') return 0;
  const hOut = beyond.stageM - bedM;
  // Where the cell is nearly as deep, its own wave is the step's, as ever.
  if (!(hOut > 0) || h > NEARLY * hOut) return 0;
  const inMps = -beyondStageMps(h, outMps, hOut);
  return inMps > 0 ? (isFast ? 0 : inMps) + Math.sqrt(GRAVITY_MPS2 * hOut) : 0;
}

/** Part of the time in which the fastest wave crosses a cell; an unsplit scheme in two dimensions is stable up to 0.5. */
export const COURANT = 0.45;

/**
 * The longest step in which water poured into a cell at so many metres a second does not send a wave that outruns the cell: dt·√(g·rate·dt) =
 * Courant · cell. On dry ground nothing else limits it, and ten seconds of a burst main stood as one column in one cell.
 */
export const pouredStepS = (cellM: number, rateMps: number): number =>
  rateMps > 0 ? Math.cbrt((COURANT * cellM) ** 2 / (GRAVITY_MPS2 * rateMps)) : Number.POSITIVE_INFINITY;
