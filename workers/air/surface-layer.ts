import type { StabilityClass } from './briggs.ts';
import type { Turbulence } from './particles.ts';

const KARMAN = 0.4;
/** Constant of the structure function in the time scale; 3 to 6 are in use. */
const C0 = 4;
/** Below so many roughness lengths nothing moves. */
const GROUND_LENGTHS = 2;

/** 1/L by class and roughness: a + b·lg z0 (Golder 1972, as Seinfeld and Pandis fit it). */
const GOLDER: Record<StabilityClass, readonly [a: number, b: number]> = {
  A: [-0.096, 0.029],
  B: [-0.037, 0.029],
  C: [-0.002, 0.018],
  D: [0, 0],
  E: [0.004, -0.018],
  F: [0.035, -0.036],
};

/** One over Obukhov's length of a class over ground of so much roughness, 1/m; 0: neutral. */
export function inverseObukhov(stability: StabilityClass, roughnessM: number): number {
  const [a, b] = GOLDER[stability];
  return a + b * Math.log10(roughnessM);
}

/** What the lowest air does, by one measured wind. */
interface SurfaceLayer {
  windMps: number;
  measuredAtM: number;
  roughnessM: number;
  perObukhovM: number;
  /** Depth of the mixed air. */
  depthM: number;
}

/** Integral of the departure of the wind's slope from the logarithm's (Businger and Dyer). */
function psi(zeta: number): number {
  if (zeta >= 0) return -5 * zeta;
  const x = Math.sqrt(Math.sqrt(1 - 16 * zeta));
  return 2 * Math.log((1 + x) / 2) + Math.log((1 + x * x) / 2) - 2 * Math.atan(x) + Math.PI / 2;
}

/** Wind and turbulence of the surface layer (Monin and Obukhov 1954; variances after Panofsky et al. 1977). */
export function surfaceLayer({ windMps, measuredAtM, roughnessM, perObukhovM, depthM }: SurfaceLayer): Turbulence {
  const shape = (zM: number) => Math.log(zM / roughnessM) - psi(zM * perObukhovM) + psi(roughnessM * perObukhovM);
  const friction = (KARMAN * windMps) / shape(measuredAtM);
  const groundM = GROUND_LENGTHS * roughnessM;
  const isUnstable = perObukhovM < 0;
  const sigmaW = (zM: number) => 1.25 * friction * (isUnstable ? Math.cbrt(1 - 3 * zM * perObukhovM) : 1);
  const sigmaV = isUnstable ? friction * Math.cbrt(12 - 0.5 * depthM * perObukhovM) : 1.9 * friction;
  /** Dissipation: shear and buoyancy make as much as is lost. */
  const dissipation = (zM: number) => {
    const zeta = zM * perObukhovM;
    const slope = zeta >= 0 ? 1 + 5 * zeta : 1 / Math.sqrt(Math.sqrt(1 - 16 * zeta));
    return (friction ** 3 / (KARMAN * zM)) * Math.max(0.1, slope - zeta);
  };
  const scaleS = (zM: number) => (2 * sigmaW(zM) ** 2) / (C0 * dissipation(zM));
  return {
    windMps: (zM) => Math.max(0, (friction / KARMAN) * shape(Math.max(zM, groundM))),
    sigmaWMps: sigmaW,
    varianceSlope: (zM) =>
      isUnstable ? (-2 * 1.25 ** 2 * friction ** 2 * perObukhovM) / Math.cbrt(1 - 3 * zM * perObukhovM) : 0,
    scaleS,
    sigmaVMps: () => sigmaV,
    scaleVS: (zM) => (2 * sigmaV ** 2) / (C0 * dissipation(zM)),
    groundM,
    topM: depthM,
    depositedRatio: 0,
  };
}
