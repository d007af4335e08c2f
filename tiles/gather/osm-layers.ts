import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Box, isInBox } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { LAYER_READERS, selectReader } from '../../readers/listed-readers.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import { nodeFileSource } from '../read/node-file.ts';
import { lineInBox, ringInBox } from './box.ts';
import { seaOf } from './sea.ts';
import { LAYERS, NAME_TAGS, NAMED_POINTS, SEA, type TownLayer, TRACKS } from './town-layers.ts';

type Tags = Record<string, string>;

/** What became of the objects of OpenStreetMap, layer by layer. */
export interface LaidLayer {
  layer: TownLayer;
  /** A GeoJSON file below the folder. */
  file: string;
  count: number;
  /** The properties that any of its features has. */
  properties: ReadonlySet<string>;
}

interface OsmFeature {
  id: string;
  tags: Tags;
  /** Part → ring or line → place. */
  parts: Point[][][];
}

/**
 * Cuts the objects of OpenStreetMap files to a box and sorts them into the layers of a town, each a GeoJSON file that a person can open and
 * change. What two files have both is taken once. A building is in or out by its first corner, never cut in two.
 */
export async function layOsm(
  sources: readonly string[],
  box: Box,
  folder: string,
  onProgress: (layer: string) => void = () => undefined,
): Promise<{ laid: LaidLayer[]; names: string | null; tracks: string | null; problems: Problems }> {
  const problems = new Problems();
  const laid: LaidLayer[] = [];
  await mkdir(join(folder, 'layers'), { recursive: true });
  for (const layer of LAYERS) {
    onProgress(layer.id);
    const file = `layers/${layer.id}.geojson`;
    const { count, properties } = await layOne(layer, sources, box, join(folder, file), problems);
    if (count > 0) laid.push({ layer, file, count, properties });
  }
  const sea = await laySea(sources, box, folder, problems);
  if (sea) laid.push(sea);
  const tracks = await layOne(TRACKS, sources, box, join(folder, TRACKS_FILE), problems);
  const names = await layNames(sources, box, folder, problems);
  return { laid, names, tracks: tracks.count > 0 ? TRACKS_FILE : null, problems };
}

/** The sea of the box, where its coast tells on which side of it the water is. */
async function laySea(
  sources: readonly string[],
  box: Box,
  folder: string,
  problems: Problems,
): Promise<LaidLayer | null> {
  const seen = new Set<string>();
  const coasts: Point[][] = [];
  for (const source of sources)
    for (const tag of SEA.keys)
      for (const { id, parts } of await featuresOf(source, { geometry: 'line', tags: [] }, tag, problems)) {
        if (seen.has(id)) continue;
        seen.add(id);
        coasts.push(...parts.flat());
      }
  const { polygons, ledOn, openEnds } = seaOf(coasts, box);
  if (ledOn > 0)
    problems.report(
      'coast-led-on',
      () => `${sources[0]}: ${ledOn} ends of the coast lie in the box, led on straight to its edge`,
    );
  if (openEnds > 0)
    problems.report(
      'coast-open',
      () => `${sources[0]}: expected a coast from edge to edge of the box, got ${openEnds} ends`,
    );
  if (polygons.length === 0) return null;
  const file = `layers/${SEA.id}.geojson`;
  const lines = polygons.map((rings, i) =>
    JSON.stringify({
      type: 'Feature',
      properties: { id: `sea-${i + 1}` },
      geometry: { type: 'Polygon', coordinates: polygon(rings) },
    }),
  );
  await writeFile(join(folder, file), `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`);
  return { layer: SEA, file, count: polygons.length, properties: new Set(['id']) };
}

const TRACKS_FILE = 'layers/tracks.geojson';
const NAMES_FILE = 'layers/names.geojson';

/** Names of places and stations, for the map: null where the box has none. */
async function layNames(
  sources: readonly string[],
  box: Box,
  folder: string,
  problems: Problems,
): Promise<string | null> {
  const seen = new Set<string>();
  const features: GeoJsonFeature[] = [];
  for (const source of sources)
    for (const { kind, key, values } of NAMED_POINTS)
      for (const { id, tags, parts } of await featuresOf(source, NAME_POINT, { key, values }, problems)) {
        const at = parts[0]?.[0]?.[0];
        if (seen.has(id) || !tags.name || !at || !isInBox(at, box)) continue;
        seen.add(id);
        const names = Object.fromEntries(NAME_TAGS.flatMap(([tag, as = tag]) => (tags[tag] ? [[as, tags[tag]]] : [])));
        features.push({
          type: 'Feature',
          properties: { id, kind, ...names },
          geometry: { type: 'Point', coordinates: rounded(at) },
        });
      }
  if (features.length === 0) return null;
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  await writeFile(join(folder, NAMES_FILE), `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`);
  return NAMES_FILE;
}

const NAME_POINT = { geometry: 'point', tags: NAME_TAGS } as const;

