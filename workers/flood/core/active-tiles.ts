import type { Raster } from './terrain.ts';

/** As `kernel/memory.ts` cuts the raster, with the rim's west column in the first tile. */
export const TILE_COLUMNS = 1024;
/** Rows of a tile of water that is moved or left at rest as a whole, the same as in the kernels. */
export const TILE_ROWS = 64;
/** In a list of tiles: water stands still there. */
const STILL = 1 << 30;

/** Tiles of a kernel's memory: which have water, and which must move. Those in which and beside which all is dry are left out. */
export class ActiveTiles {
  readonly count: number;
  private readonly across: number;
  private readonly up: number;
  /** Length of a plane's row, values. */
  private readonly stride: number;
  /** 1 where water may enter over an edge: never left out. */
  private readonly entrances: Uint8Array;
  /** 1 where all states hold the same water at rest. */
  private readonly settled: Uint8Array;
  private readonly listAt: number;
  private readonly wavesAt: number;
  private memory: WebAssembly.Memory | null = null;

  /** `take` gives room for so many bytes; `entrances` are places in a plane. */
  constructor({ rows }: Raster, strideBytes: number, entrances: readonly number[], take: (bytes: number) => number) {
    this.stride = strideBytes / 4;
    this.across = Math.ceil(this.stride / TILE_COLUMNS);
    this.up = Math.ceil(rows / TILE_ROWS);
    this.count = this.across * this.up;
    this.entrances = new Uint8Array(this.count);
    this.settled = new Uint8Array(this.count);
    this.listAt = take(this.count * 4);
    this.wavesAt = take(this.count * 4);
    for (const place of entrances) this.entrances[this.tileAt(place)] = 1;
  }

  /** Addresses of the list and of the waves, for `kernel/memory.ts`. */
  get layout(): [number, number] {
    return [this.listAt, this.wavesAt];
  }

  lieIn(memory: WebAssembly.Memory): void {
    this.memory = memory;
  }

  /** The fastest wave of each tile, as the last step left it; 0 where all is dry. */
  waves(): Float32Array {
    return new Float32Array(this.buffer, this.wavesAt, this.count);
  }

  fastestMps(): number {
    return this.waves().reduce((most, wave) => Math.max(most, wave), 0);
  }

  /** Returns the tile of a place in a plane. */
  tileAt(place: number): number {
    const column = Math.floor((place % this.stride) / TILE_COLUMNS);
    const row = Math.floor(place / this.stride / TILE_ROWS);
    return row * this.across + column;
  }

  /** The water there was changed from outside. */
  stir(tile: number): void {
    this.settled[tile] = 0;
  }

  stirAll(): void {
    this.settled.fill(0);
  }

  /** Every tile, as after a load. */
  listAll(): number {
    const list = this.list();
    for (let tile = 0; tile < list.length; tile++) list[tile] = tile;
    return list.length;
  }

  /** Tiles with water. */
  listWet(): number {
    const list = this.list();
    let count = 0;
    for (const [tile, wave] of this.waves().entries()) if (wave !== 0) list[count++] = tile;
    return count;
  }

  /** Tiles that move, then those whose water came to rest since the last step. */
  listMoving(rainM: number): { moved: number; listed: number } {
    const { settled } = this;
    const list = this.list();
    let moved = 0;
    for (let tile = 0; tile < list.length; tile++) {
      if (rainM === 0 && !this.mayMove(tile)) continue;
      list[moved++] = tile;
      settled[tile] = 0;
    }
    let listed = moved;
    for (let tile = 0; tile < list.length; tile++) {
      if (settled[tile] === 1 || rainM > 0 || this.mayMove(tile)) continue;
      list[listed++] = tile | STILL;
      settled[tile] = 1;
    }
    return { moved, listed };
  }

  /** Water crosses no more than a cell in a step: what is not beside it cannot get wet. NaN counts as water, so that it is found. */
  private mayMove(tile: number): boolean {
    const { across, up, entrances } = this;
    if (entrances[tile] === 1) return true;
    const waves = this.waves();
    const column = tile % across;
    const row = Math.floor(tile / across);
    for (let r = Math.max(0, row - 1); r <= Math.min(up - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c++) {
        if (waves[r * across + c] !== 0) return true;
      }
    }
    return false;
  }

  private list(): Int32Array {
    return new Int32Array(this.buffer, this.listAt, this.count);
  }

  /** Anew each time, for a memory that has grown. */
  private get buffer(): ArrayBufferLike {
    if (!this.memory) throw new Error('tiles: expected a memory, got none yet');
    return this.memory.buffer;
  }
}
