import type { Database } from '@sqlite.org/sqlite-wasm';
import { boxOfGeometries, kindOf, type WrittenGeometry, wkbOf } from '../shared/write-wkb.ts';
import { openSqlite } from './memory-database.ts';

/** A table of a GeoPackage that is written: of areas and points in WGS 84, or of rows without a place. */
export interface WrittenTable {
  name: string;
  columns: readonly { name: string; type: 'TEXT' | 'DOUBLE' | 'INTEGER' }[];
  /** `geometry`: null in every row of a table without places. */
  rows: readonly { values: readonly (string | number | null)[]; geometry: WrittenGeometry | null }[];
}

interface WrittenGeoPackage {
  tables: readonly WrittenTable[];
  /** What is said of the file as a whole, as JSON. */
  metadata: string;
  /** When its contents changed last. */
  changedMs: number;
}

/** `GPKG`, and version 1.3. */
const HEAD = 'PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;';

/** The tables that OGC 12-128r17 asks for, those of its metadata extension too. */
const FRAME = `
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
  row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL REFERENCES gpkg_metadata(id),
  md_parent_id INTEGER REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');`;

const WGS84 = 4326;
const WGS84_WKT =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]';
const SYSTEMS = [
  ['WGS 84 geodetic', WGS84, 'EPSG', WGS84, WGS84_WKT],
  ['Undefined Cartesian', -1, 'NONE', -1, 'undefined'],
  ['Undefined geographic', 0, 'NONE', 0, 'undefined'],
] as const;

/** An OGC GeoPackage in memory, the same bytes for the same contents. */
export async function writeGeoPackage(wanted: WrittenGeoPackage): Promise<Uint8Array<ArrayBuffer>> {
  const { oo1, capi } = await openSqlite();
  const db = new oo1.DB(':memory:');
  try {
    db.exec(HEAD);
    db.exec(FRAME);
    for (const system of SYSTEMS)
      db.exec('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)', { bind: [...system] });
    const changed = new Date(wanted.changedMs).toISOString();
    db.exec("INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.rfc-editor.org/rfc/rfc8259', ?, ?)", {
      bind: ['application/json', wanted.metadata],
    });
    db.exec("INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", {
      bind: [changed],
    });
    for (const table of wanted.tables) addTable(db, table, changed);
    return capi.sqlite3_js_db_export(db) as Uint8Array<ArrayBuffer>;
  } finally {
    db.close();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function addTable(db: Database, { name, columns, rows }: WrittenTable, changed: string): void {
  const placed = rows.flatMap(({ geometry }) => (geometry ? [geometry] : []));
  const hasPlaces = placed.length > 0;
  const kinds = [...new Set(placed.map(kindOf))];
  const kind = kinds.length === 1 ? kinds[0].toUpperCase() : 'GEOMETRY';
  const listed = columns.map((column) => `${quoted(column.name)} ${column.type}`);
  const own = ['fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL', ...(hasPlaces ? [`geom ${kind}`] : []), ...listed];
  db.exec(`CREATE TABLE ${quoted(name)} (${own.join(', ')})`);
  const box = boxOfGeometries(placed);
  db.exec(
    `INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, min_x, min_y, max_x, max_y, srs_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    {
      bind: [name, hasPlaces ? 'features' : 'attributes', name, changed, ...(hasPlaces ? [...box, WGS84] : NO_PLACE)],
    },
  );
  if (hasPlaces)
    db.exec("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", { bind: [name, kind, WGS84] });
  const marks = Array.from({ length: columns.length + (hasPlaces ? 2 : 1) }, () => '?').join(', ');
  const statement = db.prepare(`INSERT INTO ${quoted(name)} VALUES (${marks})`);
  db.exec('BEGIN');
  for (const { values, geometry } of rows)
    statement.bind([null, ...(hasPlaces ? [geometry && geometryOf(geometry)] : []), ...values]).stepReset();
  db.exec('COMMIT');
  statement.finalize();
}

const NO_PLACE = [null, null, null, null, null];

/** `GP`, version 1, little-endian with an envelope of four numbers. */
const GEOMETRY_HEAD = [0x47, 0x50, 0, 3];
const HEAD_BYTES = 8 + 32;

/** Writes GeoPackage's head before well-known binary. */
function geometryOf(geometry: WrittenGeometry): Uint8Array {
  const bytes = wkbOf(geometry, HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(GEOMETRY_HEAD);
  view.setInt32(4, WGS84, true);
  const [west, south, east, north] = boxOfGeometries([geometry]);
  for (const [i, value] of [west, east, south, north].entries()) view.setFloat64(8 + 8 * i, value, true);
  return bytes;
}
