import { type Expression, QueryError } from './odata.ts';
import { pathsOf } from './question-cost.ts';
import { type EntityType, type Kind, type Link, TYPES } from './sensor-things-model.ts';

/** A statement as it grows: values are parameters, never text. */
export interface Statement {
  parameters: unknown[];
  aliases: number;
  nowMs: number;
  /** Ids of the things that the asker may read; null: all. */
  things: readonly number[] | null;
}

/**
 * Adds a value to a statement's parameters and gives its placeholder with a cast, so that no value ever stands in the
 * SQL.
 */
export function parameter(statement: Statement, value: unknown, type: string): string {
  statement.parameters.push(value);
  return `$${statement.parameters.length}::${type}`;
}

/** A type's table, or what the asker may read of it: every row of every answer comes from here. */
export function rowsFrom(statement: Statement, { table, ofThings }: EntityType): string {
  if (!statement.things || !ofThings) return table;
  return `(SELECT * FROM ${table} WHERE ${ofThings(`ANY(${parameter(statement, statement.things, 'int4[]')})`)})`;
}

/** A table alias that the statement has not used yet. */
export const newAlias = (statement: Statement): string => `t${statement.aliases++}`;

interface Place {
  type: EntityType;
  alias: string;
}

/** Where a path's links have led so far: '' is the row itself, 'Datastream/Thing' two links on. */
type Scope = ReadonlyMap<string, Place>;

interface Value {
  kind: Kind | 'null';
  sql: string;
  /** Text of a literal, which a time may be written as. */
  literal?: string;
}

/** The SQL condition of a filter; paths become joins from the given place. */
export function whereSql(statement: Statement, filter: Expression, place: Place): string {
  return predicate(statement, filter, new Map([['', place]]));
}

/** By a link to many no order is defined; by a link to one it is its value. */
export function orderSql(statement: Statement, by: Expression, place: Place): string {
  return along(
    statement,
    by,
    new Map([['', place]]),
    (scope) => plain(evaluate(statement, by, scope)),
    (from, where, inner) => `(SELECT ${inner} FROM ${from} WHERE ${where} LIMIT 1)`,
  );
}

function predicate(statement: Statement, expression: Expression, scope: Scope): string {
  if (expression.kind === 'not') return `(NOT ${predicate(statement, expression.of, scope)})`;
  if (expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or'))
    return `(${predicate(statement, expression.left, scope)} ${expression.operator.toUpperCase()} ${predicate(statement, expression.right, scope)})`;
  return along(
    statement,
    expression,
    scope,
    (found) => as('truth', evaluate(statement, expression, found)),
    (from, where, inner) => `EXISTS (SELECT 1 FROM ${from} WHERE ${where} AND ${inner})`,
  );
}

/** Follows the links that the expression's paths go along, one within the other, and reads the expression where all have arrived. A comparison over a link to many is true where it is for any of them. */
function along(
  statement: Statement,
  expression: Expression,
  scope: Scope,
  read: (scope: Scope) => string,
  wrap: (from: string, where: string, inner: string) => string,
): string {
  const next = pathsOf(expression)
    .map((names) => nextLink(names, scope))
    .find((found) => found !== null);
  if (!next) return read(scope);
  const to: Place = { type: TYPES[next.link.to], alias: newAlias(statement) };
  const inner = along(statement, expression, new Map(scope).set(next.key, to), read, wrap);
  return wrap(`${rowsFrom(statement, to.type)} ${to.alias}`, next.link.on(next.from.alias, to.alias), inner);
}

function nextLink(names: string[], scope: Scope): { key: string; from: Place; link: Link } | null {
  const { place: from, rest, key } = arrive(names, scope);
  const link = own(from.type.links, rest[0]);
  return link ? { key: key ? `${key}/${rest[0]}` : rest[0], from, link } : null;
}

/** As far as the scope goes along the path. */
function arrive(names: string[], scope: Scope): { place: Place; rest: string[]; key: string } {
  for (let length = names.length; length >= 0; length--) {
    const key = names.slice(0, length).join('/');
    const place = scope.get(key);
    if (place) return { place, rest: names.slice(length), key };
  }
  throw new QueryError(`expected a property, got ${names.join('/')}`);
}

function evaluate(statement: Statement, expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return literalOf(statement, expression.value);
    case 'time':
      return { kind: 'time', sql: parameter(statement, expression.ms, 'int8') };
    case 'path':
      return propertyOf(statement, expression.names, scope);
    case 'call':
      return callOf(
        statement,
        expression.name,
        expression.args.map((arg) => evaluate(statement, arg, scope)),
      );
    case 'not':
      return { kind: 'truth', sql: `(NOT ${as('truth', evaluate(statement, expression.of, scope))})` };
    case 'binary':
      return binaryOf(
        statement,
        expression.operator,
        evaluate(statement, expression.left, scope),
        evaluate(statement, expression.right, scope),
      );
  }
}

