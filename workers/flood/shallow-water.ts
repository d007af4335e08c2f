import { type FaceFlux, GRAVITY_MPS2, hllcFlux } from './hllc.ts';
import { joinBytes, partBytes, type Solver } from './solver.ts';

/**
 * A raster of square cells with a rim one cell wide around it, row-major from the south-west: cell (column, row) lies at
 * (row + 1)·stride + column + 1. The rim is dry for ever; it is there so that a cell's four neighbours always exist.
 */
export interface Raster {
  columns: number;
  rows: number;
  cellM: number;
  stride: number;
}

/** What does not change while water moves. */
export interface Terrain extends Raster {
  bedElevationM: Float64Array;
  /** s/m^(1/3). */
  manningN: Float64Array;
  /** 1 where no water can be (a building, the rim); its faces are walls. */
  blocked: Uint8Array;
  /** Crest of a wall, kerb or levee finer than the raster on the east face of a cell; −Infinity where there is none. */
  eastCrestM: Float64Array;
  /** The same on the north face. */
  northCrestM: Float64Array;
}

/** Water at one moment: depth, and unit discharge to the east (x) and to the north (y). */
export interface Water {
  depthM: Float64Array;
  unitDischargeXM2ps: Float64Array;
  unitDischargeYM2ps: Float64Array;
}

/** What lies beyond a face of the raster's edge. */
export type Beyond =
  | { kind: 'wall' }
  /** A brink: water falls over it, nothing enters. */
  | { kind: 'free' }
  | { kind: 'stage'; stageM: number }
  /** Water enters, per metre of edge. */
  | { kind: 'inflow'; unitDischargeM2ps: number };

export const SIDES = ['west', 'east', 'south', 'north'] as const;
export type Side = (typeof SIDES)[number];

/** West and east from south to north, south and north from west to east. */
export type Edges = Record<Side, Beyond[]>;

/** 1: states constant in a cell, one Euler step. 2: MUSCL and Heun. */
export type Order = 1 | 2;

/** Water that entered over each side in a step, m³; what left is negative. */
export type EdgeVolumes = Record<Side, number>;

/** A thinner film stays where it is: its speed would shorten the step, and its traces would run on without end. */
export const DRY_DEPTH_M = 1e-6;

/** Of the generalised minmod limiter: 1 = minmod, 2 = monotonised central. */
const THETA = 1.5;

/** Of the time in which the fastest wave crosses a cell; an unsplit scheme in two dimensions is stable up to 0.5. */
export const COURANT = 0.45;

export function raster(columns: number, rows: number, cellM: number): Raster {
  return { columns, rows, cellM, stride: columns + 2 };
}

export const cellCount = ({ stride, rows }: Raster): number => stride * (rows + 2);

export const cellAt = ({ stride }: Raster, column: number, row: number): number => (row + 1) * stride + column + 1;

/** Level ground without friction or walls: what tests and readers start from. */
export function flatTerrain(columns: number, rows: number, cellM: number): Terrain {
  const shape = raster(columns, rows, cellM);
  const cells = cellCount(shape);
  const blocked = new Uint8Array(cells).fill(1);
  for (let row = 0; row < rows; row++) {
    blocked.fill(0, cellAt(shape, 0, row), cellAt(shape, columns, row));
  }
  return {
    ...shape,
    bedElevationM: new Float64Array(cells),
    manningN: new Float64Array(cells),
    blocked,
    eastCrestM: new Float64Array(cells).fill(Number.NEGATIVE_INFINITY),
    northCrestM: new Float64Array(cells).fill(Number.NEGATIVE_INFINITY),
  };
}

export function dryWater(shape: Raster): Water {
  const cells = cellCount(shape);
  return {
    depthM: new Float64Array(cells),
    unitDischargeXM2ps: new Float64Array(cells),
    unitDischargeYM2ps: new Float64Array(cells),
  };
}

/** Column and row of the i-th cell along a side, in the order of `Edges`. */
export function edgePlace({ columns, rows }: Raster, side: Side, i: number): [number, number] {
  const places: Record<Side, [number, number]> = {
    west: [0, i],
    east: [columns - 1, i],
    south: [i, 0],
    north: [i, rows - 1],
  };
  return places[side];
}

export function edges({ columns, rows }: Raster, beyond: Partial<Record<Side, Beyond>> = {}): Edges {
  const all = (side: Side, count: number) => Array.from({ length: count }, () => beyond[side] ?? { kind: 'wall' });
  return {
    west: all('west', rows),
    east: all('east', rows),
    south: all('south', columns),
    north: all('north', columns),
  } as Edges;
}

