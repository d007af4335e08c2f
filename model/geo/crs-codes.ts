/** A system of the EPSG dataset, as proj4 computes it within 5 cm of PROJ (`npm run crs` writes the table). */
export interface CodeRow {
  code: number;
  name: string;
  /** As proj4 takes it, without the shift of the datum. */
  proj: string;
  /**
   * Three or seven parameters to WGS 84; empty where there are none. Rotations turn position vectors (EPSG method 9606): the table has turned
   * those that EPSG states for the frame (9607), which as they stand put Hong Kong 56 m and the Netherlands 171 m off.
   */
  shift: string;
  /** Accuracy of the transformation to WGS 84, as EPSG states it; null where there is none. */
  accuracyM: number | null;
  area: readonly [westDeg: number, southDeg: number, eastDeg: number, northDeg: number];
}

interface Table {
  /** The horizontal part of a compound code, and the plain degrees of a code of degrees with a height. */
  parts: Readonly<Record<string, number>>;
  rows: ReadonlyMap<number, string>;
}

let table: Promise<Table> | undefined;
/** Codes by name without signs and in small letters, as EPSG or ArcGIS writes it. */
let codesByName: ReadonlyMap<string, number> | undefined;

/** The table's own row, for the files that name no other system: they do without the table. */
const WGS_84: CodeRow = {
  code: 4326,
  name: 'WGS 84',
  proj: '+proj=longlat +datum=WGS84',
  shift: '',
  accuracyM: 0,
  area: [-180, -90, 180, 90],
};

/** Null for a code that is not in the table: unknown, vertical, geocentric, or one that proj4 computes otherwise than PROJ. */
export async function codeRow(code: number): Promise<CodeRow | null> {
  if (code === WGS_84.code) return WGS_84;
  const { parts, rows } = await loaded();
  const line = rows.get(parts[code] ?? code);
  if (line === undefined) return null;
  const [, name, , , proj, shift, accuracy, area] = line.split('\t');
  const [westDeg, southDeg, eastDeg, northDeg] = area.split(' ').map(Number);
  const accuracyM = accuracy === '' ? null : Number(accuracy);
  return { code, name, proj, shift, accuracyM, area: [westDeg, southDeg, eastDeg, northDeg] };
}

const PROJ_UNIT_M: Readonly<Record<string, number>> = { m: 1, ft: 0.3048, 'us-ft': 1200 / 3937, link: 0.201168 };

/** Metres of a unit of a projection's coordinates, by its definition; null of degrees, and of a unit that is not known. */
export function metresOfProj(proj: string): number | null {
  if (proj.startsWith('+proj=longlat')) return null;
  const stated = /\+to_meter=([\d.]+)/.exec(proj);
  return stated ? Number(stated[1]) : (PROJ_UNIT_M[/\+units=(\S+)/.exec(proj)?.[1] ?? 'm'] ?? null);
}

/**
 * Geographic systems that count from another meridian than the one of Greenwich and that proj4 has no definition for, by their codes: the same
 * datum from Greenwich, the meridian, and degrees of a unit. EPSG 11.022.
 */
export const OTHER_MERIDIANS: Readonly<
  Record<number, { base: number; meridianDeg: number; unitDeg: number; names: readonly string[] }>
> = {
  4807: { base: 4275, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['ntfparis', 'gcsntfparis'] },
  4810: { base: 4297, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['tananariveparis', 'gcstananarive1925paris'] },
  4811: { base: 4304, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['voirol1875paris', 'gcsvoirol1875paris'] },
  4816: { base: 4223, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['carthageparis', 'gcscarthageparis'] },
  4817: { base: 4273, meridianDeg: 10 + 43 / 60 + 22.5 / 3600, unitDeg: 1, names: ['ngo1948oslo', 'gcsngo1948oslo'] },
  4819: { base: 4307, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['nordsahara1959paris', 'gcsnordsahara1959paris'] },
  4821: { base: 4671, meridianDeg: 2.33722917, unitDeg: 0.9, names: ['voirol1879paris', 'gcsvoirol1879paris'] },
};

/** The code of a name as EPSG or ArcGIS writes it, whatever its signs; null where the table has none. */
export async function codeOfName(name: string): Promise<number | null> {
  const { rows } = await loaded();
  codesByName ??= codesOf(rows.values());
  return codesByName.get(folded(name)) ?? null;
}

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

async function loaded(): Promise<Table> {
  table ??= import('./crs-table.json', { with: { type: 'json' } }).then(({ default: file }) => tableOf(file));
  return table;
}

function tableOf({ parts, rows: lines }: { parts: Table['parts']; rows: readonly string[] }): Table {
  const rows = new Map<number, string>();
  for (const line of lines) rows.set(Number(line.slice(0, line.indexOf('\t'))), line);
  return { parts, rows };
}

function codesOf(lines: Iterable<string>): Map<string, number> {
  const codes = new Map<string, number>();
  const old = new Map<string, number>();
  for (const line of lines) {
    const [code, name, esriName, deprecated] = line.split('\t', 4);
    for (const called of [name, esriName]) {
      const names = deprecated ? old : codes;
      if (called && !names.has(folded(called))) names.set(folded(called), Number(code));
    }
  }
  for (const [code, { names }] of Object.entries(OTHER_MERIDIANS))
    for (const name of names) codes.set(name, Number(code));
  for (const [name, code] of old) if (!codes.has(name)) codes.set(name, code);
  return codes;
}