function literalOf(statement: Statement, value: string | number | boolean | null): Value {
  if (value === null) return { kind: 'null', sql: 'NULL' };
  if (typeof value === 'number') return { kind: 'number', sql: parameter(statement, value, 'float8') };
  if (typeof value === 'boolean') return { kind: 'truth', sql: String(value) };
  return { kind: 'text', sql: parameter(statement, value, 'text'), literal: value };
}

function propertyOf(statement: Statement, names: string[], scope: Scope): Value {
  const { place, rest } = arrive(names, scope);
  const [name, ...keys] = rest;
  const property = name === 'id' || name === '@iot.id' ? place.type.id(place.alias) : own(place.type.properties, name);
  if (!property) throw new QueryError(`expected a property of ${place.type.name}, got ${names.join('/')}`);
  const value: Value = { kind: property.kind, sql: property.sql(place.alias) };
  if (keys.length === 0) return value;
  if (value.kind !== 'json') throw new QueryError(`expected ${name} to be the end of the path, got ${names.join('/')}`);
  return {
    kind: 'json',
    sql: `jsonb_extract_path(${value.sql}, ${keys.map((key) => parameter(statement, key, 'text')).join(', ')})`,
  };
}

const COMPARISONS: Record<string, string> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };
const SUMS: Record<string, (a: string, b: string) => string> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / nullif(${b}, 0))`,
  mod: (a, b) => `mod(${a}::numeric, nullif(${b}, 0)::numeric)::float8`,
};

function binaryOf(statement: Statement, operator: string, left: Value, right: Value): Value {
  const sum = own(SUMS, operator);
  if (sum) return { kind: 'number', sql: sum(as('number', left), as('number', right)) };
  const sign = own(COMPARISONS, operator);
  if (!sign) {
    return { kind: 'truth', sql: `(${as('truth', left)} ${operator.toUpperCase()} ${as('truth', right)})` };
  }
  if (left.kind === 'null' || right.kind === 'null') {
    if (sign !== '=' && sign !== '<>') throw new QueryError(`expected eq or ne with null, got ${operator}`);
    const other = left.kind === 'null' ? right : left;
    return { kind: 'truth', sql: `(${plain(other)} IS ${sign === '=' ? '' : 'NOT '}NULL)` };
  }
  const kind = commonKind(left, right);
  return { kind: 'truth', sql: `(${timed(statement, kind, left)} ${sign} ${timed(statement, kind, right)})` };
}

/** What JSON is compared with says what it is read as. */
function commonKind(left: Value, right: Value): Kind {
  const [sure] = [left, right].filter(({ kind }) => kind !== 'json' && kind !== 'result' && kind !== 'null');
  const other = sure === left ? right : left;
  if (sure?.kind === 'text' && other.kind === 'time') return 'time';
  return sure ? (sure.kind as Kind) : left.kind === 'result' ? 'number' : 'text';
}

/** A time may be written as a text. */
function timed(statement: Statement, kind: Kind, value: Value): string {
  if (kind !== 'time' || value.literal === undefined) return as(kind, value);
  const ms = Date.parse(value.literal);
  if (Number.isNaN(ms)) throw new QueryError(`expected an ISO 8601 time, got '${value.literal}'`);
  return parameter(statement, ms, 'int8');
}

function as(kind: Kind, value: Value): string {
  if (value.kind === kind) return value.sql;
  const reading = READINGS[value.kind]?.[kind];
  if (!reading) throw new QueryError(`expected ${WORDS[kind]}, got ${WORDS[value.kind]}`);
  return reading(value.sql);
}

const WORDS: Record<Kind | 'null', string> = {
  text: 'a text',
  number: 'a number',
  time: 'a time',
  truth: 'true or false',
  json: 'JSON',
  result: 'a result',
  null: 'null',
};

/** How JSON, and a result, are read as something plainer; where they are something else they are null, and no comparison is true. */
const READINGS: Partial<Record<Kind | 'null', Partial<Record<Kind, (sql: string) => string>>>> = {
  json: {
    text: (x) => `(${x} #>> '{}')`,
    number: (x) => `(CASE WHEN jsonb_typeof(${x}) = 'number' THEN (${x} #>> '{}')::float8 END)`,
    truth: (x) => `(${x} = 'true'::jsonb)`,
  },
  result: {
    text: (row) => `(${row}.other_result #>> '{}')`,
    number: (row) => `${row}.result`,
    truth: (row) => `(${row}.other_result = 'true'::jsonb)`,
  },
};

