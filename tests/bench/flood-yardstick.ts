/*
 * Plain float64 TypeScript that the reference's prototype was timed with (flood.md, section 2): what a scheme costs with nothing about
 * it. The marks of the kernels were set where this ran at 39 to 44 (local inertial) and 13 to 15 (HLLC, first order) million cells a
 * CPU-second; a mark is told in multiples of it, so that it means the same on a slower core.
 *
 * One sweep a step, in place, with a ring of ghosts: fixed step, one Manning n, one rain, no shares, no crests, no ledger; flows of the
 * inertial one are not weighted with those beside (Bates et al. 2010), nor held to the critical. Never used for a result.
 */

const G = 9.80665;
const DRY_M = 1e-6;
const MANNING_N = 0.03;
const RAIN_MPS = 60 / 3_600_000;

export interface PlainWater {
  side: number;
  cellM: number;
  /** `side` × `side` cells with a rim, whose bed is a wall. */
  bedM: Float64Array;
  depthM: Float64Array;
  x: Float64Array;
  y: Float64Array;
}

export function plainWater(side: number, cellM: number, bedM: Float32Array, depthM: Float32Array): PlainWater {
  const plane = () => new Float64Array((side + 2) ** 2);
  const water = { side, cellM, bedM: plane().fill(1e4), depthM: plane(), x: plane(), y: plane() };
  for (let row = 0; row < side; row++) {
    water.bedM.set(bedM.subarray(row * side, (row + 1) * side), (row + 1) * (side + 2) + 1);
    water.depthM.set(depthM.subarray(row * side, (row + 1) * side), (row + 1) * (side + 2) + 1);
  }
  return water;
}

const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** A third of the float32's bits, then two steps of Halley. */
function cubeRoot(x: number): number {
  number[0] = x;
  bits[0] = bits[0] * (1 / 3) + 709921077;
  const a = number[0];
  const a3 = a * a * a;
  const b = (a * (a3 + x + x)) / (a3 + a3 + x);
  const b3 = b * b * b;
  return (b * (b3 + x + x)) / (b3 + b3 + x);
}

function inertialFlow(flowingM: number, fall: number, before: number, dtS: number): number {
  if (flowingM <= DRY_M) return 0;
  const friction = (dtS * G * MANNING_N * MANNING_N * Math.abs(before)) / (flowingM * flowingM * cubeRoot(flowingM));
  return (before + G * flowingM * dtS * fall) / (1 + friction);
}

/** A step of local inertial; gives the deepest water. */
export function stepInertial({ side, cellM, bedM: z, depthM: h, x, y }: PlainWater, dtS: number): number {
  const stride = side + 2;
  const per = dtS / cellM;
  let deepestM = 0;
  for (let i = 1; i <= side; i++) y[i] = 0;
  for (let row = 1; row <= side; row++) {
    let west = 0;
    for (let i = row * stride + 1, end = i + side; i < end; i++) {
      const here = h[i] + z[i];
      const east = h[i + 1] + z[i + 1];
      const north = h[i + stride] + z[i + stride];
      const overX = Math.max(here, east) - Math.max(z[i], z[i + 1]);
      const overY = Math.max(here, north) - Math.max(z[i], z[i + stride]);
      const qx = inertialFlow(overX, (here - east) / cellM, x[i], dtS);
      const qy = inertialFlow(overY, (here - north) / cellM, y[i], dtS);
      const depth = h[i] - per * (qx - west + qy - y[i - stride]) + RAIN_MPS * dtS;
      x[i] = west = qx;
      y[i] = qy;
      h[i] = depth > 0 ? depth : 0;
      if (depth > deepestM) deepestM = depth;
    }
  }
  return deepestM;
}

/** What a face carries; one for all, so that nothing is allocated. */
const face = new Float64Array(4);

