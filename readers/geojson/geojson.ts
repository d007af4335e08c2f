import type { ByteSource, ByteStream } from '../shared/byte-source.ts';
import {
  encodingOfStream,
  namedEncoding,
  reportEncoding,
  reportUnreadable,
  type TextEncoding,
  TranscodedStream,
} from '../shared/encoding.ts';
import { Float64List, Uint32List } from '../shared/growable.ts';
import { MAX_FEATURE_VERTICES } from '../shared/limits.ts';
import { Problems, quote, ReadError } from '../shared/problems.ts';
import { manyColumns, type PropertySelection, PropertySink } from '../shared/properties.ts';
import type { GeometryType, RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { asciiOf, textOf } from '../shared/utf8.ts';
import { FeatureProblem, JsonScanner, NotUtf8, POWER_OF_TEN } from './json-scanner.ts';
import { geoJsonMessage } from './messages.ts';

/** What is wanted of a GeoJSON file; the rest is passed over unread. */
interface GeoJsonOptions {
  geometry: GeometryType;
  properties: PropertySelection;
  /** Third coordinates too. */
  keepZ?: boolean;
  /** Encoding of the text, where a person named it; else UTF-8 (RFC 7946), or what the bytes show where they are not that. */
  encoding?: string | undefined;
}

const TYPE = asciiOf('type');
const ID = asciiOf('id');
const GEOMETRY = asciiOf('geometry');
const PROPERTIES = asciiOf('properties');
const FEATURES = asciiOf('features');
const CRS = asciiOf('crs');
const COORDINATES = asciiOf('coordinates');
const GEOMETRIES = asciiOf('geometries');
const COLLECTION = 'GeometryCollection';
const COLLECTION_BYTES = asciiOf(COLLECTION);
/** Type of a member of a collection that the layer does not take. */
const UNWANTED = 'unwanted';
const MAX_COLLECTION_LEVELS = 8;
const FEATURE = asciiOf('Feature');
const FEATURE_COLLECTION = asciiOf('FeatureCollection');
const PLAIN_POLYGON = asciiOf('{"type":"Polygon","coordinates":[');

/** Nesting of the coordinates of each type (RFC 7946). */
const DEPTH: Record<string, number> = {
  Point: 1,
  MultiPoint: 2,
  LineString: 2,
  MultiLineString: 3,
  Polygon: 3,
  MultiPolygon: 4,
};
const WANTED: Record<GeometryType, readonly string[]> = {
  polygon: ['Polygon', 'MultiPolygon'],
  line: ['LineString', 'MultiLineString'],
  point: ['Point', 'MultiPoint'],
};
const TYPE_BYTES = Object.keys(DEPTH).map((name) => [name, asciiOf(name)] as const);

const tooManyVertices = (): FeatureProblem =>
  new FeatureProblem('too-many-vertices', `expected at most ${MAX_FEATURE_VERTICES} vertices in a feature, got more`);

/**
 * Reads GeoJSON, GeoJSON lines and text sequences, gzipped or not, in one pass and without an object a feature.
 * A feature that cannot be used is left out and counted; bytes that are not JSON end the reading.
 */
export async function readGeoJson(
  source: ByteSource,
  wish: GeoJsonOptions,
  problems: Problems,
  watch: ReadWatch = {},
): Promise<RawFeatures> {
  const named = namedEncoding(wish.encoding, source.name);
  if (named) return await readIn(named, source, wish, problems, watch);
  const found = new Problems();
  const stream = source.open();
  try {
    const raw = await readFrom(stream, wish, found, watch, true);
    problems.add(found);
    return raw;
  } catch (error) {
    if (!(error instanceof NotUtf8 || error instanceof ReadError)) throw error;
    // The second byte of a Chinese character may be a backslash, which breaks the JSON before its text is looked at.
    const encoding = await encodingOf(source);
    if (error instanceof ReadError && encoding.label === 'utf-8') throw error;
    return await readIn(encoding, source, wish, problems, watch);
  } finally {
    stream.close();
  }
}

async function encodingOf(source: ByteSource): Promise<TextEncoding> {
  const stream = source.open();
  try {
    return await encodingOfStream(stream);
  } finally {
    stream.close();
  }
}

/** Reads a file whose encoding is known, and says what it was. */
async function readIn(
  encoding: TextEncoding,
  source: ByteSource,
  wish: GeoJsonOptions,
  problems: Problems,
  watch: ReadWatch,
): Promise<RawFeatures> {
  const stream = new TranscodedStream(source.open(), encoding.label);
  try {
    const raw = await readFrom(stream, wish, problems, watch, false);
    reportEncoding(encoding, source.name, problems);
    reportUnreadable(stream.unreadable, encoding, source.name, problems);
    return raw;
  } finally {
    stream.close();
  }
}

/** The same from a stream that is open, whatever pieces it gives its bytes in. */
export function readGeoJsonFrom(
  stream: ByteStream,
  wish: GeoJsonOptions,
  problems: Problems,
  watch: ReadWatch = {},
): Promise<RawFeatures> {
  return readFrom(stream, wish, problems, watch, false);
}

/** With `isChecked` text that is not UTF-8 ends the reading by `NotUtf8`. */
function readFrom(
  stream: ByteStream,
  wish: GeoJsonOptions,
  problems: Problems,
  { signal, onProgress }: ReadWatch,
  isChecked: boolean,
): Promise<RawFeatures> {
  const total = Math.max(1, stream.sizeHint);
  const scanner = new JsonScanner(stream, (bytes) => onProgress?.(Math.min(1, bytes / total)), isChecked);
  return new GeoJsonReader(scanner, wish, problems, stream.sizeHint, signal).read();
}

/** Where the reader stands: before, within and behind the features. */
type Mode = 'head' | 'member' | 'collection' | 'lines' | 'tail' | 'done';

class GeoJsonReader {
  readonly #in: JsonScanner;
  readonly #wanted: readonly string[];
  readonly #problems: Problems;
  readonly #signal: AbortSignal | undefined;
  readonly #featurePart: Uint32List;
  readonly #partRing: Uint32List;
  readonly #ringVertex: Uint32List;
  readonly #xy: Float64List;
  readonly #z: Float64List | null;
  readonly #line: Uint32List;
  readonly #sink: PropertySink;
  #crs: string | null = null;
  #seen = 0;
  #mode: Mode = 'head';
  #topType = '';

  constructor(scanner: JsonScanner, wish: GeoJsonOptions, problems: Problems, sizeHint: number, signal?: AbortSignal) {
    this.#in = scanner;
    this.#wanted = WANTED[wish.geometry];
    this.#problems = problems;
    this.#signal = signal;
    // Seen in city data: 35 to 60 bytes a vertex of two coordinates, 250 or more a feature; a list that is too short grows.
    const features = Math.max(1024, Math.ceil(sizeHint / 200));
    this.#featurePart = new Uint32List(features);
    this.#partRing = new Uint32List(features);
    this.#ringVertex = new Uint32List(features);
    this.#line = new Uint32List(features);
    this.#xy = new Float64List(Math.max(4096, Math.ceil(sizeHint / 14)));
    this.#z = wish.keepZ ? new Float64List(Math.max(2048, Math.ceil(sizeHint / 28))) : null;
    this.#sink = new PropertySink(wish.properties, features);
    this.#featurePart.push(0);
    this.#partRing.push(0);
    this.#ringVertex.push(0);
  }

  async read(): Promise<RawFeatures> {
    const input = this.#in;
    await input.run(
      () => this.#step(),
      () => this.#mark(),
      () => this.#undo(),
    );
    const { beyond } = this.#sink;
    if (beyond.count > 0)
      this.#problems.report('columns-beyond', () => manyColumns(input.file, beyond.name), beyond.count);
    if (this.#seen === 0) throw new ReadError(geoJsonMessage('no-feature', { file: input.file, line: input.line }));
    return {
      file: input.file,
      crs: this.#crs,
      count: this.#featurePart.length - 1,
      featurePart: this.#featurePart.view(),
      partRing: this.#partRing.view(),
      ringVertex: this.#ringVertex.view(),
      xy: this.#xy.view(),
      z: this.#z?.view() ?? null,
      line: this.#line.view(),
      fields: this.#sink.finish(),
    };
  }

  #parts = 0;
  #rings = 0;
  #numbers = 0;
  #zs = 0;
  #start = 0;
  #startLine = 0;
  #markLine = 0;
  #markMode: Mode = 'head';

  #mark(): void {
    this.#parts = this.#partRing.length;
    this.#rings = this.#ringVertex.length;
    this.#numbers = this.#xy.length;
    this.#zs = this.#z?.length ?? 0;
    this.#start = this.#in.pos;
    this.#markLine = this.#in.line;
    this.#markMode = this.#mode;
  }

  #undo(): void {
    this.#partRing.length = this.#parts;
    this.#ringVertex.length = this.#rings;
    this.#xy.length = this.#numbers;
    if (this.#z) this.#z.length = this.#zs;
    this.#sink.rollBack(this.#featurePart.length - 1);
    this.#mode = this.#markMode;
  }

  #step(): boolean {
    const input = this.#in;
    switch (this.#mode) {
      case 'head':
        return this.#head();
      case 'member':
        return this.#member();
      case 'collection': {
        const c = input.peek();
        if (c === 44) {
          input.pos++;
          return true;
        }
        if (c === 93) {
          input.pos++;
          this.#mode = 'tail';
          return true;
        }
        this.#feature();
        return true;
      }
      case 'lines':
        if (input.atEnd()) return false;
        this.#feature();
        return true;
      case 'tail':
        return this.#tail();
      case 'done':
        if (input.atEnd()) return false;
        throw input.fail('the end of the file after the collection');
    }
  }

  #head(): boolean {
    const input = this.#in;
    input.need(3);
    if (input.buf[0] === 0xef && input.buf[1] === 0xbb && input.buf[2] === 0xbf && input.pos === 0) input.pos = 3;
    if (input.atEnd()) throw new ReadError(geoJsonMessage('empty', { file: input.file }));
    if (input.peek() !== 123) throw input.fail('a GeoJSON object, "{"');
    this.#mode = 'member';
    const at = input.pos;
    const line = input.line;
    input.pos++;
    if (this.#topMemberIsFeature()) this.#mode = 'lines';
    input.pos = at;
    input.line = line;
    if (this.#mode === 'member') input.pos++;
    return true;
  }

  /** Looks at the first members: a feature alone (then lines of them), or a collection? */
  #topMemberIsFeature(): boolean {
    const input = this.#in;
    for (;;) {
      const c = input.peek();
      if (c === 44) {
        input.pos++;
        continue;
      }
      if (c === 125) return false;
      input.key();
      if (input.textIs(GEOMETRY) || input.textIs(PROPERTIES)) return true;
      if (input.textIs(FEATURES)) return false;
      if (input.textIs(TYPE)) {
        if (input.peek() !== 34) throw input.fail('"FeatureCollection" or "Feature"');
        input.string();
        return input.textIs(FEATURE);
      }
      input.skip();
    }
  }

  /** One member of the collection before or behind its features. */
  #member(): boolean {
    const input = this.#in;
    const c = input.peek();
    if (c === 44) {
      input.pos++;
      return true;
    }
    if (c === 125) {
      const what = this.#topType === '' ? 'an object without "features"' : `"${this.#topType}" without "features"`;
      throw new ReadError(geoJsonMessage('not-geojson', { file: input.file, line: input.line, what }));
    }
    input.key();
    if (input.textIs(FEATURES)) {
      if (input.peek() !== 91) throw input.fail('an array of features');
      input.pos++;
      this.#mode = 'collection';
      return true;
    }
    this.#collectionMember();
    return true;
  }

  #collectionMember(): void {
    const input = this.#in;
    if (input.textIs(TYPE)) {
      if (input.peek() !== 34) throw input.fail('"FeatureCollection"');
      input.string();
      if (!input.textIs(FEATURE_COLLECTION))
        throw new ReadError(
          geoJsonMessage('not-features', { file: input.file, line: input.line, got: quote(input.text()) }),
        );
      this.#topType = 'FeatureCollection';
      return;
    }
    const isCrs = input.textIs(CRS);
    input.peek();
    const start = input.pos;
    input.skip();
    if (isCrs) this.#crs = this.#crsOf(textOf(input.buf, start, input.pos));
  }

  #crsOf(text: string): string | null {
    const value: unknown = JSON.parse(text);
    if (value === null) return null;
    if (typeof value === 'object' && 'properties' in value) {
      const { properties } = value;
      if (typeof properties === 'object' && properties !== null && 'name' in properties) return String(properties.name);
    }
    throw new ReadError(geoJsonMessage('crs', { file: this.#in.file, line: this.#in.line, got: quote(text) }));
  }

  #tail(): boolean {
    const input = this.#in;
    const c = input.peek();
    if (c === 44) {
      input.pos++;
      return true;
    }
    if (c === 125) {
      input.pos++;
      this.#mode = 'done';
      return true;
    }
    input.key();
    this.#collectionMember();
    return true;
  }

  #feature(): void {
    const input = this.#in;
    if ((++this.#seen & 0x3fff) === 0) this.#signal?.throwIfAborted();
    const row = this.#featurePart.length - 1;
    try {
      this.#readFeature(row);
    } catch (error) {
      this.#seen--;
      if (!(error instanceof FeatureProblem)) throw error;
      this.#undo();
      input.pos = this.#start;
      input.line = this.#markLine;
      input.space();
      const at = `${input.file}:${input.line}`;
      input.skip();
      this.#seen++;
      this.#problems.leaveOut(error.code, () => `${at}: ${error.message}`);
      return;
    }
    this.#featurePart.push(this.#partRing.length - 1);
    this.#line.push(this.#startLine);
  }

  #readFeature(row: number): void {
    const input = this.#in;
    if (input.peek() !== 123) throw input.fail('a feature, "{"');
    this.#startLine = input.line;
    input.pos++;
    let hasGeometry = false;
    for (;;) {
      const c = input.peek();
      if (c === 44) {
        input.pos++;
        continue;
      }
      if (c === 125) break;
      input.key();
      if (input.textIs(GEOMETRY)) {
        this.#geometry();
        hasGeometry = true;
      } else if (input.textIs(PROPERTIES)) {
        const start = input.peek();
        if (start === 123) this.#properties(row);
        else if (start === 110) input.literal();
        else throw new FeatureProblem('properties-type', 'properties: expected an object or null, got another value');
      } else if (input.textIs(ID)) {
        input.peek();
        this.#sink.value(input, row, -1);
      } else if (input.textIs(TYPE)) {
        if (input.peek() !== 34) throw input.fail('"Feature"');
        input.string();
        if (!input.textIs(FEATURE))
          throw new FeatureProblem('not-a-feature', `type: expected "Feature", got ${quote(input.text())}`);
      } else input.skip();
    }
    input.pos++;
    if (!hasGeometry) throw new FeatureProblem('geometry-missing', 'expected a geometry, got none');
  }

  #properties(row: number): void {
    const input = this.#in;
    const sink = this.#sink;
    input.pos++;
    for (;;) {
      const c = input.peek();
      if (c === 44) {
        input.pos++;
        continue;
      }
      if (c === 125) break;
      input.key();
      const field = sink.fieldOf(input);
      input.peek();
      if (field === -2) input.skip();
      else sink.value(input, row, field);
    }
    input.pos++;
  }

  #geometry(): void {
    const input = this.#in;
    const start = input.peek();
    if (start === 110) {
      input.literal();
      throw new FeatureProblem('geometry-null', 'geometry: expected a geometry, got null');
    }
    if (start !== 123) throw new FeatureProblem('geometry-type', 'geometry: expected an object, got another value');
    if (this.#plainPolygon() || this.#geometryObject(0)) return;
    throw new FeatureProblem(
      'geometry-type',
      `geometry.type: expected ${this.#wanted.join(' or ')}, got "GeometryCollection" without one`,
    );
  }

  /** A geometry at its "{". Members of a collection that are not wanted are passed over: false where nothing was taken. */
  #geometryObject(level: number): boolean {
    const input = this.#in;
    const parts = this.#partRing.length;
    const rings = this.#ringVertex.length;
    const numbers = this.#xy.length;
    const zs = this.#z?.length ?? 0;
    let type = '';
    let depth = -1;
    let found = false;
    input.pos++;
    for (;;) {
      const c = input.peek();
      if (c === 44) {
        input.pos++;
        continue;
      }
      if (c === 125) break;
      input.key();
      if (input.textIs(GEOMETRIES)) found = this.#members(level) || found;
      else if (input.textIs(COORDINATES)) {
        if (input.peek() !== 91)
          throw new FeatureProblem('coordinates-type', 'coordinates: expected an array, got another value');
        if (type === UNWANTED) input.skip();
        else depth = this.#coordinates();
      } else if (input.textIs(TYPE)) type = this.#geometryType(level);
      else input.skip();
    }
    input.pos++;
    if (type === COLLECTION) return found;
    if (type === UNWANTED || (level > 0 && depth === 0)) {
      this.#partRing.length = parts;
      this.#ringVertex.length = rings;
      this.#xy.length = numbers;
      if (this.#z) this.#z.length = zs;
      return false;
    }
    if (type === '') throw new FeatureProblem('geometry-type', 'geometry.type: expected one, got none');
    if (depth === -1) throw new FeatureProblem('coordinates-missing', 'coordinates: expected an array, got none');
    if (depth === 0) throw new FeatureProblem('geometry-empty', 'coordinates: expected positions, got none');
    if (depth === DEPTH[type]) return true;
    throw new FeatureProblem(
      'coordinates-type',
      `coordinates of a ${type}: expected arrays ${DEPTH[type]} deep, got ${depth} deep`,
    );
  }

  /** Its type if it is wanted, or what else to do with it; a feature of nothing but an unwanted geometry ends here. */
  #geometryType(level: number): string {
    const input = this.#in;
    if (input.peek() !== 34) throw new FeatureProblem('geometry-type', 'geometry.type: expected a string');
    input.string();
    if (input.textIs(COLLECTION_BYTES)) return COLLECTION;
    for (const [name, bytes] of TYPE_BYTES) if (input.textIs(bytes) && this.#wanted.includes(name)) return name;
    if (level > 0) return UNWANTED;
    throw new FeatureProblem(
      'geometry-type',
      `geometry.type: expected ${this.#wanted.join(' or ')}, got ${quote(input.text())}`,
    );
  }

  /** The geometries of a collection; true where one of them was taken. */
  #members(level: number): boolean {
    const input = this.#in;
    if (level >= MAX_COLLECTION_LEVELS)
      throw new FeatureProblem(
        'geometry-type',
        `geometries: expected at most ${MAX_COLLECTION_LEVELS} levels, got more`,
      );
    input.expect(91, 'an array of geometries');
    let found = false;
    for (;;) {
      const c = input.peek();
      if (c === 93) break;
      if (c === 44) input.pos++;
      else if (c === 123) found = this.#geometryObject(level + 1) || found;
      else throw new FeatureProblem('geometry-type', 'geometries: expected objects, got another value');
    }
    input.pos++;
    return found;
  }

  /**
   * A polygon as writers without white space put it, `{"type":"Polygon","coordinates":[[[x,y]…]…]}`; false, and nothing taken, where
   * it is written otherwise. Nearly every building comes so, and the general code below, which V8 compiled eight times over, stays cold.
   */
  #plainPolygon(): boolean {
    const input = this.#in;
    if (this.#z || this.#wanted !== WANTED.polygon || !input.startsWith(PLAIN_POLYGON)) return false;
    const start = input.pos;
    const rings = this.#ringVertex.length;
    const numbers = this.#xy.length;
    const { buf } = input;
    input.pos += PLAIN_POLYGON.length;
    let c = 44;
    while (c === 44 && buf[input.pos] === 91) {
      const before = this.#xy.length;
      input.pos++;
      this.#plainPositions();
      if (this.#xy.length === before || buf[input.pos] !== 93) break;
      this.#ringVertex.push(this.#xy.length >> 1);
      c = buf[++input.pos];
      input.pos++;
    }
    if (this.#xy.length - numbers > 2 * MAX_FEATURE_VERTICES) throw tooManyVertices();
    if (c === 93 && buf[input.pos] === 125) {
      input.pos++;
      this.#partRing.push(this.#ringVertex.length - 1);
      return true;
    }
    input.pos = start;
    this.#ringVertex.length = rings;
    this.#xy.length = numbers;
    return false;
  }

  /**
   * `[x,y],[x,y]…` from the scanner's place on, as writers without white space put it: the digits are taken in one loop
   * over local variables, in whole numbers (21 million digits of New York cost 0.17 s by `number()`, 0.07 s here).
   * Stops before the first position that is written otherwise; the general loop takes over there.
   */
  #plainPositions(): void {
    const { buf } = this.#in;
    const list = this.#xy;
    let p = this.#in.pos;
    let n = list.length;
    let { items } = list;
    for (;;) {
      if (buf[p] !== 91) break;
      let q = p + 1;
      let x = 0;
      let y = 0;
      let c = 0;
      let nth = 0;
      for (; nth < 2; nth++) {
        const negative = buf[q] === 45;
        if (negative) q++;
        let m = 0;
        let digits = 0;
        const first = q;
        for (c = buf[q]; c >= 48 && c <= 57; c = buf[++q]) {
          m = (m * 10 + (c - 48)) | 0;
          digits++;
        }
        if (q === first) break;
        let value = m;
        if (c === 46) {
          const point = q;
          c = buf[++q];
          for (; c >= 48 && c <= 57 && digits < 9; c = buf[++q]) {
            m = (m * 10 + (c - 48)) | 0;
            digits++;
          }
          value = m;
          let scale = q - point - 1;
          for (; c >= 48 && c <= 57; c = buf[++q])
            if (value < 9e14) {
              value = value * 10 + (c - 48);
              scale++;
            }
          if (digits > 9 || scale > 22) break;
          value /= POWER_OF_TEN[scale];
        } else if (digits > 9) break;
        if (negative) value = -value;
        if (nth === 0) {
          if (c !== 44) break;
          x = value;
          q++;
        } else y = value;
      }
      if (nth < 2 || c !== 93) break;
      c = buf[q + 1];
      if (c !== 44 && c !== 93) break;
      if (n + 2 > items.length) {
        list.length = n;
        list.reserve(n + 2);
        ({ items } = list);
      }
      items[n] = x;
      items[n + 1] = y;
      n += 2;
      p = q + 1;
      if (c === 93) break;
      p++;
    }
    list.length = n;
    this.#in.pos = p;
  }

  /** Nested arrays of positions; gives how deep a position lies (1 = the array is the position), 0 = none. */
  #coordinates(): number {
    const input = this.#in;
    const xy = this.#xy;
    const z = this.#z;
    let depth = 0;
    let leaf = 0;
    const limit = xy.length + 2 * MAX_FEATURE_VERTICES;
    for (;;) {
      let c = input.buf[input.pos];
      if (c === 91) {
        if (!z && (leaf === 0 || leaf === depth + 1) && depth > 0) {
          const before = xy.length;
          this.#plainPositions();
          if (xy.length > before) {
            if (xy.length > limit) throw tooManyVertices();
            leaf = depth + 1;
            continue;
          }
        }
        input.pos++;
        if (++depth > 4) throw new FeatureProblem('coordinates-type', 'coordinates: expected arrays at most 4 deep');
        continue;
      }
      if ((c >= 48 && c <= 57) || c === 45 || c === 78 || c === 73) {
        if (leaf === 0) leaf = depth;
        else if (leaf !== depth)
          throw new FeatureProblem('coordinates-type', 'coordinates: expected positions at one depth, got several');
        const x = input.number();
        c = input.buf[input.pos];
        if (c !== 44) c = input.peek();
        if (c !== 44)
          throw new FeatureProblem('coordinates-type', 'a position: expected two numbers or more, got another value');
        input.pos++;
        c = input.buf[input.pos];
        if (c < 45 || c > 57) c = input.peek();
        if ((c < 48 || c > 57) && c !== 45 && c !== 78 && c !== 73)
          throw new FeatureProblem('coordinates-type', 'a position: expected two numbers or more, got another value');
        const y = input.number();
        let height = Number.NaN;
        c = input.buf[input.pos];
        if (c !== 93) {
          c = input.peek();
          for (let nth = 2; c === 44; nth++) {
            input.pos++;
            c = input.peek();
            if (c === 110) input.literal();
            else if ((c >= 48 && c <= 57) || c === 45 || c === 78 || c === 73) {
              const value = input.number();
              if (nth === 2) height = value;
            } else throw new FeatureProblem('coordinates-type', 'a position: expected numbers, got another value');
            c = input.peek();
          }
        }
        if (c !== 93)
          throw new FeatureProblem('coordinates-type', 'a position: expected numbers and "]", got another value');
        input.pos++;
        const n = xy.length;
        if (n + 2 > xy.items.length) xy.reserve(n + 2);
        xy.items[n] = x;
        xy.items[n + 1] = y;
        xy.length = n + 2;
        if (z) z.push(height);
        if (n > limit) throw tooManyVertices();
        depth--;
        if (depth === 0) break;
        continue;
      }
      if (c === 44) {
        input.pos++;
        continue;
      }
      if (c === 93) {
        input.pos++;
        depth--;
        if (leaf > 0 && depth === leaf - 2) this.#ringVertex.push(xy.length >> 1);
        else if (leaf > 0 && depth === leaf - 3) this.#partRing.push(this.#ringVertex.length - 1);
        if (depth === 0) break;
        continue;
      }
      if (c === 32 || c === 10 || c === 13 || c === 9) {
        input.space();
        continue;
      }
      input.peek();
      throw new FeatureProblem(
        'coordinates-type',
        `coordinates: expected numbers in arrays, got ${quote(textOf(input.buf, input.pos, input.pos + 12))}`,
      );
    }
    if (leaf === 0) return 0;
    if (leaf === 1) this.#ringVertex.push(xy.length >> 1);
    if (leaf <= 3) {
      const rings = this.#ringVertex.length - 1;
      const partRing = this.#partRing;
      if (partRing.items[partRing.length - 1] !== rings) partRing.push(rings);
    }
    return leaf;
  }
}
