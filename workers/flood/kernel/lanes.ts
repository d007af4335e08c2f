/* How four cells at a time are written so that V8 makes few instructions of it. */
import { scratch } from './memory';

/**
 * The same number in four lanes, as V8 keeps it: it builds a splat anew in every turn of a loop, in three instructions, and a quotient
 * that it was made of with it; what comes from memory it holds. The prototype's loop over faces (flood.md, section 2) went from 77 to
 * 118 million cells a second by this, by pointers that step on in place of bases and an offset, and by `rootGuess`, all three together.
 */
export function kept(value: f32): v128 {
  v128.store(scratch, f32x4.splat(value));
  return v128.load(scratch);
}

/**
 * Returns a first guess of the cube root of values > 0, to 3 %: a third of the exponent. Through a float's whole part, shifted up again: a
 * conversion that minds what no integer can hold costs four instructions more. `third` and `bias` are `kept(GUESS_THIRD)`,
 * `kept(GUESS_BIAS)`.
 */
export function rootGuess(x: v128, third: v128, bias: v128): v128 {
  return i32x4.shl(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(x), third), bias), 8);
}

/** A third, 256 times finer. */
export const GUESS_THIRD: f32 = <f32>(1.0 / 768.0);
/** 1.5·2^23, at which a float's last bit is 1, and 709,921,077 less 2^30 in units of 256. */
export const GUESS_BIAS: f32 = 12582912 - 1421175;

/* A step of Halley from a guess c to the cube root of x, to 2e-5, is above(x, c) / below(x, c); friction is not known to a hundredth. */

/** The numerator of a Halley step from a guess c to the cube root of x. */
export function rootAbove(x: v128, c: v128, c3: v128): v128 {
  return f32x4.mul(c, f32x4.add(c3, f32x4.add(x, x)));
}

/** The denominator of a Halley step from a guess c to the cube root of x. */
export function rootBelow(x: v128, c3: v128): v128 {
  return f32x4.add(f32x4.add(c3, c3), x);
}

/** The greatest of four. */
export function highest(x: v128): f32 {
  const low = max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

/**
 * Reads where a coming row of a plane begins, `bytes` long, and where the page begins that it ends in. What fetches memory ahead stops
 * at each page's end, and to begin the next takes as long as tens of cells: the fast scheme, which waits for memory, ran 1.19 to 1.28
 * times as fast on a million cells. The full one, whose loops are long, gained 1 % in first order and lost 6 % in second. Second and
 * third lines of the pages too: −3 and −13 %.
 */
export function touch(p: usize, bytes: usize): i32 {
  return load<i32>(p) | load<i32>((p + bytes) & ~4095);
}

/** Stores what `touch` read, so that no compiler drops the reads. */
export function touched(bits: i32): void {
  store<i32>(scratch + 32, bits);
}
