import type { Place } from './crowd.ts';
import type { Polygon } from './polygon.ts';

export class GeometryError extends Error {
  override name = 'GeometryError';
}

const MOST_CORNERS = 200_000;

/** Polygons of a well-known text (OGC 06-103r4): POLYGON, MULTIPOLYGON and collections of them; third and fourth ordinates are dropped. */
export function polygonsFromWkt(text: string, file: string): Polygon[] {
  const reader = new Reader(text, file);
  const found = reader.geometry();
  reader.end();
  if (found.length === 0) throw new GeometryError(`${file}: expected a polygon, got none`);
  return found;
}

class Reader {
  private readonly text: string;
  private readonly file: string;
  private at = 0;
  private corners = 0;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  geometry(depth = 0): Polygon[] {
    if (depth > 8) this.fail('collections at most 8 deep');
    const kind = this.word();
    if (/^(Z|M|ZM)$/.test(this.peekWord())) this.word();
    if (this.peekWord() === 'EMPTY') {
      this.word();
      return [];
    }
    if (kind === 'POLYGON')
      return [
        polygonOf(
          this.list(() => this.ring()),
          this.file,
        ),
      ];
    if (kind === 'MULTIPOLYGON')
      return this.list(() =>
        polygonOf(
          this.list(() => this.ring()),
          this.file,
        ),
      );
    if (kind === 'GEOMETRYCOLLECTION') return this.list(() => this.geometry(depth + 1)).flat();
    return this.fail('POLYGON, MULTIPOLYGON or GEOMETRYCOLLECTION', kind);
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail('the end of the text');
  }

  private ring(): Place[] {
    return this.list(() => {
      if (++this.corners > MOST_CORNERS) this.fail(`at most ${MOST_CORNERS} corners`);
      const place: Place = [this.number(), this.number()];
      while (/[-+.\d]/.test(this.peek())) this.number();
      return place;
    });
  }

  private list<T>(item: () => T): T[] {
    this.take('(');
    const items = [item()];
    while (this.peek() === ',') {
      this.take(',');
      items.push(item());
    }
    this.take(')');
    return items;
  }

  private number(): number {
    this.space();
    const [digits] = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/.exec(this.text.slice(this.at, this.at + 64)) ?? [];
    if (digits === undefined) return this.fail('a number');
    this.at += digits.length;
    return Number(digits);
  }

  private word(): string {
    const word = this.peekWord();
    if (word === '') this.fail('a word');
    this.at += word.length;
    return word.toUpperCase();
  }

  private peekWord(): string {
    this.space();
    return /^[A-Za-z]*/.exec(this.text.slice(this.at, this.at + 32))?.[0].toUpperCase() ?? '';
  }

  private take(mark: string): void {
    if (this.peek() !== mark) this.fail(`"${mark}"`);
    this.at++;
  }

  private peek(): string {
    this.space();
    return this.text[this.at] ?? '';
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private fail(expected: string, got = this.text.slice(this.at, this.at + 20) || 'the end'): never {
    throw new GeometryError(`${this.file}: at character ${this.at}: expected ${expected}, got "${got}"`);
  }
}

/** Rings close by themselves; a repeated last point goes. */
export function polygonOf(rings: Place[][], place: string): Polygon {
  const [outer, ...holes] = rings.map((ring) => {
    const [first, last] = [ring[0], ring[ring.length - 1]];
    const open = ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
    if (open.length < 3)
      throw new GeometryError(`${place}: expected a ring of three corners or more, got ${open.length}`);
    return open;
  });
  if (!outer) throw new GeometryError(`${place}: expected a ring, got none`);
  return { outer, holes };
}
