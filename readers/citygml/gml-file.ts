import { SaxesParser } from 'saxes';
import type { ByteSource } from '../shared/byte-source.ts';
import { ReadError } from '../shared/problems.ts';
import type { ReadWatch } from '../shared/raw-features.ts';
import { xmlTextOf } from '../shared/xml-text.ts';
import { type GmlNode, POLYGONS, ringsOf } from './gml-node.ts';
import { cityGmlMessage } from './messages.ts';

/** Deeper than any schema of GML nests. */
const MAX_DEPTH = 200;
/** Elements of one city object, its polygons counted as one each: 1.5 GB. A relief of a square kilometre has a million triangles. */
const MAX_MEMBER_NODES = 4_000_000;

/** What holds city objects, below the root. */
const MEMBERS = new Set(['cityObjectMember', 'featureMember', 'featureMembers', 'member']);
/** Textures, materials and what they lie on. */
const APPEARANCE = new Set(['appearanceMember', 'appearance']);
const PAINTS = new Set([
  'ParameterizedTexture',
  'GeoreferencedTexture',
  'X3DMaterial',
  'SimpleTexture',
  'Material',
  'GeneratedTexture',
]);

/** What a pass over a file learns besides its objects. */
export interface GmlHead {
  /** As `1.0` to `3.0`, by the namespace; empty where it is not told. */
  version: string;
  /** The first `srsName` met, and one that differs from it. */
  srsName: string | null;
  otherSrsName: string | null;
  /** Textures and materials by their kind: they are not read. */
  paints: Map<string, number>;
  arcs: number;
}

interface GmlOptions extends ReadWatch {
  encoding?: string | undefined;
  maxBytes?: number | undefined;
}

/** The city objects of a CityGML file as trees of elements, each when its tag is closed, in one pass over the text. */
export async function* cityObjectsOf(
  source: ByteSource,
  head: GmlHead,
  options: GmlOptions = {},
): AsyncGenerator<GmlNode> {
  const trees = new TreeParser(source.name, head);
  for await (const text of xmlTextOf(source, options)) {
    trees.write(text);
    yield* trees.taken();
  }
  trees.close();
  yield* trees.taken();
}

class TreeParser {
  readonly #file: string;
  readonly #head: GmlHead;
  readonly #parser: SaxesParser<{ xmlns: false; fileName: string }>;
  /** Names of the open elements down to the one that holds city objects. */
  #depth = 0;
  #memberDepth = 0;
  #skipDepth = 0;
  readonly #stack: GmlNode[] = [];
  #nodes = 0;
  #done: GmlNode[] = [];

  constructor(file: string, head: GmlHead) {
    this.#file = file;
    this.#head = head;
    this.#parser = new SaxesParser({ xmlns: false, fileName: file });
    this.#parser.on('error', ({ message }) => this.#refuse(message.slice(0, 200)));
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(localOf(name), attributes));
    this.#parser.on('closetag', ({ name }) => this.#close(localOf(name)));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(): void {
    this.#parser.close();
  }

  taken(): GmlNode[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #refuse(reason: string): never {
    throw new ReadError(cityGmlMessage('xml', { file: this.#file, line: this.#parser.line, reason }));
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) this.#refuse(`nesting deeper than ${MAX_DEPTH}`);
    if (this.#depth === 1) this.#root(name, attributes);
    if (this.#skipDepth > 0) {
      if (PAINTS.has(name)) this.#head.paints.set(name, (this.#head.paints.get(name) ?? 0) + 1);
      return;
    }
    if (APPEARANCE.has(name)) {
      this.#skipDepth = this.#depth;
      return;
    }
    this.#srsName(attributes.srsName);
    if (this.#memberDepth === 0) {
      if (this.#depth === 2 && MEMBERS.has(name)) this.#memberDepth = this.#depth;
      return;
    }
    if (++this.#nodes > MAX_MEMBER_NODES)
      throw new ReadError(
        cityGmlMessage('large-object', { file: this.#file, line: this.#parser.line, most: MAX_MEMBER_NODES }),
      );
    this.#stack.push({ name, attributes, children: [], text: '', rings: null, line: this.#parser.line });
  }

  #close(name: string): void {
    const depth = this.#depth--;
    if (this.#skipDepth > 0) {
      if (depth === this.#skipDepth) this.#skipDepth = 0;
      return;
    }
    if (this.#memberDepth === 0) return;
    if (depth === this.#memberDepth) {
      this.#memberDepth = 0;
      return;
    }
    const node = this.#stack.pop();
    if (!node) return;
    if (POLYGONS.has(name)) this.#polygon(node);
    const above = this.#stack.at(-1);
    if (above) above.children.push(node);
    else {
      this.#done.push(node);
      this.#nodes = 0;
    }
  }

  #polygon(node: GmlNode): void {
    const { rings, hasArc } = ringsOf(node);
    if (hasArc) this.#head.arcs++;
    node.rings = rings;
    node.children = [];
  }

  #text(text: string): void {
    const node = this.#stack.at(-1);
    if (node && this.#skipDepth === 0) node.text += text;
  }

  #root(name: string, attributes: Record<string, string>): void {
    const spaces = Object.values(attributes).join(' ');
    this.#head.version = /opengis\.net\/citygml\/(?:\w+\/)?(\d\.\d)/.exec(spaces)?.[1] ?? '';
    if (name !== 'CityModel' && !spaces.includes('opengis.net/citygml'))
      throw new ReadError(cityGmlMessage('root', { file: this.#file, got: name }));
  }

  #srsName(name: string | undefined): void {
    if (!name) return;
    this.#head.srsName ??= name;
    if (name !== this.#head.srsName) this.#head.otherSrsName ??= name;
  }
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);
