import { arcStringPlaces, type FilePlace, joinedPlaces } from './curve-places.ts';
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
  CIRCULARSTRING: 'LineString',
  COMPOUNDCURVE: 'LineString',
  CURVEPOLYGON: 'Polygon',
  MULTICURVE: 'MultiLineString',
  MULTISURFACE: 'MultiPolygon',
  TRIANGLE: 'Polygon',
  POLYHEDRALSURFACE: 'MultiPolygon',
  TIN: 'MultiPolygon',
};

interface Geometry {
  type: string;
  coordinates?: unknown;
  geometries?: Geometry[];
}

/** A geometry of well-known text in the shape of GeoJSON, its arcs as chords, and the system that a prefix of PostGIS ("SRID=4548;") states. */
export function geometryOfWkt(text: string): { geometry: Geometry; srid: number | null } {
  const [prefix, srid] = /^\s*SRID=(\d+);/i.exec(text) ?? ['', '0'];
  const reader = new WktReader(text.slice(prefix.length));
  const geometry = reader.geometry(0);
  reader.end();
  return { geometry, srid: Number(srid) || null };
}

class WktReader {
  readonly #tokens: string[];
  #at = 0;
  /** The third number of a position is a measure and no height. */
  #isMeasured = false;

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[(),]|\S/g) ?? [];
  }

  geometry(level: number): Geometry {
    const word = this.#word();
    const type = TYPES[word];
    if (!type || level > MAX_GEOMETRY_LEVELS) this.#fail('a geometry as POINT or POLYGON', word);
    if (/^EMPTY$/i.test(this.#tokens[this.#at] ?? ''))
      throw new FeatureFault('geometry-empty', 'geometry: expected positions, got none');
    if (type === 'GeometryCollection') return { type, geometries: this.#list(() => this.geometry(level + 1)) };
    if (type === 'Point') return { type, coordinates: this.#list(() => this.#position())[0] };
    if (type === 'LineString') return { type, coordinates: this.#curveOf(word, level) };
    if (type === 'MultiPoint') return { type, coordinates: this.#list(() => this.#pointOfMany()) };
    if (type === 'MultiPolygon') return { type, coordinates: this.#list(() => this.#polygonOfMany(level)) };
    return { type, coordinates: this.#list(() => this.#curve(level)) };
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail('the end', this.#tokens[this.#at]);
  }

  /** The word that names a type, behind it the axes that stand apart from it. */
  #word(): string {
    const word = (this.#tokens[this.#at++] ?? '').toUpperCase();
    const apart = /^(?:Z|M|ZM)$/i.test(this.#tokens[this.#at] ?? '') ? this.#tokens[this.#at++].toUpperCase() : '';
    const type = word.replace(/(?:ZM|Z|M)$/, '');
    if (word.slice(type.length) + apart === 'M') this.#isMeasured = true;
    return type;
  }

  /** A ring or line: bare positions, or a curve with its word before it. */
  #curve(level: number): number[][] {
    if (this.#tokens[this.#at] === '(') return this.#positions();
    return this.#curveOf(this.#word(), level + 1);
  }

  #curveOf(word: string, level: number): number[][] {
    if (word === 'LINESTRING') return this.#positions();
    if (word === 'CIRCULARSTRING') return numbersOf(arcStringPlaces(placesOf(this.#positions())));
    if (word !== 'COMPOUNDCURVE' || level > MAX_GEOMETRY_LEVELS) this.#fail('a line or arcs', word);
    return numbersOf(joinedPlaces(this.#list(() => placesOf(this.#curve(level)))));
  }

  /** One of several areas stands in brackets alone or behind its own word. */
  #polygonOfMany(level: number): number[][][] {
    if (this.#tokens[this.#at] !== '(') this.#word();
    return this.#list(() => this.#curve(level));
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
    return this.#isMeasured ? numbers.slice(0, 2) : numbers;
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

const placesOf = (positions: readonly number[][]): FilePlace[] =>
  positions.map(([x, y, z]) => [x, y, z ?? Number.NaN] as const);
const numbersOf = (places: readonly FilePlace[]): number[][] => places.map((place) => [...place]);
