import { jsonFault } from '../../model/text/json-fault.ts';
import { jsonText } from '../../model/text/json-text.ts';
import { NOTHING } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { MAX_DEPTH } from '../geojson/json-scanner.ts';
import { LINE_FEED, OPEN_BRACE } from '../shared/ascii.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText, isUtf8 } from '../shared/encoding.ts';
import { isObject, type Json } from '../shared/json.ts';
import { Problems, quote, ReadError } from '../shared/problems.ts';
import { asciiOf, textOf, utf8Of } from '../shared/utf8.ts';
import { cityJsonMessage } from './messages.ts';

/** Largest file in one JSON text: V8's strings end at 2^29 − 24 characters. Larger cities come as CityJSONSeq, a line a feature. */
const MAX_TEXT_BYTES = 500_000_000;

/** CityJSON 1.0 to 2.0 or CityJSONSeq, its head read and its objects still to come, a part at a time. */
export interface CityJsonDocument {
  file: string;
  version: string;
  /** metadata.referenceSystem; null where the file names none. */
  referenceSystem: string | null;
  /** The whole file, or each line of a sequence; parsed when it is its turn, so that a sequence is never held as objects. */
  parts(): Iterable<CityJsonPart>;
}

/** Objects with the vertices that they index. */
export interface CityJsonPart {
  /** Line in the file, for messages. */
  line: number;
  objects: ReadonlyMap<string, CityObject>;
  /** Easting and northing by turns, in the file's system, and the heights beside them. */
  xy: Float64Array;
  zM: Float64Array;
}

/** A city object with what both uses of the format need, its types checked. */
export interface CityObject {
  id: string;
  type: string;
  attributes: Json | null;
  parents: readonly string[];
  children: readonly string[];
  /** Its highest level of detail and the geometries of it; −1 and none where it has no geometry. */
  lod: number;
  geometries: readonly Json[];
}

/** Nesting of `boundaries` from its top to the surfaces. */
const SURFACE_DEPTH: Readonly<Record<string, number>> = {
  MultiSurface: 0,
  CompositeSurface: 0,
  Solid: 1,
  MultiSolid: 2,
  CompositeSolid: 2,
};

interface OpenOptions {
  maxBytes?: number | undefined;
  /** Encoding of the text, where a person named it. */
  encoding?: string | undefined;
  /** Hear what had to be recognised. */
  problems?: Problems;
}

/**
 * Opens a file: `JSON.parse` is used, because LoD2 is a tenth of the vertices of footprints a byte, and nested indices that come before the
 * vertices they mean do not stream (14,000 objects a CPU-second parsed and cut). Textures, appearances and templates are not read.
 */
export async function openCityJson(
  source: ByteSource,
  { maxBytes, encoding, problems = new Problems() }: OpenOptions = {},
): Promise<CityJsonDocument> {
  const file = source.name;
  const raw = await source.whole(maxBytes);
  const isPlain = encoding === undefined && isUtf8(raw);
  const bytes = isPlain ? raw : utf8Of(decodedText(raw, encoding, file, problems));
  if (bytes.length === 0) throw new ReadError(cityJsonMessage('empty', { file }));
  const isSequence = isCityJsonSequence(bytes);
  if (!isSequence && bytes.length > MAX_TEXT_BYTES)
    throw new ReadError(cityJsonMessage('large', { file, most: MAX_TEXT_BYTES, got: bytes.length }));
  const head = parseJson(isSequence ? lineAt(bytes, 0) : bytes, file, 1);
  if (head.type !== 'CityJSON') throw new ReadError(cityJsonMessage('type', { file, got: quotedValue(head.type) }));
  const { version } = head;
  if (typeof version !== 'string' || !/^(1\.[01]|2\.0)/.test(version))
    throw new ReadError(cityJsonMessage('version', { file, got: JSON.stringify(version) ?? NOTHING }));
  const metadata = isObject(head.metadata) ? head.metadata : {};
  const { referenceSystem } = metadata;
  return {
    file,
    version,
    referenceSystem: typeof referenceSystem === 'string' && referenceSystem !== '' ? referenceSystem : null,
    *parts() {
      const frame = transformOf(head.transform, file);
      if (!isSequence) {
        yield partOf(head, frame, file, 1);
        return;
      }
      for (let at = 0, line = 1; at < bytes.length; line++) {
        const text = lineAt(bytes, at);
        at += text.length + 1;
        if (text.length > 1) yield partOf(line === 1 ? head : parseJson(text, file, line), frame, file, line);
      }
    },
  };
}

/** Calls `take` with the rings of each surface of a geometry and the type that its semantics give it; false where it has no surfaces. */
export function eachSurface(
  { type, boundaries, semantics }: Json,
  vertexCount: number,
  where: string,
  take: (rings: readonly (readonly number[])[], surfaceType: string | null) => void,
): boolean {
  if (!Object.hasOwn(SURFACE_DEPTH, String(type))) return false;
  const meaning = isObject(semantics) ? semantics : null;
  const types = Array.isArray(meaning?.surfaces)
    ? meaning.surfaces.map((surface: unknown) => (isObject(surface) ? String(surface.type) : null))
    : [];
  const walk = (value: unknown, meant: unknown, depth: number): void => {
    for (const [i, inner] of listOf(value, { zh: '列表', en: 'an array' }, where).entries()) {
      const index: unknown = Array.isArray(meant) ? meant[i] : null;
      if (depth > 0) walk(inner, index, depth - 1);
      else take(ringsOf(inner, vertexCount, where), typeof index === 'number' ? (types[index] ?? null) : null);
    }
  };
  walk(boundaries, meaning?.values, SURFACE_DEPTH[String(type)]);
  return true;
}

