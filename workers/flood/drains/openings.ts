import { GRAVITY_MPS2 } from '../core/hllc.ts';
import { type Opening, type Pump, valueOn } from './plan.ts';

/** By how much a level is moved to learn what an opening or a pump does then. */
export const NUDGE_M = 1e-4;

/** What a pump lifts while it runs (SWMM's five types of pump curve). */
export function pumpM3ps(pump: Pump, depthM: number, liftM: number, volumeM3: number, inflowM3ps: number): number {
  switch (pump.by) {
    case 'inflow':
      return Math.max(0, inflowM3ps);
    case 'depth':
      return valueOn(pump.rateM3ps, depthM);
    case 'head':
      return valueOn(pump.rateM3ps, Math.max(0, liftM));
    case 'volume':
      return stepOn(pump.rateM3ps, volumeM3);
    case 'steps':
      return stepOn(pump.rateM3ps, depthM);
  }
}

/** The value of the first point that is not passed yet. */
function stepOn({ at, value }: Pump['rateM3ps'], x: number): number {
  const reached = at.findIndex((point) => x <= point);
  return value[reached < 0 ? value.length - 1 : reached];
}

/** Flow through a weir, an orifice or by a rating; negative when the level beyond is higher. */
export function openingM3ps({ law, flapGate }: Opening, fromM: number, toM: number): number {
  const back = toM > fromM;
  if (back && flapGate) return 0;
  const [upM, downM] = back ? [toM, fromM] : [fromM, toM];
  const amount =
    law.form === 'weir'
      ? weirM3ps(law, upM, downM)
      : law.form === 'orifice'
        ? orificeM3ps(law, upM, downM)
        : ratingM3ps(law, upM, downM);
  return back ? -amount : amount;
}

type Law<Form> = Extract<Opening['law'], { form: Form }>;

/** Free weir with Villemonte's (1947) reduction when drowned; a gap that is full flows as an orifice that joins on. */
function weirM3ps(law: Law<'weir'>, upM: number, downM: number): number {
  const headM = upM - law.crestM;
  if (headM <= 0) return 0;
  if (headM > law.heightM) {
    const fullM3ps = overCrestM3ps(law, law.heightM);
    const overM = upM - Math.max(downM, law.crestM + law.heightM / 2);
    return fullM3ps * Math.sqrt(Math.max(0, overM) / (law.heightM / 2));
  }
  const drowned = Math.max(0, downM - law.crestM) / headM;
  const exponent = law.side ? 5 / 3 : law.widthM > 0 ? 1.5 : 2.5;
  return overCrestM3ps(law, headM) * Math.max(0, 1 - drowned ** exponent) ** 0.385;
}

function overCrestM3ps(law: Law<'weir'>, headM: number): number {
  const level = law.coefficient * law.widthM * (law.side ? headM ** (5 / 3) : headM ** 1.5);
  return level + law.notchCoefficient * law.sideSlope * headM ** 2.5;
}

/** Orifice; before it is full, a weir that carries as much when it just is. */
function orificeM3ps(law: Law<'orifice'>, upM: number, downM: number): number {
  const headM = upM - law.crestM;
  if (headM <= 0) return 0;
  const centreM = law.bottom ? law.crestM : law.crestM + law.heightM / 2;
  const turnM = law.bottom ? bottomTurnM(law) : law.heightM;
  const fullM = law.bottom ? turnM : law.heightM / 2;
  const carries = law.discharge * law.areaM2 * Math.sqrt(2 * GRAVITY_MPS2);
  // A drowned hole in the floor is driven, and turns, by the levels' difference.
  const drivesM = law.bottom ? upM - Math.max(downM, law.crestM) : headM;
  if (drivesM < turnM) {
    const drowned = Math.max(0, downM - law.crestM) / headM;
    return carries * Math.sqrt(fullM) * (drivesM / turnM) ** 1.5 * Math.max(0, 1 - drowned ** 1.5) ** 0.385;
  }
  return carries * Math.sqrt(Math.max(0, upM - Math.max(downM, centreM)));
}

/** A hole in the floor turns from weir to orifice where both carry the same: at this share of area over perimeter (SWMM Reference Manual II, ch. 6). */
const WEIR_RATIO = 0.414;

function bottomTurnM({ heightM, areaM2, discharge, isRound }: Law<'orifice'>): number {
  const radiusM = isRound ? heightM / 4 : areaM2 / (2 * (heightM + areaM2 / heightM));
  return (discharge / WEIR_RATIO) * radiusM;
}

function ratingM3ps(law: Law<'rating'>, upM: number, downM: number): number {
  const headM = law.byHead ? upM - Math.max(downM, law.crestM) : upM - law.crestM;
  if (headM <= 0) return 0;
  const { rateM3ps } = law;
  return 'at' in rateM3ps ? valueOn(rateM3ps, headM) : rateM3ps.coefficient * headM ** rateM3ps.exponent;
}

/** 1 or 0: a pump's switch after its well has come to a depth. */
export function switched(pump: Pump, depthM: number, before: number): number {
  if (pump.stopDepthM > 0 && depthM < pump.stopDepthM) return 0;
  return pump.startDepthM > 0 && depthM > pump.startDepthM ? 1 : before;
}
