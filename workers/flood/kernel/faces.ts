/* What flows through the faces between cells: HLLC over a bed that is rebuilt hydrostatically. `../core/hllc.ts` has it in words. */
import { kept } from './lanes';
import { DRY_DEPTH, GRAVITY } from './memory';
import { isEast, ROW } from './rows';
import { haloFrom, haloTo } from './tile';

/** Half of standard gravity, 9.80665 m/s², for the pressure term g·h²/2. */
export const HALF_GRAVITY: f32 = 4.903325;

/** The order is a type, `u8` or `u16`, so that what the first does not need is not in its loops. */
export function isSecond<O>(): bool {
  return sizeof<O>() === 2;
}

/** More than the weight of still water on a wall that water runs against. */
function thrust(h: v128, towards: v128): v128 {
  const c = f32x4.sqrt(f32x4.mul(f32x4.splat(GRAVITY), h));
  const push = f32x4.mul(f32x4.mul(h, c), towards);
  return f32x4.pmax(push, f32x4.mul(f32x4.splat(-HALF_GRAVITY), f32x4.mul(h, h)));
}

/**
 * Fluxes through the faces between a row of cells A and a row of cells B beyond them along the axis, into four rows at `out`: water,
 * transverse momentum, normal momentum as A loses it and as B gains it. Sides without water are looked at where some of four faces
 * have one.
 *
 * Of the weight on a cell's two faces, ½g(h ± s)² with h the cell's depth and s its half slope, ½g(h² + s²) is on both and cancels in
 * what the cell loses: it is on neither here (`edgeFlux` leaves it out as well): 37 to 41 million cells a second in first order, 13.3 to
 * 13.6 in second, and no rounding of two large numbers. Of what the bed bears within the cell, gh(w ∓ s) with w the half slope of the level, ghw is left.
 * Fluxes are those of the left side and how much more there is on the right: where all runs one way the rest is nothing.
 */
