import { readerFor, type Sql } from '../sql/sql-api.ts';
import { type Expression, type Options, PAGE_ROWS } from './odata.ts';
import { QueryError } from './query-error.ts';
import { type EntityType, type Link, TYPES } from './sensor-things-model.ts';

/**
 * What a question may cost at most, in rows that the engine looks at beyond one pass over the set that was asked for. The embedded engine
 * looks at one to two million a second. PostgreSQL's own estimate (`EXPLAIN`) was tried and lost: it counts on stopping at the first row
 * that a filter lets through, and a filter that lets none through costs ten thousand times as much as it says.
 */
const MAX_ROWS = 5_000_000;
/** Rows of an answer, with all that is expanded in them. */
const MAX_ANSWER_ROWS = 50_000;
/** Links to many that one comparison goes along: each multiplies the rows that are compared. */
const MAX_MANY_LINKS = 3;
/** A row of observations with its part of the index, roughly. */
const BYTES_OF_OBSERVATION = 130;

/** About how many entities each set holds. */
export type SetSizes = Readonly<Record<string, number>>;

const SIZES = `SELECT ${Object.values(TYPES)
  .map(({ set, table }) =>
    set === 'Observations'
      ? `(pg_relation_size('observations') / ${BYTES_OF_OBSERVATION})::float8 AS "Observations"`
      : `(SELECT count(*) FROM ${table})::float8 AS "${set}"`,
  )
  .join(', ')}`;

const SIZES_FOR_MS = 30_000;

/** The sizes of all sets, asked of the database twice a minute at most. */
export function openSetSizes(sql: Pick<Sql, 'read'>): () => Promise<SetSizes> {
  let known: Promise<SetSizes> | null = null;
  let sinceMs = Number.NEGATIVE_INFINITY;
  const by = readerFor(sql, { asker: 'the hub', isLong: false });
  return () => {
    if (known && performance.now() - sinceMs < SIZES_FOR_MS) return known;
    sinceMs = performance.now();
    known = by.query<Record<string, number>>(SIZES).then(([sizes]) => sizes);
    known.catch(() => {
      known = null;
    });
    return known;
  };
}

/** A question that looks at no more goes before the others. */
const SHORT_ROWS = 100_000;

/**
 * Refuses a question that would hold the engine up for long, before it is asked; true: it may take a while. `begin`: how many entities the
 * path names.
 */
export function checkCost(type: EntityType, begin: number, options: Options, sizes: SetSizes): boolean {
  const cost = costOf(type, begin, options, sizes);
  if (cost.answerRows > MAX_ANSWER_ROWS)
    throw new QueryError(
      `$expand: expected at most ${MAX_ANSWER_ROWS} entities in an answer, got up to ${shown(cost.answerRows)}; ask for less with $top`,
    );
  if (cost.rows > MAX_ROWS)
    throw new QueryError(
      `expected a question that looks at no more than ${MAX_ROWS} entities, got about ${shown(cost.rows)}; ask along fewer links, or of fewer entities`,
    );
  const passes = (options.filter ? comparisonsOf(options.filter).length : 0) + options.orderby.length;
  return cost.rows + begin * (passes + (options.count ? 1 : 0)) + options.skip > SHORT_ROWS;
}

const shown = (count: number): string => Math.round(count).toPrecision(2).replace('e+', 'e');

interface Cost {
  rows: number;
  answerRows: number;
}

function costOf(type: EntityType, begin: number, options: Options, sizes: SetSizes): Cost {
  const conditions = [...(options.filter ? comparisonsOf(options.filter) : []), ...options.orderby.map(({ by }) => by)];
  const page = Math.min(begin, (options.top ?? PAGE_ROWS) + 1);
  const cost: Cost = { rows: 0, answerRows: page };
  for (const condition of conditions) cost.rows += begin * (linkedRows(type, condition, sizes) - 1);
  for (const { link: name, options: inner } of options.expand) {
    const link = ownLink(type, name);
    if (!link) continue;
    const to = TYPES[link.to];
    const within = linkedOnce(type, link, sizes);
    const each = costOf(to, within, inner, sizes);
    const visited = link.isMany && !isByKey(to, inner) ? within : each.answerRows;
    const scanned = link.isScanned ? sizes[to.set] : visited;
    cost.rows += page * (scanned + each.rows) * (inner.count ? 2 : 1);
    cost.answerRows += page * each.answerRows;
  }
  return cost;
}

/** Each comparison by itself: `and` and `or` add up, within one the links multiply. */
function comparisonsOf(filter: Expression): Expression[] {
  if (filter.kind === 'not') return comparisonsOf(filter.of);
  if (filter.kind === 'binary' && (filter.operator === 'and' || filter.operator === 'or'))
    return [...comparisonsOf(filter.left), ...comparisonsOf(filter.right)];
  return [filter];
}

/** How many rows a comparison looks at for each entity: the product along all links of its paths, each of which is gone along once. */
function linkedRows(type: EntityType, condition: Expression, sizes: SetSizes): number {
  const links = new Map<string, number>();
  let many = 0;
  for (const path of pathsOf(condition)) {
    let from = type;
    for (const [i, name] of path.entries()) {
      const link = ownLink(from, name);
      if (!link) break;
      const key = path.slice(0, i + 1).join('/');
      if (link.isMany && !links.has(key)) many++;
      links.set(key, link.isScanned ? sizes[link.to] : linkedOnce(from, link, sizes));
      from = TYPES[link.to];
    }
  }
  if (many > MAX_MANY_LINKS)
    throw new QueryError(`expected a comparison along at most ${MAX_MANY_LINKS} links to many, got ${many}`);
  return [...links.values()].reduce((product, rows) => product * rows, 1);
}

/** To how many a link leads on the average, at least one. */
export function linkedOnce(from: EntityType, link: Link, sizes: SetSizes): number {
  return link.isMany ? Math.max(1, sizes[link.to] / Math.max(1, sizes[from.set])) : 1;
}

/** Observations lie by datastream and event time: by these a part of them is found without the rest. */
function isByKey(type: EntityType, { filter, orderby }: Options): boolean {
  if (type.set !== 'Observations') return false;
  const paths = [...(filter ? pathsOf(filter) : []), ...orderby.flatMap(({ by }) => pathsOf(by))];
  return paths.every((path) => path.join('/') === 'phenomenonTime');
}

/** All paths of an expression, as names. */
export function pathsOf(expression: Expression): string[][] {
  if (expression.kind === 'path') return [expression.names];
  if (expression.kind === 'call') return expression.args.flatMap(pathsOf);
  if (expression.kind === 'binary') return [...pathsOf(expression.left), ...pathsOf(expression.right)];
  return expression.kind === 'not' ? pathsOf(expression.of) : [];
}

function ownLink({ links }: EntityType, name: string): Link | undefined {
  return Object.hasOwn(links, name) ? links[name] : undefined;
}
