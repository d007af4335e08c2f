import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Problem } from '../../model/city/features.ts';
import { polygonInBox } from '../../model/geo/plane/area-in-box.ts';
import { type Box, isInBox } from '../../model/geo/plane/box.ts';
import { lineInBox } from '../../model/geo/plane/box-edges.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { cutText, MAX_VALUE_BYTES } from '../../model/text/cut-text.ts';
import { LAYER_READERS, selectReader } from '../../readers/listed-readers.ts';
import { CUT_AT_EDGE, PART_OF } from '../../readers/shared/building-columns.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import { nodeFileSource } from '../read/node-file.ts';
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
  /** Tells what was wrong with its objects. */
  problems: Problem[];
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
): Promise<{ laid: LaidLayer[]; names: string | null; tracks: string | null; problems: Problem[] }> {
  const problems = new Problems();
  const laid: LaidLayer[] = [];
  const ofNone: Problem[] = [];
  await mkdir(join(folder, 'layers'), { recursive: true });
  for (const layer of LAYERS) {
    onProgress(layer.id);
    const file = `layers/${layer.id}.geojson`;
    const made = await layOne(layer, sources, box, join(folder, file));
    if (made.count > 0) laid.push({ layer, file, ...made });
    else ofNone.push(...made.problems);
  }
  const sea = await laySea(sources, box, folder, problems);
  if (sea) laid.push(sea);
  const tracks = await layOne(TRACKS, sources, box, join(folder, TRACKS_FILE));
  const names = await layNames(sources, box, folder, problems);
  // A layer that lost all its objects has no place of its own where it could say so.
  laid.at(0)?.problems.push(...ofNone);
  return {
    laid,
    names,
    tracks: tracks.count > 0 ? TRACKS_FILE : null,
    problems: [...problems.list(), ...tracks.problems],
  };
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
      for (const { id, parts } of await featuresOf(source, { geometry: 'line', tags: [] }, tag, problems, box)) {
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
  return { layer: SEA, file, count: polygons.length, properties: new Set(['id']), problems: [] };
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
      for (const { id, tags, parts } of await featuresOf(source, NAME_POINT, { key, values }, problems, box)) {
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
): Promise<Pick<LaidLayer, 'count' | 'properties' | 'problems'>> {
  const properties = new Set<string>();
  /** How often an object was met: an area that the edge of one file cuts goes on in the next. */
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  const out = createWriteStream(path);
  let count = 0;
  out.write('{"type":"FeatureCollection","features":[');
  for (const source of sources)
    for (const { key, values } of layer.keys) {
      const found = new Problems();
      const features = await featuresOf(source, layer, { key, values }, found, box);
      addProblems(problems, found.list());
      const homes = new Set(features.filter(({ parts }) => isBegunIn(parts, box)).map(({ id }) => id));
      for (const feature of features) {
        const times = seen.get(feature.id) ?? 0;
        if (times > 0 && !feature.tags[CUT_AT_EDGE]) continue;
        if (layer.leavesOut?.(feature.tags)) continue;
        const pieces = cut(feature, layer, box, homes, times);
        seen.set(feature.id, times + Math.max(1, pieces.length));
        for (const json of pieces) {
          for (const name of Object.keys(json.properties)) properties.add(name);
          const text = `${count++ === 0 ? '' : ','}\n${JSON.stringify(json)}`;
          if (!out.write(text)) await once(out, 'drain');
        }
      }
    }
  out.end('\n]}\n');
  await finished(out);
  return { count, properties, problems };
}

/** Adds what one file and key have to say: names of lost areas are told of all of them. */
function addProblems(all: Problem[], found: readonly Problem[]): void {
  for (const { code, count, example } of found) {
    const known = all.find((one) => one.code === code);
    if (!known) all.push({ code, count, example });
    else {
      known.count += count;
      if (NAMING.has(code)) known.example = cutText(`${example}; ${known.example}`, MAX_VALUE_BYTES);
    }
  }
}

/** Problems whose examples name every object. */
const NAMING = new Set(['area-cut', 'area-side']);

const isBegunIn = (parts: OsmFeature['parts'], box: Box): boolean =>
  isInBox(parts[0]?.[0]?.[0] ?? [Number.NaN, Number.NaN], box);

async function featuresOf(
  path: string,
  { geometry, tags }: Pick<TownLayer, 'geometry' | 'tags'>,
  { key, values }: { key: string; values?: readonly string[] | undefined },
  problems: Problems,
  box: Box,
): Promise<OsmFeature[]> {
  const source = nodeFileSource(path);
  const reader = await selectReader(source, LAYER_READERS);
  if (!reader || !OSM_READERS.has(reader.id))
    throw new ReadError(bakeMessage('osm-file', { file: source.name, got: reader?.name ?? '?' }));
  const names = [...new Set([...tags.map(([name]) => name), key, CUT_AT_EDGE])];
  const read = await reader.read(source, { geometry, tag: { key, values }, properties: { names }, box }, problems);
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

/** `homes`: ids of the objects that begin in the box; parts of a building go with it. `from`: pieces of the object that there are. */
function cut(
  { id, tags, parts }: OsmFeature,
  layer: TownLayer,
  box: Box,
  homes: ReadonlySet<string>,
  from: number,
): GeoJsonFeature[] {
  const properties = Object.fromEntries(
    layer.tags.flatMap(([name, as = name]) => (tags[name] === undefined ? [] : [[as, tags[name]] as const])),
  );
  const feature = (n: number, type: string, coordinates: unknown): GeoJsonFeature => ({
    type: 'Feature',
    properties: { id: from + n === 0 ? id : `${id}~${from + n + 1}`, ...properties },
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
  if (layer.isWhole) return homes.has(tags[PART_OF] ?? id) ? [feature(0, 'MultiPolygon', parts.map(polygon))] : [];
  const inside = parts.flatMap((rings) => polygonInBox(rings, box));
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
