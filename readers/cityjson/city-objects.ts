import { jsonFault } from '../../model/text/json-fault.ts';
import { jsonText } from '../../model/text/json-text.ts';
import { NOTHING } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { MAX_DEPTH } from '../geojson/json-scanner.ts';
import { type LinearRgb, linearOf } from '../ifc/meshes.ts';
import { LINE_FEED, OPEN_BRACE } from '../shared/ascii.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText, isUtf8 } from '../shared/encoding.ts';
import { Float64List } from '../shared/growable.ts';
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
  /** In the unit of the heights of the file's system. */
  z: Float64Array;
  /** Colours that geometries name by their place here; null where the file has none for it. */
  materials: readonly (LinearRgb | null)[];
  /** Units of attributes that state one, by name. */
  units?: ReadonlyMap<string, string>;
  /** Places on the ground that the file states: three numbers each. */
  ground?: Float64Array;
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

/** Bytes of UTF-8 without their mark. */
const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/**
 * Opens a file: `JSON.parse` is used, because LoD2 is a tenth of the vertices of footprints a byte, and nested indices that come before the
 * vertices they mean do not stream (14,000 objects a CPU-second parsed and cut). Textures are counted, not read.
 */
export async function openCityJson(
  source: ByteSource,
  { maxBytes, encoding, problems = new Problems() }: OpenOptions = {},
): Promise<CityJsonDocument> {
  const file = source.name;
  const raw = await source.whole(maxBytes);
  const isPlain = encoding === undefined && isUtf8(raw);
  const bytes = isPlain ? withoutMark(raw) : utf8Of(decodedText(raw, encoding, file, problems).replace(/^\ufeff/, ''));
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
      const templates = head['geometry-templates'];
      if (!isSequence) {
        reportTextures(head, file, 1, problems);
        yield partOf(head, frame, templates, file, 1);
        return;
      }
      for (let at = 0, line = 1; at < bytes.length; line++) {
        const text = lineAt(bytes, at);
        at += text.length + 1;
        if (text.length <= 1) continue;
        const json = line === 1 ? head : parseJson(text, file, line);
        reportTextures(json, file, line, problems);
        // A line of its own frame is no longer of the standard, but what it states holds for it.
        const own = json.transform === undefined ? frame : transformOf(json.transform, file);
        yield partOf(json, own, json['geometry-templates'] ?? templates, file, line);
      }
    },
  };
}

/** Tells what a geometry says of one of its surfaces: its type, and the place of its colour in `materials`. */
interface SurfaceMeaning {
  type: string | null;
  material: number | null;
}

/** Calls `take` with the rings of each surface of a geometry and what is said of it; false where it has no surfaces. */
export function eachSurface(
  { type, boundaries, semantics, material }: Json,
  vertexCount: number,
  where: string,
  take: (rings: readonly (readonly number[])[], meaning: SurfaceMeaning) => void,
): boolean {
  if (!Object.hasOwn(SURFACE_DEPTH, String(type))) return false;
  const meaning = isObject(semantics) ? semantics : null;
  const types = Array.isArray(meaning?.surfaces)
    ? meaning.surfaces.map((surface: unknown) => (isObject(surface) ? String(surface.type) : null))
    : [];
  const walk = (value: unknown, meant: unknown, painted: unknown, depth: number): void => {
    for (const [i, inner] of listOf(value, { zh: '列表', en: 'an array' }, where).entries()) {
      const index: unknown = Array.isArray(meant) ? meant[i] : null;
      // One index may stand for all surfaces below.
      const paint: unknown = Array.isArray(painted) ? painted[i] : painted;
      if (depth > 0) walk(inner, index, paint, depth - 1);
      else
        take(ringsOf(inner, vertexCount, where), {
          type: typeof index === 'number' ? (types[index] ?? null) : null,
          material: typeof paint === 'number' ? paint : null,
        });
    }
  };
  walk(boundaries, meaning?.values, paintOf(material), SURFACE_DEPTH[String(type)]);
  return true;
}

