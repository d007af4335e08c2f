import { heldIn, rubbedRatio } from './cuts.ts';
import { Float64Water } from './float64-water.ts';
import { type FaceFlux, GRAVITY_MPS2, hllcFlux } from './hllc.ts';
import { type SlantedWall, slantedWalls } from './slanted-walls.ts';
import {
  type Beyond,
  cellAt,
  cellCount,
  copyWater,
  DRY_DEPTH_M,
  dryWater,
  type Edges,
  type EdgeVolumes,
  edgePlace,
  fastestMps,
  type Order,
  type Raster,
  SIDES,
  type Side,
  shutFaces,
  type Terrain,
  type Water,
} from './terrain.ts';

/** Of the generalised minmod limiter: 1 = minmod, 2 = monotonised central. */
const THETA = 1.5;

/** Of the time in which the fastest wave crosses a cell; an unsplit scheme in two dimensions is stable up to 0.5. */
export const COURANT = 0.45;

/** The longest step that no wave outruns; Infinity when all is dry, 0 or NaN when a value is no number. */
export const stableStepS = ({ cellM }: Raster, waveMps: number): number =>
  waveMps === 0 ? Number.POSITIVE_INFINITY : (COURANT * cellM) / waveMps;

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
  shut: Uint8Array;
  /** Null where no walls cut cells. */
  openRatio: Float64Array | null;
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
export class ShallowWater extends Float64Water {
  private readonly order: Order;
  private readonly levelM: Float64Array;
  private readonly x: Axis;
  private readonly y: Axis;
  private readonly edgeFaces: EdgeFace[];
  private readonly slanted: SlantedWall[];
  /** Manning's n for what stands on a cell's held area, where the bed rubs along its free one. */
  private readonly manningN: Float64Array;
  /** Of what a cell's faces would take out of it in a step, the part that it has. */
  private readonly share: Float64Array;
  private readonly before: Water;
  private readonly flux: FaceFlux = { mass: 0, normal: 0, transverse: 0 };

  constructor(terrain: Terrain, edges: Edges, order: Order, rainCatchRatio: Float64Array) {
    super(terrain, rainCatchRatio);
    this.order = order;
    this.before = dryWater(terrain);
    const values = () => new Float64Array(cellCount(terrain));
    this.levelM = values();
    this.share = values();
    const [u, v] = [values(), values()];
    this.x = {
      ...{ step: 1, normalMps: u, transverseMps: v, crestM: terrain.eastCrestM, faces: faces(terrain) },
      ...{ shut: shutFaces(terrain, 1), openRatio: terrain.cuts?.eastOpenRatio ?? null },
    };
    const { stride } = terrain;
    this.y = {
      ...{ step: stride, normalMps: v, transverseMps: u, crestM: terrain.northCrestM, faces: faces(terrain) },
      ...{ shut: shutFaces(terrain, stride), openRatio: terrain.cuts?.northOpenRatio ?? null },
    };
    this.manningN = terrain.manningN.map((n, cell) => n * Math.sqrt(rubbedRatio(terrain.cuts, cell)));
    this.slanted = slantedWalls(terrain);
    this.edgeFaces = SIDES.flatMap((side) => edges[side].map((beyond, i) => this.edgeFace(side, i, beyond)));
  }

  private edgeFace(side: Side, i: number, beyond: Beyond): EdgeFace {
    const axis = side === 'west' || side === 'east' ? this.x : this.y;
    const [column, row] = edgePlace(this.terrain, side, i);
    const cell = cellAt(this.terrain, column, row);
    const inwards = side === 'west' || side === 'south' ? 1 : -1;
    return { side, cell, face: inwards === 1 ? cell - axis.step : cell, axis, inwards, beyond };
  }

