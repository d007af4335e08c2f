import { GRAVITY_MPS2 } from './hllc.ts';
import {
  type Beyond,
  cellAt,
  dryWater,
  type Edges,
  type EdgeVolumes,
  edgePlace,
  fastestMps,
  type Order,
  SIDES,
  type Side,
  stableStepS,
  type Terrain,
  type Water,
  waveMps,
} from './shallow-water.ts';
import { joinBytes, partBytes, type Solver } from './solver.ts';

/** Rows of nothing before and after the raster's own, which the kernel reads and never writes. */
const SPARE_ROWS = 4;
/** Above every level: a face that lets nothing through. */
const CLOSED_M = 3e38;
const OPEN_M = -3e38;
const PAGE_BYTES = 65536;
const EDGE_BYTES = 24;
const KIND = { wall: 0, free: 1, stage: 2, inflow: 3 } as const;
const STAGE = { whole: 0, first: 1, second: 2 } as const;

interface Exports {
  layOut(
    strideBytes: number,
    planeBytes: number,
    columns: number,
    rows: number,
    cellM: number,
    order: Order,
    fastest: number,
    terrain: number,
    edges: number,
    edgeStarts: number,
    scratch: number,
  ): void;
  scratchBytes(strideBytes: number): number;
  advance(
    first: number,
    last: number,
    from: number,
    to: number,
    base: number,
    stage: number,
    dtS: number,
    rainM: number,
  ): void;
}

interface OpenEdge {
  side: Side;
  beyond: Exclude<Beyond, { kind: 'wall' }>;
  bedM: number;
  /** Of the row of faces: −1 is the raster's south edge. */
  faceRow: number;
  column: number;
}

/** `ShallowWater` in float32 with SIMD, in one memory. Depth is kept with its compensation: the sums of both are right to 1e-7. */
export class ShallowWaterKernel implements Solver {
  private readonly terrain: Terrain;
  private readonly order: Order;
  private readonly kernel: Exports;
  private readonly memory: WebAssembly.Memory;
  private readonly strideBytes: number;
  private readonly planeBytes: number;
  private readonly edges: OpenEdge[];
  private readonly edgesAt: number;
  private readonly fastestAt: number;
  private readonly terrainAt: number;
  /** The state that is, and the one that is written next. */
  private now: number;
  private next: number;

  constructor(module: WebAssembly.Module, terrain: Terrain, edges: Edges, order: Order, rainCatchRatio: Float64Array) {
    const { columns, rows } = terrain;
    this.terrain = terrain;
    this.order = order;
    this.edges = openEdges(terrain, edges);
    this.strideBytes = Math.ceil((columns + 2) / 4) * 16;
    this.planeBytes = this.strideBytes * (rows + 2 * SPARE_ROWS);
    const parts = new Places();
    this.edgesAt = parts.take(this.edges.length * EDGE_BYTES);
    const edgeStartsAt = parts.take((rows + 8) * 4);
    this.fastestAt = parts.take(rows * 4);
    this.terrainAt = parts.take(5 * this.planeBytes) + SPARE_ROWS * this.strideBytes;
    this.now = parts.take(4 * this.planeBytes) + SPARE_ROWS * this.strideBytes;
    this.next = parts.take(4 * this.planeBytes) + SPARE_ROWS * this.strideBytes;
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.kernel = exports as unknown as Exports;
    const scratchAt = parts.take(this.kernel.scratchBytes(this.strideBytes));
    this.memory.grow(Math.ceil(parts.end / PAGE_BYTES));
    this.kernel.layOut(
      this.strideBytes,
      this.planeBytes,
      columns,
      rows,
      terrain.cellM,
      order,
      this.fastestAt,
      this.terrainAt,
      this.edgesAt,
      edgeStartsAt + 4,
      scratchAt,
    );
    this.writeTerrain(rainCatchRatio);
    this.writeEdges(edgeStartsAt);
  }

  load(water: Water): void {
    this.writePlane(this.now, 0, (i) => water.depthM[i]);
    // What float32 cannot hold of a depth is its first compensation.
    this.writePlane(this.now, 1, (i) => Math.fround(water.depthM[i]) - water.depthM[i]);
    this.writePlane(this.now, 2, (i) => water.unitDischargeXM2ps[i]);
    this.writePlane(this.now, 3, (i) => water.unitDischargeYM2ps[i]);
    // The kernel finds the fastest wave of each row as it moves them; now one stands for all.
    this.waves().fill(fastestMps(water));
  }

  water(): Water {
    const water = dryWater(this.terrain);
    this.readPlane(this.now, 0, water.depthM);
    const compensation = new Float64Array(water.depthM.length);
    this.readPlane(this.now, 1, compensation);
    for (let i = 0; i < compensation.length; i++) water.depthM[i] = Math.max(0, water.depthM[i] - compensation[i]);
    this.readPlane(this.now, 2, water.unitDischargeXM2ps);
    this.readPlane(this.now, 3, water.unitDischargeYM2ps);
    return water;
  }

