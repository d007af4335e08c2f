import { FeatureFault } from './feature-builder.ts';
import { MAX_GEOMETRY_LEVELS } from './geometry-types.ts';

const TYPES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
  GEOMETRYCOLLECTION: 'GeometryCollection',
};

interface Geometry {
  type: string;
  coordinates?: unknown;
  geometries?: Geometry[];
}

/** A geometry of well-known text in the shape of GeoJSON; a prefix of PostGIS ("SRID=4548;") is passed over. */
export function geometryOfWkt(text: string): Geometry {
  const reader = new WktReader(text.replace(/^\s*SRID=\d+;/i, ''));
  const geometry = reader.geometry(0);
  reader.end();
  return geometry;
}

class WktReader {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[(),]|\S/g) ?? [];
  }

  geometry(level: number): Geometry {
    const word = (this.#tokens[this.#at++] ?? '').toUpperCase();
    const type = TYPES[word.replace(/(ZM|Z|M)$/, '')];
    if (!type || level > MAX_GEOMETRY_LEVELS) this.#fail('a geometry as POINT or POLYGON', word);
    if (/^(Z|M|ZM)$/i.test(this.#tokens[this.#at] ?? '')) this.#at++;
    if (/^EMPTY$/i.test(this.#tokens[this.#at] ?? ''))
      throw new FeatureFault('geometry-empty', 'geometry: expected positions, got none');
    if (type === 'GeometryCollection') return { type, geometries: this.#list(() => this.geometry(level + 1)) };
    if (type === 'Point') return { type, coordinates: this.#list(() => this.#position())[0] };
    if (type === 'LineString') return { type, coordinates: this.#positions() };
    if (type === 'MultiPoint') return { type, coordinates: this.#list(() => this.#pointOfMany()) };
    if (type === 'MultiPolygon') return { type, coordinates: this.#list(() => this.#list(() => this.#positions())) };
    return { type, coordinates: this.#list(() => this.#positions()) };
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail('the end', this.#tokens[this.#at]);
  }

  #positions(): number[][] {
    return this.#list(() => this.#position());
  }

  /** Points of several stand in brackets of their own or not. */
  #pointOfMany(): number[] {
    return this.#tokens[this.#at] === '(' ? this.#list(() => this.#position())[0] : this.#position();
  }

  #position(): number[] {
    const numbers: number[] = [];
    while (/^[-+.\d]/.test(this.#tokens[this.#at] ?? '')) numbers.push(Number(this.#tokens[this.#at++]));
    if (numbers.length < 2) this.#fail('two numbers', this.#tokens[this.#at]);
    return numbers;
  }

  #list<T>(item: () => T): T[] {
    this.#take('(');
    const items = [item()];
    while (this.#tokens[this.#at] === ',') {
      this.#at++;
      items.push(item());
    }
    this.#take(')');
    return items;
  }

  #take(mark: string): void {
    if (this.#tokens[this.#at] !== mark) this.#fail(`"${mark}"`, this.#tokens[this.#at]);
    this.#at++;
  }

  #fail(expected: string, got: string | undefined): never {
    throw new FeatureFault('wkt-broken', `geometry: expected ${expected}, got "${(got ?? 'the end').slice(0, 20)}"`);
  }
}
