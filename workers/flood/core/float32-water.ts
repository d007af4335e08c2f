import { CONTROL_BYTES, FIRST_OWN, instantiate, type Kernel, type WorkerInit, WorkerPool } from '../../shared/pool.ts';
import { WASM_PAGE_BYTES } from '../../shared/wasm-page.ts';
import { FramePlanes } from '../results/frame-planes.ts';
import type { Maxima } from '../results/maxima.ts';
import { HazardMaximaPlanes } from '../results/worst-planes.ts';
import { heldIn } from '../works/cuts.ts';
import { ActiveTiles, TILE_COLUMNS, TILE_ROWS } from './active-tiles.ts';
import { enteringMps } from './entering.ts';
import { EDGE_BYTES, enteredOver, type OpenEdge, openEdges, setEdges, writeEdges } from './open-edges.ts';
import { WALL_BYTES, wallsOf, writeWalls } from './slanted-walls.ts';
import { joinBytes, partBytes, type Solver } from './solver.ts';
import {
  cellAt,
  DRY_DEPTH_M,
  dryWater,
  type Edges,
  type EdgeVolumes,
  fastestMps,
  type Terrain,
  type Water,
  waveMps,
} from './terrain.ts';
import { SPARE_ROWS, TerrainPlanes } from './terrain-planes.ts';

/** What `kernel/work.ts` reads of the control block. */
const WORD = {
  count: FIRST_OWN,
  stage: FIRST_OWN + 1,
  from: FIRST_OWN + 2,
  to: FIRST_OWN + 3,
  dtS: FIRST_OWN + 4,
  rainM: FIRST_OWN + 5,
} as const;

interface FloodKernel extends Kernel {
  scratchBytes(strideBytes: number): number;
}

/** What a call does with its tiles; the kernel has them by number (`kernel/work.ts`). */
export const STAGE = { move: 0, flow: 1, level: 2, read: 3, watch: 4, pack: 5 } as const;

const BORDER_BYTES = 4 * (4 * TILE_COLUMNS + 4 * TILE_ROWS);

/** What a scheme wants of the memory. */
interface Needs {
  /** Order of the full scheme, else 0. */
  order: number;
  /** States at a time: the one that is, and one that is written next. */
  states: 1 | 2;
  /** Whether tiles leave their borders for those beside them. */
  borders: boolean;
}

/**
 * Water in float32 with SIMD, in one memory that helpers may share (`shared/pool.ts`), and what is done to it beside moving it: what the
 * kernels of all schemes share. Depth is kept with its compensation: the sums of both are right to 1e-7.
 */
export abstract class Float32Water implements Solver {
  protected readonly terrain: Terrain;
  private readonly pool: WorkerPool;
  private readonly memory: WebAssembly.Memory;
  private readonly strideBytes: number;
  private readonly planeBytes: number;
  private readonly edges: OpenEdge[];
  /** Those over which water may enter by its own force, and where their cells lie in a plane. */
  private readonly entering: { edge: OpenEdge; at: number }[];
  private readonly edgesAt: number;
  private readonly controlAt: number;
  private readonly ground: TerrainPlanes;
  private readonly tiles: ActiveTiles;
  /** Flows of the fast scheme belong to two cells each and stay when one of them loses water. */
  protected readonly flowsOnFaces: boolean;
  private readonly worst: HazardMaximaPlanes;
  private readonly frame: FramePlanes;
  private readonly planes = new Map<number, Float32Array[]>();
  /** For the helpers, each its own; `help` in their threads lets them join at the next step. */
  readonly workerInits: WorkerInit[];
  /** The state that is, and the one that is written next. */
  protected now: number;
  protected next: number;

