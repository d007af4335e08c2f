import { SaxesParser } from 'saxes';
import { type LinearRgb, linearOf } from '../ifc/meshes.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { ReadError } from '../shared/problems.ts';
import type { ReadWatch } from '../shared/raw-features.ts';
import { xmlTextOf } from '../shared/xml-text.ts';
import { type GmlNode, POLYGONS } from './gml-node.ts';
import { ringsOf } from './gml-rings.ts';
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
  /** Textures and materials that are not read, by their kind. */
  paints: Map<string, number>;
  /** Colours of X3D materials by the ids of the surfaces that wear them: of several themes the first counts. */
  colours: Map<string, LinearRgb>;
  /** Lists of positions of two numbers, which stand at height 0. */
  flat: number;
  /** Units that the axes are labelled with, as `uomLabels` has them. */
  axisUnits: string | null;
  /** Rings with a curve that is neither line nor arc, taken by its vertices. */
  splines: number;
}

interface GmlOptions extends ReadWatch {
  encoding?: string | undefined;
  maxBytes?: number | undefined;
}

/** An X3D material while it is read; its colour is X3D's own where it states none. */
interface Material {
  colour: readonly number[];
  targets: string[];
  isFront: boolean;
}

/** Tells what of a material is read. */
const OF_MATERIAL = new Set(['diffuseColor', 'target', 'isFront', 'transparency']);
const X3D_DIFFUSE = [0.8, 0.8, 0.8];

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
  /** Numbers of a position as the envelope of the city says. */
  #dimension: string | undefined;
  #material: Material | null = null;
  /** Text of the part of a material that is open; null outside of one. */
  #part: string | null = null;
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
      if (PAINTS.has(name)) this.#count(name);
      if (name === 'X3DMaterial') this.#material = { colour: X3D_DIFFUSE, targets: [], isFront: true };
      if (this.#material && OF_MATERIAL.has(name)) this.#part = '';
      return;
    }
    if (APPEARANCE.has(name)) {
      this.#skipDepth = this.#depth;
      return;
    }
    this.#srsName(attributes.srsName);
    this.#head.axisUnits ??= attributes.uomLabels ?? null;
    if (this.#memberDepth === 0) {
      this.#dimension ??= attributes.srsDimension;
      if (this.#depth === 2 && MEMBERS.has(name)) this.#memberDepth = this.#depth;
      return;
    }
    if (++this.#nodes > MAX_MEMBER_NODES)
      throw new ReadError(
        cityGmlMessage('large-object', { file: this.#file, line: this.#parser.line, most: MAX_MEMBER_NODES }),
      );
    const own = name === 'posList' || name === 'pos' ? this.#positions(attributes) : attributes;
    this.#stack.push({ name, attributes: own, children: [], text: '', rings: null, line: this.#parser.line });
  }

  /** A list of positions with what is stated around it of their numbers. */
  #positions(attributes: Record<string, string>): Record<string, string> {
    const around = this.#stack.findLast((node) => node.attributes.srsDimension !== undefined);
    const stated = attributes.srsDimension ?? around?.attributes.srsDimension ?? this.#dimension;
    if (stated !== '2') return attributes;
    this.#head.flat++;
    return { ...attributes, srsDimension: stated };
  }

  #close(name: string): void {
    const depth = this.#depth--;
    if (this.#skipDepth > 0) {
      this.#closePaint(name);
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
    const { rings, unread } = ringsOf(node);
    if (unread !== null) this.#head.splines++;
    node.rings = rings;
    node.children = [];
  }

  #count(paint: string): void {
    this.#head.paints.set(paint, (this.#head.paints.get(paint) ?? 0) + 1);
  }

  #closePaint(name: string): void {
    const material = this.#material;
    if (!material) return;
    if (this.#part !== null && OF_MATERIAL.has(name)) {
      this.#take(material, name, this.#part.trim());
      this.#part = null;
    }
    if (name !== 'X3DMaterial') return;
    this.#material = null;
    const [red, green, blue] = material.colour;
    const rgb: LinearRgb = [linearOf(red), linearOf(green), linearOf(blue)];
    if (material.isFront)
      for (const id of material.targets) if (!this.#head.colours.has(id)) this.#head.colours.set(id, rgb);
  }

  #take(material: Material, name: string, text: string): void {
    if (name === 'target') material.targets.push(text.replace(/^.*#/, ''));
    else if (name === 'isFront') material.isFront = text !== 'false' && text !== '0';
    else if (name === 'transparency') {
      if (Number(text) > 0) this.#count('transparency');
    } else {
      const parts = text.split(/\s+/).map(Number);
      if (parts.length === 3 && parts.every(Number.isFinite)) material.colour = parts;
    }
  }

  #text(text: string): void {
    if (this.#part !== null) this.#part += text;
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
