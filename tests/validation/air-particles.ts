import type { StabilityClass } from '../../workers/air/briggs.ts';
import { countsOf, releasedAt, stepParticles, type Turbulence } from '../../workers/air/particles.ts';
import { inverseObukhov, surfaceLayer } from '../../workers/air/surface-layer.ts';
import { ARCS_M, PRAIRIE_GRASS, SOURCE_M } from './prairie-grass.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const SEED = 11;

/** Still air without walls, in which velocities across are remembered for 100 s. */
const HOMOGENEOUS: Turbulence = {
  windMps: () => 0,
  sigmaWMps: () => 1e-3,
  varianceSlope: () => 0,
  scaleS: () => 100,
  sigmaVMps: () => 0.5,
  scaleVS: () => 100,
  groundM: -1e6,
  topM: 1e6,
  depositedRatio: 0,
};

/** Spread of 100,000 particles after 10, 100 and 1,000 s (Taylor 1921). */
function taylor(): Verdict[] {
  const particles = releasedAt(100_000, () => 0, HOMOGENEOUS, SEED);
  const verdicts: Verdict[] = [];
  for (let step = 1; step <= 400; step++) {
    stepParticles(particles, HOMOGENEOUS, { step, seed: SEED, mostS: 2.5, endM: 1 });
    const known = { 4: 4.91804, 40: 42.88819, 400: 212.13257 }[step];
    if (known === undefined) continue;
    const spread = Math.sqrt(particles.yM.reduce((sum, y) => sum + y * y, 0) / particles.yM.length);
    verdicts.push(atMost(`air.A13: spread after ${2.5 * step} s, off by`, Math.abs(spread / known - 1), 0.01));
  }
  return verdicts;
}

const DEEP_M = 100;
const LAYERS = 10;

/** Turbulence that grows upward between two walls. */
const GROWING: Turbulence = {
  ...HOMOGENEOUS,
  sigmaWMps: (zM) => 0.3 + 0.007 * zM,
  varianceSlope: (zM) => 2 * 0.007 * (0.3 + 0.007 * zM),
  scaleS: () => 20,
  groundM: 0,
  topM: DEEP_M,
};

/** What was well mixed for an hour still is: no layer is farther from its share than three times its scatter. */
function wellMixed(): Verdict[] {
  const count = 10_000;
  const particles = releasedAt(count, (i) => (DEEP_M * (i + 0.5)) / count, GROWING, SEED);
  for (let step = 1; step <= 3600; step++) stepParticles(particles, GROWING, { step, seed: SEED, mostS: 1, endM: 1 });
  const layers = new Array<number>(LAYERS).fill(0);
  for (const z of particles.zM) layers[Math.min(LAYERS - 1, Math.floor((LAYERS * z) / DEEP_M))]++;
  const share = count / LAYERS;
  const farthest = Math.max(...layers.map((one) => Math.abs(one - share) / Math.sqrt(share)));
  return [atMost('air.A14: well mixed after an hour, farthest layer in scatters', farthest, 3)];
}

/** Each particle is in the air, on the ground or gone. */
function counted(): Verdict[] {
  const air = { ...surfaceLayer({ ...LAYER, windMps: 3, perObukhovM: 0 }), depositedRatio: 0.05 };
  const particles = releasedAt(2000, () => SOURCE_M, air, SEED);
  for (let step = 1; step <= 3000; step++) stepParticles(particles, air, { step, seed: SEED, mostS: 2, endM: 100 });
  const { inAir, onGround, gone } = countsOf(particles);
  return [
    exactly('air.A18: in the air, on the ground and gone', inAir + onGround + gone, 2000),
    atLeast('air.A18: on the ground', onGround, 1),
    atLeast('air.A18: gone', gone, 1),
  ];
}

const ROUGHNESS_M = 0.006;
const LAYER = { measuredAtM: 2, roughnessM: ROUGHNESS_M, depthM: 1000 };
const RELEASED = 3000;
/** Box at an arc in which particles count: a part of its distance to each side, and heights around 1.5 m. */
const ARC_RATIO = 0.1;
const FROM_M = 0.75;
const TO_M = 2.25;

/** Concentrations on the axis at the arcs, mg/m³: time spent in a box at each, and the spread across there. */
function arcsOf(stability: StabilityClass, rateGps: number, windMps: number): number[] {
  const air = surfaceLayer({ ...LAYER, windMps, perObukhovM: inverseObukhov(stability, ROUGHNESS_M) });
  const particles = releasedAt(RELEASED, () => SOURCE_M, air, SEED);
  const spent = ARCS_M.map(() => ({ seconds: 0, squares: 0 }));
  const before = new Float64Array(RELEASED);
  for (let step = 1; countsOf(particles).inAir > 0; step++) {
    before.set(particles.timeS);
    stepParticles(particles, air, { step, seed: SEED, mostS: 2, endM: 900 });
    for (let i = 0; i < RELEASED; i++) {
      const seconds = particles.timeS[i] - before[i];
      const z = particles.zM[i];
      if (seconds === 0 || z < FROM_M || z > TO_M) continue;
      const arc = ARCS_M.findIndex((atM) => Math.abs(particles.xM[i] - atM) < ARC_RATIO * atM);
      if (arc < 0) continue;
      spent[arc].seconds += seconds;
      spent[arc].squares += seconds * particles.yM[i] ** 2;
    }
  }
  return spent.map(({ seconds, squares }, i) => {
    const across = ((rateGps / RELEASED) * seconds) / (2 * ARC_RATIO * ARCS_M[i] * (TO_M - FROM_M));
    return (1000 * across) / (Math.sqrt(2 * Math.PI) * Math.sqrt(squares / seconds));
  });
}

function prairieGrass(): Verdict[] {
  let within2 = 0;
  for (const [stability, rateGps, windMps, observed] of PRAIRIE_GRASS)
    for (const [i, mg] of arcsOf(stability, rateGps, windMps).entries())
      if (mg >= observed[i] / 2 && mg <= 2 * observed[i]) within2++;
  const count = PRAIRIE_GRASS.length * ARCS_M.length;
  return [atLeast('air.prairie-grass: particles within a factor of 2 of what was measured', within2 / count, 0.72)];
}

/** Particles in turbulent air. */
export const PARTICLES: ValidationCase[] = [
  { name: 'air.taylor', quick: false, run: async () => taylor() },
  { name: 'air.well-mixed', quick: false, run: async () => wellMixed() },
  { name: 'air.counted', quick: true, run: async () => counted() },
  { name: 'air.prairie-grass-particles', quick: false, run: async () => prairieGrass() },
];
