/*
 * Particles in turbulent air, after Thomson (1987, J. Fluid Mech. 180): upright and across the wind each has a velocity that forgets itself
 * over the time scale of the turbulence, and a drift that keeps what is well mixed so. Chance is counted, not drawn: the same particle,
 * step and purpose get the same number on every machine and in any order.
 */

const TABLE_BITS = 12;
const TABLE_SIZE = 2 ** TABLE_BITS;

const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
const TAIL = 0.02425;

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, one) => sum * x + one, 0);

function inverseNormal(part: number): number {
  if (part > 0.5) return -inverseNormal(1 - part);
  if (part < TAIL) {
    const q = Math.sqrt(-2 * Math.log(part));
    return polynomial(C, q) / (polynomial(D, q) * q + 1);
  }
  const q = part - 0.5;
  const r = q * q;
  return (polynomial(A, r) * q) / (polynomial(B, r) * r + 1);
}

/** Middle of each of equally likely parts of a normal distribution, scaled to a variance of 1 (Acklam's rational fit of its inverse). */
const NORMALS = normalTable();

function normalTable(): Float64Array {
  const table = Float64Array.from({ length: TABLE_SIZE }, (_, i) => inverseNormal((i + 0.5) / TABLE_SIZE));
  const sigma = Math.sqrt(table.reduce((sum, one) => sum + one * one, 0) / TABLE_SIZE);
  return table.map((one) => one / sigma);
}

/** A normal number for a particle, its step and a purpose (hash after Wang and Jenkins, 32 bits). */
function normalAt(seed: number, particle: number, step: number, purpose: number): number {
  let h = Math.imul(particle ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(step * 4 + purpose, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  h ^= h >>> 16;
  return NORMALS[h >>> (32 - TABLE_BITS)];
}

/** Mean wind and turbulence by height. */
export interface Turbulence {
  windMps(zM: number): number;
  sigmaWMps(zM: number): number;
  /** Slope of the variance of upright velocities, m/s². */
  varianceSlope(zM: number): number;
  /** How long an upright velocity is remembered. */
  scaleS(zM: number): number;
  sigmaVMps(zM: number): number;
  scaleVS(zM: number): number;
  /** Particles are thrown back here. */
  groundM: number;
  topM: number;
  /** Part of those that touch the ground and stay there. */
  depositedRatio: number;
}

/** Places and velocities, and how each stands: 0 in the air, 1 on the ground, 2 gone. */
interface Particles {
  xM: Float64Array;
  yM: Float64Array;
  zM: Float64Array;
  vMps: Float64Array;
  wMps: Float64Array;
  timeS: Float64Array;
  state: Uint8Array;
}

const IN_AIR = 0;
const ON_GROUND = 1;
const GONE = 2;

/** Particles at one place, each with a velocity of the turbulence there. */
export function releasedAt(count: number, zM: (i: number) => number, air: Turbulence, seed: number): Particles {
  const all = () => new Float64Array(count);
  const particles = {
    xM: all(),
    yM: all(),
    zM: all(),
    vMps: all(),
    wMps: all(),
    timeS: all(),
    state: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    const z = zM(i);
    particles.zM[i] = z;
    particles.vMps[i] = air.sigmaVMps(z) * normalAt(seed, i, 0, 0);
    particles.wMps[i] = air.sigmaWMps(z) * normalAt(seed, i, 0, 1);
  }
  return particles;
}

/** Part of the time scale that a step takes. */
const STEP_RATIO = 0.05;
/** Chance numbers of a step: across, upright, whether it is deposited. */
const ACROSS = 0;
const UPRIGHT = 1;
const SETTLES = 2;

/** Number of a step and its bounds: no longer than `mostS`; what is beyond `endM` downwind is gone. */
interface Step {
  step: number;
  seed: number;
  mostS: number;
  endM: number;
}

/** Moves each particle in the air by one step, as long as its place allows. */
export function stepParticles(p: Particles, air: Turbulence, { step, seed, mostS, endM }: Step): void {
  for (let i = 0; i < p.state.length; i++) {
    if (p.state[i] !== IN_AIR) continue;
    const z = p.zM[i];
    const scale = air.scaleS(z);
    const dt = Math.min(mostS, STEP_RATIO * scale);
    const across = Math.exp(-dt / air.scaleVS(z));
    const vBefore = p.vMps[i];
    p.vMps[i] = vBefore * across + air.sigmaVMps(z) * Math.sqrt(1 - across * across) * normalAt(seed, i, step, ACROSS);
    p.yM[i] += 0.5 * (vBefore + p.vMps[i]) * dt;
    p.xM[i] += air.windMps(z) * dt;
    p.timeS[i] += dt;
    const sigma = air.sigmaWMps(z);
    const kept = Math.exp(-dt / scale);
    const w = p.wMps[i];
    const drift = 0.5 * air.varianceSlope(z) * (1 + (w * w) / (sigma * sigma)) * dt;
    p.wMps[i] = w * kept + drift + sigma * Math.sqrt(1 - kept * kept) * normalAt(seed, i, step, UPRIGHT);
    moveUpright(p, i, z + 0.5 * (w + p.wMps[i]) * dt, air, normalAt(seed, i, step, SETTLES));
    if (p.xM[i] > endM && p.state[i] === IN_AIR) p.state[i] = GONE;
  }
}

function moveUpright(
  p: Particles,
  i: number,
  toM: number,
  { groundM, topM, depositedRatio }: Turbulence,
  chance: number,
): void {
  p.zM[i] = toM;
  if (toM < groundM) {
    p.zM[i] = Math.min(topM, 2 * groundM - toM);
    p.wMps[i] = -p.wMps[i];
    if (depositedRatio > 0 && chance < NORMALS[Math.floor(depositedRatio * (TABLE_SIZE - 1))]) p.state[i] = ON_GROUND;
  } else if (toM > topM) {
    p.zM[i] = Math.max(groundM, 2 * topM - toM);
    p.wMps[i] = -p.wMps[i];
  }
}

/** How many are in the air, on the ground and gone. */
export function countsOf({ state }: Particles): { inAir: number; onGround: number; gone: number } {
  const counts = { inAir: 0, onGround: 0, gone: 0 };
  for (const one of state) counts[one === IN_AIR ? 'inAir' : one === ON_GROUND ? 'onGround' : 'gone']++;
  return counts;
}
