import { type Geometry, readWkt } from './filter-geometry.ts';
import { durationMs, instantOf, timeLiteral } from './filter-times.ts';
import { QueryError } from './query-error.ts';

/** The query options of SensorThings 1.1 (18-088, 9.3), which are OData 4's: what a client may write after `?`, read into a tree. */
export interface Options {
  filter?: Expression;
  orderby: { by: Expression; isDescending: boolean }[];
  top?: number;
  skip: number;
  /** The keys of the row that the page before ended with; null: that row has none. */
  after?: (string | null)[];
  select?: string[];
  expand: Expand[];
  count: boolean;
  resultFormat?: 'dataArray';
  /** As they came, for the address of the next page. */
  givenOptions: [name: string, text: string][];
}

interface Expand {
  link: string;
  options: Options;
}

/** A parsed `$filter` expression as a tree of literals, paths, calls and operators. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'time'; ms: number }
  /** `2026-07-18`. */
  | { kind: 'date'; text: string; ms: number }
  /** `12:30:00`, with milliseconds. */
  | { kind: 'clock'; text: string }
  | { kind: 'duration'; ms: number }
  | { kind: 'interval'; beginMs: number; endMs: number }
  | { kind: 'geometry'; geometry: Geometry }
  | { kind: 'path'; names: string[] }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'not'; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** The cursor of a page that begins after the row with these keys. */
export function tokenOfKeys(keys: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

function keysIn(token: string): (string | null)[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(keys) && keys.every((key) => key === null || typeof key === 'string') ? keys : null;
  } catch {
    return null;
  }
}

const MAX_QUERY_CHARS = 8192;
/** Rows of a page unless asked. */
export const PAGE_ROWS = 100;
const DEEPEST = 32;

const noOptions = (): Options => ({ orderby: [], skip: 0, expand: [], count: false, givenOptions: [] });

/** Reads the query options of a SensorThings request; what is not understood is an error that names the option. */
export function readOptions(query: Iterable<[string, string]>): Options {
  const options = noOptions();
  for (const [name, text] of query) {
    if (text.length > MAX_QUERY_CHARS)
      throw new QueryError(`${name}: expected at most ${MAX_QUERY_CHARS} characters, got ${text.length}`);
    readOption(options, name, tokens(name, text), 0);
    options.givenOptions.push([name, text]);
  }
  return options;
}

function readOption(options: Options, name: string, reader: Reader, depth: number): void {
  if (depth > DEEPEST) throw new QueryError(`$expand: expected at most ${DEEPEST} levels`);
  if (name === '$filter') options.filter = readExpression(reader);
  else if (name === '$orderby') options.orderby = list(reader, readOrder);
  else if (name === '$top') options.top = readCount(reader);
  else if (name === '$skip') options.skip = readCount(reader);
  else if (name === '$skiptoken') options.after = readKeys(reader);
  else if (name === '$select') options.select = list(reader, readPath).map((names) => names.join('/'));
  else if (name === '$expand') for (const each of list(reader, (r) => readExpand(r, depth))) addExpand(options, each);
  else if (name === '$count') options.count = readWord(reader, ['true', 'false']) === 'true';
  else if (name === '$resultFormat') options.resultFormat = readWord(reader, ['dataArray']) as 'dataArray';
  else
    throw new QueryError(
      `expected $filter, $orderby, $top, $skip, $skiptoken, $select, $expand, $count or $resultFormat, got ${name}`,
    );
  if (reader.tokens[reader.at] && depth === 0) throw unexpected(reader, 'the end');
}

/** `Datastreams/Observations` is `Datastreams($expand=Observations)`; the same link twice is one. */
function addExpand(options: Options, { link, options: inner }: Expand): void {
  const known = options.expand.find((each) => each.link === link);
  if (!known) options.expand.push({ link, options: inner });
  else for (const each of inner.expand) addExpand(known.options, each);
}

function readExpand(reader: Reader, depth: number): Expand {
  const [link, ...rest] = readPath(reader);
  const options = noOptions();
  let innermost = options;
  for (const name of rest) {
    const deeper = noOptions();
    innermost.expand.push({ link: name, options: deeper });
    innermost = deeper;
  }
  if (take(reader, '('))
    do {
      const name = reader.tokens[reader.at++]?.text;
      if (name === undefined || !take(reader, '=')) throw unexpected(reader, '=');
      const begin = reader.at;
      readOption(innermost, name, reader, depth + 1);
      const read = reader.tokens.slice(begin, reader.at);
      innermost.givenOptions.push([name, read.map((token) => token.text).join(' ')]);
    } while (take(reader, ';') || needs(reader, ')'));
  return { link, options };
}

interface Token {
  kind: (typeof TOKEN_KINDS)[number];
  text: string;
}

interface Reader {
  option: string;
  tokens: Token[];
  at: number;
  depth: number;
}

const TOKEN_KINDS = ['text', 'typed', 'time', 'date', 'clock', 'number', 'name', 'sign'] as const;
const INSTANT = String.raw`\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)`;
const TOKEN = new RegExp(
  String.raw`\s*(?:(?<text>'(?:[^']|'')*')|(?<typed>(?:duration|geography|geometry)'[^']*')|(?<time>${INSTANT}(?:/${INSTANT})?)` +
    String.raw`|(?<date>\d{4}-\d\d-\d\d(?![\dT]))|(?<clock>\d\d:\d\d:\d\d(?:\.\d{1,3})?)` +
    String.raw`|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>[@$]?[\p{L}_][\p{L}\p{N}_.]*)|(?<sign>[(),/;=]))`,
  'uy',
);

