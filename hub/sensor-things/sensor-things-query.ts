import { parameter, type Statement } from './filter-values.ts';
import { type Options, PAGE_ROWS, tokenOfKeys } from './odata.ts';
import { QueryError } from './query-error.ts';
import { newAlias, type OrderKey, orderKey, rowsFrom, whereSql } from './sensor-things-filter.ts';
import { type EntityType, TYPES } from './sensor-things-model.ts';

/** Rows of a page at most. */
const MAX_PAGE = 10_000;

/** A row of the database by column name. */
export type Row = Record<string, unknown>;

/** A statement in the making, with the base of the links that its answer carries. */
export interface Query extends Statement {
  /** Where the service lies: `http://host/v1.1`. */
  base: string;
}

/**
 * Rows of a type, each as one JSON object with all that was asked within it: one statement for a whole answer. `where` is of alias `a`.
 * The page is cut first and written then: in one, PostgreSQL wrote the rows of all pages before it too (page 21 of 1,000 rows 330 ms, the
 * first 23). Each row carries the keys that it is ordered by, from the last of which the next page begins: what comes or goes before it moves no row from
 * one page to another.
 */
export function rowsSql(query: Query, type: EntityType, a: string, where: string, options: Options): string {
  const given = options.orderby.map(({ by, isDescending }) => ({
    ...orderKey(query, by, { type, alias: a }),
    isDescending,
  }));
  const own = type.order(a);
  const keys = [...given.map(({ sql }) => sql), ...own];
  const order = keys.map((_, i) => `key_${i}${given[i]?.isDescending ? ' DESC' : ''}`).join(', ');
  const after = options.after ? `AND ${afterSql(query, given, own, options.after)}` : '';
  const page = `SELECT ${a}.*, ${keys.map((sql, i) => `${sql} AS key_${i}`).join(', ')} FROM ${rowsFrom(query, type)} ${a}
    WHERE ${filtered(query, type, a, where, options)} ${after}
    ORDER BY ${order} LIMIT ${pageSize(options) + 1} OFFSET ${options.skip}`;
  return `SELECT ${entityJson(query, type, a, options, keys.length)} AS json FROM (${page}) ${a} ORDER BY ${order}`;
}

/** Beside a row while its page is cut: the keys that it is ordered by. */
const KEYS = '@keys';

/**
 * Which rows come after the one with these keys, in PostgreSQL's order: nulls last, and first where it descends. What the first key says alone is said
 * once more by itself, where it is never null: an index finds the page by that.
 */
function afterSql(
  query: Query,
  given: readonly (OrderKey & { isDescending: boolean })[],
  own: readonly string[],
  keys: readonly (string | null)[],
): string {
  const last = keys.slice(given.length);
  if (keys.length !== given.length + own.length || last.includes(null))
    throw new QueryError(`$skiptoken: expected that of a next link with the same $orderby`);
  const cast = (value: string | null, type: string) => `${parameter(query, value, 'text')}::${type}`;
  let condition = `(${own.join(', ')}) > (${last.map((value) => cast(value, 'int8')).join(', ')})`;
  for (const [i, { sql, type, isDescending, isNeverNull }] of [...given.entries()].reverse()) {
    const value = keys[i];
    if (value === null)
      condition = `(${isDescending ? `${sql} IS NOT NULL OR ` : ''}(${sql} IS NULL AND ${condition}))`;
    else {
      const beyond = `${sql} ${isDescending ? '<' : '>'} ${cast(value, type)}`;
      const orNull = isNeverNull || isDescending ? '' : ` OR ${sql} IS NULL`;
      condition = `(${beyond}${orNull} OR (${sql} = ${cast(value, type)} AND ${condition}))`;
    }
  }
  const [first] = given;
  if (!first?.isNeverNull || keys[0] === null) return condition;
  return `${first.sql} ${first.isDescending ? '<=' : '>='} ${cast(keys[0], first.type)} AND ${condition}`;
}

/** The SQL that counts the entities which a filter lets through, for `$count`. */
export function countSql(query: Query, type: EntityType, a: string, where: string, options: Options): string {
  return `SELECT count(*) AS count FROM ${rowsFrom(query, type)} ${a} WHERE ${filtered(query, type, a, where, options)}`;
}

function filtered(query: Query, type: EntityType, a: string, where: string, { filter }: Options): string {
  return filter ? `${where} AND ${whereSql(query, filter, { type, alias: a })}` : where;
}

function pageSize({ top }: Options): number {
  return Math.min(top ?? PAGE_ROWS, MAX_PAGE);
}

/** Cuts the row that tells that there are more. */
export function cutPage(rows: Row[], options: Options): { rows: Row[]; hasMore: boolean } {
  const size = pageSize(options);
  return { rows: rows.slice(0, size), hasMore: rows.length > size && options.top !== 0 };
}

/** What was asked, from the row that this page ends with. */
export function nextQuery(options: Options, lastRow: Row): string {
  const kept = options.givenOptions.filter(([name]) => name !== '$skip' && name !== '$skiptoken');
  const next = [...kept, ['$skiptoken', `'${tokenOfKeys(lastRow[KEYS] as (string | null)[])}'`]];
  return next.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&');
}

