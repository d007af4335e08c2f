import { SaxesParser } from 'saxes';
import type { Crs } from '../../model/geo/crs.ts';
import { isSameLength } from '../../model/geo/units.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { Float64List, Uint32List } from '../shared/growable.ts';
import { ReadError } from '../shared/problems.ts';
import type { ReadWatch } from '../shared/raw-features.ts';
import { xmlTextOf } from '../shared/xml-text.ts';
import { landXmlMessage } from './messages.ts';

/** An element with what is in it; the points and faces of surfaces are kept apart. */
export interface LandNode {
  name: string;
  attributes: Record<string, string>;
  children: LandNode[];
  text: string;
  line: number;
}

/** A surface of triangles: corners by their index, places as the file has them: north, east, up. */
export interface LandSurface {
  name: string;
  north: Float64List;
  east: Float64List;
  up: Float64List;
  corners: Uint32List;
}

export interface LandFile {
  file: string;
  root: LandNode;
  surfaces: LandSurface[];
  /** Metres of a unit of lengths; null where the file states none. */
  statedUnitM: number | null;
  /** Metres of a unit of lengths, of heights and of diameters; metres where the file states none. */
  unitM: number;
  heightUnitM: number;
  diameterUnitM: number;
  /** As `EPSG:25832`; null where the file does not say. */
  crs: string | null;
}

const MAX_DEPTH = 100;
/** Elements beside points and faces. */
const MAX_NODES = 2_000_000;
const UNIT_M: Readonly<Record<string, number>> = {
  millimeter: 0.001,
  centimeter: 0.01,
  meter: 1,
  kilometer: 1000,
  inch: 0.0254,
  foot: 0.3048,
  ussurveyfoot: 1200 / 3937,
  mile: 1609.344,
};

/** A LandXML file in one pass over its text. */
export async function landFileOf(
  source: ByteSource,
  options: ReadWatch & { encoding?: string | undefined },
): Promise<LandFile> {
  const parser = new LandParser(source.name);
  for await (const text of xmlTextOf(source, options)) parser.write(text);
  const { root, surfaces } = parser.close();
  const units = find(root, 'Units')?.children[0]?.attributes ?? {};
  const statedUnitM = UNIT_M[(units.linearUnit ?? '').toLowerCase()] ?? null;
  const unitM = statedUnitM ?? 1;
  const code = /^(?:EPSG:)?(\d{4,6})$/i.exec(find(root, 'CoordinateSystem')?.attributes.epsgCode?.trim() ?? '');
  return {
    file: source.name,
    root,
    surfaces,
    statedUnitM,
    unitM,
    heightUnitM: UNIT_M[(units.elevationUnit ?? '').toLowerCase()] ?? unitM,
    diameterUnitM: UNIT_M[(units.diameterUnit ?? '').toLowerCase()] ?? unitM,
    crs: code ? `EPSG:${code[1]}` : null,
  };
}

/** The first child of a name. */
export const find = ({ children }: LandNode, name: string): LandNode | undefined =>
  children.find((child) => child.name === name);

/** All elements of a name, however deep. */
export function* all(node: LandNode, name: string): Generator<LandNode> {
  for (const child of node.children) {
    if (child.name === name) yield child;
    yield* all(child, name);
  }
}

/** The numbers of a text or an attribute. */
function numbersOf(text: string, file: string, what: string): number[] {
  const numbers = text.trim().split(/\s+/).map(Number);
  if (!numbers.every(Number.isFinite) || text.trim() === '')
    throw new ReadError(landXmlMessage('numbers', { file, what, got: text.trim().slice(0, 40) }));
  return numbers;
}

class LandParser {
  readonly #file: string;
  readonly #parser: SaxesParser<{ xmlns: false; fileName: string }>;
  readonly #stack: LandNode[] = [];
  readonly #surfaces: LandSurface[] = [];
  #indexOf = new Map<string, number>();
  #root: LandNode | null = null;
  #nodes = 0;

  constructor(file: string) {
    this.#file = file;
    this.#parser = new SaxesParser({ xmlns: false, fileName: file });
    this.#parser.on('error', ({ message }) => this.#refuse(message.replace(/^\d+:\d+: /, '').slice(0, 200)));
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name.replace(/^.*:/, ''), attributes));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#text(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(): { root: LandNode; surfaces: LandSurface[] } {
    this.#parser.close();
    if (this.#root?.name !== 'LandXML') this.#refuse(this.#root?.name ?? '');
    return { root: this.#root, surfaces: this.#surfaces };
  }

  #refuse(reason: string): never {
    throw new ReadError(landXmlMessage('xml', { file: this.#file, line: this.#parser.line, reason }));
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (this.#stack.length > MAX_DEPTH) this.#refuse(`elements more than ${MAX_DEPTH} deep`);
    const node: LandNode = { name, attributes, children: [], text: '', line: this.#parser.line };
    const parent = this.#stack.at(-1);
    this.#stack.push(node);
    if (name === 'Surface' && parent?.name === 'Surfaces') this.#openSurface(attributes.name ?? '');
    if ((name === 'P' || name === 'F') && this.#surfaces.length > 0) return;
    if (++this.#nodes > MAX_NODES) this.#refuse(`more than ${MAX_NODES} elements`);
    if (parent) parent.children.push(node);
    else this.#root = node;
  }

  #openSurface(name: string): void {
    this.#indexOf = new Map();
    this.#surfaces.push({
      name,
      north: new Float64List(16),
      east: new Float64List(16),
      up: new Float64List(16),
      corners: new Uint32List(16),
    });
  }

  #text(text: string): void {
    const node = this.#stack.at(-1);
    if (node && text.trim() !== '') node.text += text;
  }

  #close(): void {
    const node = this.#stack.pop();
    const surface = this.#surfaces.at(-1);
    if (!node || !surface || this.#stack.at(-1)?.name !== (node.name === 'P' ? 'Pnts' : 'Faces')) return;
    if (node.name === 'P') this.#point(node, surface);
    // i="1": a triangle that is drawn by nobody, between the outline and its hull.
    else if (node.name === 'F' && node.attributes.i !== '1') this.#face(node, surface);
  }

  #point({ attributes, text }: LandNode, surface: LandSurface): void {
    const [north, east, up] = numbersOf(text, this.#file, `P ${attributes.id ?? ''}`);
    this.#indexOf.set(attributes.id ?? '', surface.north.length);
    surface.north.push(north);
    surface.east.push(east);
    surface.up.push(up ?? Number.NaN);
  }

  #face({ text }: LandNode, surface: LandSurface): void {
    const corners = text.trim().split(/\s+/);
    const indices = corners.map((id) => this.#indexOf.get(id));
    if (indices.length !== 3) this.#refuse(`a face of ${indices.length} corners`);
    for (const [k, index] of indices.entries()) surface.corners.push(index ?? this.#refuse(`a corner ${corners[k]}`));
  }
}

/** Units of a system for one of the file's: other than 1 where coordinates in feet are of a system in metres, or the other way round. */
export function planeFactor({ statedUnitM }: LandFile, { geographic, unitM = 1 }: Crs): number {
  const isSame = statedUnitM === null || geographic || isSameLength(statedUnitM, unitM);
  return isSame ? 1 : statedUnitM / unitM;
}
