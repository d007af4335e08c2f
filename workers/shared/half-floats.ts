import { halfFloat } from '../../model/runs/half-float.ts';

let table: Float32Array | undefined;

/** The value of each of the 65,536 half floats (IEEE 754 binary16), by its bits; Node 20 and many browsers have no Float16Array. */
export function halfFloats(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfFloat(bits));
  return table;
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/**
 * Halves of floats given by their bits: rounded to nearest, ties to even, as hardware does. Steps: 1 mm up to 2 m, 4 mm up to 8 m,
 * 16 mm up to 32 m.
 */
export function packHalves(bits: Uint32Array, halves: Uint16Array, at: number): void {
  for (let i = 0; i < bits.length; i++) {
    const sign = (bits[i] >>> 16) & 0x8000;
    const rest = bits[i] & 0x7fffffff;
    if (rest >= 0x38800000 && rest < 0x47800000) {
      halves[at + i] = sign | ((rest - 0x38000000 + 0xfff + ((rest >>> 13) & 1)) >>> 13);
    } else if (rest < 0x38800000) {
      // Below 2^-14 halves are whole multiples of 2^-24, which is what 0.5 + x keeps of x.
      BITS[0] = rest;
      FLOAT[0] += 0.5;
      halves[at + i] = sign | (BITS[0] - 0x3f000000);
    } else {
      halves[at + i] = sign | (rest > 0x7f800000 ? 0x7e00 : 0x7c00);
    }
  }
}
