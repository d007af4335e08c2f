import type { Geometry } from './filter-geometry.ts';
import { type TimeLiteral, timeLiteral } from './filter-times.ts';
import { QueryError } from './query-error.ts';
import type { Kind } from './sensor-things-model.ts';

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

/** A part of a filter with its kind. Its SQL is made where it is used: the database refuses a statement with a parameter that stands nowhere. */
export interface Value {
  kind: Kind | 'null';
  sql(): string;
  /** Where a span of time begins; of an instant it is the instant. */
  begin?: (() => string) | undefined;
  /** A span that the filter writes out, both ends of which count; one that a row has counts at its end beside an instant. */
  isWritten?: boolean;
  /** Text in quotes, as which a time may be written too. */
  quoted?: string;
  /** A date, which beside a text is a text. */
  date?: string;
  /** Written out in the filter. */
  geometry?: Geometry;
}

/** A time as a filter writes it, as a value. */
export function timeValue(statement: Statement, literal: TimeLiteral): Value {
  if (literal.kind === 'time') return { kind: 'time', sql: () => parameter(statement, literal.ms, 'int8') };
  return {
    kind: 'span',
    sql: () => parameter(statement, literal.endMs, 'int8'),
    begin: () => parameter(statement, literal.beginMs, 'int8'),
    isWritten: true,
  };
}

/** A text in quotes where a time is wanted is that time. */
export function asTime(statement: Statement, value: Value): Value {
  return value.quoted === undefined ? value : timeValue(statement, timeLiteral(value.quoted));
}

/** A value's SQL, read as another kind where it can be; else an error. */
export function as(kind: Kind, value: Value): string {
  if (value.kind === kind) return value.sql();
  if (kind === 'text' && value.date !== undefined) return `'${value.date}'`;
  const reading = READINGS[value.kind]?.[kind];
  if (!reading) throw new QueryError(`expected ${WORDS[kind]}, got ${WORDS[value.kind]}`);
  return reading(value.sql());
}

/** Where a span, or an instant, begins. */
export function beginOf(value: Value): string {
  return value.begin ? value.begin() : as('time', value);
}

const WORDS: Record<Kind | 'null', string> = {
  text: 'a text',
  number: 'a number',
  time: 'a time',
  span: 'a span of time',
  duration: 'a duration',
  truth: 'true or false',
  json: 'JSON',
  result: 'a result',
  geometry: 'a geometry',
  null: 'null',
};

/**
 * How JSON, and a result, are read as something plainer; where they are something else they are null, and no comparison is true. A span of time counts at
 * its end.
 */
const READINGS: Partial<Record<Kind | 'null', Partial<Record<Kind, (sql: string) => string>>>> = {
  json: {
    text: (x) => `(${x} #>> '{}')`,
    number: (x) => `(CASE WHEN jsonb_typeof(${x}) = 'number' THEN (${x} #>> '{}')::float8 END)`,
    truth: (x) => `(${x} = 'true'::jsonb)`,
    geometry: (x) => `coalesce(${x} -> 'geometry', ${x})`,
  },
  result: {
    text: (row) => `(CASE WHEN jsonb_typeof(${row}.other_result) = 'string' THEN ${row}.other_result #>> '{}' END)`,
    number: (row) => `${row}.result`,
    truth: (row) => `(${row}.other_result = 'true'::jsonb)`,
  },
  span: { time: (end) => end },
};

/** A value as rows are ordered by it, with the type of its SQL. */
export function plain(value: Value): { sql: string; type: 'text' | 'float8' | 'int8' | 'boolean' } {
  switch (value.kind) {
    case 'json':
      return { sql: as('text', value), type: 'text' };
    case 'result':
      return { sql: as('number', value), type: 'float8' };
    case 'text':
      return { sql: value.sql(), type: 'text' };
    case 'number':
    case 'duration':
      return { sql: `(${value.sql()})::float8`, type: 'float8' };
    case 'time':
    case 'span':
      return { sql: value.sql(), type: 'int8' };
    case 'truth':
      return { sql: value.sql(), type: 'boolean' };
    default:
      throw new QueryError(`expected something with an order, got ${WORDS[value.kind]}`);
  }
}

/** Whether there is no value; JSON's null is none, and a result that is no number is one. */
export function isNullSql(value: Value): string {
  if (value.kind === 'null') return 'true';
  if (value.kind === 'json') return `(coalesce(${value.sql()}, 'null'::jsonb) = 'null'::jsonb)`;
  if (value.kind !== 'result') return `(${value.sql()} IS NULL)`;
  const row = value.sql();
  return `(${row}.result IS NULL AND coalesce(${row}.other_result, 'null'::jsonb) = 'null'::jsonb)`;
}