  constructor(
    module: WebAssembly.Module,
    terrain: Terrain,
    edges: Edges,
    rainCatchRatio: Float64Array,
    workerCount: number,
    { order, states, borders }: Needs,
  ) {
    const { columns, rows } = terrain;
    this.terrain = terrain;
    this.flowsOnFaces = order === 0;
    this.edges = openEdges(terrain, edges);
    this.strideBytes = Math.ceil((columns + 2) / 4) * 16;
    this.planeBytes = this.strideBytes * (rows + 2 * SPARE_ROWS);
    this.entering = this.edges.flatMap((edge) => {
      const row = edge.side === 'south' ? 0 : edge.faceRow;
      return edge.beyond.kind === 'free' ? [] : [{ edge, at: row * (this.strideBytes / 4) + edge.column + 1 }];
    });
    const parts = new Places();
    this.controlAt = parts.take(CONTROL_BYTES);
    this.tiles = new ActiveTiles(terrain, this.strideBytes, this.entrances(), (bytes) => parts.take(bytes));
    this.edgesAt = parts.take(this.edges.length * EDGE_BYTES);
    const edgeStartsAt = parts.take((rows + 8) * 4);
    const walls = order > 0 ? wallsOf(terrain) : [];
    const wallsAt = parts.take(walls.length * WALL_BYTES);
    const wallStartsAt = parts.take(order > 0 ? (rows + 8) * 4 : 0);
    const spareBytes = SPARE_ROWS * this.strideBytes;
    this.ground = new TerrainPlanes(terrain, this.flowsOnFaces, this.strideBytes, (bytes) => parts.take(bytes));
    this.now = parts.take(4 * this.planeBytes) + spareBytes;
    this.next = states === 1 ? this.now : parts.take(4 * this.planeBytes) + spareBytes;
    const bordersAt = parts.take(borders ? this.tiles.count * BORDER_BYTES : 0);
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    this.tiles.lieIn(this.memory);
    const kernel = instantiate<FloodKernel>(module, this.memory);
    const scratchBytes = Math.ceil(kernel.scratchBytes(this.strideBytes) / 64) * 64;
    const scratchAt = parts.take((workerCount + 1) * scratchBytes);
    this.worst = new HazardMaximaPlanes(terrain, this.strideBytes, parts.end);
    this.frame = new FramePlanes(terrain, this.strideBytes, this.worst.end);
    const layout = [
      this.strideBytes,
      this.planeBytes,
      columns,
      rows,
      terrain.cellM,
      order,
      terrain.cuts ? 1 : 0,
      terrain.chezyC ? 1 : 0,
      this.controlAt,
      ...this.tiles.layout,
      ...this.ground.layout,
      bordersAt,
      parts.end,
      this.worst.end,
      this.edgesAt,
      edgeStartsAt + 4,
      wallsAt,
      wallStartsAt,
    ];
    const invite = (_: unknown, worker: number) => ({
      module,
      memory: this.memory,
      controlAt: this.controlAt,
      layout: [...layout, scratchAt + worker * scratchBytes],
    });
    const [own, ...others] = Array.from({ length: workerCount + 1 }, invite);
    this.workerInits = others;
    this.memory.grow(Math.ceil(parts.end / WASM_PAGE_BYTES));
    kernel.layOut(...own.layout);
    this.pool = new WorkerPool(kernel, own);
    this.ground.write(this.memory, rainCatchRatio);
    writeEdges(new DataView(this.memory.buffer), this.edgesAt, edgeStartsAt, this.edges, rows);
    if (order > 0) writeWalls(new DataView(this.memory.buffer), wallsAt, wallStartsAt, walls, rows);
  }

  abstract stableStepS(): number;
  /** Moves the tiles on: those that `moved`, or all `listed` of the list, first those. */
  protected abstract move(moved: number, listed: number, dtS: number, rainM: number): void;
  /** After the state came from outside. */
  protected abstract taken(): void;

  load(water: Water): void {
    this.writePlane(this.now, 0, (i) => water.depthM[i]);
    // What float32 cannot hold of a depth is its first compensation.
    this.writePlane(this.now, 1, (i) => Math.fround(water.depthM[i]) - water.depthM[i]);
    this.writePlane(this.now, 2, (i) => water.unitDischargeXM2ps[i]);
    this.writePlane(this.now, 3, (i) => water.unitDischargeYM2ps[i]);
    // The kernel finds the fastest wave of each tile as it moves them; now one stands for all.
    this.tiles.waves().fill(fastestMps(water));
    this.tiles.stirAll();
    this.taken();
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
    return joinBytes([this.wholeState(), this.tiles.waves()]);
  }