function plain(value: Value): string {
  return value.kind === 'json' ? as('text', value) : value.kind === 'result' ? as('number', value) : value.sql;
}

interface Call {
  takes: Kind[];
  /** How many of them may be left out. */
  spare?: number;
  gives: Kind;
  sql(...args: string[]): string;
}

const field = (name: string): Call => ({
  takes: ['time'],
  gives: 'number',
  sql: (ms) => `extract(${name} FROM to_timestamp(${ms} / 1000.0) AT TIME ZONE 'UTC')::float8`,
});
const shown = (format: string): Call => ({
  takes: ['time'],
  gives: 'text',
  sql: (ms) => `to_char(to_timestamp(${ms} / 1000.0) AT TIME ZONE 'UTC', '${format}')`,
});
const ofNumber = (name: string): Call => ({ takes: ['number'], gives: 'number', sql: (x) => `${name}(${x})` });
const ofText = (name: string): Call => ({ takes: ['text'], gives: 'text', sql: (x) => `${name}(${x})` });

const CALLS: Record<string, Call> = {
  substringof: { takes: ['text', 'text'], gives: 'truth', sql: (part, whole) => `(strpos(${whole}, ${part}) > 0)` },
  startswith: { takes: ['text', 'text'], gives: 'truth', sql: (whole, part) => `starts_with(${whole}, ${part})` },
  endswith: {
    takes: ['text', 'text'],
    gives: 'truth',
    sql: (whole, part) => `(right(${whole}, length(${part})) = ${part})`,
  },
  length: { takes: ['text'], gives: 'number', sql: (x) => `length(${x})::float8` },
  indexof: {
    takes: ['text', 'text'],
    gives: 'number',
    sql: (whole, part) => `(strpos(${whole}, ${part}) - 1)::float8`,
  },
  substring: {
    takes: ['text', 'number', 'number'],
    spare: 1,
    gives: 'text',
    sql: (x, from, count) =>
      count ? `substr(${x}, ${from}::int4 + 1, greatest(${count}::int4, 0))` : `substr(${x}, ${from}::int4 + 1)`,
  },
  tolower: ofText('lower'),
  toupper: ofText('upper'),
  trim: ofText('btrim'),
  concat: { takes: ['text', 'text'], gives: 'text', sql: (a, b) => `(${a} || ${b})` },
  year: field('year'),
  month: field('month'),
  day: field('day'),
  hour: field('hour'),
  minute: field('minute'),
  second: { takes: ['time'], gives: 'number', sql: (ms) => `floor(mod(${ms}, 60000) / 1000.0)::float8` },
  fractionalseconds: { takes: ['time'], gives: 'number', sql: (ms) => `(mod(${ms}, 1000) / 1000.0)::float8` },
  totaloffsetminutes: { takes: ['time'], gives: 'number', sql: () => '0::float8' },
  date: shown('YYYY-MM-DD'),
  time: shown('HH24:MI:SS.MS'),
  round: ofNumber('round'),
  floor: ofNumber('floor'),
  ceiling: ofNumber('ceil'),
};

function callOf(statement: Statement, name: string, args: Value[]): Value {
  if (name === 'now' && args.length === 0) return { kind: 'time', sql: parameter(statement, statement.nowMs, 'int8') };
  const call = own(CALLS, name);
  if (!call) throw new QueryError(`expected one of ${Object.keys(CALLS).join(', ')} or now, got ${name}`);
  if (args.length > call.takes.length || args.length < call.takes.length - (call.spare ?? 0))
    throw new QueryError(`${name}: expected ${call.takes.length} values, got ${args.length}`);
  return { kind: call.gives, sql: call.sql(...args.map((arg, i) => timed(statement, call.takes[i], arg))) };
}

/** What a table itself holds: names come from outside, and `constructor` is none. */
function own<Item>(table: Record<string, Item>, name: string | undefined): Item | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
