import { type AirLimit, mapLimits, ownSubstance, substanceOf } from '../../model/air/substances.ts';
import type { ReleaseRequest } from '../../model/questions/air.ts';
import { S_PER_H, S_PER_MIN } from '../../model/time.ts';
import {
  briggsSpread,
  buoyancyOfHeat,
  lidOf,
  plumeRise,
  type Spread,
  type StabilityClass,
  stabilityOf,
  windAt,
} from './briggs.ts';
import { arrivalS, indoorRatio, lineDose, lineGPerM, lineLoad, linePeak, type Outflow } from './cloud.ts';
import { coldRatio, denseCloud, gasKgPerM3 } from './dense-gas.ts';
import type { DenseReach } from './engine-types.ts';
import { BREATH_M, type Carried, downwind, openCrossing } from './plume.ts';

/** Milligrams of a gram. */
export const MG_PER_G = 1000;
const G_PER_KG = 1000;
const AIR_K = 293.15;
const AIR_MOLAR_G = 28.97;
/** Dense gas that leaves higher falls first, which the curves do not know. */
const GROUND_LEVEL_M = 10;
/** Smallest part that the curves of dense gas go to. */
const LAST_RATIO = 0.002;
/** Digits that figures are kept to: exp and pow may differ in the last bit from engine to engine. */
const FIGURE_DIGITS = 6;

/** A figure that is the same on every machine. */
export const rounded = (value: number): number => Number(value.toPrecision(FIGURE_DIGITS));

/** What passes a place. */
export interface Passage {
  peakMgPerM3: number;
  /** Highest in a closed house while people stay. */
  indoorMgPerM3: number;
  /** Minutes after the release began until so much is reached; null: it never is. */
  arrivalMin(mgPerM3: number): number | null;
  /** Concentration so many minutes after the release began. */
  mgPerM3At(minutes: number): number;
  /** Toxic load in (mg/m³)ⁿ·min. */
  load(exponent: number): number;
}

/** A release with all that its wind and substance make of it. */
export interface Release {
  stability: StabilityClass;
  windMps: number;
  riseM: number;
  limits: readonly AirLimit[];
  mapLimits: readonly AirLimit[];
  loadExponent: number | null;
  isCold: boolean;
  toward: readonly [east: number, north: number];
  /** What passes a place by its distances along and across the wind; null: nothing does. */
  passage(xM: number, yM: number): Passage | null;
  /** How wide the cloud is so far downwind. */
  acrossM(xM: number): number;
  dense: DenseReach | null;
}

const outflowOf = ({ form, rateGps, durationMin, massKg }: ReleaseRequest): Outflow => {
  if (form === 'sudden') return { form, massG: massKg * G_PER_KG };
  return form === 'timed' ? { form, rateGps, durationS: durationMin * S_PER_MIN } : { form, rateGps };
};

/** A release in the wind that is asked for. */
export function openRelease(request: ReleaseRequest): Release {
  const stability = stabilityOf(request);
  const { terrain, heightM } = request;
  const windMps = windAt(request.windMps, heightM, terrain, stability);
  const spread = briggsSpread(terrain, stability);
  const lidM = lidOf(request.lidM, stability);
  const carried: Carried = { windMps, spread, heightM, buoyancyM4ps3: buoyancyOfHeat(request.heatMw), lidM };
  const outflow = outflowOf(request);
  const substance =
    request.substance === 'own' ? ownSubstance(request.ownLimitMgPerM3) : substanceOf(request.substance);
  return {
    stability,
    windMps,
    riseM: plumeRise(carried.buoyancyM4ps3, windMps).riseM,
    limits: substance.limits,
    mapLimits: mapLimits(substance.limits),
    loadExponent: substance.loadExponent,
    isCold: substance.boilingK !== null,
    toward: downwind(request.windFromDeg),
    passage: openPassages(request, carried, outflow, spread),
    acrossM: spread.across,
    dense: denseReach(request, outflow, substance),
  };
}

function openPassages(request: ReleaseRequest, carried: Carried, outflow: Outflow, spread: Spread) {
  const crossing = openCrossing(carried);
  const { windMps } = carried;
  const staySeconds = request.stayMin * S_PER_MIN;
  return (xM: number, yM: number): Passage | null => {
    const perM2 = MG_PER_G * crossing(xM, yM, BREATH_M);
    if (perM2 === 0) return null;
    const at = { xM, windMps, sigmaM: spread.across(xM) };
    const peak = linePeak(outflow, at).gPerM;
    const lastsS = Math.min(staySeconds, peak > 0 ? lineDose(outflow, at, staySeconds) / peak : 0);
    const peakMgPerM3 = rounded(peak * perM2);
    return {
      peakMgPerM3,
      indoorMgPerM3: rounded(peak * perM2 * indoorRatio(request.airChangePerH, lastsS / S_PER_H)),
      arrivalMin(mgPerM3) {
        const seconds = peakMgPerM3 >= mgPerM3 ? arrivalS(outflow, at, Math.min(peak, mgPerM3 / perM2)) : null;
        return seconds === null ? null : rounded(seconds / S_PER_MIN);
      },
      mgPerM3At: (minutes) => rounded(perM2 * lineGPerM(outflow, at, minutes * S_PER_MIN)),
      load: (exponent) => rounded((perM2 ** exponent * lineLoad(outflow, at, exponent, staySeconds)) / S_PER_MIN),
    };
  };
}

/** How far a heavy gas flows as such; null: it is no heavier than the air, or leaves above the ground. */
function denseReach(
  { windMps, heightM }: ReleaseRequest,
  outflow: Outflow,
  { molarMassG, boilingK, limits }: ReturnType<typeof ownSubstance>,
): DenseReach | null {
  const gasK = Math.min(boilingK ?? AIR_K, AIR_K);
  const gas = {
    kgPerM3: gasKgPerM3(molarMassG, gasK),
    airKgPerM3: gasKgPerM3(AIR_MOLAR_G, AIR_K),
    gasK,
    airK: AIR_K,
  };
  if (gas.kgPerM3 <= gas.airKgPerM3 || heightM > GROUND_LEVEL_M) return null;
  const gPerM3 = gas.kgPerM3 * G_PER_KG;
  const cloud = denseCloud(
    gas,
    outflow.form === 'sudden'
      ? { by: 'volume', m3: outflow.massG / gPerM3 }
      : { by: 'rate', m3ps: outflow.rateGps / gPerM3 },
    windMps,
  );
  if (!cloud.isDense) return null;
  const warmMgPerM3 = gasKgPerM3(molarMassG, AIR_K) * G_PER_KG * MG_PER_G;
  const far = (ratio: number) => {
    const metres = cloud.farM(ratio);
    return metres === null ? null : rounded(metres);
  };
  return {
    timesLimit: rounded(cloud.timesLimit),
    untilM: far(LAST_RATIO),
    limits: mapLimits(limits).map(({ id, mgPerM3 }) => ({ id, farM: far(coldRatio(mgPerM3 / warmMgPerM3, gas)) })),
  };
}