async function layOne(
  layer: TownLayer,
  sources: readonly string[],
  box: Box,
  path: string,
  problems: Problems,
): Promise<{ count: number; properties: Set<string> }> {
  const properties = new Set<string>();
  const seen = new Set<string>();
  const out = createWriteStream(path);
  let count = 0;
  out.write('{"type":"FeatureCollection","features":[');
  for (const source of sources)
    for (const { key, values } of layer.keys)
      for (const feature of await featuresOf(source, layer, { key, values }, problems)) {
        if (seen.has(feature.id)) continue;
        seen.add(feature.id);
        if (layer.leavesOut?.(feature.tags)) continue;
        for (const json of cut(feature, layer, box)) {
          for (const name of Object.keys(json.properties)) properties.add(name);
          const text = `${count++ === 0 ? '' : ','}\n${JSON.stringify(json)}`;
          if (!out.write(text)) await once(out, 'drain');
        }
      }
  out.end('\n]}\n');
  await finished(out);
  return { count, properties };
}

async function featuresOf(
  path: string,
  { geometry, tags }: Pick<TownLayer, 'geometry' | 'tags'>,
  { key, values }: { key: string; values?: readonly string[] | undefined },
  problems: Problems,
): Promise<OsmFeature[]> {
  const source = nodeFileSource(path);
  const reader = await selectReader(source, LAYER_READERS);
  if (!reader || !OSM_READERS.has(reader.id))
    throw new ReadError(bakeMessage('osm-file', { file: source.name, got: reader?.name ?? '?' }));
  const names = [...new Set([...tags.map(([name]) => name), key])];
  const read = await reader.read(source, { geometry, tag: { key, values }, properties: { names } }, problems);
  return read.gives === 'features' ? objectsOf(read.raw) : [];
}

const OSM_READERS = new Set(['osm-pbf', 'osm-xml', 'overpass']);

function objectsOf({ count, featurePart, partRing, ringVertex, xy, fields }: RawFeatures): OsmFeature[] {
  const features = Array.from({ length: count }, (_, row): OsmFeature => {
    const parts: Point[][][] = [];
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const rings: Point[][] = [];
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
        const places: Point[] = [];
        for (let at = ringVertex[ring]; at < ringVertex[ring + 1]; at++) places.push([xy[2 * at], xy[2 * at + 1]]);
        rings.push(places);
      }
      parts.push(rings);
    }
    return { id: '', tags: {}, parts };
  });
  for (const [i, field] of fields.entries()) {
    const put = (row: number, value: string) => {
      if (i === 0) features[row].id = value;
      else features[row].tags[field.name] = value;
    };
    field.each((row, value) => put(row, String(value)), put);
  }
  return features;
}

interface GeoJsonFeature {
  type: 'Feature';
  properties: Record<string, string>;
  geometry: { type: string; coordinates: unknown };
}

function cut({ id, tags, parts }: OsmFeature, layer: TownLayer, box: Box): GeoJsonFeature[] {
  const properties = Object.fromEntries(
    layer.tags.flatMap(([name, as = name]) => (tags[name] === undefined ? [] : [[as, tags[name]] as const])),
  );
  const feature = (n: number, type: string, coordinates: unknown): GeoJsonFeature => ({
    type: 'Feature',
    properties: { id: n === 0 ? id : `${id}~${n + 1}`, ...properties },
    geometry: { type, coordinates },
  });
  if (layer.geometry === 'point') {
    const [at] = parts[0]?.[0] ?? [];
    return at && isInBox(at, box) ? [feature(0, 'Point', rounded(at))] : [];
  }
  if (layer.geometry === 'line')
    return parts
      .flatMap((rings) => rings.flatMap((line) => lineInBox(line, box)))
      .map((line, n) => feature(n, 'LineString', line.map(rounded)));
  if (layer.isWhole)
    return isInBox(parts[0]?.[0]?.[0] ?? [Number.NaN, Number.NaN], box)
      ? [feature(0, 'MultiPolygon', parts.map(polygon))]
      : [];
  const inside = parts.flatMap((rings) => {
    const [outer, ...holes] = rings.map((ring) => ringInBox(ring, box));
    return outer && outer.length > 0 ? [[outer, ...holes.filter(({ length }) => length > 0)]] : [];
  });
  return inside.length === 0 ? [] : [feature(0, 'MultiPolygon', inside.map(polygon))];
}

/** The outer ring anticlockwise, holes clockwise (RFC 7946). */
const polygon = (rings: readonly (readonly (readonly [number, number])[])[]): Point[][] =>
  rings.map((ring, i) => closed(ring, i === 0));

const closed = (ring: readonly (readonly [number, number])[], isOuter: boolean): Point[] => {
  const places = ring.map(rounded);
  let twiceArea = 0;
  for (let i = 1; i < places.length; i++)
    twiceArea += places[i - 1][0] * places[i][1] - places[i][0] * places[i - 1][1];
  return twiceArea > 0 === isOuter ? places : places.reverse();
};

/** A centimetre, as OpenStreetMap keeps its places. */
const rounded = ([x, y]: readonly [number, number]): Point => [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
