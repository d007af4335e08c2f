import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';

/**
 * Filters in CQL2 text (OGC 21-065r2): comparisons, AND, OR, NOT, LIKE, BETWEEN, IN, IS NULL, and S_INTERSECTS of the geometry with a BBOX, POINT or
 * POLYGON. The one packaged parser (cql2-wasm) is 3.7 MB and a pre-release for bundlers alone; this grammar is a page.
 */

type Value = string | number | boolean | null;

/** Gives what a filter asks of a feature: an attribute's value, and whether its geometry meets a ring in degrees, longitude first. */
interface Subject {
  value(name: string): Value;
  meets(shape: Shape): boolean;
}

/** A box or a polygon's rings, or one place, in the order of axes of the filter's system. */
export type Shape = { readonly rings: readonly (readonly (readonly [number, number])[])[] };

export type Filter = (subject: Subject) => boolean;

/** A filter that cannot be read: what was expected, at which letter, and what stands there. */
export class FilterError extends MessageError {
  override name = 'FilterError';
  constructor(expected: string, at: number, got: string) {
    super(hubMessage('bad-field', { place: `filter[${at + 1}]`, expected, got }));
  }
}

interface Token {
  kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'end';
  text: string;
  at: number;
}

const TOKEN =
  /\s*(?:([A-Za-z_\u0080-\uffff][\w.:\u0080-\uffff-]*)|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(<>|<=|>=|[=<>(),]))/y;
const KINDS = ['word', 'name', 'text', 'number', 'sign'] as const;

/** Parts within parts, at most. */
const MAX_DEPTH = 30;
const MAX_LETTERS = 4000;
const MAX_TOKENS = 1500;

/** Parses a filter; `names` are the attributes that it may speak of, `geometry` the geometry's name. FilterError where it cannot be read. */
export function parseCql2(text: string, names: ReadonlySet<string>, geometry: string): Filter {
  if (text.length > MAX_LETTERS) throw new FilterError(`at most ${MAX_LETTERS} letters`, MAX_LETTERS, `${text.length}`);
  const parser = new Parser(tokensOf(text), names, geometry);
  const filter = parser.either(0);
  parser.end();
  return filter;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found || tokens.length >= MAX_TOKENS)
      throw new FilterError('a name, a value or a sign', at, shortOf(text, at));
    const index = KINDS.findIndex((_, i) => found[i + 1] !== undefined);
    const raw = found[index + 1];
    const kind = KINDS[index];
    const quote = kind === 'name' ? '"' : "'";
    const isQuoted = kind === 'name' || kind === 'text';
    tokens.push({ kind, text: isQuoted ? raw.replaceAll(quote + quote, quote) : raw, at });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

const shortOf = (text: string, at: number): string => JSON.stringify(text.slice(at, at + 20));

type Operand = (subject: Subject) => Value;

class Parser {
  private i = 0;
  private readonly tokens: readonly Token[];
  private readonly names: ReadonlySet<string>;
  private readonly geometry: string;

  constructor(tokens: readonly Token[], names: ReadonlySet<string>, geometry: string) {
    this.tokens = tokens;
    this.names = names;
    this.geometry = geometry;
  }

  either(depth: number): Filter {
    const parts = [this.both(depth)];
    while (this.takes('OR')) parts.push(this.both(depth));
    return parts.length === 1 ? parts[0] : (subject) => parts.some((part) => part(subject));
  }

  end(): void {
    if (this.token.kind !== 'end') this.fail('AND, OR or the end');
  }

  private both(depth: number): Filter {
    const parts = [this.one(depth)];
    while (this.takes('AND')) parts.push(this.one(depth));
    return parts.length === 1 ? parts[0] : (subject) => parts.every((part) => part(subject));
  }

