import { type FeatureBuilder, FeatureFault } from './feature-builder.ts';
import type { GeometryType } from './raw-features.ts';

/** Types of simple features (OGC 06-103r4) that each kind of layer takes. */
const TYPES_OF: Readonly<Record<GeometryType, readonly string[]>> = {
  polygon: ['Polygon', 'MultiPolygon'],
  line: ['LineString', 'MultiLineString'],
  point: ['Point', 'MultiPoint'],
};

/** The fault of a feature whose geometry the layer does not take. */
export const otherType = (wanted: GeometryType, got: string): FeatureFault =>
  new FeatureFault('geometry-type', `geometry.type: expected ${TYPES_OF[wanted].join(' or ')}, got "${got}"`);

/** A geometry as GeoJSON has it, not yet checked. */
interface LooseGeometry {
  type?: unknown;
  coordinates?: unknown;
  geometries?: unknown;
}

/** Collections in collections. */
export const MAX_GEOMETRY_LEVELS = 8;

/** Puts a geometry of GeoJSON's shape into the builder; of a collection what the layer takes. FeatureFault where there is nothing of it. */
export function addGeometry(builder: FeatureBuilder, geometry: LooseGeometry | null | undefined): void {
  if (!geometry) throw new FeatureFault('geometry-missing', 'geometry: expected one, got none');
  if (!add(builder, geometry, 0)) throw otherType(builder.wish.geometry, String(geometry.type));
}

function add(builder: FeatureBuilder, { type, coordinates, geometries }: LooseGeometry, level: number): boolean {
  if (type === 'GeometryCollection' && Array.isArray(geometries) && level < MAX_GEOMETRY_LEVELS) {
    let isFound = false;
    for (const one of geometries as (LooseGeometry | null)[]) if (one && add(builder, one, level + 1)) isFound = true;
    return isFound;
  }
  const { geometry } = builder.wish;
  if (!TYPES_OF[geometry].includes(String(type))) return false;
  const isMulti = String(type).startsWith('Multi');
  if (geometry === 'polygon') {
    for (const polygon of isMulti ? listOf(coordinates) : [coordinates]) {
      for (const ring of listOf(polygon)) positions(builder, ring);
      builder.endPart();
    }
  } else {
    if (geometry === 'line') for (const line of isMulti ? listOf(coordinates) : [coordinates]) positions(builder, line);
    else positions(builder, isMulti ? coordinates : [coordinates]);
    builder.endPart();
  }
  return true;
}

function positions(builder: FeatureBuilder, list: unknown): void {
  for (const position of listOf(list)) {
    const [x, y, z] = listOf(position);
    if (typeof x !== 'number' || typeof y !== 'number')
      throw new FeatureFault('coordinates-type', 'a position: expected two numbers or more, got another value');
    builder.position(x, y, typeof z === 'number' ? z : Number.NaN);
  }
  builder.endRing();
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FeatureFault('coordinates-type', 'coordinates: expected an array, got another value');
}
