import { FEET_M } from '../../model/geo/units.ts';
import { type ByteSource, MAX_TEXT_BYTES } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { Float64List, Uint32List } from '../shared/growable.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import { Field } from '../shared/properties.ts';
import type { GeometryType, RawFeatures } from '../shared/raw-features.ts';
import { InpFile } from './inp-file.ts';
import type { InpRow } from './inp-sections.ts';
import { INCH_MM, isUsFlow } from './inp-units.ts';
import { inpMessage, keyword } from './messages.ts';

/**
 * SWMM 5 and EPANET 2 input files: conduits or pipes as lines, nodes as points, subcatchments as polygons. Units follow
 * FLOW_UNITS (SWMM) or UNITS (EPANET): CFS, GPM, MGD and their like mean feet and, in EPANET, inches. SWMM inverts are
 * node invert + offset; EPANET knows no inverts, its pipes lie at cover below the ground.
 */
export async function readInp(
  source: ByteSource,
  format: 'swmm' | 'epanet',
  wish: GeometryType,
  problems: Problems,
  encoding?: string,
): Promise<RawFeatures> {
  const text = decodedText(await source.whole(MAX_TEXT_BYTES), encoding, source.name, problems);
  const inp = new InpFile(text, source.name, ReadError);
  const places = coordinatesOf(inp);
  const out = new Network(source.name);
  if (format === 'epanet')
    for (const row of inp.rows('PATTERN', 'DEMAND'))
      problems.report(
        'inp-unread',
        () => `${source.name}:${row.line}: ${row.cells[0]}: expected a network's geometry, got what it draws; not read`,
      );
  if (wish === 'polygon') addSubcatchments(inp, out);
  else if (wish === 'point') addNodes(inp, format, places, out, problems);
  else if (format === 'swmm') addConduits(inp, places, out, problems);
  else addPipes(inp, places, out, problems);
  return out.finish();
}

/** The places of nodes, without which a network cannot be drawn. */
function coordinatesOf(inp: InpFile): Map<string, [number, number]> {
  const places = inp.coordinates();
  if (places.size > 0) return places;
  throw inp.refusal(inpMessage('no-coordinates', { file: inp.file }));
}

class Network {
  readonly file: string;
  readonly #ends = new Uint32List();
  readonly #xy = new Float64List();
  readonly #lines = new Uint32List();
  readonly #fields = new Map<string, Field>([['', new Field('', 256)]]);

  constructor(file: string) {
    this.file = file;
    this.#ends.push(0);
  }

  add(
    id: string,
    line: number,
    points: readonly (readonly [number, number])[],
    values: Record<string, number | string>,
  ): void {
    const row = this.#ends.length - 1;
    for (const [x, y] of points) {
      this.#xy.push(x);
      this.#xy.push(y);
    }
    this.#ends.push(this.#xy.length >> 1);
    this.#lines.push(line);
    for (const [name, value] of Object.entries({ '': id, ...values })) {
      const field = this.#fields.get(name) ?? new Field(name, 256);
      this.#fields.set(name, field);
      if (typeof value === 'string') field.addString(row, value);
      else if (!Number.isNaN(value)) field.addNumber(row, value);
    }
  }

