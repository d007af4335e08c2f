import { GRAVITY_MPS2 } from '../core/hllc.ts';

/** Coefficient of a broad-crested weir: √g·(2/3)^1.5, m^½/s. */
const WEIR = 1.705;

/**
 * Discharge over a sill by how high the water stands above it on either side: broad-crested, drowned by Villemonte (1947). From up
 * to down; never negative.
 */
export function weirM3ps(widthM: number, upM: number, downM: number): number {
  if (upM <= 0 || downM >= upM) return 0;
  const drowned = downM > 0 ? (1 - (downM / upM) ** 1.5) ** 0.385 : 1;
  return WEIR * widthM * upM ** 1.5 * drowned;
}

/** A line that runs over a face of the raster. */
interface Weir {
  crestM: number;
  /** Length of the line over that of the face: below 1 on a diagonal, whose faces shelter each other. */
  lineRatio: number;
  /** What of the face is open. */
  openRatio: number;
}

/** The face's own resistance where the scheme is local inertial: its Manning n, and the way from cell to cell; null for the full schemes. */
type Rough = { manningN: number; cellM: number } | null;

/**
 * How much of the flow of a drowned face the scheme's own damping takes, over that of still water: the cells beside it run a little
 * faster than their mean. Of 1.2, 1.35 and 1.47 the one that is as often above as below Villemonte's weir.
 */
const DAMPING = 1.35;

/**
 * The crest that a face must be given so that a broad-crested weir's flow runs over the line there. Over a step of P ≥ H/2 below
 * the crest a face carries 1.35 times as much (measured with both orders: it knows no loss over a crest); over a low step, P below
 * H/4, the flow is the raster's own.
 *
 * Drowned, a face between deep pools carries too little: of q only the part over/h is carried on by the pool's own speed, the rest
 * must come from the step between the two levels, which HLLC passes on as √(g·over)·Δ/2. So the water over the crest is made as
 * deep as Villemonte's q asks. The fast scheme knows no damping but friction, and no flow faster than critical: it would carry up
 * to five times too much, so its crest is raised until these hold q. `flood.weirs` in `tests/validation` tells what comes of it:
 * within 23 % of Villemonte in the full schemes (it was 16 to 130 % of him), within 6 % in the fast one.
 *
 * Breaches of 20 to 30 m in cells of 4 m, H .5 to 3 m, P .5 to 4 m: within 10 % of the weir where it falls free, at any angle;
 * narrower than three cells within 20 %.
 */
export function weirCrestM(
  { crestM, lineRatio, openRatio }: Weir,
  depthA: number,
  bedA: number,
  depthB: number,
  bedB: number,
  rough: Rough,
): number {
  const levelA = depthA + bedA;
  const levelB = depthB + bedB;
  const [upM, downM, bedM] = levelA >= levelB ? [levelA, levelB, bedA] : [levelB, levelA, bedB];
  const headM = upM - crestM;
  if (!(headM > 0) || headM === Number.POSITIVE_INFINITY) return crestM;
  const step = Math.min(1, Math.max(0, (2 * (crestM - bedM)) / headM));
  const drowned = Math.max(0, downM - crestM) / headM;
  const submergenceRatio = (1 - 0.18 * step) * Math.sqrt(Math.min(1, lineRatio)) * openRatio ** (2 / 3);
  const freeM = crestM + headM * (1 - submergenceRatio) * (1 - drowned);
  if (drowned >= 1) return freeM;
  const weirM2ps = weirM3ps(openRatio * Math.min(1, lineRatio), headM, downM - crestM);
  if (rough) {
    const roughM = (weirM2ps * rough.manningN * Math.sqrt(rough.cellM / (upM - Math.max(downM, crestM)))) ** 0.6;
    const criticalM = Math.cbrt(weirM2ps ** 2 / GRAVITY_MPS2);
    const lowStep = Math.min(1, Math.max(0, 2 - 2 * step));
    return upM - Math.max(roughM, criticalM) * (1 - lowStep) - (upM - freeM) * lowStep;
  }
  if (drowned === 0) return freeM;
  return Math.min(freeM, upM - carryingM(weirM2ps, upM - downM, upM - bedM, upM - Math.max(bedA, bedB)));
}

/** Depth over a crest between pools at which a face carries so much; at most `mostM`, that without a crest. */
function carryingM(weirM2ps: number, fallM: number, poolM: number, maxM: number): number {
  let low = 0;
  let high = maxM;
  for (let k = 0; k < HALVINGS; k++) {
    const overM = (low + high) / 2;
    const carriedM2ps = ((DAMPING * Math.sqrt(GRAVITY_MPS2 * overM) * fallM) / 2) * (poolM / (poolM - overM));
    if (carriedM2ps < weirM2ps) low = overM;
    else high = overM;
  }
  return high;
}

/** To a millionth of a pool's depth. */
const HALVINGS = 20;