  private one(depth: number): Filter {
    if (depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} parts within each other`);
    if (this.takes('NOT')) {
      const inner = this.one(depth + 1);
      return (subject) => !inner(subject);
    }
    if (this.isWord('S_INTERSECTS')) return this.intersects();
    if (this.sign('(')) {
      const inner = this.either(depth + 1);
      this.needs(')');
      return inner;
    }
    return this.predicate();
  }

  private predicate(): Filter {
    const left = this.operand();
    if (this.takes('IS')) {
      const isNot = this.takes('NOT');
      if (!this.takes('NULL')) this.fail('NULL');
      return (subject) => (left(subject) === null) !== isNot;
    }
    const isNot = this.takes('NOT');
    const test = this.listed(left) ?? this.compared(left, isNot);
    return isNot ? (subject) => left(subject) !== null && !test(subject) : test;
  }

  /** LIKE, IN and BETWEEN; null: another sign follows. */
  private listed(left: Operand): Filter | null {
    if (this.takes('LIKE')) {
      const { text } = this.take('text', 'a pattern in quotes');
      const isLike = likeOf(text);
      return (subject) => isLike(left(subject));
    }
    if (this.takes('BETWEEN')) {
      const from = this.operand();
      if (!this.takes('AND')) this.fail('AND');
      const to = this.operand();
      return (subject) => {
        const value = left(subject);
        const low = orderOf(value, from(subject));
        const high = orderOf(value, to(subject));
        return low !== null && high !== null && low >= 0 && high <= 0;
      };
    }
    if (!this.takes('IN')) return null;
    this.needs('(');
    const values = [this.operand()];
    while (this.sign(',')) values.push(this.operand());
    this.needs(')');
    return (subject) => {
      const value = left(subject);
      return values.some((one) => orderOf(value, one(subject)) === 0);
    };
  }

  private compared(left: Operand, isNot: boolean): Filter {
    const sign = this.token.text;
    const test = this.token.kind === 'sign' && !isNot ? COMPARISONS[sign] : undefined;
    if (!test) this.fail(isNot ? 'LIKE, BETWEEN or IN' : '=, <>, <, >, <=, >=, LIKE, BETWEEN, IN or IS NULL');
    this.i++;
    const right = this.operand();
    return (subject) => {
      const order = orderOf(left(subject), right(subject));
      return order !== null && test(order);
    };
  }

  private operand(): Operand {
    const { kind, text } = this.token;
    if (kind === 'text') {
      this.i++;
      return () => text;
    }
    if (kind === 'number') {
      this.i++;
      return () => Number(text);
    }
    if (kind === 'word' && /^(?:true|false)$/i.test(text)) {
      this.i++;
      return () => text.toLowerCase() === 'true';
    }
    if ((kind === 'word' && this.names.has(text)) || (kind === 'name' && this.names.has(text))) {
      this.i++;
      return (subject) => subject.value(text);
    }
    return this.fail('the name of an attribute or a value');
  }

  private intersects(): Filter {
    this.i++;
    this.needs('(');
    if (this.token.text !== this.geometry) this.fail(this.geometry);
    this.i++;
    this.needs(',');
    const shape = this.shape();
    this.needs(')');
    return (subject) => subject.meets(shape);
  }

  private shape(): Shape {
    if (this.takes('BBOX')) {
      this.needs('(');
      const box = [this.number()];
      while (this.sign(',')) box.push(this.number());
      this.needs(')');
      if (box.length !== 4) this.fail('four numbers of a box');
      return boxShape(box);
    }
    if (this.takes('POINT')) {
      this.needs('(');
      const at = this.position();
      this.needs(')');
      return { rings: [[at]] };
    }
    if (!this.takes('POLYGON')) this.fail('BBOX, POINT or POLYGON');
    this.needs('(');
    const rings = [this.ring()];
    while (this.sign(',')) rings.push(this.ring());
    this.needs(')');
    return { rings };
  }

  private ring(): [number, number][] {
    this.needs('(');
    const ring = [this.position()];
    while (this.sign(',')) ring.push(this.position());
    this.needs(')');
    if (ring.length < 4) this.fail('a ring of four positions or more');
    return ring.slice(0, -1);
  }

  private position(): [number, number] {
    const x = this.number();
    return [x, this.number()];
  }

  private number(): number {
    return Number(this.take('number', 'a number').text);
  }

  private get token(): Token {
    return this.tokens[this.i];
  }

  private isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text.toUpperCase() === word;
  }

  private takes(word: string): boolean {
    const isHere = this.isWord(word);
    if (isHere) this.i++;
    return isHere;
  }

  private sign(text: string): boolean {
    const isHere = this.token.kind === 'sign' && this.token.text === text;
    if (isHere) this.i++;
    return isHere;
  }

  private needs(text: string): void {
    if (!this.sign(text)) this.fail(text);
  }

  private take(kind: Token['kind'], expected: string): Token {
    const { token } = this;
    if (token.kind !== kind) this.fail(expected);
    this.i++;
    return token;
  }

  private fail(expected: string): never {
    const { text, at, kind } = this.token;
    throw new FilterError(expected, at, kind === 'end' ? 'the end' : JSON.stringify(text.slice(0, 20)));
  }
}

/** A box as the one ring of its corners. */
export const boxShape = ([west, south, east, north]: readonly number[]): Shape => ({
  rings: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ],
});

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** Returns how two values stand to each other; null: one is missing, or they are of different types. */
function orderOf(a: Value, b: Value): number | null {
  if (a === null || b === null || typeof a !== typeof b) return null;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `%` stands for any letters, `_` for one, a backslash takes the next letter as it is; matched without back-tracking over stars. */
function likeOf(pattern: string): (value: Value) => boolean {
  const parts: { letter: string; any: boolean; one: boolean }[] = [];
  const letters = [...pattern];
  for (let i = 0; i < letters.length; i++) {
    const isEscaped = letters[i] === '\\' && i + 1 < letters.length;
    const letter = isEscaped ? letters[++i] : letters[i];
    parts.push({ letter, any: !isEscaped && letter === '%', one: !isEscaped && letter === '_' });
  }
  return (value) => typeof value === 'string' && isLike([...value], parts);
}

function isLike(text: readonly string[], parts: readonly { letter: string; any: boolean; one: boolean }[]): boolean {
  let i = 0;
  let p = 0;
  let star = -1;
  let from = 0;
  while (i < text.length) {
    const part = parts[p];
    if (part && !part.any && (part.one || part.letter === text[i])) {
      i++;
      p++;
    } else if (part?.any) {
      star = p++;
      from = i;
    } else if (star >= 0) {
      p = star + 1;
      i = ++from;
    } else return false;
  }
  return parts.slice(p).every(({ any }) => any);
}
