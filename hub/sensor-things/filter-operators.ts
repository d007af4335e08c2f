import { as, asTime, beginOf, isNullSql, type Statement, type Value } from './filter-values.ts';
import { QueryError } from './query-error.ts';
import type { Kind } from './sensor-things-model.ts';

const SIGNS: Readonly<Record<string, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

/** How two spans of time compare: both before or after as a whole, or with both their ends. */
const SPANS: Readonly<Record<string, (a: Span, b: Span) => string>> = {
  eq: (a, b) => `(${a.begin()} = ${b.begin()} AND ${a.end()} = ${b.end()})`,
  ne: (a, b) => `(${a.begin()} <> ${b.begin()} OR ${a.end()} <> ${b.end()})`,
  gt: (a, b) => `(${a.begin()} > ${b.end()})`,
  ge: (a, b) => `(${a.begin()} >= ${b.begin()} AND ${a.end()} >= ${b.end()})`,
  lt: (a, b) => `(${a.end()} < ${b.begin()})`,
  le: (a, b) => `(${a.begin()} <= ${b.begin()} AND ${a.end()} <= ${b.end()})`,
};

/** Both ends of a span of time, or twice the same of an instant. */
export interface Span {
  begin(): string;
  end(): string;
}

/** A time or a span as a span. */
export function spanOf(statement: Statement, given: Value): Span {
  const value = asTime(statement, given);
  return { begin: () => beginOf(value), end: () => as('time', value) };
}

/** A sum, a comparison, or two truths with `and` or `or`. */
export function binaryOf(statement: Statement, operator: string, left: Value, right: Value): Value {
  if (Object.hasOwn(SUMS, operator)) return sumOf(operator, left, right);
  if (Object.hasOwn(SIGNS, operator))
    return { kind: 'truth', sql: () => comparisonSql(statement, operator, left, right) };
  return {
    kind: 'truth',
    sql: () => `(${as('truth', left)} ${operator.toUpperCase()} ${as('truth', right)})`,
  };
}

function comparisonSql(statement: Statement, operator: string, left: Value, right: Value): string {
  if (left.kind === 'null' || right.kind === 'null') {
    if (operator !== 'eq' && operator !== 'ne') throw new QueryError(`expected eq or ne with null, got ${operator}`);
    const isNull = isNullSql(left.kind === 'null' ? right : left);
    return operator === 'eq' ? isNull : `(NOT ${isNull})`;
  }
  const kind = commonKind(left, right);
  if (kind !== 'time') return `(${as(kind, left)} ${SIGNS[operator]} ${as(kind, right)})`;
  const from = asTime(statement, left);
  const to = asTime(statement, right);
  if (from.isWritten || to.isWritten || (from.kind === 'span' && to.kind === 'span'))
    return SPANS[operator](spanOf(statement, from), spanOf(statement, to));
  return `(${as('time', from)} ${SIGNS[operator]} ${as('time', to)})`;
}

/** JSON is read as what it is compared with; a text in quotes beside a time is a time, and a date beside a text is a text. */
function commonKind(left: Value, right: Value): Kind {
  const kinds = [left, right].map(({ kind }) => kind);
  const isTime = (kind: Value['kind']) => kind === 'time' || kind === 'span';
  const dateBesideText = (a: Value, b: Value) => a.date !== undefined && b.kind === 'text';
  if (dateBesideText(left, right) || dateBesideText(right, left)) return 'text';
  if (kinds.some(isTime)) return 'time';
  const sure = kinds.find((kind) => kind !== 'json' && kind !== 'result' && kind !== 'null');
  if (sure === 'geometry') throw new QueryError('expected st_equals between geometries, got a comparison');
  if (sure !== undefined) return sure;
  return left.kind === 'result' ? 'number' : 'text';
}

type Sum = (a: string, b: string) => string;

const SUMS: Readonly<Record<string, Sum>> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / nullif(${b}, 0))`,
  mod: (a, b) => `mod(${a}::numeric, nullif(${b}, 0)::numeric)::float8`,
};

/** Sums of numbers, and those of OData with times: a time and a duration, two times, two durations, a duration so many times. */
function sumOf(operator: string, left: Value, right: Value): Value {
  const sum = SUMS[operator];
  const isTime = ({ kind }: Value) => kind === 'time' || kind === 'span';
  const isSum = operator === 'add' || operator === 'sub';
  const shifted = (from: () => string) => () => `(${sum(from(), `(${right.sql()})::int8`)})`;
  if (isSum && isTime(left) && right.kind === 'duration')
    return {
      ...left,
      sql: shifted(() => left.sql()),
      begin: left.begin && shifted(left.begin),
    };
  if (operator === 'add' && left.kind === 'duration' && isTime(right)) return sumOf('add', right, left);
  if (operator === 'sub' && isTime(left) && isTime(right))
    return { kind: 'duration', sql: () => sum(as('time', left), as('time', right)) };
  if (isSum && left.kind === 'duration' && right.kind === 'duration')
    return { kind: 'duration', sql: () => sum(left.sql(), right.sql()) };
  const isScaled = operator === 'mul' || operator === 'div';
  if (isScaled && left.kind === 'duration' && right.kind !== 'duration')
    return { kind: 'duration', sql: () => sum(`(${left.sql()})::float8`, as('number', right)) };
  if (operator === 'div' && left.kind === 'duration')
    return { kind: 'number', sql: () => sum(`(${left.sql()})::float8`, `(${right.sql()})::float8`) };
  if (operator === 'mul' && right.kind === 'duration') return sumOf('mul', right, left);
  return { kind: 'number', sql: () => sum(as('number', left), as('number', right)) };
}
