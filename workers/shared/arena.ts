import { WASM_PAGE_BYTES } from './wasm-page.ts';

/** Where the arrays of a run lie: each for itself, or all in one memory that a kernel and its helpers share. */
export interface Arena {
  f64(length: number): Float64Array;
  f32(length: number): Float32Array;
  i32(length: number): Int32Array;
  u8(length: number): Uint8Array;
  i8(length: number): Int8Array;
}

/** Arrays of their own, each in its own buffer: what the TypeScript core runs on where no kernel shares them. */
export const PLAIN_ARENA: Arena = {
  f64: (length) => new Float64Array(length),
  f32: (length) => new Float32Array(length),
  i32: (length) => new Int32Array(length),
  u8: (length) => new Uint8Array(length),
  i8: (length) => new Int8Array(length),
};

/** A kernel's memory, filled from its start; a shared one keeps the views that were made before it grew. */
export class MemoryArena implements Arena {
  readonly memory: WebAssembly.Memory;
  private end: number;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    this.end = 1024;
  }

  get bytes(): number {
    return this.end;
  }

  f64(length: number): Float64Array {
    const at = this.take(length * 8);
    return new Float64Array(this.memory.buffer, at, length);
  }

  f32(length: number): Float32Array {
    const at = this.take(length * 4);
    return new Float32Array(this.memory.buffer, at, length);
  }

  i32(length: number): Int32Array {
    const at = this.take(length * 4);
    return new Int32Array(this.memory.buffer, at, length);
  }

  u8(length: number): Uint8Array {
    const at = this.take(length);
    return new Uint8Array(this.memory.buffer, at, length);
  }

  i8(length: number): Int8Array {
    const at = this.take(length);
    return new Int8Array(this.memory.buffer, at, length);
  }

  /** The kernel reads up to 64 bytes past an array's end, so they are always there. */
  private take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / 64) * 64;
    const missing = this.end + 64 - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
    return at;
  }
}
