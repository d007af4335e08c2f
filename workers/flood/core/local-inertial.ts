import { heldIn } from '../works/cuts.ts';
import { enteringMps } from './entering.ts';
import { Float64Water } from './float64-water.ts';
import { GRAVITY_MPS2 } from './hllc.ts';
import {
  cellAt,
  cellCount,
  DRY_DEPTH_M,
  type Edges,
  type EdgeVolumes,
  edgePlace,
  type OutsideCondition,
  SIDES,
  type Side,
  shutFaces,
  type Terrain,
} from './terrain.ts';

/** Part of a face's own flow in what it starts a step from; the rest is the mean of the faces beside it (de Almeida et al. 2012). */
const OWN_RATIO = 0.9;

/** Part of the time in which a wave crosses a cell (Bates et al. 2010: 0.2 to 0.7). */
const FAST_COURANT = 0.7;

/** A cell that lent a tenth of its area bears as much less of a step squared. */
const FAST_COURANT_OF_CUTS = FAST_COURANT * Math.sqrt(0.9);

/** The longest step of the fast scheme. */
export const fastStepS = ({ cellM, cuts }: Terrain, waveMps: number): number =>
  ((cuts === null ? FAST_COURANT : FAST_COURANT_OF_CUTS) * cellM) / waveMps;

/** Critical flow over a brink: (2/3)^1.5·√g·h^1.5. */
const BRINK = (2 / 3) ** 1.5;

interface EdgeFace {
  side: Side;
  cell: number;
  /** Index of the face in its axis. */
  face: number;
  along: 'x' | 'y';
  inwards: 1 | -1;
  beyond: OutsideCondition;
}

/**
 * The local inertial equations in float64: shallow water without advection, so that no shock is right and flow faster than its waves
 * is not meant; for rain and slow floods. The oracle of the kernel's fast mode.
 *
 * Bates, Horritt and Fewtrell, J. Hydrol. 387 (2010) 33, with the weighting of de Almeida et al., Water Resour. Res. 48 (2012)
 * W05528. No face carries more than its critical flow, and no cell gives more than it holds. Flows stand on faces: a cell's unit
 * discharges are those through its east and its north face.
 */
export class LocalInertial extends Float64Water {
  protected override readonly flowsOnFaces = true;
  private readonly edgeFaces: EdgeFace[];
  private readonly share: Float64Array;
  private readonly shut: { x: Uint8Array; y: Uint8Array };
  private readonly before: { x: Float64Array; y: Float64Array };

  constructor(terrain: Terrain, edges: Edges, rainCatchRatio: Float64Array) {
    super(terrain, rainCatchRatio);
    this.share = new Float64Array(cellCount(terrain));
    this.shut = { x: shutFaces(terrain, 1), y: shutFaces(terrain, terrain.stride) };
    this.before = { x: new Float64Array(cellCount(terrain)), y: new Float64Array(cellCount(terrain)) };
    this.edgeFaces = SIDES.flatMap((side) => edges[side].map((beyond, i) => this.edgeFace(side, i, beyond)));
  }

  private edgeFace(side: Side, i: number, beyond: OutsideCondition): EdgeFace {
    const along = side === 'west' || side === 'east' ? 'x' : 'y';
    const [column, row] = edgePlace(this.terrain, side, i);
    const cell = cellAt(this.terrain, column, row);
    const inwards = side === 'west' || side === 'south' ? 1 : -1;
    const step = along === 'x' ? 1 : this.terrain.stride;
    return { side, cell, face: inwards === 1 ? cell - step : cell, along, inwards, beyond };
  }

  stableStepS(): number {
    const deepestM = this.state.depthM.reduce((most, h) => Math.max(most, h), 0);
    if (!(deepestM >= 0)) return Number.NaN;
    let waveMps = deepestM > DRY_DEPTH_M ? Math.sqrt(GRAVITY_MPS2 * deepestM) : 0;
    for (const { cell, beyond } of this.edgeFaces) {
      const { bedElevationM } = this.terrain;
      waveMps = Math.max(waveMps, enteringMps(beyond, bedElevationM[cell], this.state.depthM[cell], 0, true));
    }
    return waveMps > 0 ? fastStepS(this.terrain, waveMps) : Number.POSITIVE_INFINITY;
  }

