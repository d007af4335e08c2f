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
 * The crest that a face must be given so that a broad-crested weir's flow runs over the line there. A face with a step of depth P
 * below its crest carries 1.35 times as much at P ≥ H/2 (measured with both orders: it knows no loss over a crest), less over a
 * low step, where the flow is the raster's own; and a diagonal has more faces than length (`ratio`: length of the line over that of
 * the face). Drowned weirs keep their crest.
 */
export function weirCrestM(
  crestM: number,
  ratio: number,
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
  return crestM + headM * (1 - (1 - 0.18 * step) * Math.min(1, ratio) ** (2 / 3)) * (1 - drowned);
}
