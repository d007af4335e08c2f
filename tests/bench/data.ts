import { type Column, encodeColumn } from '../../model/city/column.ts';
import type { DataQuery } from '../../model/questions/data-query.ts';
import { type JoinWay, joinByKey } from '../../model/tables/join.ts';
import { matchAddresses } from '../../model/tables/join-address.ts';
import { nearestThings } from '../../model/tables/join-place.ts';
import { cellsOfThings, joinByThing } from '../../model/tables/join-rows.ts';
import { figuresOfRows, matchingRows } from '../../model/tables/query-rows.ts';
import { columnOfCells } from '../../model/tables/table-column.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import { readTextTable } from '../../readers/table-rows.ts';
import { seeded } from '../../workers/shared/random.ts';
import { cpuSince, median } from './arithmetic-yardstick.ts';
import type { Parts, Report } from './parts.ts';

const RUNS = 5;
const THINGS = 20_000;
const ROWS = 100_000;
const ASKED = 100_000;

/** The data desk: tables joined to layers, and questions about their things. Milliseconds are of the processor, medians of five runs. */
export const PARTS: Parts = {
  join: (_, report) => benchJoin(report),
  places: async (_, report) => benchPlaces(report),
  addresses: async (_, report) => benchAddresses(report),
  query: async (_, report) => benchQuery(report),
};

/**
 * - data.join.ms: 20,000 things by 100,000 rows of CSV with five columns: read, joined, and made into columns; every third key has a leading zero or
 *   full-width digits. data.join.matched: things that found their row, which is all of them.
 */
async function benchJoin(report: Report): Promise<void> {
  const random = seeded(7);
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const key = row % 3 === 0 ? `0${row}` : row % 3 === 1 ? String(row).replace('1', '１') : String(row);
    return `${key},区${row % 97},${Math.floor(random() * 1e6)},${(random() * 100).toFixed(2)},2024-0${1 + (row % 9)}-01`;
  });
  const bytes = new TextEncoder().encode(`key,district,people,share,day\n${lines.join('\n')}\n`);
  const keys = Array.from({ length: THINGS }, (_, thing) => String(5 * thing));
  const times: number[] = [];
  let matched = 0;
  for (let run = 0; run < RUNS; run++) {
    const cpu = process.cpuUsage();
    const { head, rows } = await readTextTable(bytesSource(bytes, 'rows.csv'), new Problems());
    const joined = joinByKey(
      keys,
      rows.map(([key]) => key),
    );
    for (let at = 1; at < head.length; at++)
      encodeColumn(columnOfCells(Array.from(joined.rowOf, (row) => (row < 0 ? null : rows[row][at]))).column);
    times.push(1000 * cpuSince(cpu));
    matched = joined.report.things.matched;
  }
  report({ name: 'data.join.ms', value: median(times), unit: 'ms' });
  report({ name: 'data.join.matched', value: matched, unit: '1' });
}

/** A town of this width, in metres: twenty thousand houses some 70 m apart. */
const TOWN_M = 10_000;
const NEAR_M = 100;

/** - data.join.places.ms: 100,000 rows to the nearest of 20,000 things within 100 m, gathered with the sums of one column. */
function benchPlaces(report: Report): void {
  const random = seeded(9);
  const placesOf = (count: number) => Float64Array.from({ length: 2 * count }, () => random() * TOWN_M);
  const middles = placesOf(THINGS);
  const places = placesOf(ROWS);
  const cells = Array.from({ length: ROWS }, (_, row) => String(row % 10));
  const times: number[] = [];
  let used = 0;
  for (let run = 0; run < RUNS; run++) {
    const cpu = process.cpuUsage();
    const joined = joinByThing(THINGS, nearestThings(middles, places, NEAR_M), namesOf('nearest'));
    columnOfCells(cellsOfThings(joined, cells, true));
    times.push(1000 * cpuSince(cpu));
    used = joined.report.rows.used;
  }
  report({ name: 'data.join.places.ms', value: median(times), unit: 'ms' });
  report({ name: 'data.join.places.used', value: used, unit: '1' });
}