function ringsOf(value: unknown, vertexCount: number, where: string): number[][] {
  return listOf(value, { zh: '由顶点序号组成的环', en: 'rings of vertex indices' }, where).map((ring) => {
    const indices = listOf(ring, { zh: '一个由顶点序号组成的环', en: 'a ring of vertex indices' }, where);
    for (const index of indices)
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= vertexCount)
        throw new ReadError(cityJsonMessage('vertex-index', { where, vertexCount, got: quotedValue(index) }));
    return indices as number[];
  });
}

function listOf(value: unknown, what: Text, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new ReadError(cityJsonMessage('boundaries-kind', { where, what, got: quotedValue(value) }));
}

/** A value of the file in a message. */
const quotedValue = (value: unknown): string => quote(jsonText(value));

const FEATURE_MARK = asciiOf('"CityJSONFeature"');

/** Several objects, one a line. */
function isCityJsonSequence(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(LINE_FEED);
  return end > 0 && bytes[end + 1] === OPEN_BRACE && indexOfBytes(bytes, FEATURE_MARK, end) > 0;
}

/** Where these bytes begin at or behind `from`, −1 where they do not come. */
function indexOfBytes(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(mark[0], from); at >= 0; at = bytes.indexOf(mark[0], at + 1))
    if (mark.every((byte, i) => bytes[at + i] === byte)) return at;
  return -1;
}

function lineAt(bytes: Uint8Array, at: number): Uint8Array {
  const end = bytes.indexOf(LINE_FEED, at);
  return bytes.subarray(at, end < 0 ? bytes.length : end);
}

function parseJson(bytes: Uint8Array, file: string, line: number): Json {
  let value: unknown;
  checkDepth(bytes, file);
  try {
    value = JSON.parse(textOf(bytes));
  } catch (error) {
    throw new ReadError(cityJsonMessage('json', { file, line, reason: jsonFault(error) }));
  }
  if (!isObject(value)) throw new ReadError(cityJsonMessage('line-object', { file, line }));
  return value;
}

/** `JSON.parse` itself survives deep nesting, walking the result does not. */
function checkDepth(bytes: Uint8Array, file: string): void {
  let depth = 0;
  let line = 1;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === 34) {
      for (i++; i < bytes.length && bytes[i] !== 34; i++) if (bytes[i] === 92) i++;
    } else if (c === 91 || c === 123) {
      if (++depth > MAX_DEPTH) throw new ReadError(cityJsonMessage('deep', { file, line, most: MAX_DEPTH }));
    } else if (c === 93 || c === 125) depth--;
    else if (c === 10) line++;
  }
}

interface Frame {
  scale: readonly [number, number, number];
  translate: readonly [number, number, number];
}

function transformOf(transform: unknown, file: string): Frame {
  if (!isObject(transform)) return { scale: [1, 1, 1], translate: [0, 0, 0] };
  const scale = tripleOf(transform.scale);
  const translate = tripleOf(transform.translate);
  if (scale && translate) return { scale, translate };
  throw new ReadError(cityJsonMessage('transform', { file, got: quotedValue(transform) }));
}

const tripleOf = (value: unknown): [number, number, number] | null =>
  Array.isArray(value) && value.length >= 3 && value.every((item) => Number.isFinite(item))
    ? [value[0], value[1], value[2]]
    : null;

function partOf(json: Json, frame: Frame, file: string, line: number): CityJsonPart {
  const { CityObjects, vertices } = json;
  if (!isObject(CityObjects)) throw new ReadError(cityJsonMessage('line-objects', { file, line }));
  const places = verticesOf(vertices, frame, `${file}:${line}`);
  const objects = new Map<string, CityObject>();
  for (const [id, object] of Object.entries(CityObjects)) {
    if (!isObject(object)) throw new ReadError(cityJsonMessage('object-kind', { file, id }));
    objects.set(id, objectOf(id, object));
  }
  return { line, objects, ...places };
}

function verticesOf(
  vertices: unknown,
  { scale, translate }: Frame,
  where: string,
): { xy: Float64Array; zM: Float64Array } {
  if (!Array.isArray(vertices)) throw new ReadError(cityJsonMessage('vertices-list', { where }));
  const count = vertices.length;
  const xy = new Float64Array(2 * count);
  const zM = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const vertex: unknown = vertices[i];
    if (
      !Array.isArray(vertex) ||
      vertex.length < 3 ||
      typeof vertex[0] !== 'number' ||
      typeof vertex[1] !== 'number' ||
      typeof vertex[2] !== 'number'
    )
      throw new ReadError(cityJsonMessage('vertex-numbers', { where, i, got: quotedValue(vertex) }));
    xy[2 * i] = vertex[0] * scale[0] + translate[0];
    xy[2 * i + 1] = vertex[1] * scale[1] + translate[1];
    zM[i] = vertex[2] * scale[2] + translate[2];
  }
  return { xy, zM };
}

function objectOf(id: string, object: Json): CityObject {
  const all = Array.isArray(object.geometry) ? object.geometry.filter(isObject) : [];
  const lod = all.reduce((highest, geometry) => Math.max(highest, lodOf(geometry)), -1);
  return {
    id,
    type: String(object.type),
    attributes: isObject(object.attributes) ? object.attributes : null,
    parents: Array.isArray(object.parents) ? object.parents.filter((parent) => typeof parent === 'string') : [],
    children: Array.isArray(object.children) ? object.children.map(String) : [],
    lod,
    geometries: all.filter((geometry) => lodOf(geometry) === lod),
  };
}

/** "2.2" and 2 alike; LoD 0, a footprint, where none can be read. */
const lodOf = ({ lod }: Json): number => Number.parseFloat(String(lod)) || 0;
