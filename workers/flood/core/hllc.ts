/** Standard gravity (ISO 80000-3). */
export const GRAVITY_MPS2 = 9.80665;

/** What crosses a face, each per metre of its length: water (m²/s), momentum along and across its normal (m³/s²). */
export interface FaceFlux {
  mass: number;
  normal: number;
  transverse: number;
}

/**
 * Flux across a face between two states of the shallow-water equations: HLL for water and normal momentum, the contact wave
 * (HLLC) carries the transverse velocity of the side that the water comes from. Wave speeds by two rarefactions, exact for a
 * dry side.
 *
 * Toro, Shock-Capturing Methods for Free-Surface Shallow Flows (2001), chapters 6 and 10.
 * u is normal to the face, from left to right; v transverse. Dry on both sides: no flux.
 */
export function hllcFlux(
  hL: number,
  uL: number,
  vL: number,
  hR: number,
  uR: number,
  vR: number,
  flux: FaceFlux,
): FaceFlux {
  if (hL <= 0 && hR <= 0) {
    flux.mass = flux.normal = flux.transverse = 0;
    return flux;
  }
  const g = GRAVITY_MPS2;
  const cL = Math.sqrt(g * hL);
  const cR = Math.sqrt(g * hR);
  const cStar = Math.max(0, (cL + cR) / 2 + (uL - uR) / 4);
  const uStar = (uL + uR) / 2 + cL - cR;
  const sL = hL <= 0 ? uR - 2 * cR : hR <= 0 ? uL - cL : Math.min(uL - cL, uStar - cStar);
  const sR = hR <= 0 ? uL + 2 * cL : hL <= 0 ? uR + cR : Math.max(uR + cR, uStar + cStar);
  const massL = hL * uL;
  const massR = hR * uR;
  const normalL = massL * uL + (g / 2) * hL * hL;
  const normalR = massR * uR + (g / 2) * hR * hR;
  if (sL >= 0) {
    flux.mass = massL;
    flux.normal = normalL;
  } else if (sR <= 0) {
    flux.mass = massR;
    flux.normal = normalR;
  } else {
    flux.mass = (sR * massL - sL * massR + sL * sR * (hR - hL)) / (sR - sL);
    flux.normal = (sR * normalL - sL * normalR + sL * sR * (massR - massL)) / (sR - sL);
  }
  flux.transverse = flux.mass * (flux.mass >= 0 ? vL : vR);
  return flux;
}
