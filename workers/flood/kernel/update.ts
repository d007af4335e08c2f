/* A row's new state from what its faces carry. */
import { GUESS_BIAS, GUESS_THIRD, highest, kept, rootAbove, rootBelow, rootGuess } from './lanes';
import {
  caughtRow,
  columns,
  DRY_DEPTH,
  FRICTION,
  GRAVITY,
  isChezy,
  isCut,
  PER_HELD,
  planeBytes,
  row,
  scratch,
  strideBytes,
  terrainRow,
} from './memory';
import { faceXRow, faceYRow, INSIDE, ROW } from './rows';
import { isCutKind } from './shares';
import { stripFrom, stripTo } from './tile';

/** Rows of whole cells, and those with some that a wall runs through (`isCutKind`). */
type Uncut = u8;
type Cut = u16;

/** Laws of friction as types, for each of which a function is written out: u²·n²/h^(4/3) and u²/(C²·h). */
type Manning = u8;
type Chezy = u16;

function isChezyLaw<L>(): bool {
  return sizeof<L>() === sizeof<Chezy>();
}

/** Returns the fastest wave of the row, 0 when dry, Infinity where a value is no number. */
export function updateRow(r: i32, from: usize, to: usize, dtS: f32, perM: f32, rainM: f32): f32 {
  if (isChezy)
    return isCut(PER_HELD, r)
      ? update<Cut, Chezy>(r, from, to, dtS, perM, rainM)
      : update<Uncut, Chezy>(r, from, to, dtS, perM, rainM);
  return isCut(PER_HELD, r)
    ? update<Cut, Manning>(r, from, to, dtS, perM, rainM)
    : update<Uncut, Manning>(r, from, to, dtS, perM, rainM);
}

/**
 * Depth is summed with Kahan's compensation (Commun. ACM 8 (1965) 40), for 2 mm of rain in an hour on 2 m of water is less than half a
 * unit of its last place. Friction holds for the speed that is left: a square equation, with the flow a known part of what it was.
 */
function update<C, L>(r: i32, from: usize, to: usize, dtS: f32, perM: f32, rainM: f32): f32 {
  const zero = kept(0);
  const two = kept(2);
  const one = kept(1);
  const dry = kept(DRY_DEPTH);
  const perWhole = kept(perM);
  const rain = kept(rainM);
  const fourDt = kept(4 * dtS);
  const third = kept(GUESS_THIRD);
  const bias = kept(GUESS_BIAS);
  const g = kept(GRAVITY);
  const signless = kept(reinterpret<f32>(0x7fffffff));
  const h0 = row(from, r);
  const comp0 = h0 + planeBytes;
  const x0 = comp0 + planeBytes;
  const y0 = x0 + planeBytes;
  const h1 = row(to, r);
  const comp1 = h1 + planeBytes;
  const x1 = comp1 + planeBytes;
  const y1 = x1 + planeBytes;
  const n = terrainRow(FRICTION, r);
  const caught = caughtRow(r, rainM);
  const within = scratch + INSIDE;
  const perHeld = terrainRow(isCutKind<C>() ? PER_HELD : FRICTION, r);
  // Faces are reached from 16 bytes before, those to the west with them.
  const east = faceXRow(r) - 16;
  const north = faceYRow(r);
  const south = faceYRow(r - 1);
  let swiftest = zero;
  let bad = zero;
  const end = stripTo;
  for (let i = stripFrom; i < end; i += 16) {
    const e = east + i;
    const ns = north + i;
    const ss = south + i;
    const h = v128.load(h0 + i);
    const per = isCutKind<C>() ? f32x4.mul(perWhole, v128.load(perHeld + i)) : perWhole;
    const out = f32x4.add(f32x4.sub(v128.load(e, 16), v128.load(e, 12)), f32x4.sub(v128.load(ns), v128.load(ss)));
    const taken = f32x4.mul(per, out);
    const stepped = f32x4.sub(h, taken);
    const fallen = f32x4.mul(rain, v128.load(caught + i));
    const more = f32x4.sub(f32x4.sub(fallen, taken), v128.load(comp0 + i));
    const summed = f32x4.add(h, more);
    v128.store(comp1 + i, f32x4.sub(f32x4.sub(summed, h), more));
    const depth = f32x4.pmax(summed, zero);
    v128.store(h1 + i, depth);
    const wet = f32x4.gt(stepped, dry);
    const lossX = f32x4.add(
      f32x4.sub(v128.load(e, 2 * ROW + 16), v128.load(e, 3 * ROW + 12)),
      f32x4.sub(v128.load(ns, ROW), v128.load(ss, ROW)),
    );
    const lossY = f32x4.add(
      f32x4.sub(v128.load(ns, 2 * ROW), v128.load(ss, 3 * ROW)),
      f32x4.sub(v128.load(e, ROW + 16), v128.load(e, ROW + 12)),
    );
    let qx = f32x4.sub(v128.load(x0 + i), f32x4.mul(per, lossX));
    let qy = f32x4.sub(v128.load(y0 + i), f32x4.mul(per, lossY));
    const safe = f32x4.pmax(stepped, dry);
    const q = f32x4.sqrt(f32x4.add(f32x4.mul(qx, qx), f32x4.mul(qy, qy)));
    const c = rootGuess(safe, third, bias);
    const c3 = f32x4.mul(c, f32x4.mul(c, c));
    const square = f32x4.mul(safe, safe);
    const resisting = isChezyLaw<L>() ? square : f32x4.mul(square, rootAbove(safe, c, c3));
    const rubbing = isChezyLaw<L>() ? q : f32x4.mul(q, rootBelow(safe, c3));
    const slowing = f32x4.mul(f32x4.mul(fourDt, v128.load(n + i)), rubbing);
    const root = f32x4.sqrt(f32x4.add(one, f32x4.div(slowing, resisting)));
    const left = v128.and(f32x4.div(two, f32x4.add(one, root)), wet);
    qx = f32x4.mul(qx, left);
    qy = f32x4.mul(qy, left);
    v128.store(x1 + i, qx);
    v128.store(y1 + i, qy);
    const all = f32x4.add(qx, f32x4.add(qy, depth));
    bad = v128.or(bad, f32x4.ne(all, all));
    const fast = f32x4.pmax(v128.and(qx, signless), v128.and(qy, signless));
    const wave = f32x4.add(f32x4.div(fast, f32x4.pmax(depth, dry)), f32x4.sqrt(f32x4.mul(g, depth)));
    const counts = v128.and(f32x4.gt(depth, dry), v128.load(within + i));
    swiftest = f32x4.pmax(swiftest, v128.and(wave, counts));
  }
  for (let plane: usize = 0; plane < 4; plane++) {
    if (stripFrom === 0) store<f32>(h1 + plane * planeBytes, 0);
    if (stripTo === strideBytes) store<f32>(h1 + plane * planeBytes + (columns + 1) * 4, 0);
  }
  return v128.any_true(bad) ? Infinity : highest(swiftest);
}
