import { heldIn, rubbedRatio } from '../works/cuts.ts';
import { beyondStageMps, COURANT, enteringMps, inflowDepthM } from './entering.ts';
import { Float64Water } from './float64-water.ts';
import { type FaceFlux, GRAVITY_MPS2, hllcFlux } from './hllc.ts';
import { edgeRiseM } from './open-edges.ts';
import { type SlantedWall, slantedWalls } from './slanted-walls.ts';
import {
  cellAt,
  cellCount,
  DRY_DEPTH_M,
  type Edges,
  type EdgeVolumes,
  edgePlace,
  fastestMps,
  type Order,
  type OutsideCondition,
  type Raster,
  rough,
  SIDES,
  type Side,
  shutFaces,
  type Terrain,
} from './terrain.ts';

/** Parameter of the generalised minmod limiter: 1 = minmod, 2 = monotonised central. */
const THETA = 1.5;

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
  /** From the middle of a cell to its upper face; 0 in first order. */
  rises: Rises;
  faces: Faces;
}

/** Rises of level, depth, normal and transverse velocity. */
interface Rises {
  level: Float64Array;
  depth: Float64Array;
  normal: Float64Array;
  transverse: Float64Array;
}

function rises(shape: Raster): Rises {
  const values = () => new Float64Array(cellCount(shape));
  return { level: values(), depth: values(), normal: values(), transverse: values() };
}

interface EdgeFace {
  side: Side;
  cell: number;
  /** Index of the face in its axis. */
  face: number;
  axis: Axis;
  /** +1 where inwards is towards east or north. */
  inwards: 1 | -1;
  beyond: OutsideCondition;
  riseM: number;
}

/**
 * The shallow-water equations in float64 on cell-centred finite volumes: hydrostatic reconstruction, HLLC, Manning friction.
 * The oracle of the kernels, and what runs where there is neither SIMD nor shared memory.
 *
 * Reconstruction of level, depth and velocity, and the bed from the first two, after Audusse et al., SIAM J. Sci. Comput. 25
 * (2004) 2050: a lake at rest stays so to rounding. Second order in time by the middle of the step, to which each cell is taken by its
 * own slopes (MUSCL–Hancock: van Leer, SIAM J. Sci. Stat. Comput. 5 (1984) 1; for shallow water Liang and Marche, Adv. Water Resour. 32
 * (2009) 873). Depth never falls below 0: a cell gives no more than it holds and its neighbour gains just that.
 *
 * Heun's mean of two Euler steps solved every face twice: 31 million cells a second in the kernel where this moves 56, and no case was
 * the better for it (Stoker .0016, now .0013; Thacker's bowl on 200² .0097, now .0089; planar on 100² .0219, now .0218).
 */
export class ShallowWater extends Float64Water {
  private readonly order: Order;
  /** In the middle of the step; of first order, at its beginning. */
  private readonly midM: Float64Array;
  private readonly x: Axis;
  private readonly y: Axis;
  private readonly edgeFaces: EdgeFace[];
  private readonly slanted: SlantedWall[];
  /** Manning's n, or 1/C, for what stands on a cell's held area, where the bed rubs along its free one. */
  private readonly roughness: Float64Array;
  /** Friction slows by g·roughness²·u over this power of the depth. */
  private readonly frictionPower: number;
  /** Part that a cell has of what its faces would take out of it in a step. */
  private readonly share: Float64Array;
  private readonly flux: FaceFlux = { mass: 0, normal: 0, transverse: 0 };

  constructor(terrain: Terrain, edges: Edges, order: Order, rainCatchRatio: Float64Array) {
    super(terrain, rainCatchRatio);
    this.order = order;
    const values = () => new Float64Array(cellCount(terrain));
    this.midM = values();
    this.share = values();
    const u = values();
    const v = values();
    this.x = {
      rises: rises(terrain),
      step: 1,
      normalMps: u,
      transverseMps: v,
      crestM: terrain.eastCrestM,
      faces: faces(terrain),
      shut: shutFaces(terrain, 1),
      openRatio: terrain.cuts?.eastOpenRatio ?? null,
    };
    const { stride } = terrain;
    this.y = {
      rises: rises(terrain),
      step: stride,
      normalMps: v,
      transverseMps: u,
      crestM: terrain.northCrestM,
      faces: faces(terrain),
      shut: shutFaces(terrain, stride),
      openRatio: terrain.cuts?.northOpenRatio ?? null,
    };
    const roughness = terrain.chezyC?.map(rough) ?? terrain.manningN;
    this.roughness = roughness.map((n, cell) => n * Math.sqrt(rubbedRatio(terrain.cuts, cell)));
    this.frictionPower = terrain.chezyC ? 1 : 4 / 3;
    this.slanted = slantedWalls(terrain);
    this.edgeFaces = SIDES.flatMap((side) => edges[side].map((beyond, i) => this.edgeFace(side, i, beyond)));
  }

