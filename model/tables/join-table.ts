import { enuFromLonLat } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import { MessageError } from '../text/message.ts';
import { type JoinReport, type JoinWay, joinByKey } from './join.ts';
import { matchAddresses } from './join-address.ts';
import { tableJoinMessage } from './join-messages.ts';
import { nearestThings } from './join-place.ts';
import { cellsOfThings, joinByThing } from './join-rows.ts';
import { columnOfCells, numberOfCell } from './table-column.ts';

/** A table as text: names of its columns, and cells by row. */
interface JoinTable {
  head: readonly string[];
  rows: readonly string[][];
}

/** Columns that things get by a join, and what became of both sides. */
interface TableJoin {
  columns: ({ name: string } & ReturnType<typeof columnOfCells>)[];
  report: JoinReport;
}

/** How the rows of a table find the things of a layer. */
export type JoinHow =
  | { by: 'key'; key: string; keys: readonly (string | null)[] }
  /** `ids` name the things in the report, `names` are other words by which a thing may be called. */
  | {
      by: 'address';
      key: string;
      keys: readonly (string | null)[];
      ids: readonly (string | null)[];
      names: readonly (string | null)[];
    }
  | { by: 'within'; x: string; y: string; thingOf: Int32Array; ids: readonly (string | null)[] }
  | {
      by: 'nearest';
      x: string;
      y: string;
      placesM: Float64Array;
      middlesM: Float64Array;
      withinM: number;
      ids: readonly (string | null)[];
    };

/** Joins a table to things. MessageError where the table has no such column, or no row fits. */
export const joinTable = (table: JoinTable, file: string, how: JoinHow): TableJoin =>
  how.by === 'key' ? joinKeys(table, file, how) : joinRows(table, file, how);

/** Places of the rows of a table of degrees (WGS 84) in the city's plane, east and north of each; NaN where a row has none. */
export function placesOfTable(
  { head, rows }: JoinTable,
  file: string,
  names: { x: string; y: string },
  origin: LonLat,
): Float64Array {
  const x = columnAt(head, names.x, file);
  const y = columnAt(head, names.y, file);
  const placesM = new Float64Array(2 * rows.length).fill(Number.NaN);
  let known = 0;
  for (const [row, cells] of rows.entries()) {
    const lonDeg = numberOfCell(cells[x] ?? '');
    const latDeg = numberOfCell(cells[y] ?? '');
    if (lonDeg === null || latDeg === null || Math.abs(lonDeg) > 180 || Math.abs(latDeg) > 90) continue;
    const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    placesM[2 * row] = eastM;
    placesM[2 * row + 1] = northM;
    known++;
  }
  if (known === 0) throw new MessageError(tableJoinMessage('no-degrees', { file, x: names.x, y: names.y }));
  return placesM;
}

function columnAt(head: readonly string[], name: string, file: string): number {
  const at = head.indexOf(name);
  if (at < 0) throw new MessageError(tableJoinMessage('no-column', { file, key: name, got: head.join(', ') }));
  return at;
}

/** Each thing gets the row of its key. */
function joinKeys({ head, rows }: JoinTable, file: string, { key, keys }: Extract<JoinHow, { by: 'key' }>): TableJoin {
  const keyAt = columnAt(head, key, file);
  const { rowOf, report } = joinByKey(
    keys,
    rows.map((row) => row[keyAt]),
  );
  if (report.things.matched === 0)
    throw new MessageError(
      tableJoinMessage('no-match', {
        file,
        key,
        got: rows.find((row) => row[keyAt])?.[keyAt] ?? '',
        expected: keys.find((one) => one !== null) ?? '',
      }),
    );
  const columns = columnsBut(head, [key]).map(({ name, at }) =>
    columnNamed(
      name,
      Array.from(rowOf, (row) => (row < 0 ? null : (rows[row][at] ?? null))),
    ),
  );
  return { columns, report };
}

/** Each row goes to one thing; a thing gets how many rows it has, the sums of their numbers, and the words that they share. */
function joinRows({ head, rows }: JoinTable, file: string, how: Exclude<JoinHow, { by: 'key' }>): TableJoin {
  const matches = matchesOf(head, rows, file, how);
  const names = {
    thing: (thing: number) => how.ids[thing] ?? String(thing + 1),
    row: (row: number) => (how.by === 'address' ? rows[row][head.indexOf(how.key)] : `#${row + 1}`),
    way: matches.way,
  };
  const joined = joinByThing(how.ids.length, matches.thingOf, names);
  if (joined.report.things.matched === 0)
    throw new MessageError(tableJoinMessage('no-row', { file, rows: rows.length }));
  const counts = Array.from(how.ids, (_, thing) => String(joined.first[thing + 1] - joined.first[thing]));
  const used = how.by === 'address' ? [how.key] : [how.x, how.y];
  const columns = columnsBut(head, used).map(({ name, at }) => {
    const cells = rows.map((row) => row[at] ?? '');
    const { type } = columnOfCells(cells);
    return columnNamed(name, cellsOfThings(joined, cells, type === 'number' || type === 'integer'));
  });
  return { columns: [columnNamed('rows', counts), ...columns], report: joined.report };
}

function matchesOf(
  head: readonly string[],
  rows: JoinTable['rows'],
  file: string,
  how: Exclude<JoinHow, { by: 'key' }>,
): { thingOf: Int32Array; way(row: number): JoinWay } {
  if (how.by === 'within') return { thingOf: how.thingOf, way: () => 'within' };
  if (how.by === 'nearest')
    return { thingOf: nearestThings(how.middlesM, how.placesM, how.withinM), way: () => 'nearest' };
  const at = columnAt(head, how.key, file);
  return matchAddresses(
    how.keys,
    rows.map((row) => row[at] ?? ''),
    how.names,
  );
}

/** Columns with a name of their own, without those that the join is by. */
const columnsBut = (head: readonly string[], used: readonly string[]) =>
  head.flatMap((name, at) => (name === '' || used.includes(name) || head.indexOf(name) !== at ? [] : [{ name, at }]));

const columnNamed = (name: string, cells: readonly (string | null)[]): TableJoin['columns'][number] => ({
  name,
  ...columnOfCells(cells),
});
