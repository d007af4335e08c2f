/*
 * Where everything lies in the one memory that all workers share. `../kernel.ts` writes a table of pointers and counts, in the order
 * below, and tells each worker once where it is, and where its own scratch.
 */
export let count: i32 = 0;
export let levels: i32 = 0;
export let cells: i32 = 0;
export let linkCount: i32 = 0;
export let ghostRoom: i32 = 0;
export let seed: i32 = 0;
export let model: i32 = 0;
export const COLLISION_FREE_SPEED: i32 = 0;
export const ANTICIPATION: i32 = 1;
export const SOCIAL_FORCE: i32 = 2;
export let weidmann: bool = false;

export let xs: usize = 0;
export let ys: usize = 0;
export let directionXs: usize = 0;
export let directionYs: usize = 0;
export let speeds: usize = 0;
export let wishXs: usize = 0;
export let wishYs: usize = 0;
export let progresses: usize = 0;
export let radii: usize = 0;
export let desireds: usize = 0;
export let timeGaps: usize = 0;
export let ratios: usize = 0;
export let starts: usize = 0;
export let levelOf: usize = 0;
export let statusOf: usize = 0;
export let fieldOf: usize = 0;
export let cellOf: usize = 0;
export let sortedX: usize = 0;
export let sortedY: usize = 0;
export let sortedRadius: usize = 0;
export let sortedId: usize = 0;
export let sortedWishX: usize = 0;
export let sortedWishY: usize = 0;
export let sortedVelocityX: usize = 0;
export let sortedVelocityY: usize = 0;
export let cellStart: usize = 0;
export let counts: usize = 0;
export let near: usize = 0;
export let ghostCell: usize = 0;
export let ghostX: usize = 0;
export let ghostY: usize = 0;
export let ghostId: usize = 0;
export let cellFlags: usize = 0;
export let wallEnds: usize = 0;
export let wallPassage: usize = 0;
export let wallStart: usize = 0;
export let wallOfCell: usize = 0;
export let links: usize = 0;
export let linkLevels: usize = 0;
export let levelFloats: usize = 0;
export let levelInts: usize = 0;
export let directions: usize = 0;

/** The widest body's radius. */
export let widest: f32 = 0;

/** This worker's own. */
export let scratch: usize = 0;

/** As `../people.ts` lays them out. */
export const LEVEL_FLOATS: usize = 44;
export const LEVEL_INTS: usize = 24;

let next: usize = 0;

function word(): i32 {
  const value = load<i32>(next);
  next += 4;
  return value;
}

function pointer(): usize {
  return <usize>word();
}

export function readTable(table: usize, ownScratch: usize): void {
  next = table;
  scratch = ownScratch;
  count = word();
  levels = word();
  cells = word();
  linkCount = word();
  ghostRoom = word();
  seed = word();
  model = word();
  weidmann = word() !== 0;
  xs = pointer();
  ys = pointer();
  directionXs = pointer();
  directionYs = pointer();
  speeds = pointer();
  wishXs = pointer();
  wishYs = pointer();
  progresses = pointer();
  radii = pointer();
  desireds = pointer();
  timeGaps = pointer();
  ratios = pointer();
  starts = pointer();
  levelOf = pointer();
  statusOf = pointer();
  fieldOf = pointer();
  cellOf = pointer();
  sortedX = pointer();
  sortedY = pointer();
  sortedRadius = pointer();
  sortedId = pointer();
  sortedWishX = pointer();
  sortedWishY = pointer();
  sortedVelocityX = pointer();
  sortedVelocityY = pointer();
  cellStart = pointer();
  counts = pointer();
  near = pointer();
  ghostCell = pointer();
  ghostX = pointer();
  ghostY = pointer();
  ghostId = pointer();
  cellFlags = pointer();
  wallEnds = pointer();
  wallPassage = pointer();
  wallStart = pointer();
  wallOfCell = pointer();
  links = pointer();
  linkLevels = pointer();
  levelFloats = pointer();
  levelInts = pointer();
  directions = pointer();
  widest = 0;
  for (let id = 0; id < count; id++) widest = max<f32>(widest, load<f32>(at(radii, id)));
}

export function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 2);
}
