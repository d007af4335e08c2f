import { GRAVITY_MPS2 } from './hllc.ts';
import { cellAt, type Terrain } from './terrain.ts';

/** Rows of nothing before and after the raster's own, which the kernel reads and never writes. */
export const SPARE_ROWS = 4;
/** Above every level: a face that lets nothing through. */
const CLOSED_M = 3e38;
const OPEN_M = -3e38;

/** Planes in the order that `kernel/memory.ts` has them in. */
const PLANE = { bed: 0, friction: 1, eastCrest: 2, northCrest: 3, rainCatch: 4 } as const;

/** The terrain in a kernel's memory: bed, g·n², crests above each cell's own bed, part of the rain that is caught. */
export class TerrainPlanes {
  /** Of the first plane's first row, of the list of rows, of the plain rows: what `kernel/memory.ts` is told. */
  readonly layout: [number, number, number];
  private readonly terrain: Terrain;
  private readonly strideBytes: number;
  private readonly rowCount: number;
  private readonly planesAt: number;
  private buffer: ArrayBufferLike = new ArrayBuffer(0);

  /** `take` gives room for so many bytes. */
  constructor(terrain: Terrain, strideBytes: number, take: (bytes: number) => number) {
    this.terrain = terrain;
    this.strideBytes = strideBytes;
    this.rowCount = terrain.rows + 2 * SPARE_ROWS;
    this.planesAt = take(5 * this.rowCount * strideBytes);
    const rowsAt = take(4 * 4 * this.rowCount);
    // Read a cell too far to the west.
    const plainAt = take(4 * strideBytes + 64) + 64;
    this.layout = [this.planesAt + SPARE_ROWS * strideBytes, rowsAt, plainAt];
  }

  write(memory: WebAssembly.Memory, rainCatchRatio: Float64Array): void {
    this.buffer = memory.buffer;
    const { stride, blocked, bedElevationM: z, manningN, eastCrestM, northCrestM } = this.terrain;
    const crest = (crestM: Float64Array, step: number) => (i: number) => {
      if (blocked[i] + (blocked[i + step] ?? 1) > 0) return CLOSED_M;
      return crestAbove(crestM[i], z[i]);
    };
    for (const plane of [PLANE.eastCrest, PLANE.northCrest]) {
      for (let row = 0; row < this.rowCount; row++) this.row(plane, row).fill(CLOSED_M);
    }
    this.writePlane(PLANE.bed, (i) => z[i]);
    this.writePlane(PLANE.friction, (i) => GRAVITY_MPS2 * manningN[i] ** 2);
    this.writePlane(PLANE.eastCrest, crest(eastCrestM, 1));
    this.writePlane(PLANE.northCrest, crest(northCrestM, stride));
    this.writePlane(PLANE.rainCatch, (i) => rainCatchRatio[i]);
    for (const plane of Object.values(PLANE)) if (plane !== PLANE.bed) this.shareRows(plane);
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    const { blocked, bedElevationM, eastCrestM, northCrestM, stride } = this.terrain;
    const east = face === 'east';
    (east ? eastCrestM : northCrestM)[cell] = crestM;
    if (blocked[cell] + blocked[cell + (east ? 1 : stride)] > 0) return;
    const plane = east ? PLANE.eastCrest : PLANE.northCrest;
    const row = Math.floor(cell / stride) - 1 + SPARE_ROWS;
    this.row(plane, row)[cell % stride] = crestAbove(crestM, bedElevationM[cell]);
    this.places(plane)[row] = this.row(plane, row).byteOffset;
  }

  /** Rows that are plain, and so all alike, are read from one copy (`kernel/memory.ts`). */
  private shareRows(plane: number): void {
    const { columns, rows } = this.terrain;
    const isCrest = plane === PLANE.eastCrest || plane === PLANE.northCrest;
    const isPlain = (row: Float32Array): boolean => {
      const cells = row.subarray(1, plane === PLANE.eastCrest ? columns : columns + 1);
      return cells.every((value) => value === (isCrest ? Math.fround(OPEN_M) : cells[0]));
    };
    const plain = new Float32Array(this.buffer, this.layout[2] + (plane - 1) * this.strideBytes, this.strideBytes / 4);
    const own = Array.from({ length: this.rowCount }, (_, row) => this.row(plane, row));
    const first = own.slice(SPARE_ROWS, SPARE_ROWS + rows).find(isPlain);
    if (first) plain.set(first);
    const places = this.places(plane);
    for (const [row, values] of own.entries()) {
      const like = first !== undefined && values.every((value, i) => value === plain[i]);
      places[row] = like ? plain.byteOffset : values.byteOffset;
    }
  }

  /** Where each row of a plane is read. */
  private places(plane: number): Uint32Array {
    return new Uint32Array(this.buffer, this.layout[1] + (plane - 1) * 4 * this.rowCount, this.rowCount);
  }

  /** `row` counts from the first of the rows before the raster's own. */
  private row(plane: number, row: number): Float32Array {
    const { planesAt, rowCount, strideBytes } = this;
    return new Float32Array(this.buffer, planesAt + (plane * rowCount + row) * strideBytes, strideBytes / 4);
  }

  private writePlane(plane: number, value: (cell: number) => number): void {
    const { terrain } = this;
    for (let row = -1; row < terrain.rows; row++) {
      const first = cellAt(terrain, -1, row);
      const cells = this.row(plane, row + SPARE_ROWS);
      for (let k = 0; k < terrain.columns + 2; k++) cells[k] = value(first + k);
    }
  }
}

/** As the kernel has it: above the cell's own bed. */
const crestAbove = (crestM: number, bedM: number): number =>
  crestM === Number.NEGATIVE_INFINITY ? OPEN_M : crestM - bedM;
