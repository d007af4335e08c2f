import { geoJsonGeometry } from '../../model/geo/geojson-geometry.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { MessageError } from '../../model/text/message.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { hubMessage } from '../messages.ts';
import { boxShape, type Filter, parseCql2, type Shape } from './cql2.ts';
import { FEATURE_CRS } from './feature-crs.ts';
import { type FeatureLayer, openFeatureLayers } from './feature-layers.ts';
import { GEOMETRY, ItemQuery, ItemsQuery, OWN_PARAMETERS } from './feature-query.ts';
import { type FeatureTile, featureTile } from './feature-tile.ts';
import type { TileAddress } from './tile-grid.ts';

/** A request for features of a layer of a city, as it came. */
export interface FeatureRequest {
  city: string;
  layer: string;
  /** One thing alone, by its id; null: those that the query restricts. */
  id: string | null;
  query: Record<string, unknown>;
  /** Address without the query, for links. */
  path: string;
}

/** GeoJSON as text, and the system that its places are in; null: there is no such layer or thing. */
export type FeatureAnswer = { body: string; crs: string } | null;

/** A tile of a layer of a city; null: there is no such layer. */
export interface TileRequest {
  city: string;
  layer: string;
  tile: TileAddress;
}
export type TileAnswer = FeatureTile | null;

/** A question to the layers of baked cities says who puts it by a name, so that each has a share. */
export interface FeatureAnswers {
  features(request: FeatureRequest, asker: string): Promise<FeatureAnswer>;
  tile(request: TileRequest, asker: string): Promise<TileAnswer>;
}

/** Answers requests for features from baked cities; a request that cannot be read is a MessageError. */
export function openFeatureAnswers(cityFolder: string): FeatureAnswers {
  const layers = openFeatureLayers(cityFolder);
  return {
    async features({ city, layer: layerId, id, query, path }) {
      const layer = await layers.open(city, layerId);
      if (!layer) return null;
      return id === null ? pageOf(layer, query, path) : oneOf(layer, id, query, path);
    },
    async tile({ city, layer: layerId, tile }) {
      const layer = await layers.open(city, layerId);
      return layer && featureTile(layer, tile);
    },
  };
}

function oneOf(layer: FeatureLayer, id: string, query: Record<string, unknown>, path: string): FeatureAnswer {
  const wanted = read(ItemQuery, query);
  const row = layer.rowOf(id);
  if (row === null) return null;
  const feature = featureOf(layer, row, wanted.crs, namesOf(layer));
  const links = [link('self', path), link('collection', path.replace(/\/items\/.*$/, ''))];
  return { body: JSON.stringify({ ...feature, links }), crs: wanted.crs };
}

function pageOf(layer: FeatureLayer, query: Record<string, unknown>, path: string): FeatureAnswer {
  const names = namesOf(layer);
  const wanted = read(ItemsQuery, query);
  const shown = wanted.properties?.split(',').map((name) => name.trim());
  for (const name of [...Object.keys(query).filter((key) => !OWN_PARAMETERS.has(key)), ...(shown ?? [])])
    if (!names.includes(name)) throw new MessageError(unknownName(name, names));
  const rows = matchingRows(layer, wanted, query);
  const { limit, offset, crs } = wanted;
  const page = rows.slice(offset, offset + limit);
  const features = page.map((row) => featureOf(layer, row, crs, shown ?? names));
  const links = [link('self', addressOf(path, query, offset)), link('collection', path.replace(/\/items$/, ''))];
  if (offset + limit < rows.length) links.push(link('next', addressOf(path, query, offset + limit)));
  const body = JSON.stringify({
    type: 'FeatureCollection',
    timeStamp: new Date().toISOString(),
    numberMatched: rows.length,
    numberReturned: page.length,
    features,
    links,
  });
  return { body, crs };
}

const unknownName = (name: string, names: readonly string[]) =>
  hubMessage('bad-choice', { place: 'query', choices: names.slice(0, 40).join(', '), got: name.slice(0, 60) });

function read<Schema extends typeof ItemsQuery | typeof ItemQuery>(schema: Schema, query: unknown) {
  const wanted = checked(schema, query);
  if (!wanted.success) throw new MessageError(faultMessages(wanted.issues, 'query')[0]);
  return wanted.output;
}

const link = (rel: string, href: string) => ({
  rel,
  href,
  type: rel === 'collection' ? 'application/json' : 'application/geo+json',
});

