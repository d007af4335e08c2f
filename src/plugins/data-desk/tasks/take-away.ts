import { writeGeoPackage } from '../../../../readers/geopackage/write-geopackage.ts';
import { type WrittenColumn, writeGeoParquet } from '../../../../readers/geoparquet/write-geoparquet.ts';
import type { WrittenGeometry, WrittenPolygon } from '../../../../readers/shared/write-wkb.ts';

/** Other tools open these files of features. */
export type AwayFormat = 'gpkg' | 'parquet';

/** An answer's feature is one of GeoJSON. */
interface Feature {
  properties: Readonly<Record<string, string | number | null>>;
  geometry:
    | { type: 'Polygon'; coordinates: WrittenPolygon }
    | { type: 'MultiPolygon'; coordinates: readonly WrittenPolygon[] }
    | { type: 'Point'; coordinates: readonly [number, number] };
}

/** Writes the features of an answer as a GeoPackage or a GeoParquet; `name` is that of their table, `about` what is said of the whole. */
export async function writeAway(
  geoJson: string,
  format: AwayFormat,
  { name, about, atMs }: { name: string; about: object; atMs: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const { features } = JSON.parse(geoJson) as { features: readonly Feature[] };
  const columns = columnsOf(features);
  const rows = features.map(({ properties, geometry }) => ({
    values: columns.map((column) => properties[column.name] ?? null),
    geometry: geometryOf(geometry),
  }));
  if (format === 'parquet') return writeGeoParquet(columns, rows);
  return writeGeoPackage({
    tables: [{ name, columns: withoutClash(columns), rows }],
    metadata: JSON.stringify(about),
    changedMs: atMs,
  });
}

function geometryOf(geometry: Feature['geometry']): WrittenGeometry {
  if (geometry.type === 'Point') return { pointAt: geometry.coordinates };
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** A column is of whole numbers, of numbers or of text by all its values; numbers beside text become text. */
function columnsOf(features: readonly Feature[]): WrittenColumn[] {
  const names = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  return names.map((name) => {
    const values = features.flatMap(({ properties }) => properties[name] ?? []);
    const isNumeric = values.length > 0 && values.every((value) => typeof value === 'number');
    const type = !isNumeric ? 'TEXT' : values.every((value) => Number.isSafeInteger(value)) ? 'INTEGER' : 'DOUBLE';
    return { name, type };
  });
}

/** Renames columns that the file has itself, and those that differ in case alone, of which a database knows one. */
function withoutClash(columns: readonly WrittenColumn[]): WrittenColumn[] {
  const taken = new Set(['fid', 'geom']);
  return columns.map(({ name, type }) => {
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name}_${i}`;
    taken.add(free.toLowerCase());
    return { name: free, type };
  });
}
