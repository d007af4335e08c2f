/*
 * Fields of all routes, each the work of one worker: times marched, then the directions that walking reads, as `lead` and `write` of
 * `../core/routes.ts` have them but for the few cells that lead elsewhere than down. Those are written after.
 *
 * 25 fields of 1.3 million cells, a fifth of them open, marched three times: 4.9 CPU-s for the 9.7 of cells that fell, rows that changed
 * and directions sought by the host (loaded machine). Directions are of all rows, a
 * fifth of that: where people stand everywhere nearly all of them change.
 */
import { layPlane, marchField } from './field';
import { directions, LEVEL_INTS, levelInts, levels } from './memory';

/** Words of a table, after the six of the plane. */
const SCRATCH: usize = 24;
const SCRATCH_BYTES: usize = 28;
const JOBS: usize = 32;
const JOB_COUNT: usize = 36;
const FIRST_ROWS: usize = 40;
const LENDERS: usize = 44;
const LENDER_COUNT: usize = 48;
/** Bytes of a job; its route is the last word. */
const JOB: usize = 36;
const ROUTE: usize = 32;
const UNREACHED: u64 = 0x7f800000_7f800000;

/**
 * Marches the direction fields of a job table; each worker takes the next job from the shared counter until none is
 * left, in a scratch of its own.
 */
export function workFields(table: usize, worker: i32, next: usize): void {
  layPlane(table, <usize>load<i32>(table, SCRATCH) + <usize>worker * <usize>load<i32>(table, SCRATCH_BYTES));
  for (;;) {
    const k = atomic.add<i32>(next, 1);
    if (k >= load<i32>(table, JOB_COUNT)) return;
    const job = <usize>load<i32>(table, JOBS) + <usize>k * JOB;
    marchField(job);
    writeDirections(table, load<i32>(job, ROUTE), <usize>load<i32>(job, 4));
  }
}

function writeDirections(table: usize, route: i32, times: usize): void {
  const stride: usize = (<usize>load<i32>(table, 4)) << 2;
  const grids = directions + ((<usize>(route * levels)) << 2);
  for (let level = 0; level < levels; level++) {
    const columns = load<i32>(levelInts + <usize>level * LEVEL_INTS, 12);
    const rows = load<i32>(levelInts + <usize>level * LEVEL_INTS, 16);
    let out = <usize>load<i32>(grids + ((<usize>level) << 2));
    let row = times + 4 + stride * <usize>load<i32>(<usize>load<i32>(table, FIRST_ROWS) + ((<usize>level) << 2));
    for (let r = 0; r < rows; r++, row += stride) {
      let column = 0;
      for (; column + 1 < columns; column += 2, out += 4) store<u32>(out, leads(row + ((<usize>column) << 2), stride));
      if (column === columns) continue;
      store<u16>(out, <u16>leads(row + ((<usize>column) << 2), stride));
      out += 2;
    }
  }
  const lenders = <usize>load<i32>(table, LENDERS);
  for (let k: usize = 0; k < <usize>load<i32>(table, LENDER_COUNT) * 12; k += 12) {
    const grid = <usize>load<i32>(grids + ((<usize>load<i32>(lenders + k)) << 2));
    store<u16>(grid + <usize>load<i32>(lenders + k, 4), load<u16>(grid + <usize>load<i32>(lenders + k, 8)));
  }
}

/** Steepest way down from two cells side by side: four bytes. */
function leads(t: usize, stride: usize): u32 {
  if (load<u64>(t) === UNREACHED) return 0;
  const here = f64x2.promote_low_f32x4(v128.load64_zero(t));
  const dx = down(here, v128.load64_zero(t - 4), v128.load64_zero(t + 4));
  const dy = down(here, v128.load64_zero(t - stride), v128.load64_zero(t + stride));
  const length = f64x2.sqrt(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)));
  const isSome = f64x2.ne(length, f64x2.splat(0));
  const east = byteOf(v128.and(f64x2.div(dx, length), isSome));
  const north = byteOf(v128.and(f64x2.div(dy, length), isSome));
  const both = v128.or(east, i32x4.shl(north, 8));
  return i32x4.extract_lane(both, 0) | (i32x4.extract_lane(both, 1) << 16);
}

/** From the lower of the neighbours on an axis, if it is lower than here; positive towards the second. */
function down(here: v128, first: v128, second: v128): v128 {
  const a = f64x2.promote_low_f32x4(first);
  const b = f64x2.promote_low_f32x4(second);
  const low = f64x2.pmin(a, b);
  const by = f64x2.sub(here, low);
  const isDown = v128.and(f64x2.lt(low, here), f64x2.lt(here, f64x2.splat(Infinity)));
  return v128.and(v128.bitselect(by, f64x2.neg(by), f64x2.le(b, a)), isDown);
}

function byteOf(unit: v128): v128 {
  const rounded = f64x2.floor(f64x2.add(f64x2.mul(f64x2.splat(127), unit), f64x2.splat(0.5)));
  return v128.and(i32x4.trunc_sat_f64x2_s_zero(rounded), i32x4.splat(0xff));
}