/** Of all wet cells: how fast water and wave together run along the faster axis; 0 when all is dry. */
export function fastestMps({ depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy }: Water): number {
  let fastest = 0;
  for (let i = 0; i < h.length; i++) fastest = Math.max(fastest, waveMps(h[i], qx[i], qy[i]));
  return fastest;
}

/** Of one cell; 0 where it is dry. */
export function waveMps(h: number, qx: number, qy: number): number {
  if (h <= DRY_DEPTH_M) return 0;
  return Math.max(Math.abs(qx), Math.abs(qy)) / h + Math.sqrt(GRAVITY_MPS2 * h);
}

/** The longest step that no wave outruns; Infinity when all is dry, 0 or NaN when a value is no number. */
export const stableStepS = ({ cellM }: Raster, waveMps: number): number =>
  waveMps === 0 ? Number.POSITIVE_INFINITY : (COURANT * cellM) / waveMps;

/** It rains on every cell that is not blocked. */
export const openGround = ({ blocked }: Terrain): Float64Array => Float64Array.from(blocked, (shut) => 1 - shut);

/** Through the east (or north) face of each cell; a west or south edge is the east or north face of the rim. */
interface Faces {
  mass: Float64Array;
  transverse: Float64Array;
  /** Normal momentum as the cell below (west, south) of the face loses it and as the one above gains it: the bed takes the rest. */
  normalBelow: Float64Array;
  normalAbove: Float64Array;
}

function faces(shape: Raster): Faces {
  const values = () => new Float64Array(cellCount(shape));
  return { mass: values(), transverse: values(), normalBelow: values(), normalAbove: values() };
}

/** The two directions differ in these alone. */
interface Axis {
  /** From a cell to the next. */
  step: number;
  normalMps: Float64Array;
  transverseMps: Float64Array;
  crestM: Float64Array;
  faces: Faces;
}

interface EdgeFace {
  side: Side;
  cell: number;
  /** Index of the face in its axis. */
  face: number;
  axis: Axis;
  /** +1 where inwards is towards east or north. */
  inwards: 1 | -1;
  beyond: Beyond;
}

/**
 * The shallow-water equations in float64 on cell-centred finite volumes: hydrostatic reconstruction, HLLC, Manning friction.
 * The oracle of the kernels, and what runs where there is neither SIMD nor shared memory.
 *
 * Reconstruction of level, depth and velocity, and the bed from the first two, after Audusse et al., SIAM J. Sci. Comput. 25
 * (2004) 2050: a lake at rest stays so to rounding. Second order in time by Heun as the mean of two Euler steps (Gottlieb, Shu
 * and Tadmor 2001). Depth never falls below 0: a cell gives no more than it holds and its neighbour gains just that.
 */
export class ShallowWater implements Solver {
  private readonly state: Water;
  private readonly rainCatchRatio: Float64Array;
  private readonly terrain: Terrain;
  private readonly order: Order;
  private readonly levelM: Float64Array;
  private readonly x: Axis;
  private readonly y: Axis;
  private readonly edgeFaces: EdgeFace[];
  /** Of what a cell's faces would take out of it in a step, the part that it has. */
  private readonly share: Float64Array;
  private readonly before: Water;
  private readonly flux: FaceFlux = { mass: 0, normal: 0, transverse: 0 };

  constructor(terrain: Terrain, edges: Edges, order: Order, rainCatchRatio: Float64Array) {
    this.rainCatchRatio = rainCatchRatio;
    this.terrain = terrain;
    this.order = order;
    this.state = dryWater(terrain);
    this.before = dryWater(terrain);
    const values = () => new Float64Array(cellCount(terrain));
    this.levelM = values();
    this.share = values();
    const [u, v] = [values(), values()];
    this.x = { step: 1, normalMps: u, transverseMps: v, crestM: terrain.eastCrestM, faces: faces(terrain) };
    this.y = {
      step: terrain.stride,
      normalMps: v,
      transverseMps: u,
      crestM: terrain.northCrestM,
      faces: faces(terrain),
    };
    this.edgeFaces = SIDES.flatMap((side) => edges[side].map((beyond, i) => this.edgeFace(side, i, beyond)));
  }

