import { SaxesParser } from 'saxes';
import { type ByteSource, MAX_WHOLE_BYTES } from '../shared/byte-source.ts';
import { readerMessage } from '../shared/messages.ts';
import type { Member, OsmOptions } from '../shared/osm-model.ts';
import { OsmObjects } from '../shared/osm-objects.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { xmlTextOf } from '../shared/xml-text.ts';

/** An object between its tags. */
interface Open {
  kind: 'node' | 'way' | 'relation';
  id: number;
  lonDeg: number;
  latDeg: number;
  refs: number[];
  members: Member[];
  tags: [string, string][];
}

/**
 * Buildings (or another key's objects) of OpenStreetMap's XML, in one pass over the text; deleted objects are passed over. Entities are
 * those of XML alone: a file that declares its own is refused.
 */
export async function readOsmXml(source: ByteSource, wish: OsmOptions, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const objects = new OsmObjects(file, wish);
  const parser = new SaxesParser<{ xmlns: false; fileName: string }>({ xmlns: false, fileName: file });
  let open: Open | null = null;
  parser.on('error', ({ message }) => {
    throw new ReadError(readerMessage('osm-xml', { file, line: parser.line, reason: message.slice(0, 200) }));
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (attributes.visible === 'false') return;
    if (name === 'node' || name === 'way' || name === 'relation')
      open = {
        kind: name,
        id: Number(attributes.id),
        lonDeg: Number(attributes.lon),
        latDeg: Number(attributes.lat),
        refs: [],
        members: [],
        tags: [],
      };
    else if (name === 'bounds')
      objects.bounds([
        Number(attributes.minlon),
        Number(attributes.minlat),
        Number(attributes.maxlon),
        Number(attributes.maxlat),
      ]);
    else if (!open) return;
    else if (name === 'nd') open.refs.push(Number(attributes.ref));
    else if (name === 'tag') open.tags.push([attributes.k ?? '', attributes.v ?? '']);
    else if (name === 'member') {
      const { type, ref, role = '' }: Record<string, string> = attributes;
      if (type === 'node' || type === 'way') open.members.push({ type, ref: Number(ref), role });
    }
  });
  parser.on('closetag', ({ name }) => {
    if (!open || name !== open.kind) return;
    if (open.kind === 'node') objects.node(open.id, open.lonDeg, open.latDeg, open.tags);
    else if (open.kind === 'way') objects.way(open.id, open.refs, open.tags);
    else objects.relation(open.id, open.members, open.tags);
    open = null;
  });
  for await (const text of xmlTextOf(source, { maxBytes: MAX_WHOLE_BYTES })) parser.write(text);
  parser.close();
  return objects.features(problems);
}
