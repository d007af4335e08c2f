import { heldIn, rubbedRatio } from '../works/cuts.ts';
import { GRAVITY_MPS2 } from './hllc.ts';
import { type Cuts, cellAt, rough, shutFaces, type Terrain } from './terrain.ts';

/** Rows of nothing before and after the raster's own, which the kernel reads and never writes. */
export const SPARE_ROWS = 4;
/** Above every level: a face that lets nothing through. */
const CLOSED_M = 3e38;
const OPEN_M = -3e38;

/** Planes in the order that `kernel/memory.ts` has them in. */
const PLANE = { bed: 0, friction: 1, eastCrest: 2, northCrest: 3, rainCatch: 4 } as const;
/** Behind them where walls run through cells. */
const CUT_PLANE = { eastOpen: 5, northOpen: 6, perHeld: 7 } as const;

/**
 * The terrain in a kernel's memory: bed, g·n² or g/C², crests above each cell's own bed, part of the rain that is caught; of cells with walls
 * through them the open parts of faces and 1 over what holds water.
 */
export class TerrainPlanes {
  /** Addresses of the first plane's first row, of the list of rows and of the plain rows, for `kernel/memory.ts`. */
  readonly layout: [number, number, number];
  private readonly terrain: Terrain;
  private readonly shut: { east: Uint8Array; north: Uint8Array };
  /** In the full scheme the bed rubs along a cell's free area; flows of the fast one stand on faces and know none. */
  private readonly flowsOnFaces: boolean;
  private readonly strideBytes: number;
  private readonly rowCount: number;
  private readonly planesAt: number;
  private buffer: ArrayBufferLike = new ArrayBuffer(0);

  /** `take` gives room for so many bytes. */
  constructor(terrain: Terrain, flowsOnFaces: boolean, strideBytes: number, take: (bytes: number) => number) {
    const planes = Object.keys(PLANE).length + (terrain.cuts ? Object.keys(CUT_PLANE).length : 0);
    this.terrain = terrain;
    this.flowsOnFaces = flowsOnFaces;
    this.shut = { east: shutFaces(terrain, 1), north: shutFaces(terrain, terrain.stride) };
    this.strideBytes = strideBytes;
    this.rowCount = terrain.rows + 2 * SPARE_ROWS;
    this.planesAt = take(planes * this.rowCount * strideBytes);
    const rowsAt = take(4 * (planes - 1) * this.rowCount);
    // Read a cell too far to the west.
    const plainAt = take((planes - 1) * strideBytes + 64) + 64;
    this.layout = [this.planesAt + SPARE_ROWS * strideBytes, rowsAt, plainAt];
  }

  write(memory: WebAssembly.Memory, rainCatchRatio: Float64Array): void {
    this.buffer = memory.buffer;
    const { bedElevationM: z, manningN, eastCrestM, northCrestM, cuts } = this.terrain;
    const crest = (crestM: Float64Array, shut: Uint8Array) => (i: number) =>
      shut[i] === 1 ? CLOSED_M : crestAbove(crestM[i], z[i]);
    const { chezyC } = this.terrain;
    const rubbed = (i: number) => (this.flowsOnFaces ? 1 : rubbedRatio(cuts, i));
    for (const plane of [PLANE.eastCrest, PLANE.northCrest]) {
      for (let row = 0; row < this.rowCount; row++) this.row(plane, row).fill(CLOSED_M);
    }
    this.writePlane(PLANE.bed, (i) => z[i]);
    this.writePlane(PLANE.friction, (i) => GRAVITY_MPS2 * (chezyC ? rough(chezyC[i]) : manningN[i]) ** 2 * rubbed(i));
    this.writePlane(PLANE.eastCrest, crest(eastCrestM, this.shut.east));
    this.writePlane(PLANE.northCrest, crest(northCrestM, this.shut.north));
    this.writePlane(PLANE.rainCatch, (i) => rainCatchRatio[i] / heldIn(cuts, i));
    for (const plane of Object.values(PLANE)) if (plane !== PLANE.bed) this.shareRows(plane);
    if (cuts) this.writeCuts(cuts);
  }

  private writeCuts({ eastOpenRatio, northOpenRatio, heldRatio }: Cuts): void {
    for (const plane of Object.values(CUT_PLANE)) {
      this.plainRow(plane).fill(1);
      for (let row = 0; row < this.rowCount; row++) this.row(plane, row).fill(1);
    }
    this.writePlane(CUT_PLANE.eastOpen, (i) => eastOpenRatio[i]);
    this.writePlane(CUT_PLANE.northOpen, (i) => northOpenRatio[i]);
    this.writePlane(CUT_PLANE.perHeld, (i) => 1 / heldRatio[i]);
    for (const plane of Object.values(CUT_PLANE)) this.readAlike(plane);
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    const { bedElevationM, eastCrestM, northCrestM, stride } = this.terrain;
    const east = face === 'east';
    (east ? eastCrestM : northCrestM)[cell] = crestM;
    if (this.shut[face][cell] === 1) return;
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
    const first = Array.from({ length: rows }, (_, row) => this.row(plane, row + SPARE_ROWS)).find(isPlain);
    // Like no row, where none is plain.
    this.plainRow(plane).set(first ?? [Number.NaN]);
    this.readAlike(plane);
  }

  private readAlike(plane: number): void {
    const plain = this.plainRow(plane);
    const places = this.places(plane);
    for (let row = 0; row < this.rowCount; row++) {
      const own = this.row(plane, row);
      places[row] = own.every((value, i) => value === plain[i]) ? plain.byteOffset : own.byteOffset;
    }
  }

  private plainRow(plane: number): Float32Array {
    return new Float32Array(this.buffer, this.layout[2] + (plane - 1) * this.strideBytes, this.strideBytes / 4);
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
