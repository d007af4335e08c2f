import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { jsonText } from '../../model/text/json-text.ts';
import type { Text } from '../../model/text/text.ts';
import { GeometryError } from '../shared/geometry-error.ts';
import { isObject } from '../shared/json.ts';
import { polygonOf } from '../shared/polygon-of.ts';
import { geoJsonMessage } from './messages.ts';

/** What a plan in GeoJSON draws. */
interface DrawnGeoJson {
  areas: Polygon[];
  lines: Point[][];
  /** Rings of polygons that were not closed. */
  openRings: number;
}

/** A plan that a person drew has fewer; a layer of a city is read by `readGeoJson`. */
const MAX_DRAWN_CORNERS = 200_000;
const MAX_COLLECTION_DEPTH = 8;

/**
 * Polygons and lines of a GeoJSON text that was parsed, in metres of the plan's own frame: RFC 7946 wants degrees, whoever draws a building
 * has none, and nothing is converted. Features, collections and bare geometries are taken alike. GeometryError names the path.
 */
export function drawingFromGeoJson(json: unknown, file: string): DrawnGeoJson {
  const drawing = new GeoJsonDrawing(file);
  drawing.visit(json, '(root)', 0);
  return drawing;
}

class GeoJsonDrawing implements DrawnGeoJson {
  readonly areas: Polygon[] = [];
  readonly lines: Point[][] = [];
  openRings = 0;
  readonly #file: string;
  #corners = 0;

  constructor(file: string) {
    this.#file = file;
  }

  visit(value: unknown, at: string, depth: number): void {
    if (depth > MAX_COLLECTION_DEPTH)
      throw this.#problem(
        at,
        { zh: `至多 ${MAX_COLLECTION_DEPTH} 层的集合`, en: `collections at most ${MAX_COLLECTION_DEPTH} deep` },
        'deeper',
      );
    if (!isObject(value))
      throw this.#problem(at, { zh: '对象', en: 'an object' }, value === null ? 'null' : typeof value);
    const { type, coordinates, geometry, geometries, features } = value;
    const inside = `${at}.coordinates`;
    if (type === 'Feature') this.visit(geometry, `${at}.geometry`, depth + 1);
    else if (type === 'FeatureCollection') this.#visitAll(features, `${at}.features`, depth + 1);
    else if (type === 'GeometryCollection') this.#visitAll(geometries, `${at}.geometries`, depth + 1);
    else if (type === 'Polygon') this.areas.push(this.#polygon(coordinates, inside));
    else if (type === 'LineString') this.lines.push(this.#line(coordinates, inside));
    else if (type === 'MultiPolygon')
      for (const [k, one] of this.#list(coordinates, inside).entries())
        this.areas.push(this.#polygon(one, `${inside}.${k}`));
    else if (type === 'MultiLineString')
      for (const [k, one] of this.#list(coordinates, inside).entries())
        this.lines.push(this.#line(one, `${inside}.${k}`));
    else
      throw this.#problem(
        `${at}.type`,
        { zh: '多边形、线或二者的集合', en: 'a polygon, a line or a collection of them' },
        jsonText(type),
      );
  }

  #visitAll(value: unknown, at: string, depth: number): void {
    for (const [k, one] of this.#list(value, at).entries()) this.visit(one, `${at}.${k}`, depth);
  }

  #polygon(value: unknown, at: string): Polygon {
    const rings = this.#list(value, at).map((ring, k) => this.#line(ring, `${at}.${k}`));
    return polygonOf(rings, `${this.#file}: ${at}`, () => this.openRings++);
  }

  #line(value: unknown, at: string): Point[] {
    return this.#list(value, at).map((one, k) => this.#place(one, `${at}.${k}`));
  }

  #place(value: unknown, at: string): Point {
    if (++this.#corners > MAX_DRAWN_CORNERS)
      throw new GeometryError(geoJsonMessage('many-corners', { file: this.#file, most: MAX_DRAWN_CORNERS }));
    const [x, y] = Array.isArray(value) ? value : [];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y))
      throw this.#problem(at, { zh: '以米计的 [东, 北]', en: '[east, north] in metres' }, jsonText(value).slice(0, 40));
    return [x, y];
  }

  #list(value: unknown, at: string): unknown[] {
    if (Array.isArray(value)) return value;
    throw this.#problem(at, { zh: '列表', en: 'a list' }, typeof value);
  }

  #problem(at: string, expected: Text, got: string): GeometryError {
    return new GeometryError(geoJsonMessage('drawing', { file: this.#file, at, expected, got }));
  }
}
