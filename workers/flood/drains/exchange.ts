import { GRAVITY_MPS2 } from '../core/hllc.ts';

/** Measured between a street and a sewer through a model manhole (Rubinato, Martins, Kesserwani, Leandro, Djordjević, Shucksmith 2017, doi 10.1016/j.jhydrol.2017.06.024). */
const FREE_WEIR = 0.54;
const DROWNED_WEIR = 0.056;
const ORIFICE = 0.167;

/** Orifice coefficient of a grate that is deep under water (FHWA HEC-22, ch. 4.4.4): no weir at its rim takes more. */
const GRATE = 0.67;

/**
 * Flow through an inlet or manhole, into the drains positive. `groundM` is the level of the street there, `surfaceM` of the water
 * on it, `headM` of the water in the node; `areaM2` and `perimeterM` are those of the clear opening.
 *
 * Into the drains: over the rim while the node's level is below it; drowned, but shallow against the opening: by both levels; else,
 * and always out of the drains: as an orifice.
 */
export function exchangeM3ps(
  areaM2: number,
  perimeterM: number,
  groundM: number,
  surfaceM: number,
  headM: number,
): number {
  const depthM = surfaceM - groundM;
  if (headM >= surfaceM) {
    return headM > groundM ? -ORIFICE * areaM2 * Math.sqrt(2 * GRAVITY_MPS2 * (headM - surfaceM)) : 0;
  }
  if (depthM <= 0) return 0;
  const over = perimeterM * depthM;
  if (headM <= groundM) {
    const rim = (2 / 3) * FREE_WEIR * over * Math.sqrt(2 * GRAVITY_MPS2 * depthM);
    return Math.min(rim, GRATE * areaM2 * Math.sqrt(2 * GRAVITY_MPS2 * depthM));
  }
  const surchargeSpeedMps = Math.sqrt(2 * GRAVITY_MPS2 * (surfaceM - headM));
  return over < areaM2 ? DROWNED_WEIR * over * surchargeSpeedMps : ORIFICE * areaM2 * surchargeSpeedMps;
}
