import * as v from 'valibot';
import { jsonFault } from '../../model/text/json-fault.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { addGeometry, MAX_GEOMETRY_LEVELS } from '../shared/geometry-types.ts';
import { isObject } from '../shared/json.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';

interface TopoJsonWish extends FeatureOptions {
  table?: string | undefined;
  encoding?: string | undefined;
}

/** Its numbers take some eight times as much in memory. */
const MAX_TOPOJSON_BYTES = 50 << 20;

const Position = v.pipe(v.array(v.number()), v.minLength(2));
const Pair = v.tuple([v.number(), v.number()]);
const Topology = v.object({
  type: v.literal('Topology'),
  transform: v.optional(v.object({ scale: Pair, translate: Pair })),
  arcs: v.array(v.array(Position)),
  objects: v.record(v.string(), v.looseObject({ type: v.nullable(v.string()) })),
});
type Topology = v.InferOutput<typeof Topology>;

interface TopoGeometry {
  type?: unknown;
  id?: unknown;
  properties?: unknown;
  arcs?: unknown;
  coordinates?: unknown;
  geometries?: unknown;
}

/** Features of one object of a topology: each geometry of a collection is one. */
export async function readTopoJson(source: ByteSource, wish: TopoJsonWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const result = checked(
    Topology,
    jsonOf(decodedText(await source.whole(MAX_TOPOJSON_BYTES), wish.encoding, file, problems), file),
  );
  if (!result.success) throw new ReadError(...faultMessages(result.issues, file));
  const topology = result.output;
  const tables = Object.entries(topology.objects).map(([name, object]) => ({ name, object }));
  const { name, object } = tableOf(tables, wish.table, file);
  const arcs = topology.arcs.map((arc) => decodedArc(arc, topology.transform));
  const builder = new FeatureBuilder(`${file}/${name}`, wish, problems);
  const features: (TopoGeometry | null)[] =
    object.type === 'GeometryCollection' && Array.isArray(object.geometries) ? object.geometries : [object];
  for (const [i, feature] of features.entries())
    builder.feature(i + 1, () => {
      addGeometry(builder, geometryOf(feature, arcs, topology.transform, 0));
      if (feature?.id !== undefined && feature.id !== null) builder.id(String(feature.id));
      for (const [key, value] of Object.entries(feature?.properties ?? {})) builder.value(key, value);
    });
  return builder.finish(null);
}

/** Positions of an arc: steps from one to the next where the topology is quantised. */
function decodedArc(arc: readonly number[][], transform: Topology['transform']): number[][] {
  if (!transform) return arc as number[][];
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return placed([x, y], transform);
  });
}

const placed = ([x, y]: readonly number[], { scale, translate }: NonNullable<Topology['transform']>): number[] => [
  x * scale[0] + translate[0],
  y * scale[1] + translate[1],
];

interface Geometry {
  type?: unknown;
  coordinates?: unknown;
  geometries?: unknown;
}

function geometryOf(
  geometry: unknown,
  arcs: readonly number[][][],
  transform: Topology['transform'],
  level: number,
): Geometry | null {
  if (!isObject(geometry)) return null;
  const { type, arcs: parts, coordinates, geometries }: TopoGeometry = geometry;
  if (type === null || type === undefined) return null;
  if (type === 'GeometryCollection' && Array.isArray(geometries) && level < MAX_GEOMETRY_LEVELS)
    return { type, geometries: geometries.map((one: unknown) => geometryOf(one, arcs, transform, level + 1)) };
  const at = (position: unknown): unknown =>
    transform && Array.isArray(position) ? placed(position, transform) : position;
  if (type === 'Point') return { type, coordinates: at(coordinates) };
  if (type === 'MultiPoint') return { type, coordinates: listOf(coordinates).map(at) };
  if (type === 'LineString') return { type, coordinates: joined(parts, arcs) };
  if (type === 'MultiPolygon')
    return { type, coordinates: listOf(parts).map((polygon) => listOf(polygon).map((ring) => joined(ring, arcs))) };
  return { type, coordinates: listOf(parts).map((ring) => joined(ring, arcs)) };
}

/** Arcs end to end: a number below 0 is an arc that runs the other way, and each begins where the last one ended. */
function joined(numbers: unknown, arcs: readonly number[][][]): number[][] {
  const positions: number[][] = [];
  for (const number of listOf(numbers)) {
    const index = Number(number);
    const arc = arcs[index < 0 ? ~index : index];
    if (!arc)
      throw new FeatureFault(
        'geometry-broken',
        `arcs: expected one of ${arcs.length}, got ${String(number).slice(0, 20)}`,
      );
    const next = index < 0 ? arc.slice().reverse() : arc;
    for (let i = positions.length > 0 ? 1 : 0; i < next.length; i++) positions.push(next[i]);
  }
  return positions;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FeatureFault('coordinates-type', 'arcs: expected an array, got another value');
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ReadError(readerMessage('topojson', { file, reason: jsonFault(error) }));
  }
}
