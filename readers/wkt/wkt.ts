import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import type { MessageValue } from '../../model/text/words.ts';
import { GeometryError } from '../shared/geometry-error.ts';
import { readerMessage } from '../shared/messages.ts';
import { polygonOf } from '../shared/polygon-of.ts';

const MAX_TEXT_CORNERS = 200_000;
const END = { zh: '结尾', en: 'the end' };

/** Polygons of a well-known text (OGC 06-103r4): POLYGON, MULTIPOLYGON and collections of them; third and fourth ordinates are dropped. */
export function polygonsFromWkt(text: string, file: string, onOpenRing?: () => void): Polygon[] {
  const reader = new Reader(text, file, onOpenRing);
  const found = reader.geometry();
  reader.end();
  if (found.length === 0) throw new GeometryError(readerMessage('no-polygon', { file }));
  return found;
}

class Reader {
  private readonly text: string;
  private readonly file: string;
  private readonly onOpenRing: (() => void) | undefined;
  private at = 0;
  private corners = 0;

  constructor(text: string, file: string, onOpenRing?: () => void) {
    this.text = text;
    this.file = file;
    this.onOpenRing = onOpenRing;
  }

  geometry(depth = 0): Polygon[] {
    if (depth > 8) this.fail({ zh: '至多 8 层的集合', en: 'collections at most 8 deep' });
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
          this.onOpenRing,
        ),
      ];
    if (kind === 'MULTIPOLYGON')
      return this.list(() =>
        polygonOf(
          this.list(() => this.ring()),
          this.file,
          this.onOpenRing,
        ),
      );
    if (kind === 'GEOMETRYCOLLECTION') return this.list(() => this.geometry(depth + 1)).flat();
    return this.fail(
      { zh: 'POLYGON、MULTIPOLYGON 或 GEOMETRYCOLLECTION', en: 'POLYGON, MULTIPOLYGON or GEOMETRYCOLLECTION' },
      kind,
    );
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail({ zh: '文字的结尾', en: 'the end of the text' });
  }

  private ring(): Point[] {
    return this.list(() => {
      if (++this.corners > MAX_TEXT_CORNERS)
        this.fail({ zh: `至多 ${MAX_TEXT_CORNERS} 个角点`, en: `at most ${MAX_TEXT_CORNERS} corners` });
      const place: Point = [this.number(), this.number()];
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
    if (digits === undefined) return this.fail({ zh: '数字', en: 'a number' });
    this.at += digits.length;
    return Number(digits);
  }

  private word(): string {
    const word = this.peekWord();
    if (word === '') this.fail({ zh: '一个词', en: 'a word' });
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

  private fail(expected: MessageValue, got: MessageValue = this.text.slice(this.at, this.at + 20) || END): never {
    throw new GeometryError(readerMessage('wkt', { file: this.file, at: this.at, expected, got }));
  }
}
