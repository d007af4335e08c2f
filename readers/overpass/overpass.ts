import * as v from 'valibot';
import { jsonFault } from '../../model/text/json-fault.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { type ByteSource, MAX_TEXT_BYTES } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { readerMessage } from '../shared/messages.ts';
import type { Member, OsmOptions } from '../shared/osm-model.ts';
import { OsmObjects } from '../shared/osm-objects.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';

const Place = v.nullable(v.object({ lat: v.number(), lon: v.number() }));
const Tags = v.optional(v.record(v.string(), v.string()), {});

const Element = v.variant('type', [
  v.object({ type: v.literal('node'), id: v.number(), lat: v.number(), lon: v.number(), tags: Tags }),
  v.object({
    type: v.literal('way'),
    id: v.number(),
    nodes: v.optional(v.array(v.number())),
    geometry: v.optional(v.array(Place)),
    tags: Tags,
  }),
  v.object({
    type: v.literal('relation'),
    id: v.number(),
    members: v.optional(
      v.array(v.object({ type: v.string(), ref: v.number(), role: v.string(), geometry: v.optional(v.array(Place)) })),
      [],
    ),
    tags: Tags,
  }),
]);

const Answer = v.object({ elements: v.array(v.unknown()), remark: v.optional(v.string()) });

/**
 * Buildings (or another key's objects) of an Overpass answer. A remark says that the server gave up on the way: it is reported, since the
 * answer looks whole. Elements of other types (areas, counts) are passed over.
 */
export async function readOverpass(source: ByteSource, wish: OsmOptions, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const answer = checked(
    Answer,
    jsonOf(decodedText(await source.whole(MAX_TEXT_BYTES), undefined, file, problems), file),
  );
  if (!answer.success) throw new ReadError(...faultMessages(answer.issues, file));
  const { elements, remark } = answer.output;
  if (remark)
    problems.report('overpass-remark', () => `${file}: expected a whole answer, got "${remark.slice(0, 300)}"`);
  const objects = new OsmObjects(file, wish);
  for (const [i, json] of elements.entries()) {
    const element = v.safeParse(Element, json);
    if (!element.success) {
      if (KNOWN.has(String((json as { type?: unknown } | null)?.type)))
        problems.report(
          'element-broken',
          () => `${file}#elements.${i}: expected a node, way or relation, got another shape`,
        );
      continue;
    }
    take(objects, element.output);
  }
  return objects.features(problems);
}

const KNOWN = new Set(['node', 'way', 'relation']);

function take(objects: OsmObjects, element: v.InferOutput<typeof Element>): void {
  if (element.type === 'node') objects.node(element.id, element.lon, element.lat, Object.entries(element.tags));
  else if (element.type === 'way') {
    const refs = refsOf(objects, element.nodes, element.geometry);
    objects.way(element.id, refs, Object.entries(element.tags));
  } else {
    for (const { type, ref, geometry } of element.members)
      if (type === 'way' && geometry && !objects.hasWay(ref))
        objects.way(ref, refsOf(objects, undefined, geometry), []);
    objects.relation(
      element.id,
      element.members.flatMap(({ type, ref, role }): Member[] =>
        type === 'node' || type === 'way' ? [{ type, ref, role }] : [],
      ),
      Object.entries(element.tags),
    );
  }
}

type Places = v.InferOutput<typeof Place>[];

/** Node numbers of a way: its own, placed by its geometry where it has one; else one for each place of the geometry. */
function refsOf(objects: OsmObjects, nodes: number[] | undefined, geometry: Places | undefined): number[] {
  if (!geometry) return nodes ?? [];
  const isNumbered = nodes?.length === geometry.length;
  return geometry.map((at, i) => {
    if (!at) return isNumbered ? nodes[i] : Number.NaN;
    const ref = isNumbered ? nodes[i] : objects.nodeAt(at.lon, at.lat);
    objects.node(ref, at.lon, at.lat);
    return ref;
  });
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ReadError(readerMessage('overpass-json', { file, reason: jsonFault(error) }));
  }
}
