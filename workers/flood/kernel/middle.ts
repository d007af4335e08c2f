/* Of the second order: depth and velocity in the middle of the step. `predict` of `../core/shallow-water.ts` has it in words. */
import { GUESS_BIAS, GUESS_THIRD, kept, rootAbove, rootBelow, rootGuess } from './lanes';
import { DRY_DEPTH, FRICTION, GRAVITY, isChezy, row, terrainRow } from './memory';
import { middleRow, ROW, slopeXRow, slopeYRow, velocityRow } from './rows';
import { haloFrom, haloTo } from './tile';

/** Laws of friction as types, for each of which a function is written out: u²·n²/h^(4/3) and u²/(C²·h). */
type Manning = u8;
type Chezy = u16;

function isChezyLaw<L>(): bool {
  return sizeof<L>() === sizeof<Chezy>();
}

/** From the slopes of a row along both axes. */
export function middleOf(state: usize, r: i32, dtS: f32, perM: f32): void {
  if (isChezy) middle<Chezy>(state, r, dtS, perM);
  else middle<Manning>(state, r, dtS, perM);
}

function middle<L>(state: usize, r: i32, dtS: f32, perM: f32): void {
  const dry = kept(DRY_DEPTH);
  const per = kept(perM);
  const g = kept(GRAVITY);
  const halfDt = kept(dtS * 0.5);
  const third = kept(GUESS_THIRD);
  const bias = kept(GUESS_BIAS);
  const signless = kept(reinterpret<f32>(0x7fffffff));
  const depths = row(state, r);
  let n = terrainRow(FRICTION, r) + haloFrom;
  let velocities = velocityRow(r) + haloFrom;
  let x = slopeXRow(r) + haloFrom;
  let y = slopeYRow(r) + haloFrom;
  let out = middleRow(r) + haloFrom;
  let at = depths + haloFrom;
  for (const end = depths + haloTo; at < end; at += 16, n += 16, velocities += 16, x += 16, y += 16, out += 16) {
    const h = v128.load(at);
    const u = v128.load(velocities);
    const v = v128.load(velocities, ROW);
    const deeperX = v128.load(x, ROW);
    const deeperY = v128.load(y, ROW);
    const ux = v128.load(x, 2 * ROW);
    const vy = v128.load(y, 2 * ROW);
    const carried = f32x4.add(f32x4.mul(u, deeperX), f32x4.mul(v, deeperY));
    const lost = f32x4.mul(per, f32x4.add(carried, f32x4.mul(h, f32x4.add(ux, vy))));
    const least = f32x4.pmax(v128.and(deeperX, signless), v128.and(deeperY, signless));
    v128.store(out, f32x4.pmax(f32x4.sub(h, lost), least));
    const safe = f32x4.pmax(h, dry);
    const speed = f32x4.sqrt(f32x4.add(f32x4.mul(u, u), f32x4.mul(v, v)));
    const c = rootGuess(safe, third, bias);
    const c3 = f32x4.mul(c, f32x4.mul(c, c));
    const free = isChezyLaw<L>() ? safe : f32x4.mul(safe, rootAbove(safe, c, c3));
    const rubbing = isChezyLaw<L>() ? speed : f32x4.mul(speed, rootBelow(safe, c3));
    const held = f32x4.mul(f32x4.mul(halfDt, v128.load(n)), rubbing);
    const keeping = f32x4.div(free, f32x4.add(free, held));
    const alongX = f32x4.add(f32x4.mul(u, ux), f32x4.mul(v, v128.load(y, 3 * ROW)));
    const alongY = f32x4.add(f32x4.mul(u, v128.load(x, 3 * ROW)), f32x4.mul(v, vy));
    const gainX = f32x4.mul(per, f32x4.add(alongX, f32x4.mul(g, v128.load(x))));
    const gainY = f32x4.mul(per, f32x4.add(alongY, f32x4.mul(g, v128.load(y))));
    v128.store(out, f32x4.mul(keeping, f32x4.sub(u, gainX)), ROW);
    v128.store(out, f32x4.mul(keeping, f32x4.sub(v, gainY)), 2 * ROW);
  }
}
