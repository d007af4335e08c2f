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
  /** By name without signs and in small letters, as EPSG or ArcGIS writes it. */
  codes: ReadonlyMap<string, number>;
}

let table: Promise<Table> | undefined;

/** Null for a code that is not in the table: unknown, vertical, geocentric, or one that proj4 computes otherwise than PROJ. */
export async function codeRow(code: number): Promise<CodeRow | null> {
  const { parts, rows } = await loaded();
  const line = rows.get(parts[code] ?? code);
  if (line === undefined) return null;
  const [, name, , , proj, shift, accuracy, area] = line.split('\t');
  const [westDeg, southDeg, eastDeg, northDeg] = area.split(' ').map(Number);
  const accuracyM = accuracy === '' ? null : Number(accuracy);
  return { code, name, proj, shift, accuracyM, area: [westDeg, southDeg, eastDeg, northDeg] };
}

/** The code of a name as EPSG or ArcGIS writes it, whatever its signs; null where the table has none. */
export async function codeOfName(name: string): Promise<number | null> {
  return (await loaded()).codes.get(folded(name)) ?? null;
}

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

async function loaded(): Promise<Table> {
  table ??= import('./crs-table.json', { with: { type: 'json' } }).then(({ default: file }) => tableOf(file));
  return table;
}

function tableOf({ parts, rows: lines }: { parts: Table['parts']; rows: readonly string[] }): Table {
  const rows = new Map<number, string>();
  const codes = new Map<string, number>();
  const old = new Map<string, number>();
  for (const line of lines) {
    const [code, name, esriName, deprecated] = line.split('\t', 4);
    rows.set(Number(code), line);
    for (const called of [name, esriName]) {
      const names = deprecated ? old : codes;
      if (called && !names.has(folded(called))) names.set(folded(called), Number(code));
    }
  }
  for (const [name, code] of old) if (!codes.has(name)) codes.set(name, code);
  return { parts, rows, codes };
}
