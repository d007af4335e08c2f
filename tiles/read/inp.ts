import { basename } from 'node:path';
import { type InpRow, inpSections } from '../../src/city/inp.ts';
import type { GeometryWish, RawFeatures } from './geojson.ts';
import { Float64List, Uint32List } from './growable.ts';
import { type Problems, quote, ReadError } from './problems.ts';
import { Field } from './properties.ts';
import { readWhole } from './source.ts';

const FEET_M = 0.3048;
const INCH_MM = 25.4;
/** Names of the fields that `readInp` gives to pipes; metres and millimetres whatever the file's units. */
export const INP_PIPE_FIELDS = {
  diameter: 'diameter',
  boxWidth: 'boxWidth',
  boxHeight: 'boxHeight',
  upstreamInvert: 'upstreamInvert',
  downstreamInvert: 'downstreamInvert',
} as const;

type Sections = Map<string, InpRow[]>;

/**
 * SWMM 5 and EPANET 2 input files: conduits or pipes as lines, nodes as points, subcatchments as polygons. Units follow
 * FLOW_UNITS (SWMM) or UNITS (EPANET): CFS, GPM, MGD and their like mean feet and, in EPANET, inches. SWMM inverts are
 * node invert + offset; EPANET knows no inverts, its pipes lie at cover below the ground.
 */
export function readInp(path: string, format: 'swmm' | 'epanet', wish: GeometryWish, problems: Problems): RawFeatures {
  const file = basename(path);
  const sections = inpSections(readWhole(path).toString('utf8'), file, (message) => new ReadError(message));
  const places = coordinatesOf(sections, file);
  const out = new Network(file);
  if (wish === 'polygon') addSubcatchments(sections, file, out);
  else if (wish === 'point') addNodes(sections, format, places, out, problems);
  else if (format === 'swmm') addConduits(sections, places, out, problems);
  else addPipes(sections, places, out, problems);
  return out.finish();
}

const rowsOf = (sections: Sections, ...names: string[]): InpRow[] => names.flatMap((name) => sections.get(name) ?? []);

function number(file: string, row: InpRow, nth: number, what: string): number {
  const text = row.cells[nth];
  const value = Number(text);
  if (text === undefined || Number.isNaN(value))
    throw new ReadError(
      `${file}:${row.line}: ${what}: expected a number, got ${text === undefined ? 'nothing' : quote(text)}`,
    );
  return value;
}

function coordinatesOf(sections: Sections, file: string): Map<string, [number, number]> {
  const places = new Map<string, [number, number]>();
  for (const row of rowsOf(sections, 'COORDINATES'))
    places.set(row.cells[0], [number(file, row, 1, 'X-Coord'), number(file, row, 2, 'Y-Coord')]);
  if (places.size === 0)
    throw new ReadError(
      `${file}: [COORDINATES]: expected the places of nodes, got none: a network without them cannot be drawn`,
    );
  return places;
}

function option(sections: Sections, name: string): string {
  return (
    rowsOf(sections, 'OPTIONS')
      .find(({ cells }) => cells[0]?.toUpperCase() === name)
      ?.cells[1]?.toUpperCase() ?? ''
  );
}

/** Vertices between a link's ends. */
function bendsOf(sections: Sections, file: string): Map<string, [number, number][]> {
  const bends = new Map<string, [number, number][]>();
  for (const row of rowsOf(sections, 'VERTICES')) {
    const list = bends.get(row.cells[0]) ?? [];
    list.push([number(file, row, 1, 'X-Coord'), number(file, row, 2, 'Y-Coord')]);
    bends.set(row.cells[0], list);
  }
  return bends;
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
  const [start, end] = [places.get(from), places.get(to)];
  if (start && end) return [start, ...(bends.get(id) ?? []), end];
  problems.leaveOut(
    'node-missing',
    () => `${file}:${row.line}: ${id}: expected coordinates of ${start ? to : from}, got none`,
  );
  return null;
}

