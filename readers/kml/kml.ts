import { kmlGen } from '@tmcw/togeojson';
import type { Document, Element } from '@xmldom/xmldom';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { addGeometry } from '../shared/geometry-types.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { MAX_XML_BYTES, xmlTree } from '../shared/xml-tree.ts';
import { type ZipEntry, zipEntries } from '../shared/zip-entries.ts';
import { kmlMessage } from './messages.ts';

interface KmlWish extends FeatureOptions, ReadWatch {
  encoding?: string | undefined;
}

/** Files of an archive that links lead to. */
const MAX_LINKED = 200;
/** What a layer of features has no place for, by its element. */
const UNREAD = ['GroundOverlay', 'ScreenOverlay', 'PhotoOverlay', 'Model', 'Tour'];

/** Placemarks of a KML file, or of those of an archive that its document links to. */
export async function readKml(source: ByteSource, wish: KmlWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const bytes = await source.whole();
  const reading = new KmlReading(file, wish, problems);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) await reading.archive(await zipEntries(bytes, file));
  else await reading.takeFile(await source.whole(MAX_XML_BYTES), file, null);
  return reading.builder.finish('EPSG:4326');
}

class KmlReading {
  readonly builder: FeatureBuilder;
  readonly #file: string;
  readonly #wish: KmlWish;
  readonly #problems: Problems;
  readonly #read = new Set<string>();
  #number = 0;

  constructor(file: string, wish: KmlWish, problems: Problems) {
    this.#file = file;
    this.#wish = wish;
    this.#problems = problems;
    this.builder = new FeatureBuilder(file, wish, problems);
  }

  /** The first document at the top is the one to begin with (KML 2.3, 6.5). */
  async archive(entries: readonly ZipEntry[]): Promise<void> {
    const documents = entries.filter(({ name }) => /\.kml$/i.test(name));
    const first = documents.find(({ name }) => !name.includes('/')) ?? documents[0];
    if (!first) throw new ReadError(kmlMessage('no-kml', { file: this.#file }));
    await this.#entry(first, entries);
  }

  async #entry(entry: ZipEntry, entries: readonly ZipEntry[]): Promise<void> {
    if (this.#read.has(entry.name)) return;
    if (this.#read.size >= MAX_LINKED)
      throw new ReadError(kmlMessage('many-links', { file: this.#file, most: MAX_LINKED }));
    this.#read.add(entry.name);
    const place = `${this.#file}/${entry.name}`;
    if (entry.sizeBytes > MAX_XML_BYTES) {
      this.#problems.report(
        'kml-large',
        () => `${place}: expected at most ${MAX_XML_BYTES} bytes, got ${entry.sizeBytes}; passed over`,
      );
      return;
    }
    const links = await this.takeFile(await entry.bytes(), place, entry.name);
    for (const link of links) {
      const linked = entries.find(({ name }) => name === link);
      if (linked) await this.#entry(linked, entries);
      else
        this.#problems.report(
          'kml-link',
          () => `${place}: expected a link to a file of the archive, got ${link}; not followed`,
        );
    }
  }

  /** Takes the placemarks of a document; gives the paths in the archive that it links to. `path`: its own there. */
  async takeFile(bytes: Uint8Array, place: string, path: string | null): Promise<string[]> {
    this.#wish.signal?.throwIfAborted();
    const document = await xmlTree(bytes, this.#wish.encoding, place, this.#problems);
    closeTuples(document);
    const placemarks = elementsOf(document, 'Placemark');
    let nth = 0;
    for (const feature of kmlGen(document)) {
      // Overlays and links follow the placemarks.
      if (nth >= placemarks.length) break;
      const { geometry, properties, id } = feature;
      const placemark = placemarks[nth++];
      const height = heightOf(placemark);
      this.builder.feature(
        ++this.#number,
        () => {
          addGeometry(this.builder, geometry);
          if (id !== undefined) this.builder.id(String(id));
          for (const [name, value] of Object.entries({ ...height, ...properties }))
            if (name !== 'coordinateProperties') this.builder.value(name, plainValue(value));
        },
        true,
      );
    }
    this.#reportUnread(document, place);
    return this.#links(document, place, path);
  }

  #reportUnread(document: Document, place: string): void {
    for (const name of UNREAD) {
      const found = elementsOf(document, name).length + elementsOf(document, `gx:${name}`).length;
      if (found > 0)
        this.#problems.report(
          'kml-unread',
          () => `${place}: expected placemarks, got a ${name}, which is no feature; passed over`,
          found,
        );
    }
  }

  #links(document: Document, place: string, path: string | null): string[] {
    const links: string[] = [];
    for (const element of elementsOf(document, 'NetworkLink')) {
      const href = elementsOf(element, 'href')[0]?.textContent?.trim() ?? '';
      const inside = path === null ? null : resolved(href, path);
      if (inside !== null) links.push(inside);
      else
        this.#problems.report(
          'kml-link',
          () => `${place}: expected a link to a file of the archive, got ${href.slice(0, 120)}; not followed`,
        );
    }
    return links;
  }
}

/** Blanks behind the commas of positions, which no KML may have and some exports write, are taken out: they would end the position. */
function closeTuples(document: Document): void {
  for (const element of elementsOf(document, 'coordinates')) {
    const text = element.textContent ?? '';
    const closed = text.replace(/\s*,\s*/g, ',');
    if (closed !== text) element.textContent = closed;
  }
}

/** The path of a link in the archive, from the document that has it; null where it leads elsewhere. */
function resolved(href: string, from: string): string | null {
  if (href === '' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of href.replace(/[?#].*$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

const elementsOf = (node: Document | Element, name: string): Element[] => Array.from(node.getElementsByTagName(name));

/**
 * What `extrude` and `altitudeMode` make of the third coordinates: a body that is drawn down to the ground has its height above it, or the
 * elevation of its roof where heights are above the sea.
 */
function heightOf(placemark: Element): Record<string, string | number> {
  const mode = elementsOf(placemark, 'altitudeMode')[0]?.textContent?.trim();
  const extrude = elementsOf(placemark, 'extrude')[0]?.textContent?.trim();
  const facts: Record<string, string | number> = {};
  if (mode) facts.altitudeMode = mode;
  if (extrude !== '1') return facts;
  facts.extrude = 1;
  const zs = elementsOf(placemark, 'coordinates').flatMap(({ textContent }) =>
    (textContent ?? '')
      .trim()
      .split(/\s+/)
      .map((tuple) => Number(tuple.split(',')[2])),
  );
  const top = zs.reduce((most, z) => (z > most ? z : most), Number.NEGATIVE_INFINITY);
  if (Number.isFinite(top) && mode === 'relativeToGround') facts.height = top;
  if (Number.isFinite(top) && mode === 'absolute') facts.roofElevation = top;
  return facts;
}

/** A description in HTML comes as an object with its type. */
function plainValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'value' in value) return value.value;
  return value;
}
