/* Of the second order: how level, depth and velocity rise within a cell. */
import { kept } from './lanes';
import { DRY_DEPTH } from './memory';
import { isEast, ROW } from './rows';
import { haloFrom, haloTo } from './tile';

const THETA: f32 = 1.5;
/** Crests at or above are walls. */
const CLOSED: f32 = 1e29;

/**
 * Half the limited slope: generalised minmod of the rises behind and ahead. Where both rise, their quarter sum is held under the lesser,
 * where both fall over the greater, else at 0: ten operations where signs and amounts apart took seventeen.
 */
function halfSlope(behind: v128, ahead: v128, zero: v128, limit: v128, quarter: v128): v128 {
  const most = f32x4.pmax(zero, f32x4.pmin(behind, ahead));
  const least = f32x4.pmin(zero, f32x4.pmax(behind, ahead));
  const mean = f32x4.mul(quarter, f32x4.add(behind, ahead));
  return f32x4.pmax(f32x4.mul(limit, least), f32x4.pmin(f32x4.mul(limit, most), mean));
}

/**
 * Half slopes of level, depth, normal and transverse velocity for a row, into four rows at `out`. Next to dry ground the state is
 * constant but for the depth, which there follows the bed; that is worked out where some of four cells need it. `h`, `z` and
 * `velocities` are rows of the cells, `…Below` and `…Above` those beside them along the axis, with the crests between.
 */
export function slopeRow<A>(
  out: usize,
  h: usize,
  hBelow: usize,
  hAbove: usize,
  z: usize,
  zBelow: usize,
  zAbove: usize,
  velocities: usize,
  below: usize,
  above: usize,
  crestBelow: usize,
  crestAbove: usize,
): void {
  const dry = kept(DRY_DEPTH);
  const limit = kept(THETA * 0.5);
  const quarter = kept(0.25);
  const zero = kept(0);
  const end = h + haloTo;
  let crests = haloFrom;
  // To the east all neighbours are reached from one pointer, four cells before.
  const back: usize = isEast<A>() ? 16 : 0;
  h += haloFrom - back;
  z += haloFrom - back;
  velocities += haloFrom - back;
  out += haloFrom;
  hBelow += haloFrom;
  hAbove += haloFrom;
  zBelow += haloFrom;
  zAbove += haloFrom;
  below += haloFrom;
  above += haloFrom;
  for (const until = end - back; h < until; ) {
    const hi = isEast<A>() ? v128.load(h, 16) : v128.load(h);
    const hb = isEast<A>() ? v128.load(h, 12) : v128.load(hBelow);
    const ha = isEast<A>() ? v128.load(h, 20) : v128.load(hAbove);
    const zi = isEast<A>() ? v128.load(z, 16) : v128.load(z);
    const dz0 = f32x4.sub(zi, isEast<A>() ? v128.load(z, 12) : v128.load(zBelow));
    const dz1 = f32x4.sub(isEast<A>() ? v128.load(z, 20) : v128.load(zAbove), zi);
    const dh0 = f32x4.sub(hi, hb);
    const dh1 = f32x4.sub(ha, hi);
    const level = halfSlope(f32x4.add(dh0, dz0), f32x4.add(dh1, dz1), zero, limit, quarter);
    const least = f32x4.pmin(zero, f32x4.pmax(dz0, dz1));
    const most = f32x4.pmax(zero, f32x4.pmin(dz0, dz1));
    const fromBed = f32x4.sub(level, halfSlope(dh0, dh1, zero, limit, quarter));
    const rise = f32x4.pmin(most, f32x4.pmax(least, fromBed));
    let deeper = f32x4.pmax(f32x4.sub(zero, hi), f32x4.pmin(hi, f32x4.sub(level, rise)));
    let higher = f32x4.add(rise, deeper);
    const ui = isEast<A>() ? v128.load(velocities, 16) : v128.load(velocities, ROW);
    const ub = isEast<A>() ? v128.load(velocities, 12) : v128.load(below, ROW);
    const ua = isEast<A>() ? v128.load(velocities, 20) : v128.load(above, ROW);
    let du = halfSlope(f32x4.sub(ui, ub), f32x4.sub(ua, ui), zero, limit, quarter);
    const vi = isEast<A>() ? v128.load(velocities, ROW + 16) : v128.load(velocities);
    const vb = isEast<A>() ? v128.load(velocities, ROW + 12) : v128.load(below);
    const va = isEast<A>() ? v128.load(velocities, ROW + 20) : v128.load(above);
    let dv = halfSlope(f32x4.sub(vi, vb), f32x4.sub(va, vi), zero, limit, quarter);
    const wet = f32x4.gt(f32x4.pmin(hi, f32x4.pmin(hb, ha)), dry);
    if (i32x4.bitmask(wet) !== 15) {
      const crest = f32x4.pmax(v128.load(crestBelow + crests), v128.load(crestAbove + crests));
      const open = f32x4.lt(crest, f32x4.splat(CLOSED));
      const fall = v128.and(f32x4.neg(halfSlope(dz0, dz1, zero, limit, quarter)), open);
      const shore = f32x4.pmax(f32x4.neg(hi), f32x4.pmin(hi, fall));
      deeper = v128.bitselect(deeper, shore, wet);
      higher = v128.and(higher, wet);
      du = v128.and(du, wet);
      dv = v128.and(dv, wet);
    }
    v128.store(out, higher);
    v128.store(out, deeper, ROW);
    v128.store(out, du, 2 * ROW);
    v128.store(out, dv, 3 * ROW);
    h += 16;
    z += 16;
    velocities += 16;
    out += 16;
    crests += 16;
    if (!isEast<A>()) {
      hBelow += 16;
      hAbove += 16;
      zBelow += 16;
      zAbove += 16;
      below += 16;
      above += 16;
    }
  }
}