  private edgeFace(side: Side, i: number, beyond: Beyond): EdgeFace {
    const axis = side === 'west' || side === 'east' ? this.x : this.y;
    const [column, row] = edgePlace(this.terrain, side, i);
    const cell = cellAt(this.terrain, column, row);
    const inwards = side === 'west' || side === 'south' ? 1 : -1;
    return { side, cell, face: inwards === 1 ? cell - axis.step : cell, axis, inwards, beyond };
  }

  load(water: Water): void {
    copyWater(water, this.state);
  }

  water(): Water {
    const copy = dryWater(this.terrain);
    copyWater(this.state, copy);
    return copy;
  }

  save(): Uint8Array {
    return joinBytes(this.statePlanes());
  }

  restore(state: Uint8Array): void {
    partBytes(state, this.statePlanes());
  }

  private statePlanes(): Float64Array[] {
    const { depthM, unitDischargeXM2ps, unitDischargeYM2ps } = this.state;
    return [depthM, unitDischargeXM2ps, unitDischargeYM2ps];
  }

  volumeM3(): number {
    const sumM = this.state.depthM.reduce((sum, depthM) => sum + depthM, 0);
    return sumM * this.terrain.cellM ** 2;
  }

  stableStepS(): number {
    return stableStepS(this.terrain, fastestMps(this.state));
  }

  depthM(cell: number): number {
    return this.state.depthM[cell];
  }

  pour(cell: number, depthM: number): number {
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const poured = Math.max(-h[cell], depthM);
    if (poured < 0) {
      const kept = (h[cell] + poured) / h[cell];
      qx[cell] *= kept;
      qy[cell] *= kept;
    }
    h[cell] += poured;
    return poured;
  }

  soak(mostM: Float32Array): number {
    let sumM = 0;
    for (let i = 0; i < mostM.length; i++) {
      if (mostM[i] > 0) mostM[i] = Math.fround(-this.pour(i, -mostM[i]));
      sumM += mostM[i];
    }
    return sumM;
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    (face === 'east' ? this.terrain.eastCrestM : this.terrain.northCrestM)[cell] = crestM;
  }

  sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    depthM.set(this.state.depthM);
    unitDischargeXM2ps.set(this.state.unitDischargeXM2ps);
    unitDischargeYM2ps.set(this.state.unitDischargeYM2ps);
  }

  advance(dtS: number, rainM: number): EdgeVolumes {
    const entered: EdgeVolumes = { west: 0, east: 0, south: 0, north: 0 };
    if (this.order === 1) this.euler(dtS, entered, 1);
    else this.heun(dtS, entered);
    if (rainM > 0) this.rain(rainM);
    return entered;
  }

  private heun(dtS: number, entered: EdgeVolumes): void {
    const { state, before } = this;
    copyWater(state, before);
    this.euler(dtS, entered, 0.5);
    this.euler(dtS, entered, 0.5);
    average(state.depthM, before.depthM);
    average(state.unitDischargeXM2ps, before.unitDischargeXM2ps);
    average(state.unitDischargeYM2ps, before.unitDischargeYM2ps);
  }

  private rain(rainM: number): void {
    const { rainCatchRatio, state } = this;
    for (let i = 0; i < rainCatchRatio.length; i++) state.depthM[i] += rainM * rainCatchRatio[i];
  }

  private euler(dtS: number, entered: EdgeVolumes, weight: number): void {
    this.velocities();
    this.fluxes(this.x);
    this.fluxes(this.y);
    for (const face of this.edgeFaces) this.edgeFlux(face);
    this.shareOut(dtS);
    this.update(dtS);
    this.addEntered(dtS * weight, entered);
  }

  private velocities(): void {
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const { bedElevationM: z } = this.terrain;
    const { levelM: w, x, y } = this;
    for (let i = 0; i < h.length; i++) {
      const wet = h[i] > DRY_DEPTH_M;
      w[i] = h[i] + z[i];
      x.normalMps[i] = wet ? qx[i] / h[i] : 0;
      y.normalMps[i] = wet ? qy[i] / h[i] : 0;
    }
  }

  /** Of all faces of one direction; those on the raster's edge are then set by `edgeFlux`. */
  private fluxes({ step, normalMps: u, transverseMps: v, crestM, faces }: Axis): void {
    const { columns, rows, blocked, bedElevationM: z } = this.terrain;
    const { levelM: w, order, flux } = this;
    const { depthM: h } = this.state;
    const g = GRAVITY_MPS2;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let a = first; a < first + columns; a++) {
        const b = a + step;
        if (h[a] <= DRY_DEPTH_M && h[b] <= DRY_DEPTH_M) {
          setFace(faces, a, 0, 0, 0, 0);
          continue;
        }
        const belowA = a - step;
        const aboveB = b + step;
        const bothWet = order === 2 && h[a] > DRY_DEPTH_M && h[b] > DRY_DEPTH_M;
        let wA = w[a];
        let hA = h[a];
        let uA = u[a];
        let vA = v[a];
        if (bothWet && h[belowA] > DRY_DEPTH_M) {
          wA += slope(w[belowA], wA, w[b]) / 2;
          hA += slope(h[belowA], hA, h[b]) / 2;
          uA += slope(u[belowA], uA, u[b]) / 2;
          vA += slope(v[belowA], vA, v[b]) / 2;
        } else if (order === 2 && blocked[belowA] + blocked[b] === 0) {
          hA = Math.min(2 * hA, Math.max(0, hA - slope(z[belowA], z[a], z[b]) / 2));
        }
        let wB = w[b];
        let hB = h[b];
        let uB = u[b];
        let vB = v[b];
        if (bothWet && h[aboveB] > DRY_DEPTH_M) {
          wB -= slope(w[a], wB, w[aboveB]) / 2;
          hB -= slope(h[a], hB, h[aboveB]) / 2;
          uB -= slope(u[a], uB, u[aboveB]) / 2;
          vB -= slope(v[a], vB, v[aboveB]) / 2;
        } else if (order === 2 && blocked[a] + blocked[aboveB] === 0) {
          hB = Math.min(2 * hB, Math.max(0, hB + slope(z[a], z[b], z[aboveB]) / 2));
        }
        const zA = wA - hA;
        const zB = wB - hB;
        const shut = blocked[a] + blocked[b] > 0;
        const sill = shut ? Number.POSITIVE_INFINITY : Math.max(zA, zB, crestM[a]);
        const overA = h[a] > DRY_DEPTH_M ? Math.max(0, wA - sill) : 0;
        const overB = h[b] > DRY_DEPTH_M ? Math.max(0, wB - sill) : 0;
        const { mass, normal, transverse } = hllcFlux(overA, uA, vA, overB, uB, vB, flux);
        const wallA = overA > 0 ? 0 : thrust(hA, uA);
        const wallB = overB > 0 ? 0 : thrust(hB, -uB);
        const bedA = (g / 2) * (hA * hA - overA * overA) - g * h[a] * (z[a] - zA);
        const bedB = (g / 2) * (hB * hB - overB * overB) - g * h[b] * (z[b] - zB);
        setFace(faces, a, mass, transverse, normal + bedA + wallA, normal + bedB + wallB);
      }
    }
  }

  private edgeFlux({ cell, face, axis, inwards, beyond }: EdgeFace): void {
    const h = this.state.depthM[cell];
    const outMps = -inwards * axis.normalMps[cell];
    const alongMps = axis.transverseMps[cell];
    const { out, push } = edgeExchange(h, outMps, this.terrain.bedElevationM[cell], beyond, this.flux);
    const mass = -inwards * out;
    setFace(axis.faces, face, mass, out > 0 ? mass * alongMps : 0, push, push);
  }

  private shareOut(dtS: number): void {
    const { columns, rows, cellM, stride } = this.terrain;
    const { share, x, y } = this;
    const { depthM: h } = this.state;
    const [mx, my] = [x.faces.mass, y.faces.mass];
    const perM = dtS / cellM;
    share.fill(1);
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const outM2ps =
          Math.max(0, mx[i]) + Math.max(0, -mx[i - 1]) + Math.max(0, my[i]) + Math.max(0, -my[i - stride]);
        if (perM * outM2ps > h[i]) share[i] = h[i] / (perM * outM2ps);
      }
    }
    limitFaces(x, share);
    limitFaces(y, share);
  }

  private update(dtS: number): void {
    const { columns, rows, cellM, stride, manningN } = this.terrain;
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const [fx, fy] = [this.x.faces, this.y.faces];
    const perM = dtS / cellM;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const w = i - 1;
        const s = i - stride;
        h[i] = Math.max(0, h[i] - perM * (fx.mass[i] - fx.mass[w] + fy.mass[i] - fy.mass[s]));
        if (h[i] <= DRY_DEPTH_M) {
          qx[i] = qy[i] = 0;
          continue;
        }
        const x = qx[i] - perM * (fx.normalBelow[i] - fx.normalAbove[w] + fy.transverse[i] - fy.transverse[s]);
        const y = qy[i] - perM * (fy.normalBelow[i] - fy.normalAbove[s] + fx.transverse[i] - fx.transverse[w]);
        const kept = keptByFriction(h[i], Math.sqrt(x * x + y * y), manningN[i], dtS);
        qx[i] = kept * x;
        qy[i] = kept * y;
      }
    }
  }

  private addEntered(weightS: number, entered: EdgeVolumes): void {
    const { cellM } = this.terrain;
    for (const { side, face, axis, inwards } of this.edgeFaces) {
      entered[side] += inwards * axis.faces.mass[face] * cellM * weightS;
    }
  }
}

