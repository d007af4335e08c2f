/*
 * Where everything lies in the one memory that all workers share. `../sun-kernel.ts` writes the table in the order below.
 */

/** Counts. */
export let looksCount: i32 = 0;
export let columns: i32 = 0;
export let rows: i32 = 0;
/** 0: the city has no ground. */
export let groundColumns: i32 = 0;
export let groundRows: i32 = 0;
export let levels: i32 = 0;
/** Pointer to eight float64: west, south, cell and highest of the grid of walls, the same of the ground. */
let floats: usize = 0;
export let places: usize = 0;
export let looks: usize = 0;
export let wall: usize = 0;
export let wallPhases: usize = 0;
export let prismWall: usize = 0;
export let prismPhases: usize = 0;
export let prismFoot: usize = 0;
export let cellWall: usize = 0;
export let wallOfCell: usize = 0;
export let cellRaised: usize = 0;
export let raisedOfCell: usize = 0;
export let cellTop: usize = 0;
export let groundUp: usize = 0;
export let levelAt: usize = 0;
export let levelColumns: usize = 0;
export let groundMax: usize = 0;

export let westM: f64 = 0;
export let southM: f64 = 0;
export let cellM: f64 = 0;
export let highestM: f64 = 0;
export let groundWestM: f64 = 0;
export let groundSouthM: f64 = 0;
export let groundCellM: f64 = 0;
export let groundHighestM: f64 = 0;

/** Declared: an arrow would be an object in the first bytes of memory, where the arrays of the arena begin. */
function word(table: usize, i: i32): i32 {
  return load<i32>(table + ((<usize>i) << 2));
}

/** Reads the table once a run. */
export function readTable(table: usize): void {
  looksCount = word(table, 0);
  columns = word(table, 1);
  rows = word(table, 2);
  groundColumns = word(table, 3);
  groundRows = word(table, 4);
  levels = word(table, 5);
  floats = word(table, 6);
  places = word(table, 7);
  looks = word(table, 8);
  wall = word(table, 9);
  wallPhases = word(table, 10);
  prismWall = word(table, 11);
  prismPhases = word(table, 12);
  prismFoot = word(table, 13);
  cellWall = word(table, 14);
  wallOfCell = word(table, 15);
  cellRaised = word(table, 16);
  raisedOfCell = word(table, 17);
  cellTop = word(table, 18);
  groundUp = word(table, 19);
  levelAt = word(table, 20);
  levelColumns = word(table, 21);
  groundMax = word(table, 22);
  westM = load<f64>(floats);
  southM = load<f64>(floats, 8);
  cellM = load<f64>(floats, 16);
  highestM = load<f64>(floats, 24);
  groundWestM = load<f64>(floats, 32);
  groundSouthM = load<f64>(floats, 40);
  groundCellM = load<f64>(floats, 48);
  groundHighestM = load<f64>(floats, 56);
}
