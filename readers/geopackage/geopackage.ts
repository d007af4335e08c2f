import type { Database } from '@sqlite.org/sqlite-wasm';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';
import { addWkb } from '../shared/wkb.ts';
import { heightUnitOf, usableCrs } from '../shared/wkt-crs.ts';
import { openMemory } from './memory-database.ts';
import { geoPackageMessage } from './messages.ts';

interface GeoPackageWish extends FeatureOptions, ReadWatch {
  table?: string | undefined;
  crs?: string | undefined;
}

/** A table of features, with its column of geometry and its system. */
interface FeatureTable {
  name: string;
  column: string;
  srs: number;
}

/** Bytes that say how SQLite writes the file: 2 stands for a write-ahead log beside it. */
const JOURNAL_AT = 18;

/** One layer of a GeoPackage. */
export async function readGeoPackage(
  source: ByteSource,
  wish: GeoPackageWish,
  problems: Problems,
): Promise<RawFeatures> {
  const file = source.name;
  const bytes = await source.whole();
  await reportLog(source, bytes, problems);
  try {
    const opened = await openMemory(bytes);
    try {
      return await readTable(opened.db, opened.step, file, wish, problems);
    } finally {
      opened.close();
    }
  } catch (error) {
    if (error instanceof ReadError || wish.signal?.aborted) throw error;
    throw new ReadError(
      geoPackageMessage('broken', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** Rows that a program has not yet written back lie in a file beside, which is not read. */
async function reportLog(source: ByteSource, bytes: Uint8Array, problems: Problems): Promise<void> {
  const log = bytes[JOURNAL_AT] === 2 ? await source.sibling?.('gpkg-wal') : null;
  if (log && (await log.start(1)).length > 0)
    problems.report(
      'gpkg-log',
      () =>
        `${source.name}: expected all rows in the file, got a log beside it (-wal) that is not read; closing it in the program that writes it writes them back`,
    );
}

async function readTable(
  db: Database,
  step: () => void,
  file: string,
  wish: GeoPackageWish,
  problems: Problems,
): Promise<RawFeatures> {
  const tables = tablesOf(db);
  if (tables.length === 0) throw new ReadError(geoPackageMessage('no-table', { file }));
  const table = tableOf(tables, wish.table, file);
  const place = `${file}/${table.name}`;
  const count = Number(db.selectValue(`SELECT count(*) FROM ${quoted(table.name)}`) ?? 0);
  step();
  const builder = new FeatureBuilder(place, wish, problems, count);
  const key = keyOf(db, table.name);
  const statement = db.prepare(`SELECT * FROM ${quoted(table.name)}`);
  try {
    const names = statement.getColumnNames();
    const geometryAt = names.findIndex((name) => name.toLowerCase() === table.column.toLowerCase());
    for (let row = 1; statement.step(); row++) {
      step();
      if ((row & 0x3fff) === 0) {
        wish.signal?.throwIfAborted();
        wish.onProgress?.(row / count);
      }
      builder.feature(row, () => {
        addGeoPackageGeometry(builder, statement.get(geometryAt));
        for (let i = 0; i < names.length; i++) {
          if (i === geometryAt) continue;
          const value = statement.get(i);
          if (names[i] === key) builder.id(String(value));
          builder.value(names[i], value);
        }
      });
    }
  } finally {
    statement.finalize();
  }
  const { code, text } = systemOf(db, table);
  const crs = wish.crs === undefined ? await usableCrs(code, text, place, problems) : null;
  return builder.finish(crs, heightUnitOf(code, text));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function tablesOf(db: Database): FeatureTable[] {
  const rows = db.selectArrays(
    `SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g
     JOIN gpkg_contents c ON lower(c.table_name) = lower(g.table_name) AND c.data_type = 'features'`,
  );
  return rows.map(([name, column, srs]) => ({ name: String(name), column: String(column), srs: Number(srs) }));
}

/** The column of its primary key: the id of each feature. */
function keyOf(db: Database, table: string): string | null {
  const key = db.selectValue('SELECT name FROM pragma_table_info(?) WHERE pk = 1', [table]);
  return key === undefined || key === null ? null : String(key);
}

/** The system of a table by its code and by its text. */
function systemOf(db: Database, { srs }: FeatureTable): { code: string | null; text: string | null } {
  // −1 and 0 stand for plane and geographic coordinates of no known system.
  if (srs <= 0) return { code: null, text: null };
  const [row] = db.selectArrays(
    'SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?',
    [srs],
  );
  const [organization, code, definition] = row ?? ['EPSG', srs, null];
  return {
    code: /^EPSG$/i.test(String(organization)) ? `EPSG:${code}` : null,
    text: definition === null ? null : String(definition),
  };
}

/** Bytes of the envelope in a geometry's head, by its code. */
const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

/** GeoPackage's geometry: a head of its own before well-known binary. */
function addGeoPackageGeometry(builder: FeatureBuilder, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw new FeatureFault('geometry-missing', 'geometry: expected one, got none');
  const flags = value[3];
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (value[0] !== 0x47 || value[1] !== 0x50 || envelope === undefined || value.length < 8 + envelope)
    throw new FeatureFault('geometry-broken', 'geometry: expected "GP" and its head, got other bytes');
  if (flags & 0x20) throw new FeatureFault('geometry-type', 'geometry.type: expected one of OGC\'s, got "extended"');
  if (flags & 0x10) throw new FeatureFault('geometry-empty', 'coordinates: expected positions, got none');
  addWkb(builder, value.subarray(8 + envelope));
}