  private edgeFace(side: Side, i: number, beyond: OutsideCondition): EdgeFace {
    const axis = side === 'west' || side === 'east' ? this.x : this.y;
    const [column, row] = edgePlace(this.terrain, side, i);
    const cell = cellAt(this.terrain, column, row);
    const inwards = side === 'west' || side === 'south' ? 1 : -1;
    const riseM = edgeRiseM(this.terrain, side, cell);
    return { side, cell, face: inwards === 1 ? cell - axis.step : cell, axis, inwards, beyond, riseM };
  }

  stableStepS(): number {
    return stableStepS(this.terrain, Math.max(fastestMps(this.state), this.fastestEnteringMps()));
  }

  private fastestEnteringMps(): number {
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    let fastest = 0;
    for (const { cell, axis, inwards, beyond } of this.edgeFaces) {
      if (beyond.kind === 'wall' || beyond.kind === 'free') continue;
      const q = axis === this.x ? qx[cell] : qy[cell];
      const outMps = h[cell] > DRY_DEPTH_M ? (-inwards * q) / h[cell] : 0;
      const bedM = this.terrain.bedElevationM[cell];
      fastest = Math.max(fastest, enteringMps(beyond, bedM, h[cell], outMps, false));
    }
    return fastest;
  }

  advance(dtS: number, rainM: number): EdgeVolumes {
    const entered: EdgeVolumes = { west: 0, east: 0, south: 0, north: 0 };
    this.euler(dtS, entered);
    if (rainM > 0) this.rain(rainM);
    return entered;
  }

  private euler(dtS: number, entered: EdgeVolumes): void {
    this.velocities();
    if (this.order === 2) this.predict(dtS);
    this.fluxes(this.x);
    this.fluxes(this.y);
    this.alongWalls();
    for (const face of this.edgeFaces) this.edgeFlux(face);
    this.shareOut(dtS);
    this.update(dtS);
    this.addEntered(dtS, entered);
  }

  private velocities(): void {
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const { x, y, midM } = this;
    for (let i = 0; i < h.length; i++) {
      const wet = h[i] > DRY_DEPTH_M;
      midM[i] = h[i];
      x.normalMps[i] = wet ? qx[i] / h[i] : 0;
      y.normalMps[i] = wet ? qy[i] / h[i] : 0;
    }
  }