function setFace(faces: Faces, face: number, mass: number, transverse: number, below: number, above: number): void {
  faces.mass[face] = mass;
  faces.transverse[face] = transverse;
  faces.normalBelow[face] = below;
  faces.normalAbove[face] = above;
}

/** Limited rise from the middle of a cell's lower neighbour to its own: 0 at an extremum. */
function slope(below: number, here: number, above: number): number {
  const back = here - below;
  const ahead = above - here;
  if (back * ahead <= 0) return 0;
  const least = Math.min(THETA * Math.abs(back), THETA * Math.abs(ahead), Math.abs(back + ahead) / 2);
  return back > 0 ? least : -least;
}

/**
 * Pressure on a wall beyond that of still water, for water that runs against it (or away: negative). To first order in u/c; the
 * whole push is never less than nothing.
 */
function thrust(h: number, towardsMps: number): number {
  return Math.max(h * Math.sqrt(GRAVITY_MPS2 * h) * towardsMps, (-GRAVITY_MPS2 / 2) * h * h);
}

/** What an edge takes out of its cell (m²/s) and how it pushes back (m³/s²). */
function edgeExchange(
  h: number,
  outMps: number,
  bedM: number,
  beyond: Beyond,
  scratch: FaceFlux,
): { out: number; push: number } {
  const g = GRAVITY_MPS2;
  const still = (g / 2) * h * h;
  switch (beyond.kind) {
    case 'wall':
      return { out: 0, push: still + thrust(h, outMps) };
    case 'free':
      return againstStill(h, outMps, 0, scratch);
    case 'inflow': {
      const q = beyond.unitDischargeM2ps;
      const depthM = Math.max(h, Math.cbrt((q * q) / g));
      return { out: -q, push: depthM > 0 ? (q * q) / depthM + (g / 2) * depthM * depthM : 0 };
    }
    case 'stage':
      return againstStill(h, outMps, Math.max(0, beyond.stageM - bedM), scratch);
  }
}

/** Against water outside that stands `hOut` deep, and that the wave going out (which carries u + 2c) takes along. */
function againstStill(h: number, outMps: number, hOut: number, scratch: FaceFlux): { out: number; push: number } {
  const g = GRAVITY_MPS2;
  const beyondMps = outMps + 2 * (Math.sqrt(g * h) - Math.sqrt(g * hOut));
  const { mass, normal } = hllcFlux(h, outMps, 0, hOut, beyondMps, 0, scratch);
  return { out: mass, push: normal };
}

function limitFaces({ step, faces: { mass, transverse } }: Axis, share: Float64Array): void {
  for (let a = 0; a + step < mass.length; a++) {
    const part = share[mass[a] >= 0 ? a : a + step];
    if (part === 1) continue;
    mass[a] *= part;
    transverse[a] *= part;
  }
}

/**
 * Part of the unit discharge that Manning's friction leaves after a step, taken wholly at the step's end: it never turns the flow
 * round, and a uniform flow stays as it is.
 */
function keptByFriction(h: number, q: number, n: number, dtS: number): number {
  if (n === 0 || q === 0) return 1;
  const perS = (GRAVITY_MPS2 * n * n * q) / h ** (7 / 3);
  return 2 / (1 + Math.sqrt(1 + 4 * dtS * perS));
}

function copyWater(from: Water, to: Water): void {
  to.depthM.set(from.depthM);
  to.unitDischargeXM2ps.set(from.unitDischargeXM2ps);
  to.unitDischargeYM2ps.set(from.unitDischargeYM2ps);
}

function average(values: Float64Array, others: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] + others[i]) / 2;
}
