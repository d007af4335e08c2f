import { endsOf, type Geometry, placesOf, SPATIAL_RELATIONS, segmentsOf } from './filter-geometry.ts';
import { type Span, spanOf } from './filter-operators.ts';
import { as, asTime, parameter, type Statement, type Value } from './filter-values.ts';
import { QueryError } from './query-error.ts';
import type { Kind } from './sensor-things-model.ts';

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
const instant = (ms: number): Call => ({ takes: [], gives: 'time', sql: () => `(${ms})::int8` });

const PLAIN: Readonly<Record<string, Call>> = {
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
  totaloffsetminutes: { takes: ['time'], gives: 'number', sql: (ms) => `(0 * ${ms})::float8` },
  date: shown('YYYY-MM-DD'),
  time: shown('HH24:MI:SS.MS'),
  mindatetime: instant(-62_135_596_800_000),
  maxdatetime: instant(253_402_300_799_999),
  /** Halves go away from zero (OData 4.01, 5.1.1.9.1); of PostgreSQL's double precision they would go to the even number. */
  round: { takes: ['number'], gives: 'number', sql: (x) => `round((${x})::numeric)::float8` },
  floor: ofNumber('floor'),
  ceiling: ofNumber('ceil'),
};

/** Relations of two times or spans; an instant is a span without length. */
const TEMPORAL: Readonly<Record<string, (a: Span, b: Span) => string>> = {
  before: (a, b) => `(${a.end()} < ${b.begin()})`,
  after: (a, b) => `(${a.begin()} > ${b.end()})`,
  meets: (a, b) => `(${a.end()} = ${b.begin()} OR ${a.begin()} = ${b.end()})`,
  during: (a, b) => `(${a.begin()} >= ${b.begin()} AND ${a.end()} <= ${b.end()})`,
  overlaps: (a, b) => `(${a.begin()} <= ${b.end()} AND ${a.end()} >= ${b.begin()})`,
  intersects: (a, b) => `(${a.begin()} <= ${b.end()} AND ${a.end()} >= ${b.begin()})`,
  starts: (a, b) => `(${a.begin()} = ${b.begin()} AND ${a.end()} <= ${b.end()})`,
  finishes: (a, b) => `(${a.end()} = ${b.end()} AND ${a.begin()} >= ${b.begin()})`,
};

type Spatial = (statement: Statement, args: Value[]) => Value;

const relation =
  (name: string): Spatial =>
  (statement, args) =>
    relationOf(statement, name, args, null);

/** Functions on geometry (18-088, table 27). What a row has must be a point there, a line for its length; of any other the answer is null. */
const SPATIAL: Readonly<Record<string, { takes: number; of: Spatial }>> = {
  'geo.distance': {
    takes: 2,
    of: (statement, [a, b]) => ({
      kind: 'number',
      sql: () =>
        `sqrt(power(${x(statement, a)} - ${x(statement, b)}, 2) + power(${y(statement, a)} - ${y(statement, b)}, 2))`,
    }),
  },
  'geo.length': { takes: 1, of: (statement, [line]) => ({ kind: 'number', sql: () => lengthSql(statement, line) }) },
  'geo.intersects': { takes: 2, of: relation('st_intersects') },
  ...Object.fromEntries(SPATIAL_RELATIONS.map((name) => [name, { takes: 2, of: relation(name) }])),
  st_relate: {
    takes: 3,
    of: (statement, [a, b, pattern]) => {
      if (pattern.quoted === undefined) throw new QueryError('st_relate: expected a pattern in quotes');
      return relationOf(statement, 'st_relate', [a, b], pattern.quoted);
    },
  },
};

/** All functions that a filter may call, by name. */
export const FUNCTIONS: readonly string[] = [
  ...Object.keys(PLAIN),
  'now',
  ...Object.keys(TEMPORAL),
  ...Object.keys(SPATIAL),
];

/** A function takes the values of its arguments and gives its own. */
export function callOf(statement: Statement, name: string, args: Value[]): Value {
  const count = (least: number, most: number) => {
    if (args.length < least || args.length > most)
      throw new QueryError(`${name}: expected ${most} values, got ${args.length}`);
  };
  if (name === 'now') {
    count(0, 0);
    return { kind: 'time', sql: () => parameter(statement, statement.nowMs, 'int8') };
  }
  if (Object.hasOwn(TEMPORAL, name)) {
    count(2, 2);
    const [a, b] = args.map((arg) => spanOf(statement, arg));
    return { kind: 'truth', sql: () => TEMPORAL[name](a, b) };
  }
  if (Object.hasOwn(SPATIAL, name)) {
    const { takes, of } = SPATIAL[name];
    count(takes, takes);
    return of(statement, args);
  }
  if (!Object.hasOwn(PLAIN, name)) throw new QueryError(`expected one of ${FUNCTIONS.join(', ')}, got ${name}`);
  const { takes, spare = 0, gives, sql } = PLAIN[name];
  count(takes.length - spare, takes.length);
  const read = (arg: Value, i: number) => as(takes[i], takes[i] === 'time' ? asTime(statement, arg) : arg);
  return { kind: gives, sql: () => sql(...args.map(read)) };
}

