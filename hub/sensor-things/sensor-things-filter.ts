import { callOf } from './filter-calls.ts';
import { binaryOf } from './filter-operators.ts';
import { as, parameter, plain, type Statement, timeValue, type Value } from './filter-values.ts';
import type { Expression } from './odata.ts';
import { QueryError } from './query-error.ts';
import { pathsOf } from './question-cost.ts';
import { type EntityType, type Link, type Property, TYPES } from './sensor-things-model.ts';

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

/** The SQL condition of a filter; paths become joins from the given place. */
export function whereSql(statement: Statement, filter: Expression, place: Place): string {
  return predicate(statement, filter, new Map([['', place]]));
}

/** What rows are ordered by. */
export interface OrderKey {
  sql: string;
  type: 'text' | 'float8' | 'int8' | 'boolean';
  isNeverNull: boolean;
}

/** By a link to many no order is defined; by a link to one it is its value. */
export function orderKey(statement: Statement, by: Expression, place: Place): OrderKey {
  let type: OrderKey['type'] = 'text';
  const sql = along(
    statement,
    by,
    new Map([['', place]]),
    (scope) => {
      const value = plain(evaluate(statement, by, scope));
      type = value.type;
      return value.sql;
    },
    (from, where, inner) => `(SELECT ${inner} FROM ${from} WHERE ${where} LIMIT 1)`,
  );
  const property = by.kind === 'path' && by.names.length === 1 ? propertyNamed(place.type, by.names[0]) : undefined;
  return { sql, type, isNeverNull: property?.isNeverNull === true };
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
    case 'interval':
      return timeValue(statement, expression);
    case 'date':
      return { ...timeValue(statement, { kind: 'time', ms: expression.ms }), date: expression.text };
    case 'clock':
      return { kind: 'text', sql: () => parameter(statement, expression.text, 'text') };
    case 'duration':
      return { kind: 'duration', sql: () => parameter(statement, expression.ms, 'int8') };
    case 'geometry':
      return { kind: 'geometry', geometry: expression.geometry, sql: refuseBare };
    case 'path':
      return propertyOf(statement, expression.names, scope);
    case 'call':
      return callOf(
        statement,
        expression.name,
        expression.args.map((arg) => evaluate(statement, arg, scope)),
      );
    case 'not':
      return { kind: 'truth', sql: () => `(NOT ${as('truth', evaluate(statement, expression.of, scope))})` };
    case 'binary':
      return binaryOf(
        statement,
        expression.operator,
        evaluate(statement, expression.left, scope),
        evaluate(statement, expression.right, scope),
      );
  }
}

function refuseBare(): never {
  throw new QueryError('expected a function on the geometry, got the geometry alone');
}

function literalOf(statement: Statement, value: string | number | boolean | null): Value {
  if (value === null) return { kind: 'null', sql: () => 'NULL' };
  if (typeof value === 'number') return { kind: 'number', sql: () => parameter(statement, value, 'float8') };
  if (typeof value === 'boolean') return { kind: 'truth', sql: () => String(value) };
  return { kind: 'text', sql: () => parameter(statement, value, 'text'), quoted: value };
}

function propertyOf(statement: Statement, names: string[], scope: Scope): Value {
  const { place, rest } = arrive(names, scope);
  const [name, ...keys] = rest;
  const property = propertyNamed(place.type, name);
  if (!property) throw new QueryError(`expected a property of ${place.type.name}, got ${names.join('/')}`);
  const { kind, begin } = property;
  const value: Value = {
    kind,
    sql: () => property.sql(place.alias),
    ...(begin && { begin: () => begin(place.alias) }),
  };
  if (keys.length === 0) return value;
  if (value.kind !== 'json') throw new QueryError(`expected ${name} to be the end of the path, got ${names.join('/')}`);
  return {
    kind: 'json',
    sql: () => `jsonb_extract_path(${value.sql()}, ${keys.map((key) => parameter(statement, key, 'text')).join(', ')})`,
  };
}

function propertyNamed(type: EntityType, name: string | undefined): Property | undefined {
  return name === 'id' || name === '@iot.id' ? type.id : own(type.properties, name);
}

/** What a table itself holds: names come from outside, and `constructor` is none. */
function own<Item>(table: Record<string, Item>, name: string | undefined): Item | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