function addConduits(
  sections: Sections,
  places: Map<string, [number, number]>,
  out: Network,
  problems: Problems,
): void {
  const { file } = out;
  const toM = /^(CFS|GPM|MGD|)$/.test(option(sections, 'FLOW_UNITS')) ? FEET_M : 1;
  const byElevation = option(sections, 'LINK_OFFSETS') === 'ELEVATION';
  const inverts = new Map<string, number>();
  for (const row of rowsOf(sections, 'JUNCTIONS', 'OUTFALLS', 'OUTFALL', 'STORAGE', 'DIVIDERS'))
    inverts.set(row.cells[0], number(file, row, 1, 'Invert Elev.'));
  const shapes = new Map(rowsOf(sections, 'XSECTIONS').map((row) => [row.cells[0], row]));
  const bends = bendsOf(sections, file);
  for (const row of rowsOf(sections, 'CONDUITS')) {
    const path = pathOf(row, places, bends, file, problems);
    if (!path) continue;
    const [id, from, to] = row.cells;
    const invert = (node: string, nth: number): number => {
      const base = inverts.get(node) ?? Number.NaN;
      const offset =
        row.cells[nth] === undefined || row.cells[nth] === '*' ? Number.NaN : number(file, row, nth, 'Offset');
      if (byElevation) return (Number.isNaN(offset) ? base : offset) * toM;
      return (base + (Number.isNaN(offset) ? 0 : offset)) * toM;
    };
    const section = shapes.get(id);
    out.add(id, row.line, path, {
      from,
      to,
      length: number(file, row, 3, 'Length') * toM,
      roughness: number(file, row, 4, 'Manning N'),
      upstreamInvert: invert(from, 5),
      downstreamInvert: invert(to, 6),
      ...(section ? shapeOf(section, file, toM) : {}),
    });
  }
}

/** Round sections by their diameter, all others by the box around them. */
function shapeOf(row: InpRow, file: string, toM: number): Record<string, number | string> {
  const shape = row.cells[1]?.toUpperCase() ?? '';
  if (shape === 'DUMMY' || shape === 'IRREGULAR' || shape === 'STREET') return { shape };
  const highM = number(file, row, 2, 'Geom1') * toM;
  if (shape === 'CIRCULAR' || shape === 'FORCE_MAIN' || shape === 'FILLED_CIRCULAR')
    return { shape, diameter: highM * 1000 };
  const wideM = number(file, row, 3, 'Geom2') * toM;
  return wideM > 0 ? { shape, boxWidth: wideM, boxHeight: highM } : { shape, diameter: highM * 1000 };
}

const isUs = (units: string): boolean => /^(CFS|GPM|MGD|IMGD|AFD|)$/.test(units);

function addPipes(sections: Sections, places: Map<string, [number, number]>, out: Network, problems: Problems): void {
  const { file } = out;
  const us = isUs(option(sections, 'UNITS'));
  const bends = bendsOf(sections, file);
  for (const row of rowsOf(sections, 'PIPES')) {
    const path = pathOf(row, places, bends, file, problems);
    if (!path) continue;
    const [id, from, to] = row.cells;
    out.add(id, row.line, path, {
      from,
      to,
      length: number(file, row, 3, 'Length') * (us ? FEET_M : 1),
      diameter: number(file, row, 4, 'Diameter') * (us ? INCH_MM : 1),
      roughness: number(file, row, 5, 'Roughness'),
    });
  }
}

function addNodes(
  sections: Sections,
  format: 'swmm' | 'epanet',
  places: Map<string, [number, number]>,
  out: Network,
  problems: Problems,
): void {
  const { file } = out;
  const units = option(sections, format === 'swmm' ? 'FLOW_UNITS' : 'UNITS');
  const toM = isUs(units) ? FEET_M : 1;
  const kinds =
    format === 'swmm'
      ? ['JUNCTIONS', 'OUTFALLS', 'OUTFALL', 'STORAGE', 'DIVIDERS']
      : ['JUNCTIONS', 'RESERVOIRS', 'TANKS'];
  for (const kind of kinds)
    for (const row of rowsOf(sections, kind)) {
      const [id] = row.cells;
      const place = places.get(id);
      if (!place) {
        problems.leaveOut('node-missing', () => `${file}:${row.line}: ${id}: expected coordinates, got none`);
        continue;
      }
      const elevation = number(file, row, 1, 'Elevation') * toM;
      const depth =
        format === 'swmm' && (kind === 'JUNCTIONS' || kind === 'STORAGE')
          ? Number(row.cells[2] ?? 0) * toM
          : Number.NaN;
      out.add(id, row.line, [place], {
        type: kind.toLowerCase().replace(/s$/, ''),
        elevation,
        depth,
        rim: elevation + depth,
      });
    }
}

function addSubcatchments(sections: Sections, file: string, out: Network): void {
  const rings = new Map<string, [number, number][]>();
  for (const row of rowsOf(sections, 'POLYGONS')) {
    const ring = rings.get(row.cells[0]) ?? [];
    ring.push([number(file, row, 1, 'X-Coord'), number(file, row, 2, 'Y-Coord')]);
    rings.set(row.cells[0], ring);
  }
  for (const row of rowsOf(sections, 'SUBCATCHMENTS')) {
    const ring = rings.get(row.cells[0]);
    if (!ring) continue;
    out.add(row.cells[0], row.line, [...ring, ring[0]], {
      outlet: row.cells[2] ?? '',
      impervious: number(file, row, 4, '%Imperv'),
    });
  }
}
