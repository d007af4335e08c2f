import { type GmlElement, gmlElements } from './gml-nodes.ts';

type Position = number[];
interface Geometry {
  type: string;
  coordinates: unknown;
}

const MEMBERS = new Set(['member', 'featureMember', 'featureMembers']);
const COLLECTIONS = new Set(['FeatureCollection', 'SimpleFeatureCollection']);

/**
 * Reads a collection of features in GML 2 or 3 (OGC 10-100r3, simple features) as GeoJSON has it, positions in the order in which they stand;
 * null: it is none. Curves are read by their positions alone; of a feature with several geometries the first counts.
 */
export function gmlFeatures(text: string): { type: 'FeatureCollection'; features: object[] } | null {
  const root = gmlElements(text);
  if (!root || !COLLECTIONS.has(root.name)) return null;
  const members = root.children.filter(({ name }) => MEMBERS.has(name)).flatMap(({ children }) => children);
  return { type: 'FeatureCollection', features: members.map(featureOf) };
}

function featureOf({ attributes, children }: GmlElement): object {
  const properties: Record<string, string> = {};
  let geometry: Geometry | null = null;
  for (const { name, text, children: inner } of children) {
    if (name === 'boundedBy' || name === '__proto__') continue;
    if (inner.length === 0) properties[name] = text.trim();
    else geometry ??= geometryOf(inner[0], 2);
  }
  const id = attributes.id ?? attributes.fid;
  return { type: 'Feature', ...(id === undefined ? {} : { id }), geometry, properties };
}

function geometryOf(element: GmlElement, outer: number): Geometry | null {
  const size = Number(element.attributes.srsDimension) || outer;
  switch (element.name) {
    case 'Point':
      return { type: 'Point', coordinates: positionsOf(element, size)[0] ?? [] };
    case 'LineString':
    case 'Curve':
      return { type: 'LineString', coordinates: positionsOf(element, size) };
    case 'Polygon':
    case 'PolygonPatch':
      return { type: 'Polygon', coordinates: ringsOf(element, size) };
    case 'Surface':
    case 'MultiSurface':
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: partsOf(element, size, ['Polygon', 'PolygonPatch']) };
    case 'MultiCurve':
    case 'MultiLineString':
      return { type: 'MultiLineString', coordinates: partsOf(element, size, ['LineString', 'Curve']) };
    case 'MultiPoint':
      return { type: 'MultiPoint', coordinates: partsOf(element, size, ['Point']) };
    default:
      return null;
  }
}

const partsOf = (element: GmlElement, size: number, names: readonly string[]): unknown[] =>
  found(element, names).map((part) => geometryOf(part, size)?.coordinates);

const ringsOf = (element: GmlElement, size: number): Position[][] =>
  found(element, ['LinearRing', 'Ring']).map((ring) => positionsOf(ring, Number(ring.attributes.srsDimension) || size));

/** Elements of these names below one, the outermost of each branch. */
const found = (element: GmlElement, names: readonly string[]): GmlElement[] =>
  element.children.flatMap((child) => (names.includes(child.name) ? [child] : found(child, names)));

function positionsOf(element: GmlElement, size: number): Position[] {
  return found(element, ['pos', 'posList', 'coordinates', 'coord']).flatMap((place) => {
    if (place.name === 'coord') return [place.children.map(({ text }) => Number(text))];
    if (place.name === 'coordinates')
      return place.text
        .trim()
        .split(/\s+/)
        .map((one) => one.split(',').map(Number));
    const numbers = place.text.trim().split(/\s+/).map(Number);
    const own = place.name === 'pos' ? numbers.length : Number(place.attributes.srsDimension) || size;
    return Array.from({ length: Math.floor(numbers.length / own) }, (_, i) => numbers.slice(own * i, own * i + own));
  });
}