  restore(state: Uint8Array): void {
    partBytes(state, [this.wholeState(), this.tiles.waves()]);
    this.tiles.stirAll();
    this.taken();
  }

  /** Size of all memory that the run takes, but for a page's rounding. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  volumeM3(): number {
    const { columns, rows, cellM, cuts } = this.terrain;
    const depth = this.plane(this.now, 0);
    const compensation = this.plane(this.now, 1);
    const stride = this.strideBytes / 4;
    let sumM = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * stride + 1;
      const cell = cellAt(this.terrain, 0, row);
      for (let k = 0; k < columns; k++) sumM += (depth[at + k] - compensation[at + k]) * heldIn(cuts, cell + k);
    }
    return sumM * cellM * cellM;
  }

  depthM(cell: number): number {
    const at = this.placeOf(cell);
    const [depth, compensation] = this.statePlanes();
    return Math.max(0, depth[at] - compensation[at]);
  }

  pour(cell: number, depthM: number): number {
    const at = this.placeOf(cell);
    const planes = this.statePlanes();
    const poured = this.pourAt(planes, at, depthM);
    const tile = this.tiles.tileAt(at);
    const waves = this.tiles.waves();
    // Flow through a face over the depth beside it is no speed: a film in a swift street would stop the clock.
    const [x, y] = this.flowsOnFaces ? [0, 0] : [planes[2][at], planes[3][at]];
    waves[tile] = Math.max(waves[tile], waveMps(planes[0][at], x, y));
    this.tiles.stir(tile);
    return poured;
  }

  soak(maxM: Float32Array): number {
    const { columns, rows } = this.terrain;
    const planes = this.statePlanes();
    const stride = this.strideBytes / 4;
    let sumM = 0;
    for (let row = 0; row < rows; row++) {
      const first = cellAt(this.terrain, 0, row);
      const at = row * stride + 1;
      for (let k = 0; k < columns; k++) {
        if (!(maxM[first + k] > 0)) continue;
        const takenM = planes[0][at + k] > 0 ? -this.pourAt(planes, at + k, -maxM[first + k]) : 0;
        maxM[first + k] = takenM;
        sumM += takenM * heldIn(this.terrain.cuts, first + k);
        this.tiles.stir(this.tiles.tileAt(at + k));
      }
    }
    return sumM;
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    this.ground.setCrest(face, cell, crestM);
  }

  sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    this.readPlane(this.now, 0, depthM);
    this.readPlane(this.now, 2, unitDischargeXM2ps);
    this.readPlane(this.now, 3, unitDischargeYM2ps);
  }

  /** Index in a plane of a cell of the raster. */
  private placeOf(cell: number): number {
    const { stride } = this.terrain;
    return (Math.floor(cell / stride) - 1) * (this.strideBytes / 4) + (cell % stride);
  }

  protected fastestWaveMps(): number {
    const mps = this.tiles.fastestMps();
    return this.entering.length > 0 ? Math.max(mps, this.fastestEnteringMps()) : mps;
  }

  private fastestEnteringMps(): number {
    const [h, compensation, x, y] = this.statePlanes();
    let fastest = 0;
    for (const { edge, at } of this.entering) {
      const { side, beyond, bedM } = edge;
      const depthM = Math.max(0, h[at] - compensation[at]);
      const inMps = (side === 'west' || side === 'east' ? x[at] : y[at]) / Math.max(h[at], DRY_DEPTH_M);
      const outMps =
        this.flowsOnFaces || depthM <= DRY_DEPTH_M ? 0 : side === 'west' || side === 'south' ? -inMps : inMps;
      fastest = Math.max(fastest, enteringMps(beyond, bedM, depthM, outMps, this.flowsOnFaces));
    }
    return fastest;
  }

  /** With the rows beside the raster, in which the flows over its south edge stand. */
  private wholeState(): Float32Array {
    return new Float32Array(this.memory.buffer, this.now - SPARE_ROWS * this.strideBytes, this.planeBytes);
  }

  /** Returns the planes of the state that is; made once for each, since a run asks for single cells at every step. */
  private statePlanes(): Float32Array[] {
    const made = this.planes.get(this.now) ?? [0, 1, 2, 3].map((index) => this.plane(this.now, index));
    this.planes.set(this.now, made);
    return made;
  }