/** HLLC over a bed rebuilt hydrostatically (Audusse et al. 2004). */
function faceFlux(hA: number, hB: number, zA: number, zB: number, uA: number, uB: number, vA: number, vB: number) {
  const sill = Math.max(zA, zB);
  const hL = Math.max(0, hA + zA - sill);
  const hR = Math.max(0, hB + zB - sill);
  const weightA = 0.5 * G * (hA * hA - hL * hL);
  const weightB = 0.5 * G * (hB * hB - hR * hR);
  if (hL <= DRY_M && hR <= DRY_M) {
    face[0] = face[1] = 0;
    face[2] = weightA;
    face[3] = weightB;
    return;
  }
  const cL = Math.sqrt(G * hL);
  const cR = Math.sqrt(G * hR);
  const cStar = Math.max(0, 0.5 * (cL + cR) + 0.25 * (uA - uB));
  const uStar = 0.5 * (uA + uB) + cL - cR;
  const sL = Math.min(0, hL > DRY_M ? Math.min(uA - cL, uStar - cStar) : uB - 2 * cR);
  const sR = Math.max(0, hR > DRY_M ? Math.max(uB + cR, uStar + cStar) : uA + 2 * cL);
  const massL = hL * uA;
  const massR = hR * uB;
  const per = 1 / Math.max(1e-20, sR - sL);
  const pushL = massL * uA + 0.5 * G * hL * hL;
  const pushR = massR * uB + 0.5 * G * hR * hR;
  const mass = (sR * massL - sL * massR + sL * sR * (hR - hL)) * per;
  const push = (sR * pushL - sL * pushR + sL * sR * (massR - massL)) * per;
  face[0] = mass;
  face[1] = mass * (mass >= 0 ? vA : vB);
  face[2] = push + weightA;
  face[3] = push + weightB;
}

/** A first-order step of shallow water; gives the fastest wave. `rows` are five rows of scratch. */
export function stepShallow(water: PlainWater, rows: Float64Array[], dtS: number): number {
  const { side, cellM, bedM: z, depthM: h, x, y } = water;
  const [southMass, southAcross, southPush, uRow, vRow] = rows;
  const stride = side + 2;
  const per = dtS / cellM;
  let fastest = 0;
  const velocities = (row: number) => {
    for (let k = 0, i = row * stride; k < stride; k++, i++) {
      const perH = h[i] > DRY_M ? 1 / h[i] : 0;
      uRow[(row & 1) * stride + k] = x[i] * perH;
      vRow[(row & 1) * stride + k] = y[i] * perH;
    }
  };
  velocities(1);
  for (let k = 1; k <= side; k++) {
    southMass[k] = southAcross[k] = 0;
    southPush[k] = 0.5 * G * h[stride + k] * h[stride + k];
  }
  for (let row = 1; row <= side; row++) {
    velocities(row + 1);
    const [here, there] = [(row & 1) * stride, ((row + 1) & 1) * stride];
    let westMass = 0;
    let westAcross = 0;
    let westPush = 0.5 * G * h[row * stride + 1] ** 2;
    for (let k = 1, i = row * stride + 1; k <= side; k++, i++) {
      faceFlux(h[i], h[i + 1], z[i], z[i + 1], uRow[here + k], uRow[here + k + 1], vRow[here + k], vRow[here + k + 1]);
      const eastMass = face[0];
      const eastAcross = face[1];
      const eastPush = face[2];
      const nextWestPush = face[3];
      const j = i + stride;
      faceFlux(h[i], h[j], z[i], z[j], vRow[here + k], vRow[there + k], uRow[here + k], uRow[there + k]);
      const mass = face[0];
      const across = face[1];
      const below = face[2];
      const above = face[3];
      const stepped = h[i] - per * (eastMass - westMass + mass - southMass[k]) + RAIN_MPS * dtS;
      const depth = stepped > 0 ? stepped : 0;
      let qx = x[i] - per * (eastPush - westPush + across - southAcross[k]);
      let qy = y[i] - per * (below - southPush[k] + eastAcross - westAcross);
      westMass = eastMass;
      westAcross = eastAcross;
      westPush = nextWestPush;
      southMass[k] = mass;
      southAcross[k] = across;
      southPush[k] = above;
      if (depth > DRY_M) {
        const q = Math.sqrt(qx * qx + qy * qy);
        const kept = 1 / (1 + (dtS * G * MANNING_N * MANNING_N * q) / (depth * depth * cubeRoot(depth)));
        qx *= kept;
        qy *= kept;
        const wave = Math.max(Math.abs(qx), Math.abs(qy)) / depth + Math.sqrt(G * depth);
        if (wave > fastest) fastest = wave;
      } else qx = qy = 0;
      h[i] = depth;
      x[i] = qx;
      y[i] = qy;
    }
  }
  return fastest;
}
