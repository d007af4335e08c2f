import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { systemOf } from '../citygml/crs-name.ts';
import { attributeOf, type GmlNode, POLYGONS } from '../citygml/gml-node.ts';
import { dimensionOf, GmlPositions } from '../citygml/gml-positions.ts';
import { ringsOf } from '../citygml/gml-rings.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { GeometryType, RawFeatures } from '../shared/raw-features.ts';
import { xmlText } from '../shared/xml-tree.ts';
import { XPLAN_TYPE } from './xplan-type.ts';

interface XPlanWish extends FeatureOptions {
  encoding?: string | undefined;
}

/** A plan of a town is some megabytes; a tree of one object at a time is kept. */
const MAX_XPLAN_BYTES = 200 << 20;
const MAX_XPLAN_DEPTH = 100;
/** Elements whose child is one object each. */
const MEMBERS: ReadonlySet<string> = new Set(['featureMember', 'member']);
/** Where an object's areas stand, by its version and kind. */
const PLACES: ReadonlySet<string> = new Set(['position', 'raeumlicherGeltungsbereich', 'geltungsbereich']);

/**
 * Areas, lines or points of an XPlanGML file, whichever the layer is made of: an object each, with the plain words below it as its
 * properties. Objects of the other two and those without a place (texts, references) are counted by kind and are no fault. Coordinates as
 * they stand, easting before northing, as offices write them whatever the system's own order is.
 */
export async function readXPlan(source: ByteSource, wish: XPlanWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const text = xmlText(await source.whole(MAX_XPLAN_BYTES), wish.encoding, file, problems);
  const builder = new FeatureBuilder(file, wish, problems);
  let crs: string | null = null;
  eachObject(text, file, (object, srsName) => {
    crs ??= srsName === null ? null : systemOf(srsName);
    const shapes = object.children.filter(({ name }) => PLACES.has(name)).flatMap(shapesIn);
    const wanted = shapes.filter(({ geometry }) => geometry === wish.geometry);
    if (wanted.length > 0) builder.feature(object.line, () => gather(builder, object, wanted));
    else reportPassed(object, shapes[0]?.geometry, file, problems);
  });
  return builder.finish(crs);
}

function reportPassed(object: GmlNode, geometry: GeometryType | undefined, file: string, problems: Problems): void {
  const code = geometry === undefined ? 'no-place' : (`passed-${geometry}` as const);
  problems.report(code, () => `${file}:${object.line}: ${object.name}: ${PASSED[code]}`);
}

const PASSED = {
  'no-place': 'it has no place on the plan; passed over',
  'passed-polygon': 'expected another geometry, got an area; areas make a layer of their own (--kind area)',
  'passed-line': 'expected another geometry, got a line; lines make a layer of their own (--kind area --geometry line)',
  'passed-point': 'expected another geometry, got a point; points make a layer of their own (--kind point)',
};

/** Objects one after the other; of their elements nothing is kept. */
function eachObject(text: string, file: string, use: (object: GmlNode, srsName: string | null) => void): void {
  const parser = new SaxesParser();
  const open: GmlNode[] = [];
  let depth = 0;
  let isMember = false;
  let srsName: string | null = null;
  const fail = (reason: string): never => {
    throw new ReadError(readerMessage('xml', { file, line: parser.line, reason }));
  };
  parser.on('error', ({ message }) => fail(message.replace(/^\d+:\d+: /, '')));
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (++depth > MAX_XPLAN_DEPTH) fail(`elements more than ${MAX_XPLAN_DEPTH} deep`);
    const plain = name.replace(/^.*:/, '');
    // Plans are drawn in two dimensions: a list around which nothing says otherwise has two.
    const isFlat = plain === 'posList' && ![...open, { attributes }].some(hasDimension);
    const node: GmlNode = {
      name: plain,
      attributes: isFlat ? { ...attributes, srsDimension: '2' } : attributes,
      children: [],
      text: '',
      rings: null,
      line: parser.line,
    };
    srsName ??= attributeOf(node, 'srsName') ?? null;
    if (open.length > 0) open[open.length - 1].children.push(node);
    if (open.length > 0 || isMember) open.push(node);
    isMember = open.length === 0 && MEMBERS.has(node.name);
  });
  parser.on('text', (more) => {
    if (open.length > 0) open[open.length - 1].text += more;
  });
  parser.on('closetag', () => {
    depth--;
    const done = open.pop();
    if (!done) isMember = false;
    else if (open.length === 0) {
      use(done, srsName);
      isMember = true;
    }
  });
  parser.write(text).close();
}