  private pourAt([h, compensation, x, y]: Float32Array[], at: number, depthM: number): number {
    const wasM = Math.max(0, h[at] - compensation[at]);
    const isM = Math.max(0, wasM + depthM);
    h[at] = isM;
    compensation[at] = h[at] - isM;
    if (isM < wasM && !this.flowsOnFaces) {
      x[at] *= isM / wasM;
      y[at] *= isM / wasM;
    }
    return isM - wasM;
  }

  advance(dtS: number, rainM: number): EdgeVolumes {
    const view = new DataView(this.memory.buffer);
    setEdges(view, this.edgesAt, this.edges);
    const { moved, listed } = this.tiles.listMoving(rainM);
    this.move(moved, listed, dtS, rainM);
    return enteredOver(view, this.edgesAt, this.edges, this.terrain.cellM);
  }

  watch(timeS: number, spanS: number): void {
    this.updateHazardMaxima();
    this.stage(this.tiles.listWet(), this.now, this.now, STAGE.watch, spanS, timeS);
  }

  maxima(): Maxima {
    return this.worst.read();
  }

  restoreMaxima(maxima: Maxima): void {
    this.updateHazardMaxima();
    this.worst.write(maxima);
  }

  pack(baseM: number): Uint16Array {
    const { frame, memory } = this;
    this.reach(frame.end);
    frame.keep(memory);
    this.stage(this.tiles.listAll(), this.now, this.now, STAGE.pack, 0, baseM);
    return frame.read(memory);
  }

  private updateHazardMaxima(): void {
    if (this.worst.isTracked()) return;
    this.reach(this.worst.end);
    this.worst.keep(this.memory);
  }

  private reach(bytes: number): void {
    this.memory.grow(Math.max(0, Math.ceil((bytes - this.memory.buffer.byteLength) / WASM_PAGE_BYTES)));
  }

  /** Ends the helpers. */
  close(): void {
    this.pool.release();
  }

  /** Every tile, as after a load. */
  protected listAll(): number {
    return this.tiles.listAll();
  }

  protected stage(count: number, from: number, to: number, stage: number, dtS: number, rainM: number): void {
    const words = new Int32Array(this.memory.buffer, this.controlAt, CONTROL_BYTES / 4);
    const numbers = new Float32Array(this.memory.buffer, this.controlAt, CONTROL_BYTES / 4);
    words[WORD.count] = count;
    words[WORD.stage] = stage;
    words[WORD.from] = from;
    words[WORD.to] = to;
    numbers[WORD.dtS] = dtS;
    numbers[WORD.rainM] = rainM;
    this.pool.work();
  }

  /** Returns the places in a plane of cells over whose edge water may enter. */
  private entrances(): number[] {
    return this.edges.map(({ faceRow, column }) => Math.max(0, faceRow) * (this.strideBytes / 4) + column + 1);
  }

  private plane(state: number, index: number): Float32Array {
    const bytes = this.planeBytes - 2 * SPARE_ROWS * this.strideBytes;
    return new Float32Array(this.memory.buffer, state + index * this.planeBytes, bytes / 4);
  }

  private writePlane(state: number, index: number, value: (cell: number) => number): void {
    for (let row = -1; row < this.terrain.rows; row++) {
      const first = cellAt(this.terrain, -1, row);
      const cells = this.cellsOf(state, index, row);
      for (let k = 0; k < cells.length; k++) cells[k] = value(first + k);
    }
  }

  protected readPlane(state: number, index: number, into: Float64Array | Float32Array): void {
    for (let row = -1; row < this.terrain.rows; row++) {
      into.set(this.cellsOf(state, index, row), cellAt(this.terrain, -1, row));
    }
  }

  /** A row of a plane from the rim to the rim; in the southern rim's row stand the flows over the south edge. */
  protected cellsOf(state: number, index: number, row: number): Float32Array {
    const at = state + index * this.planeBytes + row * this.strideBytes;
    return new Float32Array(this.memory.buffer, at, this.terrain.columns + 2);
  }
}

/** Hands out places of a memory one after the other. */
class Places {
  end = 1024;

  take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / 64) * 64;
    return at;
  }
}
