import type { Text } from '../../../model/text/text.ts';

/** People or jobs at a place in the city's plane. */
export interface Counted {
  atM: readonly [eastM: number, northM: number];
  count: number;
}

/** A cell of the city with those who live and work in it. */
interface Zone {
  /** The middle of them all. */
  atM: [eastM: number, northM: number];
  column: number;
  row: number;
  residents: number;
  jobs: number;
}

/** Zones with the grid that they are cells of. */
export interface Zones {
  list: Zone[];
  cellM: number;
  westM: number;
  southM: number;
}

/** A zone as it is named on screen and in tables. */
export interface NamedZone extends Zone {
  name: Text;
}

/** More zones than these take too long: cells are doubled until there are fewer. */
const MAX_ZONES = 700;

/** Gathers people and jobs in cells of a grid, in the order of rows from the south-west; cells without any are no zones. */
export function zonesOf(
  residents: readonly Counted[],
  jobs: readonly Counted[],
  [westM, southM]: readonly [number, number, ...number[]],
  wantedM: number,
): Zones {
  let cellM = wantedM;
  for (;;) {
    const list = cellsOf(residents, jobs, [westM, southM], cellM);
    if (list.length <= MAX_ZONES) return { list, cellM, westM, southM };
    cellM *= 2;
  }
}

function cellsOf(
  residents: readonly Counted[],
  jobs: readonly Counted[],
  [westM, southM]: readonly [number, number],
  cellM: number,
): Zone[] {
  const cells = new Map<string, { zone: Zone; east: number; north: number; count: number }>();
  const add = ({ atM: [east, north], count }: Counted, kind: 'residents' | 'jobs') => {
    if (count <= 0) return;
    const column = Math.floor((east - westM) / cellM);
    const row = Math.floor((north - southM) / cellM);
    const key = `${column} ${row}`;
    const cell = cells.get(key) ?? {
      zone: { atM: [0, 0], column, row, residents: 0, jobs: 0 },
      east: 0,
      north: 0,
      count: 0,
    };
    cells.set(key, cell);
    cell.zone[kind] += count;
    cell.east += east * count;
    cell.north += north * count;
    cell.count += count;
  };
  for (const one of residents) add(one, 'residents');
  for (const one of jobs) add(one, 'jobs');
  return [...cells.values()]
    .map(({ zone, east, north, count }): Zone => ({ ...zone, atM: [east / count, north / count] }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
}
