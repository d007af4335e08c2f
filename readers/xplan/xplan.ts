import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { systemOf } from '../citygml/crs-name.ts';
import { attributeOf, type GmlNode, POLYGONS, ringsOf } from '../citygml/gml-node.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
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
 * Areas of an XPlanGML file, an object each, with the plain words below it as its properties. Objects without an area (texts, references,
 * lines, points) are counted. Coordinates as they stand, easting before northing, as offices write them whatever the system's own order
 * is; arcs are taken by their vertices, and said to be.
 */
export async function readXPlan(source: ByteSource, wish: XPlanWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const text = decodedText(await source.whole(MAX_XPLAN_BYTES), wish.encoding, file, problems);
  const builder = new FeatureBuilder(file, wish, problems);
  let crs: string | null = null;
  eachObject(text.replace(/^\ufeff/, ''), file, (object, srsName) => {
    crs ??= srsName === null ? null : systemOf(srsName);
    builder.feature(object.line, () => gather(builder, object), true);
  });
  return builder.finish(crs);
}

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
    const isFlat = plain === 'posList' && !('srsDimension' in attributes);
    const node: GmlNode = {
      name: plain,
      // Plans are drawn in two dimensions: a list that does not say so has two.
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

function gather(builder: FeatureBuilder, object: GmlNode): void {
  const id = attributeOf(object, 'id');
  if (id !== undefined) builder.id(id);
  builder.value(XPLAN_TYPE, object.name);
  let hasArc = false;
  for (const child of object.children) {
    if (PLACES.has(child.name)) {
      for (const polygon of polygonsIn(child)) hasArc = addPolygon(builder, polygon) || hasArc;
      continue;
    }
    if (child.children.length > 0) continue;
    const words = child.text.trim();
    const number = Number(words);
    // A code is a word, whatever it is written with: 1000 is no quantity; a number with a unit or a fraction is.
    const isNumber = words !== '' && Number.isFinite(number) && (words.includes('.') || 'uom' in child.attributes);
    builder.value(child.name, isNumber ? number : words);
  }
  if (hasArc)
    builder.problems.report(
      'arcs-as-vertices',
      () => `${builder.file}:${object.line}: an arc is taken by its vertices`,
    );
}

/** Returns the polygons of a surface of one polygon, several, or patches. */
function polygonsIn(node: GmlNode): GmlNode[] {
  if (POLYGONS.has(node.name)) return [node];
  return node.children.flatMap(polygonsIn);
}

function addPolygon(builder: FeatureBuilder, polygon: GmlNode): boolean {
  const { rings, hasArc } = ringsOf(polygon);
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 3) {
      if (!Number.isFinite(ring[i]) || !Number.isFinite(ring[i + 1]))
        throw new FeatureFault('coordinates', 'coordinates: expected numbers, got other words');
      builder.position(ring[i], ring[i + 1], ring[i + 2]);
    }
    // Polygons of a feature close their rings.
    if (ring.length > 0) builder.position(ring[0], ring[1], ring[2]);
    builder.endRing();
  }
  builder.endPart();
  return hasArc;
}