/** A coordinate of a point: written out, or of a row; null where that has another geometry. */
function coordinate(statement: Statement, value: Value, axis: 0 | 1): string {
  const { geometry } = value;
  if (geometry) {
    if (geometry.type !== 'Point') throw new QueryError(`expected a point, got a ${geometry.type}`);
    return parameter(statement, geometry.at[axis], 'float8');
  }
  const json = as('geometry', value);
  return `(CASE WHEN ${json} ->> 'type' = 'Point' AND jsonb_typeof(${json} #> '{coordinates,${axis}}') = 'number'
    THEN (${json} #>> '{coordinates,${axis}}')::float8 END)`;
}

const x = (statement: Statement, value: Value): string => coordinate(statement, value, 0);
const y = (statement: Statement, value: Value): string => coordinate(statement, value, 1);

function relationOf(statement: Statement, name: string, [a, b]: Value[], pattern: string | null): Value {
  for (const value of [a, b]) if (!value.geometry) as('geometry', value);
  const isPoint = ({ geometry }: Value) => !geometry || geometry.type === 'Point';
  if (!isPoint(a) && !isPoint(b))
    throw new QueryError(`${name}: expected a point as one of the two geometries, got two others`);
  const isSecond = !isPoint(a);
  const [point, to] = isSecond ? [b, a] : [a, b];
  return {
    kind: 'truth',
    sql: () => {
      const geometry: Geometry = to.geometry ?? { type: 'Point', at: [0, 0] };
      const places = placesOf(name, geometry, isSecond, pattern);
      // Never true, and null where a row has no point.
      return `(${placeSql(statement, point, to)} IN (${places.length > 0 ? places.join(', ') : -1}))`;
    },
  };
}

/** Returns 0 for a point outside another geometry, 1 on its boundary, 2 in its interior. */
function placeSql(statement: Statement, point: Value, to: Value): string {
  const at = `(SELECT ${x(statement, point)} AS x, ${y(statement, point)} AS y) p`;
  const { geometry } = to;
  if (!geometry || geometry.type === 'Point') {
    const other = `(SELECT ${x(statement, to)} AS x, ${y(statement, to)} AS y) q`;
    return `(SELECT CASE WHEN p.x = q.x AND p.y = q.y THEN 2 WHEN p.x + q.x IS NOT NULL THEN 0 END FROM ${at}, ${other})`;
  }
  const columns = segmentsOf(geometry).map((values) => parameter(statement, `{${values.join(',')}}`, 'float8[]'));
  const segments = `unnest(${columns.join(', ')}) AS s (ax, ay, bx, by)`;
  const isOn = `EXISTS (SELECT 1 FROM ${segments} WHERE (s.bx - s.ax) * (p.y - s.ay) = (s.by - s.ay) * (p.x - s.ax)
    AND p.x BETWEEN least(s.ax, s.bx) AND greatest(s.ax, s.bx) AND p.y BETWEEN least(s.ay, s.by) AND greatest(s.ay, s.by))`;
  if (geometry.type === 'Polygon') {
    const crossings = `(SELECT count(*) FROM ${segments} WHERE (s.ay > p.y) <> (s.by > p.y)
      AND p.x < (s.bx - s.ax) * (p.y - s.ay) / nullif(s.by - s.ay, 0) + s.ax)`;
    return `(SELECT CASE WHEN p.x IS NULL OR p.y IS NULL THEN NULL WHEN ${isOn} THEN 1 WHEN ${crossings} % 2 = 1 THEN 2 ELSE 0 END FROM ${at})`;
  }
  const isEnd = endsOf(geometry).map(
    ([ex, ey]) => `(p.x = ${parameter(statement, ex, 'float8')} AND p.y = ${parameter(statement, ey, 'float8')})`,
  );
  return `(SELECT CASE WHEN p.x IS NULL OR p.y IS NULL THEN NULL WHEN ${isEnd.join(' OR ') || 'false'} THEN 1 WHEN ${isOn} THEN 2 ELSE 0 END FROM ${at})`;
}

/** Length of a line in degrees, the unit of its coordinates. */
function lengthSql(statement: Statement, { geometry, ...line }: Value): string {
  if (geometry) {
    if (geometry.type !== 'LineString') throw new QueryError(`geo.length: expected a line, got a ${geometry.type}`);
    const [ax, ay, bx, by] = segmentsOf(geometry);
    const length = ax.reduce((sum, from, i) => sum + Math.hypot(bx[i] - from, by[i] - ay[i]), 0);
    return parameter(statement, length, 'float8');
  }
  const json = as('geometry', line);
  return `(SELECT sum(sqrt(power(c.x - c.fromx, 2) + power(c.y - c.fromy, 2))) FROM (
    SELECT (at ->> 0)::float8 AS x, (at ->> 1)::float8 AS y, lag((at ->> 0)::float8) OVER inorder AS fromx,
      lag((at ->> 1)::float8) OVER inorder AS fromy
    FROM jsonb_array_elements(CASE WHEN ${json} ->> 'type' = 'LineString' THEN ${json} -> 'coordinates' END)
      WITH ORDINALITY AS e (at, n) WINDOW inorder AS (ORDER BY n)) c)`;
}
