/* The thrust on walls that stand on the raster in steps, and on those that run through cells. `../core/slanted-walls.ts` and `../works/cuts.ts` have it in words. */
import { HALF_GRAVITY } from './faces';
import { DRY_DEPTH, GRAVITY, wallStarts, walls } from './memory';
import { faceXRow, faceYRow, ROW } from './rows';
import { haloFrom, haloTo } from './tile';

/**
 * A cell's offset in its row, the faces that are of the wall, a bit each, and the way towards the wall: of length 1, or where it runs
 * through the cell as long as the wall.
 */
const WALL_BYTES: usize = 16;
const WEST: i32 = 1;
const EAST: i32 = 2;
const SOUTH: i32 = 4;
const NORTH: i32 = 8;
const THROUGH: i32 = 16;

/** Returns the address of the walls of a row: from −2 to the second beside the raster. */
function wallsFrom(r: i32): usize {
  return walls + <usize>load<i32>(wallStarts + ((<usize>(r + 2)) << 2)) * WALL_BYTES;
}

function thrust(h: f32, c: f32, towards: f32): f32 {
  return max<f32>(h * c * towards, -HALF_GRAVITY * h * h);
}

function add(face: usize, push: f32): void {
  store<f32>(face, load<f32>(face) + push);
}

/** Over what `faceRow` left on the faces of the cells of a row, those to the south among them. */
export function alongWalls(r: i32, depths: usize, velocities: usize): void {
  for (let wall = wallsFrom(r), end = wallsFrom(r + 1); wall < end; wall += WALL_BYTES) {
    const at = <usize>load<i32>(wall);
    if (at < haloFrom || at >= haloTo) continue;
    const h = load<f32>(depths + at);
    if (!(h > DRY_DEPTH)) continue;
    const u = load<f32>(velocities + at);
    const v = load<f32>(velocities + at, ROW);
    const c = sqrt<f32>(GRAVITY * h);
    const x = load<f32>(wall, 8);
    const y = load<f32>(wall, 12);
    const faces = load<i32>(wall, 4);
    if (faces & THROUGH) {
      const push = thrust(h, c, (u * x + v * y) / sqrt<f32>(x * x + y * y));
      // On the face that is no edge of the raster's: those are `edgeFlux`'s.
      if (at === 4) add(faceXRow(r) + at + 2 * ROW, push * x);
      else add(faceXRow(r) + at - 4 + 3 * ROW, -push * x);
      if (r === 0) add(faceYRow(r) + at + 2 * ROW, push * y);
      else add(faceYRow(r - 1) + at + 3 * ROW, -push * y);
      continue;
    }
    const push = thrust(h, c, u * x + v * y);
    if (faces & WEST) add(faceXRow(r) + at - 4 + 3 * ROW, push - thrust(h, c, -u));
    if (faces & EAST) add(faceXRow(r) + at + 2 * ROW, push - thrust(h, c, u));
    if (faces & SOUTH) add(faceYRow(r - 1) + at + 3 * ROW, push - thrust(h, c, -v));
    if (faces & NORTH) add(faceYRow(r) + at + 2 * ROW, push - thrust(h, c, v));
  }
}
