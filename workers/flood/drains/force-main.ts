import { FEET_M } from '../../../model/geo/units.ts';
import { GRAVITY_MPS2 } from '../core/hllc.ts';
import type { ForceMain } from './plan.ts';

/** Kinematic viscosity of water at 20 °C, m²/s. */
const VISCOSITY_M2PS = 1.02e-6;
/** Reynolds number of a flow so swift that roughness alone counts. */
const ROUGH_REYNOLDS = 1e12;

/** Swamee and Jain, J. Hydraul. Div. 102 (1976) 657; below 4,000 laminar flow, and in between straight. */
function frictionFactor(roughnessM: number, radiusM: number, reynolds: number): number {
  const turbulent = (re: number) => 0.25 / Math.log10(roughnessM / (14.8 * radiusM) + 5.74 / re ** 0.9) ** 2;
  if (reynolds <= 2000) return 64 / Math.max(10, reynolds);
  if (reynolds >= 4000) return turbulent(reynolds);
  return 0.032 + ((turbulent(4000) - 0.032) * (reynolds - 2000)) / 2000;
}

/** Manning's n of a main that is not full, as SWMM has it (Reference Manual II, ch. 3). */
export function manningOf(main: ForceMain, heightM: number, slope: number): number {
  const heightFt = heightM / FEET_M;
  if (main.law === 'hazen') return (1.067 / main.c) * (heightFt / slope) ** 0.04;
  return Math.sqrt(frictionFactor(main.roughnessM, heightM / 4, ROUGH_REYNOLDS) / 185) * heightFt ** (1 / 6);
}

/** g·Sf/v of a full main. */
export function fullFrictionPerS(main: ForceMain, mps: number, radiusM: number): number {
  if (main.law === 'hazen') return (GRAVITY_MPS2 * mps ** 0.852) / ((0.849 * main.c) ** 1.852 * radiusM ** 1.1667);
  const reynolds = (4 * radiusM * mps) / VISCOSITY_M2PS;
  return (frictionFactor(main.roughnessM, radiusM, reynolds) * mps) / (8 * radiusM);
}