  stableStepS(): number {
    return stableStepS(this.terrain, fastestMps(this.state));
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

  private euler(dtS: number, entered: EdgeVolumes, weight: number): void {
    this.velocities();
    this.fluxes(this.x);
    this.fluxes(this.y);
    this.alongWalls();
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
  private fluxes({ step, normalMps: u, transverseMps: v, crestM, shut, openRatio, faces }: Axis): void {
    const { columns, rows, bedElevationM: z } = this.terrain;
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
          const level = slope(w[belowA], wA, w[b]) / 2;
          const bed = between(z[a] - z[belowA], z[b] - z[a], level - slope(h[belowA], hA, h[b]) / 2);
          const deeper = Math.max(-hA, Math.min(hA, level - bed));
          wA += bed + deeper;
          hA += deeper;
          uA += slope(u[belowA], uA, u[b]) / 2;
          vA += slope(v[belowA], vA, v[b]) / 2;
        } else if (order === 2 && shut[belowA] + shut[a] === 0) {
          hA = Math.min(2 * hA, Math.max(0, hA - slope(z[belowA], z[a], z[b]) / 2));
        }
        let wB = w[b];
        let hB = h[b];
        let uB = u[b];
        let vB = v[b];
        if (bothWet && h[aboveB] > DRY_DEPTH_M) {
          const level = slope(w[a], wB, w[aboveB]) / 2;
          const bed = between(z[b] - z[a], z[aboveB] - z[b], level - slope(h[a], hB, h[aboveB]) / 2);
          const deeper = Math.max(-hB, Math.min(hB, level - bed));
          wB -= bed + deeper;
          hB -= deeper;
          uB -= slope(u[a], uB, u[aboveB]) / 2;
          vB -= slope(v[a], vB, v[aboveB]) / 2;
        } else if (order === 2 && shut[a] + shut[b] === 0) {
          hB = Math.min(2 * hB, Math.max(0, hB + slope(z[a], z[b], z[aboveB]) / 2));
        }
        const zA = wA - hA;
        const zB = wB - hB;
        const sill = shut[a] === 1 ? Number.POSITIVE_INFINITY : Math.max(zA, zB, crestM[a]);
        const overA = h[a] > DRY_DEPTH_M ? Math.max(0, wA - sill) : 0;
        const overB = h[b] > DRY_DEPTH_M ? Math.max(0, wB - sill) : 0;
        const { mass, normal, transverse } = hllcFlux(overA, uA, vA, overB, uB, vB, flux);
        const wallA = overA > 0 ? 0 : thrust(hA, uA);
        const wallB = overB > 0 ? 0 : thrust(hB, -uB);
        const bedA = (g / 2) * (hA * hA - overA * overA) - g * h[a] * (z[a] - zA);
        const bedB = (g / 2) * (hB * hB - overB * overB) - g * h[b] * (z[b] - zB);
        const below = normal + bedA + wallA;
        const above = normal + bedB + wallB;
        const open = openRatio === null ? 1 : openRatio[a];
        if (open === 1) setFace(faces, a, mass, transverse, below, above);
        else {
          // The rest of the edge is wall: still water's weight, which cancels all round the cell; what a moving one adds is `alongWalls`'.
          const stillA = (g / 2) * (h[a] * h[a] + (hA - h[a]) ** 2);
          const stillB = (g / 2) * (h[b] * h[b] + (hB - h[b]) ** 2);
          const shutRatio = 1 - open;
          setFace(
            faces,
            a,
            open * mass,
            open * transverse,
            open * below + shutRatio * stillA,
            open * above + shutRatio * stillB,
          );
        }
      }
    }
  }

  /** Over what `fluxes` left, where a wall runs at a slant. */
  private alongWalls(): void {
    const { depthM } = this.state;
    const { stride } = this.terrain;
    const [fx, fy] = [this.x.faces, this.y.faces];
    for (const { cell, west, east, south, north, towardsX, towardsY } of this.slanted) {
      const h = depthM[cell];
      if (!(h > DRY_DEPTH_M)) continue;
      const [u, v] = [this.x.normalMps[cell], this.y.normalMps[cell]];
      const push = thrust(h, u * towardsX + v * towardsY);
      if (west) fx.normalAbove[cell - 1] += push - thrust(h, -u);
      if (east) fx.normalBelow[cell] += push - thrust(h, u);
      if (south) fy.normalAbove[cell - stride] += push - thrust(h, -v);
      if (north) fy.normalBelow[cell] += push - thrust(h, v);
    }
    for (const { cell, column, row, x, y } of this.terrain.cuts?.walls ?? []) {
      const h = depthM[cell];
      if (!(h > DRY_DEPTH_M)) continue;
      const [u, v] = [this.x.normalMps[cell], this.y.normalMps[cell]];
      const push = thrust(h, (u * x + v * y) / Math.sqrt(x * x + y * y));
      // On the face that is no edge of the raster's: those are `edgeFlux`'s.
      if (column === 0) fx.normalBelow[cell] += push * x;
      else fx.normalAbove[cell - 1] -= push * x;
      if (row === 0) fy.normalBelow[cell] += push * y;
      else fy.normalAbove[cell - stride] -= push * y;
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
    const { columns, rows, cellM, stride, cuts } = this.terrain;
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
        const outM = (perM * outM2ps) / heldIn(cuts, i);
        if (outM > h[i]) share[i] = h[i] / outM;
      }
    }
    limitFaces(x, share);
    limitFaces(y, share);
  }

  private update(dtS: number): void {
    const { columns, rows, cellM, stride, cuts } = this.terrain;
    const { manningN } = this;
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const [fx, fy] = [this.x.faces, this.y.faces];
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const perM = dtS / cellM / heldIn(cuts, i);
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

function average(values: Float64Array, others: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] + others[i]) / 2;
}

/**
 * The rise of the bed towards a face that level and depth imply, kept within the bed's own on both sides. Limited apart they may
 * else raise a wall out of nothing: behind a quay 2 m high critical flow of 1.7 m²/s stood .6 m too high.
 */
function between(back: number, ahead: number, rise: number): number {
  const low = Math.max(Math.min(0, back), Math.min(0, ahead));
  const high = Math.min(Math.max(0, back), Math.max(0, ahead));
  return Math.min(high, Math.max(low, rise));
}