const hasDimension = ({ attributes }: Pick<GmlNode, 'attributes'>): boolean => 'srsDimension' in attributes;

interface Shape {
  geometry: GeometryType;
  node: GmlNode;
}

const LINES: ReadonlySet<string> = new Set(['LineString', 'Curve', 'CompositeCurve', 'OrientableCurve']);

function geometryOf({ name }: GmlNode): GeometryType | null {
  if (POLYGONS.has(name)) return 'polygon';
  if (LINES.has(name)) return 'line';
  return name === 'Point' ? 'point' : null;
}

/** The areas, lines and points of a place of one, of several, or of patches and segments. */
function shapesIn(node: GmlNode): Shape[] {
  const geometry = geometryOf(node);
  return geometry === null ? node.children.flatMap(shapesIn) : [{ geometry, node }];
}

function gather(builder: FeatureBuilder, object: GmlNode, shapes: readonly Shape[]): void {
  const id = attributeOf(object, 'id');
  if (id !== undefined) builder.id(id);
  builder.value(XPLAN_TYPE, object.name);
  for (const { geometry, node } of shapes)
    if (geometry === 'polygon') addPolygon(builder, node, object);
    else addPositions(builder, node, geometry, object);
  // Several points are one ring of as many vertices.
  if (builder.wish.geometry === 'point') builder.endRing();
  builder.endPart();
  for (const child of object.children) {
    if (PLACES.has(child.name) || child.children.length > 0) continue;
    const words = child.text.trim();
    const number = Number(words);
    // A code is a word, whatever it is written with: 1000 is no quantity; a number with a unit or a fraction is.
    const isNumber = words !== '' && Number.isFinite(number) && (words.includes('.') || 'uom' in child.attributes);
    builder.value(child.name, isNumber ? number : words);
  }
}

function addPolygon(builder: FeatureBuilder, polygon: GmlNode, object: GmlNode): void {
  const { rings, unread } = ringsOf(polygon);
  if (unread !== null) reportUnread(builder, unread, object);
  for (const ring of rings) {
    add(builder, ring);
    // Polygons of a feature close their rings.
    if (ring.length > 0) builder.position(ring[0], ring[1], ring[2]);
    builder.endRing();
  }
  builder.endPart();
}

function addPositions(builder: FeatureBuilder, node: GmlNode, geometry: GeometryType, object: GmlNode): void {
  const positions = new GmlPositions();
  add(builder, positions.below(node, dimensionOf(node)));
  if (positions.unread !== null) reportUnread(builder, positions.unread, object);
  if (geometry === 'line') builder.endRing();
}

function reportUnread({ problems, file }: FeatureBuilder, curve: string, { line }: GmlNode): void {
  problems.report(
    'curve-straight',
    () => `${file}:${line}: expected lines and arcs, got a ${curve}; its points are joined`,
  );
}

function add(builder: FeatureBuilder, values: ArrayLike<number>): void {
  for (let i = 0; i + 2 < values.length; i += 3) {
    if (!Number.isFinite(values[i]) || !Number.isFinite(values[i + 1]))
      throw new FeatureFault('coordinates', 'coordinates: expected numbers, got other words');
    builder.position(values[i], values[i + 1], values[i + 2]);
  }
}