  /**
   * Depth and velocity in the middle of the step, from how they rise within each cell (Hancock). What friction holds back of the
   * velocity is taken at its speed now, so that uniform flow stays as it is.
   */
  private predict(dtS: number): void {
    const { columns, rows, cellM } = this.terrain;
    const { x, y, midM, roughness, frictionPower } = this;
    const { depthM: h } = this.state;
    const u = x.normalMps;
    const v = y.normalMps;
    this.slopes(x);
    this.slopes(y);
    const g = GRAVITY_MPS2;
    const perM = dtS / cellM;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        if (h[i] <= DRY_DEPTH_M) continue;
        const a = x.rises;
        const b = y.rises;
        const lost = u[i] * a.depth[i] + v[i] * b.depth[i] + h[i] * (a.normal[i] + b.normal[i]);
        midM[i] = Math.max(h[i] - perM * lost, Math.abs(a.depth[i]), Math.abs(b.depth[i]));
        const speed = Math.sqrt(u[i] * u[i] + v[i] * v[i]);
        const frictionRatio = 1 / (1 + ((dtS / 2) * g * roughness[i] ** 2 * speed) / h[i] ** frictionPower);
        const ui = u[i] - perM * (u[i] * a.normal[i] + v[i] * b.transverse[i] + g * a.level[i]);
        const vi = v[i] - perM * (u[i] * a.transverse[i] + v[i] * b.normal[i] + g * b.level[i]);
        u[i] = frictionRatio * ui;
        v[i] = frictionRatio * vi;
      }
    }
  }

  /** Half the limited rises within cells, of level, depth and velocity. Next to dry ground only depth's, which there follows the bed. */
  private slopes({ step, normalMps: u, transverseMps: v, shut, rises }: Axis): void {
    const { columns, rows, bedElevationM: z } = this.terrain;
    const { depthM: h } = this.state;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const a = i - step;
        const b = i + step;
        if (h[a] > DRY_DEPTH_M && h[i] > DRY_DEPTH_M && h[b] > DRY_DEPTH_M) {
          const level = slope(h[a] + z[a], h[i] + z[i], h[b] + z[b]) / 2;
          const bed = between(z[i] - z[a], z[b] - z[i], level - slope(h[a], h[i], h[b]) / 2);
          const deeper = Math.max(-h[i], Math.min(h[i], level - bed));
          rises.level[i] = bed + deeper;
          rises.depth[i] = deeper;
          rises.normal[i] = slope(u[a], u[i], u[b]) / 2;
          rises.transverse[i] = slope(v[a], v[i], v[b]) / 2;
        } else {
          const isOpen = shut[a] + shut[i] === 0;
          rises.depth[i] = isOpen && h[i] > 0 ? Math.max(-h[i], Math.min(h[i], -slope(z[a], z[i], z[b]) / 2)) : 0;
          rises.level[i] = rises.normal[i] = rises.transverse[i] = 0;
        }
      }
    }
  }

  /** Computes the fluxes of all faces of one direction; those on the raster's edge are then set by `edgeFlux`. */
  private fluxes({ step, normalMps: u, transverseMps: v, crestM, shut, openRatio, rises, faces }: Axis): void {
    const { columns, rows, bedElevationM: z } = this.terrain;
    const { flux, midM: h } = this;
    const g = GRAVITY_MPS2;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let a = first; a < first + columns; a++) {
        const b = a + step;
        if (h[a] <= DRY_DEPTH_M && h[b] <= DRY_DEPTH_M) {
          setFace(faces, a, 0, 0, 0, 0);
          continue;
        }
        const hA = h[a] + rises.depth[a];
        const hB = h[b] - rises.depth[b];
        const wA = h[a] + z[a] + rises.level[a];
        const wB = h[b] + z[b] - rises.level[b];
        const uA = u[a] + rises.normal[a];
        const uB = u[b] - rises.normal[b];
        const vA = v[a] + rises.transverse[a];
        const vB = v[b] - rises.transverse[b];
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
    const { midM } = this;
    const { stride } = this.terrain;
    const fx = this.x.faces;
    const fy = this.y.faces;
    for (const { cell, west, east, south, north, towardsX, towardsY } of this.slanted) {
      const h = midM[cell];
      if (!(h > DRY_DEPTH_M)) continue;
      const u = this.x.normalMps[cell];
      const v = this.y.normalMps[cell];
      const push = thrust(h, u * towardsX + v * towardsY);
      if (west) fx.normalAbove[cell - 1] += push - thrust(h, -u);
      if (east) fx.normalBelow[cell] += push - thrust(h, u);
      if (south) fy.normalAbove[cell - stride] += push - thrust(h, -v);
      if (north) fy.normalBelow[cell] += push - thrust(h, v);
    }
    for (const { cell, column, row, x, y } of this.terrain.cuts?.walls ?? []) {
      const h = midM[cell];
      if (!(h > DRY_DEPTH_M)) continue;
      const u = this.x.normalMps[cell];
      const v = this.y.normalMps[cell];
      const push = thrust(h, (u * x + v * y) / Math.sqrt(x * x + y * y));
      // On the face that is no edge of the raster's: those are `edgeFlux`'s.
      if (column === 0) fx.normalBelow[cell] += push * x;
      else fx.normalAbove[cell - 1] -= push * x;
      if (row === 0) fy.normalBelow[cell] += push * y;
      else fy.normalAbove[cell - stride] -= push * y;
    }
  }

  private edgeFlux({ cell, face, axis, inwards, beyond, riseM }: EdgeFace): void {
    const h = this.midM[cell];
    const outMps = -inwards * axis.normalMps[cell];
    const alongMps = axis.transverseMps[cell];
    const { out, push } = edgeExchange(h, outMps, this.terrain.bedElevationM[cell], riseM, beyond, this.flux);
    const mass = -inwards * out;
    setFace(axis.faces, face, mass, out > 0 ? mass * alongMps : 0, push, push);
  }

  private shareOut(dtS: number): void {
    const { columns, rows, cellM, stride, cuts } = this.terrain;
    const { share, x, y } = this;
    const { depthM: h } = this.state;
    const mx = x.faces.mass;
    const my = y.faces.mass;
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
    const { roughness, frictionPower } = this;
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const fx = this.x.faces;
    const fy = this.y.faces;
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
        const frictionRatio = keptByFriction(h[i], Math.sqrt(x * x + y * y), roughness[i], frictionPower, dtS);
        qx[i] = frictionRatio * x;
        qy[i] = frictionRatio * y;
      }
    }
  }

  private addEntered(dtS: number, entered: EdgeVolumes): void {
    const { cellM } = this.terrain;
    for (const { side, face, axis, inwards } of this.edgeFaces) {
      entered[side] += inwards * axis.faces.mass[face] * cellM * dtS;
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
  riseM: number,
  beyond: OutsideCondition,
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
      const depthM = inflowDepthM(h, q, beyond.depthM ?? 0);
      // Swift water feels the bed between the edge and the cell's middle; slow water finds its depth inside.
      const slope = depthM === beyond.depthM ? (g / 2) * (depthM + h) * riseM : 0;
      return { out: -q, push: depthM > 0 ? (q * q) / depthM + (g / 2) * depthM * depthM + slope : 0 };
    }
    case 'stage':
      return againstStill(h, outMps, Math.max(0, beyond.stageM - bedM), scratch);
  }
}

/** Against water outside that stands `hOut` deep. */
function againstStill(h: number, outMps: number, hOut: number, scratch: FaceFlux): { out: number; push: number } {
  const { mass, normal } = hllcFlux(h, outMps, 0, hOut, beyondStageMps(h, outMps, hOut), 0, scratch);
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
 * Part of the unit discharge that friction leaves after a step, taken wholly at the step's end: it never turns the flow
 * round, and a uniform flow stays as it is.
 */
function keptByFriction(h: number, q: number, n: number, power: number, dtS: number): number {
  if (n === 0 || q === 0) return 1;
  const perS = (GRAVITY_MPS2 * n * n * q) / h ** (power + 1);
  return 2 / (1 + Math.sqrt(1 + 4 * dtS * perS));
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
