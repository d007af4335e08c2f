/*
 * Where everything lies in the one memory that all workers share. `../core/kernel.ts` writes a table of pointers and counts, in the order
 * below, and tells each worker once where it is, and where its own scratch.
 */
/** How many people the run has, those not yet in and those already out included. */
export let count: i32 = 0;
/** How many levels (floors, stairs, ramps and cabs) the space has. */
export let levels: i32 = 0;
/** How many cells the neighbour grids of all levels have together. */
export let cells: i32 = 0;
/** How many links join levels; each has two ends in `links` and `linkLevels`. */
export let linkCount: i32 = 0;
/** How many people seen through links the ghost arrays can take: twice the crowd where there are two links or more. */
export let ghostRoom: i32 = 0;
/** The run's seed; with a person's id and the step it gives every random number, whichever worker draws it. */
export let seed: i32 = 0;
/** Which walking model is played: one of the three constants below, as `../core/kernel.ts` numbers them. */
export let model: i32 = 0;
/** The collision-free speed model (Tordeux, Chraibi, Seyfried 2016), the one that is validated. */
export const COLLISION_FREE_SPEED: i32 = 0;
/** The anticipation velocity model, which is there for comparison. */
export const ANTICIPATION: i32 = 1;
/** The social force model, which is there for comparison and takes no speed law. */
export const SOCIAL_FORCE: i32 = 2;

/** Pointer to east positions in metres, float32 by id. */
export let xs: usize = 0;
/** Pointer to north positions in metres, float32 by id. */
export let ys: usize = 0;
/** Pointer to the east parts of the unit vectors along which people went last, float32 by id. */
export let directionXs: usize = 0;
/** Pointer to the north parts of the unit vectors along which people went last, float32 by id. */
export let directionYs: usize = 0;
/** Pointer to the speeds of the last step in m/s, float32 by id. */
export let speeds: usize = 0;
/** Pointer to the east parts of the unit vectors along which people wish to go, float32 by id; zero for who stands. */
export let wishXs: usize = 0;
/** Pointer to the north parts of the unit vectors along which people wish to go, float32 by id; zero for who stands. */
export let wishYs: usize = 0;
/** Pointer to the smoothed progress of people along their field in m/s, float32 by id; who is jammed has little. */
export let progresses: usize = 0;
/** Pointer to body radii in metres, float32 by id. */
export let radii: usize = 0;
/** Pointer to free walking speeds on level ground in m/s, float32 by id. */
export let desireds: usize = 0;
/** Pointer to the time gaps in seconds that people keep to whoever walks ahead, float32 by id. */
export let timeGaps: usize = 0;
/** Pointer to the half widths in metres of the strips in which people at full speed follow others, float32 by id. */
export let strips: usize = 0;
/**
 * Pointer to the factors on desired speeds that the guide sets, for smoke or water, float32 by id; 0 holds a person.
 */
export let ratios: usize = 0;
/** Pointer to the seconds at which people start to walk (premovement), float32 by id. */
export let starts: usize = 0;
/** Pointer to the level on which each person is, one byte by id. */
export let levelOf: usize = 0;
/** Pointer to `STATUS` of `../core/crowd.ts`, one byte by id; only those inside are sorted and walked. */
export let statusOf: usize = 0;
/** Pointer to the direction field that each person follows, one byte by id. */
export let fieldOf: usize = 0;
/** Pointer to the cell of the neighbour grid in which each person stands, int32 by id. */
export let cellOf: usize = 0;
/** Pointer to east positions in the order of cells, people seen through links included. */
export let sortedX: usize = 0;
/** Pointer to north positions in the order of cells, people seen through links included. */
export let sortedY: usize = 0;
/** Pointer to body radii in the order of cells. */
export let sortedRadius: usize = 0;
/** Pointer to ids in the order of cells; it is negative for somebody seen through a link, who is not walked there. */
export let sortedId: usize = 0;
/** Pointer to the east parts of wished directions in the order of cells. */
export let sortedWishX: usize = 0;
/** Pointer to the north parts of wished directions in the order of cells. */
export let sortedWishY: usize = 0;
/** Pointer to east velocities in m/s in the order of cells; only the anticipation model fills it. */
export let sortedVelocityX: usize = 0;
/** Pointer to north velocities in m/s in the order of cells; only the anticipation model fills it. */
export let sortedVelocityY: usize = 0;
/** Pointer to where each cell's people begin in the sorted arrays, int32, with a last entry for the end. */
export let cellStart: usize = 0;
/** Pointer to two int32: how many entries were sorted, and how many of them stand near a line. */
export let counts: usize = 0;
/** Pointer to the sorted entries that stand near a line and may cross it in this step, int32. */
export let near: usize = 0;
/** Pointer to the cells into which people are seen through links, int32. */
export let ghostCell: usize = 0;
/** Pointer to the east positions at which people are seen through links, in the frame of the level beyond. */
export let ghostX: usize = 0;
/** Pointer to the north positions at which people are seen through links, in the frame of the level beyond. */
export let ghostY: usize = 0;
/** Pointer to the ids of people seen through links, int32. */
export let ghostId: usize = 0;
/** Pointer to a byte a cell: whether a line or a link is near it (`../core/neighbours.ts`). */
export let cellFlags: usize = 0;
/** Pointer to four float32 a wall: x, y of its first and of its second end, in metres. */
export let wallEnds: usize = 0;
/** Pointer to a byte a wall: the sides from which it stops people, 0 where a gate stands open. */
export let wallPassage: usize = 0;
/** Pointer to where each cell's walls begin in `wallOfCell`, int32, with a last entry for the end. */
export let wallStart: usize = 0;
/** Pointer to the indices of the walls within sight of each cell, int32. */
export let wallOfCell: usize = 0;
/** Pointer to six float32 a link: its two ends and the shift to the level beyond, in metres. */
export let links: usize = 0;
/** Pointer to two int32 a link: the level on this side and the one beyond. */
export let linkLevels: usize = 0;
/** Pointer to the float32 record of each level, `LEVEL_FLOATS` bytes long. */
export let levelFloats: usize = 0;
/** Pointer to the int32 record of each level, `LEVEL_INTS` bytes long. */
export let levelInts: usize = 0;
/** Pointer to the addresses of the direction grids: one an int32, by field and then level. */
export let directions: usize = 0;

/** The widest body's radius. */
export let widest: f32 = 0;

/** Memory that belongs to this worker alone, for its lists of people and walls. */
export let scratch: usize = 0;

/** As `../core/people.ts` lays them out. */
export const LEVEL_FLOATS: usize = 36;
/** Bytes of the integers of a level (columns, rows and first cell of its grids) as `../core/people.ts` lays them out. */
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

/**
 * Reads the table of counts and pointers that `../core/kernel.ts` wrote, in the order of this file; each worker calls it
 * once a run.
 */
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
  strips = pointer();
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

/** The address of an entry in an array of four-byte numbers. */
export function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 2);
}
