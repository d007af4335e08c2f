import type { ReleaseRequest } from '../../model/questions/air.ts';

/** Pasquill's classes, from very unstable to stable. */
export type StabilityClass = Exclude<ReleaseRequest['stability'], 'sky'>;
export type Terrain = ReleaseRequest['terrain'];

/** A spread a·x·(1 + b·x)^p; p is one of few, so that no power is taken. */
interface Curve {
  a: number;
  bPerM: number;
  power: -1 | -0.5 | 0 | 0.5;
}

const curve = (a: number, bPerM = 0, power: Curve['power'] = 0): Curve => ({ a, bPerM, power });
const rooted = (a: number, bPerM: number): Curve => curve(a, bPerM, -0.5);

/** Spreads across and upright by class, fitted to 100 m to 10 km and 3 to 10 minutes (Briggs 1973, ATDL 79). */
const CURVES: Record<Terrain, Record<StabilityClass, readonly [across: Curve, upright: Curve]>> = {
  rural: {
    A: [rooted(0.22, 1e-4), curve(0.2)],
    B: [rooted(0.16, 1e-4), curve(0.12)],
    C: [rooted(0.11, 1e-4), rooted(0.08, 2e-4)],
    D: [rooted(0.08, 1e-4), rooted(0.06, 15e-4)],
    E: [rooted(0.06, 1e-4), curve(0.03, 3e-4, -1)],
    F: [rooted(0.04, 1e-4), curve(0.016, 3e-4, -1)],
  },
  urban: {
    A: [rooted(0.32, 4e-4), curve(0.24, 1e-3, 0.5)],
    B: [rooted(0.32, 4e-4), curve(0.24, 1e-3, 0.5)],
    C: [rooted(0.22, 4e-4), curve(0.2)],
    D: [rooted(0.16, 4e-4), rooted(0.14, 3e-4)],
    E: [rooted(0.11, 4e-4), rooted(0.08, 15e-4)],
    F: [rooted(0.11, 4e-4), rooted(0.08, 15e-4)],
  },
};

/** How wide a cloud is so far downwind, metres. */
export interface Spread {
  /** The spread across never is more than this part of the distance. */
  mostAcrossRatio: number;
  across(xM: number): number;
  upright(xM: number): number;
}

function spreadOn({ a, bPerM, power }: Curve): (xM: number) => number {
  if (power === 0) return (xM) => a * xM;
  if (power === -1) return (xM) => (a * xM) / (1 + bPerM * xM);
  if (power === 0.5) return (xM) => a * xM * Math.sqrt(1 + bPerM * xM);
  return (xM) => (a * xM) / Math.sqrt(1 + bPerM * xM);
}

/** The spreads of a class over open country or a town. */
export function briggsSpread(terrain: Terrain, stability: StabilityClass): Spread {
  const [across, upright] = CURVES[terrain][stability];
  return { mostAcrossRatio: across.a, across: spreadOn(across), upright: spreadOn(upright) };
}

/** Exponents of the wind's profile by class A to F (Irwin 1979, as EPA's ISC3 takes them). */
const PROFILE: Record<Terrain, Record<StabilityClass, number>> = {
  rural: { A: 0.07, B: 0.07, C: 0.1, D: 0.15, E: 0.35, F: 0.55 },
  urban: { A: 0.15, B: 0.15, C: 0.2, D: 0.25, E: 0.3, F: 0.3 },
};
const MEASURED_AT_M = 10;
/** Above this the power law says more than anybody measured. */
const PROFILE_TOP_M = 200;

/** Wind at the height of a release from that at 10 m; no lower than measured. */
export function windAt(windMps: number, heightM: number, terrain: Terrain, stability: StabilityClass): number {
  const ratio = Math.min(PROFILE_TOP_M, Math.max(MEASURED_AT_M, heightM)) / MEASURED_AT_M;
  return windMps * ratio ** PROFILE[terrain][stability];
}

type Sky = ReleaseRequest['sky'];

/** Lowest winds of the rows below. */
const ROWS_MPS = [0, 2, 3, 5, 6] as const;

/** Classes by wind and sky (Pasquill 1961); of two the more stable, in which a cloud stays denser. */
const BY_SKY: Record<Sky, readonly StabilityClass[]> = {
  strongSun: ['A', 'B', 'B', 'C', 'C'],
  moderateSun: ['B', 'B', 'C', 'D', 'D'],
  slightSun: ['B', 'C', 'C', 'D', 'D'],
  overcast: ['D', 'D', 'D', 'D', 'D'],
  nightCloudy: ['F', 'E', 'D', 'D', 'D'],
  nightClear: ['F', 'F', 'E', 'D', 'D'],
};

/** The class that was chosen, or that sky and wind make. */
export function stabilityOf({ stability, sky, windMps }: Pick<ReleaseRequest, 'stability' | 'sky' | 'windMps'>) {
  if (stability !== 'sky') return stability;
  const row = ROWS_MPS.findLastIndex((least) => windMps >= least);
  return BY_SKY[sky][row];
}

/** In stable air nothing holds a cloud down from above. */
export const lidOf = (lidM: number, stability: StabilityClass): number | null =>
  stability === 'E' || stability === 'F' ? null : lidM;

/** As the fits of this folder take it. */
export const GRAVITY_MPS2 = 9.81;
const AIR_HEAT_J_PER_KG_K = 1005;
const AIR_KG_PER_M3 = 1.2;
const AIR_K = 293;

/** Buoyancy of a hot plume by the heat that it carries, m⁴/s³. */
export const buoyancyOfHeat = (heatMw: number): number =>
  (GRAVITY_MPS2 * heatMw * 1e6) / (Math.PI * AIR_HEAT_J_PER_KG_K * AIR_KG_PER_M3 * AIR_K);

/** Where a plume has risen as far as it does, and how far that is (Briggs 1971, neutral and unstable air). */
export function plumeRise(buoyancyM4ps3: number, windMps: number): { finalAtM: number; riseM: number } {
  if (buoyancyM4ps3 <= 0) return { finalAtM: 0, riseM: 0 };
  const finalAtM = buoyancyM4ps3 < 55 ? 49 * buoyancyM4ps3 ** 0.625 : 119 * buoyancyM4ps3 ** 0.4;
  return { finalAtM, riseM: (1.6 * Math.cbrt(buoyancyM4ps3) * Math.cbrt(finalAtM) ** 2) / windMps };
}