/** Indices of materials of the first theme, nested as the boundaries are or one for all. */
function paintOf(material: unknown): unknown {
  const [theme] = isObject(material) ? Object.values(material) : [];
  return isObject(theme) ? (theme.values ?? theme.value) : null;
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

function partOf(json: Json, frame: Frame, templates: unknown, file: string, line: number): CityJsonPart {
  const { CityObjects, vertices } = json;
  if (!isObject(CityObjects)) throw new ReadError(cityJsonMessage('line-objects', { file, line }));
  const places = new Vertices(vertices, frame, `${file}:${line}`);
  const objects = new Map<string, CityObject>();
  for (const [id, object] of Object.entries(CityObjects))
    objects.set(
      id,
      objectOf(id, isObject(object) ? object : {}, (geometry) => places.placed(geometry, templates)),
    );
  return { line, objects, xy: places.xy.view(), z: places.z.view(), materials: materialsOf(json) };
}

/** Colours of a document's materials, as tiles have them. */
function materialsOf({ appearance }: Json): (LinearRgb | null)[] {
  const materials = isObject(appearance) && Array.isArray(appearance.materials) ? appearance.materials : [];
  return materials.map((material: unknown): LinearRgb | null => {
    const colour = isObject(material) ? tripleOf(material.diffuseColor) : null;
    return colour && [linearOf(colour[0]), linearOf(colour[1]), linearOf(colour[2])];
  });
}

function reportTextures({ appearance }: Json, file: string, line: number, problems: Problems): void {
  const textures = isObject(appearance) && Array.isArray(appearance.textures) ? appearance.textures.length : 0;
  if (textures > 0)
    problems.report(
      'appearance',
      () => `${file}:${line}: appearance: expected materials alone, got textures too, which are not drawn`,
      textures,
    );
}

/** Vertices of a part, those of its templates behind them wherever one is placed. */
class Vertices {
  readonly xy: Float64List;
  readonly z: Float64List;

  constructor(vertices: unknown, { scale, translate }: Frame, where: string) {
    if (!Array.isArray(vertices)) throw new ReadError(cityJsonMessage('vertices-list', { where }));
    this.xy = new Float64List(2 * vertices.length);
    this.z = new Float64List(vertices.length);
    for (const vertex of vertices) {
      // One that is broken lies nowhere, and costs the objects that use it.
      const [x, y, z] = isVertex(vertex) ? vertex : NOWHERE;
      this.#push(x * scale[0] + translate[0], y * scale[1] + translate[1], z * scale[2] + translate[2]);
    }
  }

  /** A geometry of this part; of one that places a template the template's, turned and moved there. */
  placed(geometry: Json, templates: unknown): Json {
    const { type, template, boundaries, transformationMatrix: m } = geometry;
    if (type !== 'GeometryInstance' || !isObject(templates) || !Array.isArray(templates.templates)) return geometry;
    const shape: unknown = templates.templates[Number(template)];
    const corners: unknown = templates['vertices-templates'];
    const at: unknown = Array.isArray(boundaries) ? boundaries[0] : null;
    const isPlaced = typeof at === 'number' && Number.isInteger(at) && at >= 0 && at < this.z.length;
    if (!isObject(shape) || !Array.isArray(corners) || !isPlaced || !isMatrix(m)) return geometry;
    const foot = [this.xy.items[2 * at], this.xy.items[2 * at + 1], this.z.items[at]];
    const moved = new Map<unknown, number>();
    const indexOf = (index: unknown): number => {
      const known = moved.get(index);
      if (known !== undefined) return known;
      const corner: unknown = corners[Number(index)];
      const p = isVertex(corner) ? corner : NOWHERE;
      const [x, y, z] = [0, 4, 8].map((row) => m[row] * p[0] + m[row + 1] * p[1] + m[row + 2] * p[2] + m[row + 3]);
      this.#push(foot[0] + x, foot[1] + y, foot[2] + z);
      moved.set(index, this.z.length - 1);
      return this.z.length - 1;
    };
    const walk = (value: unknown): unknown => (Array.isArray(value) ? value.map(walk) : indexOf(value));
    return { ...shape, boundaries: walk(shape.boundaries) };
  }

  #push(x: number, y: number, z: number): void {
    this.xy.push(x);
    this.xy.push(y);
    this.z.push(z);
  }
}

const NOWHERE: readonly number[] = [Number.NaN, Number.NaN, Number.NaN];

const isVertex = (value: unknown): value is number[] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number' && typeof value[2] === 'number';

/** Sixteen numbers, row after row. */
const isMatrix = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length === 16 && value.every((item) => Number.isFinite(item));

function objectOf(id: string, object: Json, placed: (geometry: Json) => Json): CityObject {
  const all = Array.isArray(object.geometry) ? object.geometry.filter(isObject).map(placed) : [];
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