function addressOf(path: string, query: Record<string, unknown>, offset: number): string {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  if (offset > 0 || search.has('offset')) search.set('offset', String(offset));
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Attributes of a layer, its id first. */
function namesOf({ info }: FeatureLayer): string[] {
  return ['id', ...info.attributes.map(({ name }) => name).filter((name) => name !== 'id')];
}

function matchingRows(layer: FeatureLayer, wanted: ItemsQuery, query: Record<string, unknown>): number[] {
  const names = namesOf(layer);
  const box = wanted.bbox && degreesOf(boxShape(wanted.bbox), wanted['bbox-crs']);
  const filter: Filter | null = wanted.filter === undefined ? null : parseCql2(wanted.filter, new Set(names), GEOMETRY);
  const equal = Object.entries(query).filter(([name]) => !OWN_PARAMETERS.has(name));
  const found: number[] = [];
  for (let row = 0; row < layer.info.count; row++) {
    if (equal.some(([name, value]) => String(layer.value(name, row) ?? '') !== String(value))) continue;
    if (box && !meetsShape(layer, row, box)) continue;
    if (filter && !filter(subjectOf(layer, row, wanted['filter-crs']))) continue;
    found.push(row);
  }
  return found;
}

const subjectOf = (layer: FeatureLayer, row: number, crs: string) => ({
  value: (name: string) => (name === 'id' ? layer.idOf(row) : layer.value(name, row)),
  meets: (shape: Shape) => meetsShape(layer, row, degreesOf(shape, crs)),
});

const degreesOf = ({ rings }: Shape, crs: string): Shape => ({
  rings: rings.map((ring) => ring.map(FEATURE_CRS[crs].lonLat)),
});

/** About so many metres to a degree of latitude: a thing farther than its radius from a shape's box is not looked at more closely. */
const DEGREE_M = 110_000;

function meetsShape(layer: FeatureLayer, row: number, shape: Shape): boolean {
  const [outer, ...holes] = shape.rings;
  const { at, radiusM } = layer.placeOf(row);
  const [lon, lat] = layer.lonLatOf(at);
  const marginLat = radiusM / DEGREE_M;
  const marginLon = marginLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const xs = outer.map(([x]) => x);
  const ys = outer.map(([, y]) => y);
  if (lon + marginLon < Math.min(...xs) || lon - marginLon > Math.max(...xs)) return false;
  if (lat + marginLat < Math.min(...ys) || lat - marginLat > Math.max(...ys)) return false;
  const polygons = layer.polygonsOf(row);
  const lines = layer.linesOf(row);
  const isIn = (point: Point) => isInRing(outer, ...point) && !holes.some((hole) => isInRing(hole, ...point));
  if (lines.length > 0) return outer.length > 2 && lines.some((line) => lineMeets(line, shape.rings, isIn));
  if (polygons.length === 0) return outer.length > 1 && isIn([lon, lat]);
  return polygons.some((polygon) => polygonMeets(polygon, outer, isIn));
}

/** A corner of either in the other, or edges that cross; a shape of one place meets what holds it. */
function polygonMeets(
  [ring, ...holes]: readonly (readonly Point[])[],
  outer: readonly Point[],
  isIn: (point: Point) => boolean,
): boolean {
  const holds = (point: Point) => isInRing(ring, ...point) && !holes.some((hole) => isInRing(hole, ...point));
  if (outer.some(holds)) return true;
  if (outer.length < 3) return false;
  return ring.some(isIn) || ring.some((a, i) => i > 0 && crossesRing(ring[i - 1], a, outer));
}

/** A place of the line in the shape, or a stretch that crosses an edge of it. */
const lineMeets = (
  line: readonly Point[],
  rings: readonly (readonly Point[])[],
  isIn: (point: Point) => boolean,
): boolean => line.some(isIn) || line.some((b, i) => i > 0 && rings.some((ring) => crossesRing(line[i - 1], b, ring)));

const crossesRing = (a: Point, b: Point, ring: readonly Point[]): boolean =>
  ring.some((c, i) => cross(a, b, c, ring[(i + 1) % ring.length]));

const sideOf = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const cross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  sideOf(a, b, c) * sideOf(a, b, d) <= 0 && sideOf(c, d, a) * sideOf(c, d, b) <= 0;

function featureOf(layer: FeatureLayer, row: number, crs: string, names: readonly string[]): object {
  const { of, digits } = FEATURE_CRS[crs];
  const place = (lonLat: Point) => of(lonLat).map((axis) => Number(axis.toFixed(digits)));
  const geometry = geoJsonGeometry(
    layer.polygonsOf(row).map((polygon) => polygon.map((ring) => ring.map(place))),
    layer.linesOf(row).map((line) => line.map(place)),
    place(layer.lonLatOf(layer.placeOf(row).at)),
  );
  const values = names.filter((name) => name !== 'id').map((name) => [name, layer.value(name, row)] as const);
  return { type: 'Feature', id: layer.idOf(row), geometry, properties: Object.fromEntries(values) };
}
