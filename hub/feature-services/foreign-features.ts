import { type Box, doBoxesMeet } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** A feature as it goes on to the page: places in degrees, longitude first. */
export interface ForeignFeature {
  type: 'Feature';
  id?: string | number;
  geometry: { type: GeometryType; coordinates: unknown };
  properties: Record<string, string | number | boolean | null>;
}

/** Arrays within each other until a position stands. */
const DEPTHS = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 } as const;
type GeometryType = keyof typeof DEPTHS;

const MAX_PROPERTIES = 200;
const MAX_LETTERS = 2000;

/** Takes a feature apart and puts it together from what is known to be harmless; null: its geometry cannot be used. */
export function foreignFeature(json: unknown, lonLat: (axes: Point) => Point): ForeignFeature | null {
  const { type, id, geometry, properties } = (json ?? {}) as Record<string, unknown>;
  if (type !== 'Feature') return null;
  const { type: shape, coordinates } = (geometry ?? {}) as Record<string, unknown>;
  if (typeof shape !== 'string' || !Object.hasOwn(DEPTHS, shape)) return null;
  const kind = shape as GeometryType;
  const places = placesOf(coordinates, DEPTHS[kind], lonLat);
  if (places === null) return null;
  return {
    type: 'Feature',
    ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}),
    geometry: { type: kind, coordinates: places },
    properties: foreignProperties(properties),
  };
}

function placesOf(value: unknown, depth: number, lonLat: (axes: Point) => Point): unknown {
  if (!Array.isArray(value) || value.length === 0) return null;
  if (depth === 0) {
    const [x, y] = value as unknown[];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return null;
    return lonLat([x, y]);
  }
  const inner = value.map((part: unknown) => placesOf(part, depth - 1, lonLat));
  return inner.includes(null) ? null : inner;
}

/** Plain values alone; what is nested stands as text. */
export function foreignProperties(properties: unknown): ForeignFeature['properties'] {
  const named = Object.entries((properties ?? {}) as Record<string, unknown>).slice(0, MAX_PROPERTIES);
  const kept = named.flatMap(([name, value]): [string, string | number | boolean | null][] => {
    if (name === '__proto__' || name.length > MAX_LETTERS) return [];
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [[name, text.slice(0, MAX_LETTERS)]];
  });
  return Object.fromEntries(kept);
}

/** The same feature with its axes the other way round. */
export function turned(feature: ForeignFeature): ForeignFeature {
  const { type, coordinates } = feature.geometry;
  return { ...feature, geometry: { type, coordinates: placesOf(coordinates, DEPTHS[type], ([x, y]) => [y, x]) } };
}

/** Whether the box of a feature meets another. */
export function liesIn({ geometry }: ForeignFeature, box: Box): boolean {
  let own: Box | null = null;
  const grow = (value: unknown): void => {
    const [first] = value as unknown[];
    if (typeof first !== 'number') {
      for (const part of value as unknown[]) grow(part);
      return;
    }
    const [x, y] = value as [number, number];
    own = own ? [Math.min(own[0], x), Math.min(own[1], y), Math.max(own[2], x), Math.max(own[3], y)] : [x, y, x, y];
  };
  grow(geometry.coordinates);
  return own !== null && doBoxesMeet(own, box);
}