  save(): Uint8Array {
    return joinBytes([...this.statePlanes(), this.waves()]);
  }

  restore(state: Uint8Array): void {
    partBytes(state, [...this.statePlanes(), this.waves()]);
  }

  volumeM3(): number {
    const { columns, rows, cellM } = this.terrain;
    const [depth, compensation] = [this.plane(this.now, 0), this.plane(this.now, 1)];
    const stride = this.strideBytes / 4;
    let sumM = 0;
    for (let row = 0; row < rows; row++) {
      for (let i = row * stride + 1; i <= row * stride + columns; i++) sumM += depth[i] - compensation[i];
    }
    return sumM * cellM * cellM;
  }

  stableStepS(): number {
    return stableStepS(
      this.terrain,
      this.waves().reduce((most, wave) => Math.max(most, wave), 0),
    );
  }

  depthM(cell: number): number {
    const at = this.placeOf(cell);
    return Math.max(0, this.plane(this.now, 0)[at] - this.plane(this.now, 1)[at]);
  }

  pour(cell: number, depthM: number): number {
    const at = this.placeOf(cell);
    const poured = this.pourAt(this.statePlanes(), at, depthM);
    if (poured > 0) this.hasten(cell, at);
    return poured;
  }

  soak(mostM: Float32Array): number {
    const { columns, rows } = this.terrain;
    const planes = this.statePlanes();
    const stride = this.strideBytes / 4;
    let sumM = 0;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      const at = row * stride + 1;
      for (let k = 0; k < columns; k++) {
        if (!(mostM[first + k] > 0)) continue;
        const takenM = planes[0][at + k] > 0 ? -this.pourAt(planes, at + k, -mostM[first + k]) : 0;
        mostM[first + k] = takenM;
        sumM += takenM;
      }
    }
    return sumM;
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    const { blocked, bedElevationM, eastCrestM, northCrestM, stride } = this.terrain;
    const [crests, step, index] = face === 'east' ? [eastCrestM, 1, 2] : [northCrestM, stride, 3];
    crests[cell] = crestM;
    if (blocked[cell] + blocked[cell + step] > 0) return;
    this.plane(this.terrainAt, index)[this.placeOf(cell)] = crestAbove(crestM, bedElevationM[cell]);
  }

  sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    const { columns, rows } = this.terrain;
    const stride = this.strideBytes / 4;
    const [h, , x, y] = this.statePlanes();
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      const [from, to] = [row * stride + 1, row * stride + 1 + columns];
      depthM.set(h.subarray(from, to), first);
      unitDischargeXM2ps.set(x.subarray(from, to), first);
      unitDischargeYM2ps.set(y.subarray(from, to), first);
    }
  }

  /** Index in a plane of a cell of the raster. */
  private placeOf(cell: number): number {
    const { stride } = this.terrain;
    return (Math.floor(cell / stride) - 1) * (this.strideBytes / 4) + (cell % stride);
  }

  /** The fastest wave of each row, as the last step left it. */
  private waves(): Float32Array {
    return new Float32Array(this.memory.buffer, this.fastestAt, this.terrain.rows);
  }

  private statePlanes(): Float32Array[] {
    return [0, 1, 2, 3].map((index) => this.plane(this.now, index));
  }

  private pourAt([h, compensation, x, y]: Float32Array[], at: number, depthM: number): number {
    const wasM = Math.max(0, h[at] - compensation[at]);
    const isM = Math.max(0, wasM + depthM);
    h[at] = isM;
    compensation[at] = h[at] - isM;
    if (isM < wasM) {
      x[at] *= isM / wasM;
      y[at] *= isM / wasM;
    }
    return isM - wasM;
  }

  /** The next step must know of a wave that was poured. */
  private hasten(cell: number, at: number): void {
    const [h, , x, y] = this.statePlanes();
    const waves = this.waves();
    const row = Math.floor(cell / this.terrain.stride) - 1;
    waves[row] = Math.max(waves[row], waveMps(h[at], x[at], y[at]));
  }

  advance(dtS: number, rainM: number): EdgeVolumes {
    const view = new DataView(this.memory.buffer);
    for (const [e, edge] of this.edges.entries()) {
      view.setFloat32(this.edgesAt + e * EDGE_BYTES + 12, edgeValue(edge), true);
      view.setFloat64(this.edgesAt + e * EDGE_BYTES + 16, 0, true);
    }
    if (this.order === 1) {
      this.stage(this.now, this.next, this.now, STAGE.whole, dtS, rainM);
      [this.now, this.next] = [this.next, this.now];
    } else {
      this.stage(this.now, this.next, this.now, STAGE.first, dtS, 0);
      this.stage(this.next, this.now, this.now, STAGE.second, dtS, rainM);
    }
    const entered: EdgeVolumes = { west: 0, east: 0, south: 0, north: 0 };
    for (const [e, { side }] of this.edges.entries()) {
      entered[side] += view.getFloat64(this.edgesAt + e * EDGE_BYTES + 16, true) * this.terrain.cellM;
    }
    return entered;
  }

  private stage(from: number, to: number, base: number, stage: number, dtS: number, rainM: number): void {
    this.kernel.advance(0, this.terrain.rows, from, to, base, stage, dtS, rainM);
  }

  private writeTerrain(rainCatchRatio: Float64Array): void {
    const { terrain, terrainAt } = this;
    const { stride, blocked, bedElevationM: z, manningN, eastCrestM, northCrestM } = terrain;
    const crest = (crestM: Float64Array, step: number) => (i: number) => {
      if (blocked[i] + (blocked[i + step] ?? 1) > 0) return CLOSED_M;
      return crestAbove(crestM[i], z[i]);
    };
    const bytes = new Float32Array(this.memory.buffer);
    const planes = this.planeBytes / 4;
    const first = (terrainAt - SPARE_ROWS * this.strideBytes) / 4;
    bytes.fill(CLOSED_M, first + 2 * planes, first + 4 * planes);
    this.writePlane(terrainAt, 0, (i) => z[i]);
    this.writePlane(terrainAt, 1, (i) => GRAVITY_MPS2 * manningN[i] ** 2);
    this.writePlane(terrainAt, 2, crest(eastCrestM, 1));
    this.writePlane(terrainAt, 3, crest(northCrestM, stride));
    this.writePlane(terrainAt, 4, (i) => rainCatchRatio[i]);
  }

  private writeEdges(edgeStartsAt: number): void {
    const view = new DataView(this.memory.buffer);
    for (const [e, { side, beyond, column }] of this.edges.entries()) {
      const at = this.edgesAt + e * EDGE_BYTES;
      view.setInt32(at, (column + 1) * 4, true);
      view.setInt32(at + 4, SIDES.indexOf(side), true);
      view.setInt32(at + 8, KIND[beyond.kind], true);
    }
    // Starts by row of faces, −2 first: the kernel asks for rows beside the raster as well.
    for (let faceRow = -2; faceRow < this.terrain.rows + 6; faceRow++) {
      const start = this.edges.findIndex((edge) => edge.faceRow >= faceRow);
      view.setInt32(edgeStartsAt + (faceRow + 2) * 4, start < 0 ? this.edges.length : start, true);
    }
  }

  private plane(state: number, index: number): Float32Array {
    const bytes = this.planeBytes - 2 * SPARE_ROWS * this.strideBytes;
    return new Float32Array(this.memory.buffer, state + index * this.planeBytes, bytes / 4);
  }

  private writePlane(state: number, index: number, value: (cell: number) => number): void {
    const plane = this.plane(state, index);
    const stride = this.strideBytes / 4;
    for (let row = 0; row < this.terrain.rows; row++) {
      const first = cellAt(this.terrain, -1, row);
      for (let k = 0; k < this.terrain.columns + 2; k++) plane[row * stride + k] = value(first + k);
    }
  }

  private readPlane(state: number, index: number, into: Float64Array): void {
    const plane = this.plane(state, index);
    const stride = this.strideBytes / 4;
    for (let row = 0; row < this.terrain.rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      for (let k = 0; k < this.terrain.columns; k++) into[first + k] = plane[row * stride + k + 1];
    }
  }
}

/** As the kernel has it: above the cell's own bed. */
const crestAbove = (crestM: number, bedM: number): number =>
  crestM === Number.NEGATIVE_INFINITY ? OPEN_M : crestM - bedM;

/** Hands out places of a memory one after the other. */
class Places {
  end = 1024;

  take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / 64) * 64;
    return at;
  }
}

function openEdges(terrain: Terrain, edges: Edges): OpenEdge[] {
  const { bedElevationM } = terrain;
  const open = SIDES.flatMap((side) =>
    edges[side].flatMap((beyond, i): OpenEdge[] => {
      if (beyond.kind === 'wall') return [];
      const [column, row] = edgePlace(terrain, side, i);
      const faceRow = side === 'south' ? -1 : row;
      return [{ side, beyond, bedM: bedElevationM[cellAt(terrain, column, row)], faceRow, column }];
    }),
  );
  return open.sort((a, b) => a.faceRow - b.faceRow);
}

function edgeValue({ beyond, bedM }: OpenEdge): number {
  if (beyond.kind === 'stage') return Math.max(0, beyond.stageM - bedM);
  return beyond.kind === 'inflow' ? beyond.unitDischargeM2ps : 0;
}
