/* The counting sort of `../core/neighbours.ts`. */
import {
  ANTICIPATION,
  at,
  cellFlags,
  cellOf,
  cellStart,
  cells,
  count,
  counts,
  directionXs,
  directionYs,
  ghostCell,
  ghostId,
  ghostRoom,
  ghostX,
  ghostY,
  LEVEL_FLOATS,
  LEVEL_INTS,
  levelFloats,
  levelInts,
  levelOf,
  linkCount,
  linkLevels,
  links,
  model,
  near,
  radii,
  sortedId,
  sortedRadius,
  sortedVelocityX,
  sortedVelocityY,
  sortedWishX,
  sortedWishY,
  sortedX,
  sortedY,
  speeds,
  statusOf,
  wishXs,
  wishYs,
  xs,
  ys,
} from './memory';

/** The inverse of the neighbour grid's cell of 0.9 m, half of the cut-off. */
export const PER_CELL_M: f32 = 1 / 0.9;
/** Metres beyond which people do not see each other or walls, as in `../core/neighbours.ts`. */
export const CUT_OFF: f32 = 1.8;
/** Metres beyond which nobody is followed, as in `../core/neighbours.ts`. */
export const SIGHT: f32 = 2.7;
const INSIDE: u8 = 1;
const NEAR_LINE: u8 = 1;
const NEAR_LINK: u8 = 2;

function cellAt(level: i32, x: f32, y: f32): i32 {
  const floats = levelFloats + <usize>level * LEVEL_FLOATS;
  const ints = levelInts + <usize>level * LEVEL_INTS;
  const columns = load<i32>(ints);
  const column = <i32>floor((x - load<f32>(floats, 28)) * PER_CELL_M);
  const row = <i32>floor((y - load<f32>(floats, 32)) * PER_CELL_M);
  return load<i32>(ints, 8) + max(0, min(load<i32>(ints, 4) - 1, row)) * columns + max(0, min(columns - 1, column));
}

function addTo(cell: i32, x: f32, y: f32, radius: f32, id: i32): i32 {
  const cursor = at(cellStart, cell + 1);
  const k = load<i32>(cursor);
  store<i32>(cursor, k + 1);
  store<f32>(at(sortedX, k), x);
  store<f32>(at(sortedY, k), y);
  store<f32>(at(sortedRadius, k), radius);
  store<i32>(at(sortedId, k), id);
  const person = id < 0 ? ~id : id;
  store<f32>(at(sortedWishX, k), load<f32>(at(wishXs, person)));
  store<f32>(at(sortedWishY, k), load<f32>(at(wishYs, person)));
  if (model === ANTICIPATION) {
    const speed = load<f32>(at(speeds, person));
    store<f32>(at(sortedVelocityX, k), load<f32>(at(directionXs, person)) * speed);
    store<f32>(at(sortedVelocityY, k), load<f32>(at(directionYs, person)) * speed);
  }
  return k;
}

function countIn(cell: i32): void {
  const counted = at(cellStart, cell + 2);
  store<i32>(counted, load<i32>(counted) + 1);
}

/**
 * Sorts everyone inside by cell, with those seen through links, in one thread and a fixed order; it comes before each
 * step.
 */
export function sort(): void {
  memory.fill(cellStart, 0, (<usize>cells + 2) << 2);
  let ghosts = 0;
  for (let id = 0; id < count; id++) {
    if (load<u8>(statusOf + <usize>id) !== INSIDE) continue;
    const cell = cellAt(load<u8>(levelOf + <usize>id), load<f32>(at(xs, id)), load<f32>(at(ys, id)));
    store<i32>(at(cellOf, id), cell);
    countIn(cell);
    if (load<u8>(cellFlags + <usize>cell) & NEAR_LINK) ghosts = showThroughLinks(id, ghosts);
  }
  for (let g = 0; g < ghosts; g++) countIn(load<i32>(at(ghostCell, g)));
  let sum = 0;
  const end = at(cellStart, cells + 1);
  for (let p = at(cellStart, 2); p <= end; p += 4) {
    sum += load<i32>(p);
    store<i32>(p, sum);
  }
  let nears = 0;
  for (let id = 0; id < count; id++) {
    if (load<u8>(statusOf + <usize>id) !== INSIDE) continue;
    const cell = load<i32>(at(cellOf, id));
    const k = addTo(cell, load<f32>(at(xs, id)), load<f32>(at(ys, id)), load<f32>(at(radii, id)), id);
    if (load<u8>(cellFlags + <usize>cell) & NEAR_LINE) store<i32>(at(near, nears++), k);
  }
  for (let g = 0; g < ghosts; g++) {
    const id = load<i32>(at(ghostId, g));
    addTo(
      load<i32>(at(ghostCell, g)),
      load<f32>(at(ghostX, g)),
      load<f32>(at(ghostY, g)),
      load<f32>(at(radii, id)),
      ~id,
    );
  }
  store<i32>(counts, sum);
  store<i32>(counts, nears, 4);
}

function showThroughLinks(id: i32, ghostsBefore: i32): i32 {
  let ghosts = ghostsBefore;
  const x = load<f32>(at(xs, id));
  const y = load<f32>(at(ys, id));
  const level = <i32>load<u8>(levelOf + <usize>id);
  for (let i = 0; i < linkCount; i++) {
    const link = links + <usize>i * 24;
    const before = load<i32>(at(linkLevels, 2 * i));
    const beyond = load<i32>(at(linkLevels, 2 * i + 1));
    const sx = load<f32>(link, 16);
    const sy = load<f32>(link, 20);
    if (level === before && isNear(link, x, y)) ghosts = addGhost(ghosts, id, beyond, x + sx, y + sy);
    if (level === beyond && isNear(link, x - sx, y - sy)) ghosts = addGhost(ghosts, id, before, x - sx, y - sy);
  }
  return ghosts;
}

function isNear(segment: usize, x: f32, y: f32): bool {
  const ax = load<f32>(segment) - x;
  const ay = load<f32>(segment, 4) - y;
  const ux = load<f32>(segment, 8) - x - ax;
  const uy = load<f32>(segment, 12) - y - ay;
  const length2 = ux * ux + uy * uy;
  const t = length2 > 0 ? max<f32>(0, min<f32>(1, -(ax * ux + ay * uy) / length2)) : 0;
  const dx = ax + t * ux;
  const dy = ay + t * uy;
  return dx * dx + dy * dy <= SIGHT * SIGHT;
}

function addGhost(ghosts: i32, id: i32, level: i32, x: f32, y: f32): i32 {
  if (ghosts >= ghostRoom) return ghosts;
  store<i32>(at(ghostId, ghosts), id);
  store<f32>(at(ghostX, ghosts), x);
  store<f32>(at(ghostY, ghosts), y);
  store<i32>(at(ghostCell, ghosts), cellAt(level, x, y));
  return ghosts + 1;
}