export function faceRow<O, A>(
  out: usize,
  hA: usize,
  hB: usize,
  zA: usize,
  zB: usize,
  velocitiesA: usize,
  velocitiesB: usize,
  slopesA: usize,
  slopesB: usize,
  crest: usize,
): void {
  const zero = kept(0);
  const one = kept(1);
  const half = kept(0.5);
  const quarter = kept(0.25);
  const tiny = kept(1e-20);
  const g = kept(GRAVITY);
  const halfG = kept(HALF_GRAVITY);
  const dry = kept(DRY_DEPTH);
  const end = out + haloTo;
  out += haloFrom;
  hA += haloFrom;
  hB += haloFrom;
  zA += haloFrom;
  zB += haloFrom;
  velocitiesA += haloFrom;
  velocitiesB += haloFrom;
  slopesA += haloFrom;
  slopesB += haloFrom;
  crest += haloFrom;
  for (
    ;
    out < end;
    out += 16,
      hA += 16,
      hB += 16,
      zA += 16,
      zB += 16,
      velocitiesA += 16,
      velocitiesB += 16,
      slopesA += 16,
      slopesB += 16,
      crest += 16
  ) {
    const hAi = v128.load(hA);
    const hBi = isEast<A>() ? v128.load(hA, 4) : v128.load(hB);
    // Depths at the face, and the bed there, both above A's own bed.
    let zR = f32x4.sub(isEast<A>() ? v128.load(zA, 4) : v128.load(zB), v128.load(zA));
    let hL = hAi;
    let hR = hBi;
    let uLeft = isEast<A>() ? v128.load(velocitiesA) : v128.load(velocitiesA, ROW);
    let uRight = isEast<A>() ? v128.load(velocitiesA, 4) : v128.load(velocitiesB, ROW);
    let vL = isEast<A>() ? v128.load(velocitiesA, ROW) : v128.load(velocitiesA);
    let vR = isEast<A>() ? v128.load(velocitiesA, ROW + 4) : v128.load(velocitiesB);
    let overL: v128;
    let sill: v128;
    if (isSecond<O>()) {
      const shA = v128.load(slopesA, ROW);
      const shB = isEast<A>() ? v128.load(slopesA, ROW + 4) : v128.load(slopesB, ROW);
      hL = f32x4.add(hAi, shA);
      hR = f32x4.sub(hBi, shB);
      const riseA = f32x4.sub(v128.load(slopesA), shA);
      const riseB = f32x4.sub(shB, isEast<A>() ? v128.load(slopesA, 4) : v128.load(slopesB));
      zR = f32x4.add(zR, riseB);
      uLeft = f32x4.add(uLeft, v128.load(slopesA, 2 * ROW));
      uRight = f32x4.sub(uRight, isEast<A>() ? v128.load(slopesA, 2 * ROW + 4) : v128.load(slopesB, 2 * ROW));
      vL = f32x4.add(vL, v128.load(slopesA, 3 * ROW));
      vR = f32x4.sub(vR, isEast<A>() ? v128.load(slopesA, 3 * ROW + 4) : v128.load(slopesB, 3 * ROW));
      sill = f32x4.pmax(f32x4.pmax(riseA, zR), v128.load(crest));
      overL = f32x4.add(hL, f32x4.sub(riseA, sill));
    } else {
      sill = f32x4.pmax(f32x4.pmax(zR, zero), v128.load(crest));
      overL = f32x4.sub(hL, sill);
    }
    let overR = f32x4.add(hR, f32x4.sub(zR, sill));
    let uL = uLeft;
    let uR = uRight;
    let dryL = zero;
    let dryR = zero;
    const wet = v128.and(f32x4.gt(f32x4.pmin(overL, overR), zero), f32x4.gt(f32x4.pmin(hAi, hBi), dry));
    const allWet = i32x4.bitmask(wet) === 15;
    if (!allWet) {
      const wetA = f32x4.gt(hAi, dry);
      const wetB = f32x4.gt(hBi, dry);
      if (i32x4.bitmask(v128.or(wetA, wetB)) === 0) {
        for (let k: usize = 0; k < 4; k++) v128.store(out + k * ROW, zero);
        continue;
      }
      // A dry side takes the speed of the front that the other would send into it: then the speeds of all cases are one.
      overL = v128.and(f32x4.pmax(zero, overL), wetA);
      overR = v128.and(f32x4.pmax(zero, overR), wetB);
      dryL = f32x4.eq(overL, zero);
      dryR = f32x4.eq(overR, zero);
      const frontL = f32x4.sqrt(f32x4.mul(g, overL));
      const frontR = f32x4.sqrt(f32x4.mul(g, overR));
      uL = v128.bitselect(f32x4.sub(uRight, f32x4.add(frontR, frontR)), uLeft, dryL);
      uR = v128.bitselect(f32x4.add(uLeft, f32x4.add(frontL, frontL)), uRight, dryR);
    }
    const cL = f32x4.sqrt(f32x4.mul(g, overL));
    const cR = f32x4.sqrt(f32x4.mul(g, overR));
    const cStar = f32x4.pmax(
      zero,
      f32x4.add(f32x4.mul(half, f32x4.add(cL, cR)), f32x4.mul(quarter, f32x4.sub(uL, uR))),
    );
    const uStar = f32x4.add(f32x4.mul(half, f32x4.add(uL, uR)), f32x4.sub(cL, cR));
    // Clamped at 0 the middle formula is the one-sided flux as well.
    const sL = f32x4.pmin(zero, f32x4.pmin(f32x4.sub(uL, cL), f32x4.sub(uStar, cStar)));
    const sR = f32x4.pmax(zero, f32x4.pmax(f32x4.add(uR, cR), f32x4.add(uStar, cStar)));
    const perWidth = f32x4.div(one, f32x4.pmax(f32x4.sub(sR, sL), tiny));
    const back = f32x4.mul(sL, perWidth);
    const spread = f32x4.mul(sR, back);
    const massL = f32x4.mul(overL, uL);
    const massR = f32x4.mul(overR, uR);
    const moreDepth = f32x4.sub(overR, overL);
    const moreMass = f32x4.sub(massR, massL);
    const moreWeight = f32x4.mul(f32x4.mul(halfG, moreDepth), f32x4.add(overL, overR));
    const mass = f32x4.add(f32x4.sub(massL, f32x4.mul(back, moreMass)), f32x4.mul(spread, moreDepth));
    v128.store(out, mass);
    v128.store(out, f32x4.mul(mass, v128.bitselect(vL, vR, f32x4.ge(mass, zero))), ROW);
    // Less the weight of the water that stands over the bed on A's side; on B's side that is more. The bed bears the rest.
    const carriedL = f32x4.mul(massL, uL);
    const moreNormal = f32x4.add(f32x4.sub(f32x4.mul(massR, uR), carriedL), moreWeight);
    let below = f32x4.add(f32x4.sub(carriedL, f32x4.mul(back, moreNormal)), f32x4.mul(spread, moreMass));
    let above = f32x4.sub(below, moreWeight);
    if (isSecond<O>()) {
      const levelA = v128.load(slopesA);
      const levelB = isEast<A>() ? v128.load(slopesA, 4) : v128.load(slopesB);
      below = f32x4.add(below, f32x4.mul(g, f32x4.mul(hAi, levelA)));
      above = f32x4.sub(above, f32x4.mul(g, f32x4.mul(hBi, levelB)));
    }
    if (!allWet) {
      below = f32x4.add(below, v128.and(thrust(hL, uLeft), dryL));
      above = f32x4.add(above, v128.and(thrust(hR, f32x4.sub(zero, uRight)), dryR));
    }
    v128.store(out, below, 2 * ROW);
    v128.store(out, above, 3 * ROW);
  }
}

/** No flux through the faces of a row. */
export function noFaces(out: usize): void {
  for (let k: usize = 0; k < 4; k++) memory.fill(out + k * ROW + haloFrom, 0, haloTo - haloFrom);
}

/**
 * Through the open part of each face. On the rest stands a wall, which bears still water's weight: that is on no face here; what moving
 * water adds to it is `alongWalls`'.
 */
export function narrowFaces(out: usize, open: usize): void {
  for (let i = haloFrom; i < haloTo; i += 16) {
    const ratio = v128.load(open + i);
    const at = out + i;
    v128.store(at, f32x4.mul(ratio, v128.load(at)));
    v128.store(at, f32x4.mul(ratio, v128.load(at, ROW)), ROW);
    v128.store(at, f32x4.mul(ratio, v128.load(at, 2 * ROW)), 2 * ROW);
    v128.store(at, f32x4.mul(ratio, v128.load(at, 3 * ROW)), 3 * ROW);
  }
}
