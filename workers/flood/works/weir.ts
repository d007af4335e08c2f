/** Of a broad-crested weir: √g·(2/3)^1.5, m^½/s. */
export const WEIR = 1.705;

/**
 * Discharge over a sill by how high the water stands above it on either side: broad-crested, drowned by Villemonte (1947). From up
 * to down; never negative.
 */
export function weirM3ps(widthM: number, upM: number, downM: number): number {
  if (upM <= 0 || downM >= upM) return 0;
  const drowned = downM > 0 ? (1 - (downM / upM) ** 1.5) ** 0.385 : 1;
  return WEIR * widthM * upM ** 1.5 * drowned;
}

/**
 * The crest that a face must be given so that a broad-crested weir's flow runs over the line there. Over a step of P ≥ H/2 below
 * the crest a face carries 1.35 times as much (measured with both orders: it knows no loss over a crest); over a low step the flow
 * is the raster's own. `lineRatio`: length of the line over that of the face, below 1 on a diagonal, whose faces shelter each
 * other; `openRatio`: what of the face is open.
 *
 * Measured with breaches of 20 to 30 m in cells of 4 m, H .5 to 3 m, P .5 to 4 m: within 10 % of the weir where it falls free, at
 * any angle; narrower than three cells within 20 %. Drowned to .5, −15 to +25 %; to .9, between .4 (deep pools) and 1: two waters
 * come level more slowly than over a real weir.
 */
export function weirCrestM(
  crestM: number,
  lineRatio: number,
  openRatio: number,
  depthA: number,
  bedA: number,
  depthB: number,
  bedB: number,
): number {
  const [levelA, levelB] = [depthA + bedA, depthB + bedB];
  const [up, down, bed] = levelA >= levelB ? [levelA, levelB, bedA] : [levelB, levelA, bedB];
  const headM = up - crestM;
  if (!(headM > 0) || headM === Number.POSITIVE_INFINITY) return crestM;
  const step = Math.min(1, Math.max(0, (2 * (crestM - bed)) / headM));
  const drowned = Math.max(0, down - crestM) / headM;
  const kept = (1 - 0.18 * step) * Math.sqrt(Math.min(1, lineRatio)) * openRatio ** (2 / 3);
  return crestM + headM * (1 - kept) * (1 - drowned);
}