/** - data.join.addresses.ms: 100,000 addresses in five writings to 20,000 of them, gathered with the sums of one column; all find theirs. */
function benchAddresses(report: Report): void {
  const address = (thing: number) => `文庙${thing % 400}街${1 + Math.floor(thing / 400)}号`;
  const writings: ((plain: string) => string)[] = [
    (plain) => plain,
    (plain) => plain.replace('号', '號'),
    (plain) => `澄川市东城区${plain}`,
    (plain) => `${plain}3单元402室`,
    (plain) => plain.replace('1', '１'),
  ];
  const things = Array.from({ length: THINGS }, (_, thing) =>
    address(thing).replace(/\d+街/, (found) => `${letters(found)}街`),
  );
  const rows = Array.from({ length: ROWS }, (_, row) => writings[row % writings.length](things[row % THINGS]));
  const cells = Array.from({ length: ROWS }, (_, row) => String(row % 10));
  const times: number[] = [];
  let used = 0;
  for (let run = 0; run < RUNS; run++) {
    const cpu = process.cpuUsage();
    const joined = joinByThing(THINGS, matchAddresses(things, rows).thingOf, namesOf('number'));
    columnOfCells(cellsOfThings(joined, cells, true));
    times.push(1000 * cpuSince(cpu));
    used = joined.report.rows.used;
  }
  report({ name: 'data.join.addresses.ms', value: median(times), unit: 'ms' });
  report({ name: 'data.join.addresses.used', value: used, unit: '1' });
}

const namesOf = (way: JoinWay) => ({
  thing: (thing: number) => String(thing),
  row: (row: number) => String(row),
  way: () => way,
});

/** A street's number as two Chinese words, so that no digit stands in its name. */
function letters(number: string): string {
  const words = '东南西北中上下左右前后内外大小新老长高平';
  const value = Number.parseInt(number, 10);
  return `${words[value % words.length]}${words[Math.floor(value / words.length)]}`;
}

/** - data.query.ms: four conditions on 100,000 things, nearer than 300 m to any of 1,000 places, in groups with their figures. */
function benchQuery(report: Report): void {
  const random = seeded(8);
  const numbers = (most: number) => Float32Array.from({ length: ASKED }, () => random() * most);
  const texts = (distinct: number): Column => ({
    type: 'string',
    distinct: Array.from({ length: distinct }, (_, k) => `第${k}类 Kind ${k}`),
    codes: Uint32Array.from({ length: ASKED }, () => Math.floor(random() * distinct)),
  });
  const days = Array.from({ length: 9000 }, (_, k) => new Date(k * 86_400_000).toISOString().slice(0, 10));
  const columns = new Map<string, Column>([
    ['kind', texts(40)],
    ['name', texts(80_000)],
    ['height', { type: 'float32', values: numbers(100) }],
    [
      'built',
      { type: 'string', distinct: days, codes: Uint32Array.from({ length: ASKED }, () => Math.floor(random() * 9000)) },
    ],
  ]);
  const places = Float32Array.from({ length: 4 * ASKED }, () => random() * 10_000);
  const atM = Float64Array.from({ length: 2000 }, () => random() * 10_000);
  const query: Pick<DataQuery, 'match' | 'conditions'> = {
    match: 'all',
    conditions: [
      { attribute: 'name', test: 'contains', value: 'ＫＩＮＤ' },
      { attribute: 'kind', test: 'isNot', value: '第3类 kind 3' },
      { attribute: 'height', test: 'least', value: 10 },
      { attribute: 'built', test: 'from', value: '1975-01-01' },
    ],
  };
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const cpu = process.cpuUsage();
    const rows = matchingRows(ASKED, columns, places, query, { near: { atM, distanceM: 300 } });
    figuresOfRows(rows, columns.get('height') ?? null, columns.get('kind') ?? null);
    times.push(1000 * cpuSince(cpu));
    found = rows.length;
  }
  report({ name: 'data.query.ms', value: median(times), unit: 'ms' });
  report({ name: 'data.query.found', value: found, unit: '1' });
}