  advance(dtS: number, rainM: number): EdgeVolumes {
    const { unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    this.flow(qx, this.before.x, 1, this.terrain.eastCrestM, dtS);
    this.flow(qy, this.before.y, this.terrain.stride, this.terrain.northCrestM, dtS);
    for (const edge of this.edgeFaces) this.edgeFlow(edge, dtS);
    this.shareOut(dtS);
    this.update(dtS);
    const entered = this.entered(dtS);
    if (rainM > 0) this.rain(rainM);
    return entered;
  }

  /** Between a cell and the next, `step` on. */
  private flow(q: Float64Array, before: Float64Array, step: number, crestM: Float64Array, dtS: number): void {
    const { columns, rows, cellM, bedElevationM: z, manningN: n } = this.terrain;
    const shut = step === 1 ? this.shut.x : this.shut.y;
    const { depthM: h } = this.state;
    before.set(q);
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let a = first; a < first + columns; a++) {
        const b = a + step;
        const rise = z[b] - z[a];
        const sill = shut[a] === 1 ? Number.POSITIVE_INFINITY : Math.max(0, rise, crestM[a] - z[a]);
        const flowing = Math.max(h[a], h[b] + rise) - sill;
        const start = OWN_RATIO * before[a] + ((1 - OWN_RATIO) / 2) * (before[a - step] + before[b]);
        const friction = (GRAVITY_MPS2 * (n[a] * n[a] + n[b] * n[b])) / 2;
        q[a] = inertialFlow(flowing, (h[b] + rise - h[a]) / cellM, start, before[a], friction, dtS);
      }
    }
  }

  private edgeFlow({ cell, face, along, inwards, beyond }: EdgeFace, dtS: number): void {
    const { bedElevationM: z, manningN: n, cellM } = this.terrain;
    const q = along === 'x' ? this.state.unitDischargeXM2ps : this.state.unitDischargeYM2ps;
    const h = this.state.depthM[cell];
    if (beyond.kind === 'wall') q[face] = 0;
    if (beyond.kind === 'free') q[face] = h > DRY_DEPTH_M ? -inwards * BRINK * Math.sqrt(GRAVITY_MPS2 * h) * h : 0;
    if (beyond.kind === 'inflow') q[face] = inwards * beyond.unitDischargeM2ps;
    if (beyond.kind === 'stage') {
      const outsideM = Math.max(0, beyond.stageM - z[cell]);
      const slope = (inwards * (h - outsideM)) / cellM;
      const before = this.before[along][face];
      q[face] = inertialFlow(Math.max(h, outsideM), slope, before, before, GRAVITY_MPS2 * n[cell] ** 2, dtS);
    }
  }

  private shareOut(dtS: number): void {
    const { columns, rows, cellM, stride, cuts } = this.terrain;
    const { depthM: h } = this.state;
    this.share.fill(1);
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const east = this.carried('x', i);
        const west = this.carried('x', i - 1);
        const north = this.carried('y', i);
        const south = this.carried('y', i - stride);
        const outM2ps = Math.max(0, east) + Math.max(0, -west) + Math.max(0, north) + Math.max(0, -south);
        const outM = ((dtS / cellM) * outM2ps) / heldIn(cuts, i);
        if (outM > h[i]) this.share[i] = h[i] / outM;
      }
    }
  }

  /** Through the open part of a face, per metre of all of it. */
  private carried(along: 'x' | 'y', face: number): number {
    const { state, terrain } = this;
    if (along === 'x') return state.unitDischargeXM2ps[face] * (terrain.cuts?.eastOpenRatio[face] ?? 1);
    return state.unitDischargeYM2ps[face] * (terrain.cuts?.northOpenRatio[face] ?? 1);
  }

  /** Water through a face: its giver's share of what would flow. The flow itself goes on undiminished. */
  private passed(along: 'x' | 'y', face: number): number {
    const q = this.carried(along, face);
    return q * this.share[q >= 0 ? face : face + (along === 'x' ? 1 : this.terrain.stride)];
  }

  private update(dtS: number): void {
    const { columns, rows, cellM, stride, cuts } = this.terrain;
    const { depthM: h } = this.state;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let i = first; i < first + columns; i++) {
        const x = this.passed('x', i) - this.passed('x', i - 1);
        const y = this.passed('y', i) - this.passed('y', i - stride);
        h[i] = Math.max(0, h[i] - (dtS / cellM / heldIn(cuts, i)) * (x + y));
      }
    }
  }

  private entered(dtS: number): EdgeVolumes {
    const { cellM } = this.terrain;
    const entered: EdgeVolumes = { west: 0, east: 0, south: 0, north: 0 };
    for (const { side, face, along, inwards } of this.edgeFaces) {
      entered[side] += inwards * this.passed(along, face) * cellM * dtS;
    }
    return entered;
  }

  override sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    super.sample(depthM, unitDischargeXM2ps, unitDischargeYM2ps);
    meanOfFaces(unitDischargeXM2ps, 1);
    meanOfFaces(unitDischargeYM2ps, this.terrain.stride);
  }
}

/** Unit discharge through a face at the end of a step; friction is g·n². */
function inertialFlow(
  flowingM: number,
  slope: number,
  startM2ps: number,
  beforeM2ps: number,
  friction: number,
  dtS: number,
): number {
  if (!(flowingM > DRY_DEPTH_M)) return 0;
  const pushed = startM2ps - GRAVITY_MPS2 * flowingM * dtS * slope;
  const q = pushed / (1 + (dtS * friction * Math.abs(beforeM2ps)) / flowingM ** (7 / 3));
  const most = flowingM * Math.sqrt(GRAVITY_MPS2 * flowingM);
  return Math.max(-most, Math.min(most, q));
}

/** A cell's flow as the mean of those through its two faces; from the last cell back, since a face serves two. */
function meanOfFaces(q: Float32Array, step: number): void {
  for (let i = q.length - 1; i >= step; i--) q[i] = (q[i] + q[i - step]) / 2;
}