  finish(): RawFeatures {
    const count = this.#ends.length - 1;
    const one = (): Uint32Array => Uint32Array.from({ length: count + 1 }, (_, i) => i);
    return {
      file: this.file,
      crs: null,
      count,
      featurePart: one(),
      partRing: one(),
      ringVertex: this.#ends.view(),
      xy: this.#xy.view(),
      z: null,
      line: this.#lines.view(),
      fields: [...this.#fields.values()],
    };
  }
}

/** Both ends of a link with what lies between; null, and said, where an end has no place. */
function pathOf(
  row: InpRow,
  places: Map<string, [number, number]>,
  bends: Map<string, [number, number][]>,
  file: string,
  problems: Problems,
): [number, number][] | null {
  const [id, from, to] = row.cells;
  const start = places.get(from);
  const end = places.get(to);
  if (start && end) return [start, ...(bends.get(id) ?? []), end];
  problems.leaveOut(
    'node-missing',
    () => `${file}:${row.line}: ${id}: expected coordinates of ${start ? to : from}, got none`,
  );
  return null;
}

/** Sections of nodes that conduits end at. */
const SWMM_NODES = ['JUNCTION', 'OUTFALL', 'STORAGE', 'DIVIDER'] as const;
const EPANET_NODES = ['JUNCTION', 'RESERVOIR', 'TANK'] as const;

function addConduits(inp: InpFile, places: Map<string, [number, number]>, out: Network, problems: Problems): void {
  const toM = isUsFlow(inp.optionWord('FLOW_UNITS')) ? FEET_M : 1;
  const byElevation = inp.optionWord('LINK_OFFSETS') === 'ELEVATION';
  const inverts = new Map(
    inp.rows(...SWMM_NODES).map((row) => [row.cells[0], inp.number(row, 1, keyword('Invert Elev.'))]),
  );
  const shapes = inp.crossSections();
  const bends = inp.paths('VERTICES');
  for (const row of inp.rows('CONDUIT')) {
    const path = pathOf(row, places, bends, inp.file, problems);
    if (!path) continue;
    const [id, from, to] = row.cells;
    const invert = (node: string, nth: number): number => {
      const base = inverts.get(node) ?? Number.NaN;
      const offset = inp.number(row, nth, keyword('Offset'), Number.NaN);
      if (byElevation) return (Number.isNaN(offset) ? base : offset) * toM;
      return (base + (Number.isNaN(offset) ? 0 : offset)) * toM;
    };
    const section = shapes.get(id);
    out.add(id, row.line, path, {
      from,
      to,
      length: inp.number(row, 3, keyword('Length')) * toM,
      roughness: inp.number(row, 4, keyword('Manning N')),
      upstreamInvert: invert(from, 5),
      downstreamInvert: invert(to, 6),
      ...(section ? shapeOf(inp, section, toM) : {}),
    });
  }
}

/** Round sections by their diameter, all others by the box around them. */
function shapeOf(inp: InpFile, row: InpRow, toM: number): Record<string, number | string> {
  const shape = row.cells[1]?.toUpperCase() ?? '';
  if (shape === 'DUMMY' || shape === 'IRREGULAR' || shape === 'STREET') return { shape };
  const highM = inp.number(row, 2, keyword('Geom1')) * toM;
  if (shape === 'CIRCULAR' || shape === 'FORCE_MAIN' || shape === 'FILLED_CIRCULAR')
    return { shape, diameter: highM * 1000 };
  const wideM = inp.number(row, 3, keyword('Geom2')) * toM;
  return wideM > 0 ? { shape, boxWidth: wideM, boxHeight: highM } : { shape, diameter: highM * 1000 };
}

function addPipes(inp: InpFile, places: Map<string, [number, number]>, out: Network, problems: Problems): void {
  const isUs = isUsFlow(inp.optionWord('UNITS'));
  const bends = inp.paths('VERTICES');
  for (const row of inp.rows('PIPE')) {
    const path = pathOf(row, places, bends, inp.file, problems);
    if (!path) continue;
    const [id, from, to] = row.cells;
    out.add(id, row.line, path, {
      from,
      to,
      length: inp.number(row, 3, keyword('Length')) * (isUs ? FEET_M : 1),
      diameter: inp.number(row, 4, keyword('Diameter')) * (isUs ? INCH_MM : 1),
      roughness: inp.number(row, 5, keyword('Roughness')),
    });
  }
}

function addNodes(
  inp: InpFile,
  format: 'swmm' | 'epanet',
  places: Map<string, [number, number]>,
  out: Network,
  problems: Problems,
): void {
  const toM = isUsFlow(inp.optionWord(format === 'swmm' ? 'FLOW_UNITS' : 'UNITS')) ? FEET_M : 1;
  for (const kind of format === 'swmm' ? SWMM_NODES : EPANET_NODES)
    for (const row of inp.rows(kind)) {
      const [id] = row.cells;
      const place = places.get(id);
      if (!place) {
        problems.leaveOut('node-missing', () => `${inp.file}:${row.line}: ${id}: expected coordinates, got none`);
        continue;
      }
      const elevation = inp.number(row, 1, keyword('Elevation')) * toM;
      const hasDepth = format === 'swmm' && (kind === 'JUNCTION' || kind === 'STORAGE');
      const depth = hasDepth ? Number(row.cells[2] ?? 0) * toM : Number.NaN;
      out.add(id, row.line, [place], { type: kind.toLowerCase(), elevation, depth, rim: elevation + depth });
    }
}

function addSubcatchments(inp: InpFile, out: Network): void {
  const rings = inp.paths('POLYGONS');
  for (const row of inp.rows('SUBCATCHMENT')) {
    const ring = rings.get(row.cells[0]);
    if (!ring) continue;
    out.add(row.cells[0], row.line, [...ring, ring[0]], {
      outlet: row.cells[2] ?? '',
      impervious: inp.number(row, 4, keyword('%Imperv')),
    });
  }
}