/** The address of the entity in row `a`, as SQL. */
function addressSql(query: Query, type: EntityType, a: string): string {
  const { kind, sql } = type.id;
  const quote = kind === 'text' ? "''" : '';
  return `${parameter(query, `${query.base}/${type.set}(`, 'text')} || '${quote}' || ${sql(a)} || '${quote})'`;
}

function entityJson(query: Query, type: EntityType, a: string, options: Options, keys: number): string {
  const isRequested = (name: string) => !options.select || options.select.includes(name);
  for (const name of options.select ?? [])
    if (
      name !== 'id' &&
      name !== '@iot.id' &&
      !Object.hasOwn(type.properties, name) &&
      !Object.hasOwn(type.links, name)
    )
      throw new QueryError(`$select: expected a property of ${type.name}, got ${name}`);
  let known: string | null = null;
  const address = () => {
    known ??= addressSql(query, type, a);
    return known;
  };
  const pairs: [string, string][] = [];
  if (isRequested('id') || isRequested('@iot.id')) pairs.push(['@iot.id', type.id.sql(a)]);
  if (isRequested('id') || isRequested('@iot.id')) pairs.push(['@iot.selfLink', address()]);
  for (const [name, property] of Object.entries(type.properties))
    if (isRequested(name)) pairs.push([name, (property.json ?? property.sql)(a)]);
  const expanded = new Set(options.expand.map(({ link }) => link));
  for (const name of Object.keys(type.links))
    if (isRequested(name) && !expanded.has(name))
      pairs.push([`${name}@iot.navigationLink`, `${address()} || '/${name}'`]);
  for (const { link: name, options: inner } of options.expand)
    pairs.push(...expandPairs(query, type, a, address, name, inner));
  if (options.resultFormat === 'dataArray') pairs.push([STREAM_KEY, `${a}.datastream`]);
  const texts = Array.from({ length: keys }, (_, i) => `${a}.key_${i}::text`);
  pairs.push([KEYS, `json_build_array(${texts.join(', ')})`]);
  return `json_build_object(${pairs.map(([key, sql]) => `'${key}', ${sql}`).join(', ')})`;
}

/** Beside the row while a data array is made of it. */
const STREAM_KEY = '@stream';

function expandPairs(
  query: Query,
  type: EntityType,
  a: string,
  address: () => string,
  name: string,
  inner: Options,
): [string, string][] {
  const link = Object.hasOwn(type.links, name) ? type.links[name] : undefined;
  if (!link)
    throw new QueryError(
      `$expand: expected a link of ${type.name} (${Object.keys(type.links).join(', ')}), got ${name}`,
    );
  const to = TYPES[link.to];
  const b = newAlias(query);
  const rows = rowsSql(query, to, b, link.on(a, b), inner);
  if (!link.isMany) return [[name, `(SELECT one.json FROM (${rows}) one)`]];
  const pairs: [string, string][] = [[name, `(SELECT coalesce(json_agg(many.json), '[]'::json) FROM (${rows}) many)`]];
  if (inner.count) {
    const c = newAlias(query);
    pairs.unshift([`${name}@iot.count`, `(${countSql(query, to, c, link.on(a, c), inner)})`]);
  }
  pairs.push([`${name}@iot.nextLink`, `${address()} || '/${name}'`]);
  return pairs;
}

/** The rows that came inside a row are cut to their page, and their next page is told only where there is one. */
export function finishRow(type: EntityType, row: Row, options: Options): Row {
  for (const { link, options: inner } of options.expand) {
    const within = row[link];
    const to = TYPES[type.links[link].to];
    const next = `${link}@iot.nextLink`;
    if (Array.isArray(within)) {
      const { rows, hasMore } = cutPage(within, inner);
      const last = rows.at(-1);
      if (hasMore && last) row[next] = `${row[next]}?${nextQuery(inner, last)}`;
      else delete row[next];
      row[link] = rows.map((each) => finishRow(to, each, inner));
    } else if (within) finishRow(to, within as Row, inner);
  }
  for (const name of type.optional ?? []) if (row[name] === null) delete row[name];
  delete row[KEYS];
  return row;
}

/** $resultFormat=dataArray (18-088, 9.3.3 and 12): rows of one datastream after another. */
export function dataArrays(rows: Row[], options: Options, base: string): Row[] {
  const components = options.select ?? ['id', 'phenomenonTime', 'resultTime', 'result'];
  const cell = (row: Row, name: string) => row[name === 'id' ? '@iot.id' : name];
  const byStream = new Map<unknown, unknown[][]>();
  for (const row of rows) {
    const cells = byStream.get(row[STREAM_KEY]) ?? [];
    cells.push(components.map((name) => cell(row, name)));
    byStream.set(row[STREAM_KEY], cells);
  }
  return [...byStream].map(([stream, cells]) => ({
    'Datastream@iot.navigationLink': `${base}/Datastreams(${stream})`,
    components,
    'dataArray@iot.count': cells.length,
    dataArray: cells,
  }));
}