function tokens(option: string, text: string): Reader {
  const found: Token[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const begin = TOKEN.lastIndex;
    const groups = TOKEN.exec(source)?.groups;
    const kind = groups && TOKEN_KINDS.find((each) => groups[each] !== undefined);
    if (!groups || !kind)
      throw new QueryError(`${option}: expected a name, a value or a sign, got ${source.slice(begin, begin + 20)}`);
    found.push({ kind, text: groups[kind] });
  }
  return { option, tokens: found, at: 0, depth: 0 };
}

const OPERATORS = [['or'], ['and'], ['eq', 'ne', 'gt', 'ge', 'lt', 'le'], ['add', 'sub'], ['mul', 'div', 'mod']];

/** or < and < comparison < add, sub < mul, div, mod < not: each level from left to right. */
function readExpression(reader: Reader, level = 0): Expression {
  if (level === OPERATORS.length) return readOperand(reader);
  let left = readExpression(reader, level + 1);
  for (;;) {
    const next = reader.tokens[reader.at];
    if (next?.kind !== 'name' || !OPERATORS[level].includes(next.text)) return left;
    reader.at++;
    left = { kind: 'binary', operator: next.text, left, right: readExpression(reader, level + 1) };
  }
}

function readOperand(reader: Reader): Expression {
  if (++reader.depth > DEEPEST)
    throw new QueryError(`${reader.option}: expected at most ${DEEPEST} levels of brackets`);
  try {
    return readDeeper(reader);
  } finally {
    reader.depth--;
  }
}

function readDeeper(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  if (take(reader, '(')) {
    const inner = readExpression(reader);
    needs(reader, ')');
    return inner;
  }
  if (token?.kind === 'sign' || token === undefined) throw unexpected(reader, 'a value');
  if (token.kind === 'name' && token.text === 'not') {
    reader.at++;
    return { kind: 'not', of: readOperand(reader) };
  }
  if (token.kind === 'name' && !['true', 'false', 'null'].includes(token.text)) return readNamed(reader);
  reader.at++;
  if (token.kind === 'text') return { kind: 'literal', value: token.text.slice(1, -1).replaceAll("''", "'") };
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  const literal = literalOf(reader, token);
  if (literal) return literal;
  return { kind: 'literal', value: token.text === 'null' ? null : token.text === 'true' };
}

/** A literal that is neither a text in quotes nor a number or word; null: the token is none. */
function literalOf({ option }: Reader, { kind, text }: Token): Expression | null {
  try {
    if (kind === 'time') return timeLiteral(text);
    if (kind === 'date') return { kind, text, ms: instantOf(`${text}T00:00:00Z`) };
    if (kind === 'clock') return { kind, text: text.length === 8 ? `${text}.000` : text.padEnd(12, '0') };
    if (kind !== 'typed') return null;
    const [type, inner] = text.slice(0, -1).split("'");
    if (type === 'duration') return { kind: 'duration', ms: durationMs(inner) };
    return { kind: 'geometry', geometry: readWkt(inner) };
  } catch (error) {
    throw error instanceof QueryError ? new QueryError(`${option}: ${error.message}`) : error;
  }
}

/** The cursor of a next link: keys of the last row, as this service wrote them. */
function readKeys(reader: Reader): (string | null)[] {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'text') throw unexpected(reader, 'a text of a next link');
  reader.at++;
  const keys = keysIn(token.text.slice(1, -1));
  if (!keys) throw new QueryError(`${reader.option}: expected a text of a next link, got ${token.text.slice(0, 40)}`);
  return keys;
}

function readNamed(reader: Reader): Expression {
  const names = readPath(reader);
  if (names.length > 1 || !take(reader, '(')) return { kind: 'path', names };
  const args: Expression[] = [];
  if (!take(reader, ')')) {
    args.push(...list(reader, (each) => readExpression(each)));
    needs(reader, ')');
  }
  return { kind: 'call', name: names[0], args };
}

function readPath(reader: Reader): string[] {
  const names: string[] = [];
  do {
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'name') throw unexpected(reader, 'a name');
    names.push(token.text);
    reader.at++;
  } while (take(reader, '/'));
  return names;
}

function readOrder(reader: Reader): Options['orderby'][number] {
  const by = readExpression(reader);
  const direction = reader.tokens[reader.at]?.text;
  const isDirection = direction === 'asc' || direction === 'desc';
  if (isDirection) reader.at++;
  return { by, isDescending: direction === 'desc' };
}

function readCount(reader: Reader): number {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'number' || !/^\d{1,9}$/.test(token.text)) throw unexpected(reader, 'a count');
  reader.at++;
  return Number(token.text);
}

function readWord(reader: Reader, words: string[]): string {
  const token = reader.tokens[reader.at];
  if (!token || !words.includes(token.text)) throw unexpected(reader, words.join(' or '));
  reader.at++;
  return token.text;
}

function list<Item>(reader: Reader, read: (reader: Reader) => Item): Item[] {
  const items = [read(reader)];
  while (take(reader, ',')) items.push(read(reader));
  return items;
}

function take(reader: Reader, sign: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'sign' || token.text !== sign) return false;
  reader.at++;
  return true;
}

/** Takes the sign, or throws; false, so that it ends a loop. */
function needs(reader: Reader, sign: string): false {
  if (!take(reader, sign)) throw unexpected(reader, sign);
  return false;
}

function unexpected(reader: Reader, expected: string): QueryError {
  return new QueryError(`${reader.option}: expected ${expected}, got ${reader.tokens[reader.at]?.text ?? 'the end'}`);
}
