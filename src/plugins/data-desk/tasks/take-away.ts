import type { Solid } from '../../../../model/city/layer-shapes.ts';
import type { Manifest } from '../../../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import { utmAt } from '../../../../model/geo/gauss-kruger.ts';
import type { GeoJsonGeometry } from '../../../../model/geo/geojson-geometry.ts';
import type { Cell, DataTable } from '../../../../model/tables/data-table.ts';
import { writeCityJson } from '../../../../readers/cityjson/write-cityjson.ts';
import { writeFlatGeobuf } from '../../../../readers/flatgeobuf/write-flatgeobuf.ts';
import { writeGeoPackage } from '../../../../readers/geopackage/write-geopackage.ts';
import { type WrittenColumn, writeGeoParquet } from '../../../../readers/geoparquet/write-geoparquet.ts';
import type { WrittenGeometry } from '../../../../readers/shared/write-wkb.ts';

/** Other tools open these files of features. */
export type AwayFormat = 'gpkg' | 'parquet' | 'fgb';

/** An answer's feature is one of GeoJSON. */
interface Feature {
  properties: Readonly<Record<string, string | number | null>>;
  geometry: GeoJsonGeometry;
}

/** Writes the features of an answer as a GeoPackage, a GeoParquet or a FlatGeobuf; `name` is that of their table, `about` what is said of the whole. */
export async function writeAway(
  geoJson: string,
  format: AwayFormat,
  { name, about, atMs }: { name: string; about: object; atMs: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const { features } = JSON.parse(geoJson) as { features: readonly Feature[] };
  const columns = columnsOf(features);
  if (format === 'fgb') return writeFlatGeobuf(geoJson, columns);
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

/**
 * Writes the buildings of an answer as CityJSON in UTM, their heights above the city's vertical datum; `table` has a row for each of `solids`, with
 * its id first and its middle in the last two columns.
 */
export function writeBuildings(
  { columns, rows }: DataTable,
  solids: readonly (readonly Solid[])[],
  { origin, datum, title, date }: Pick<Manifest, 'origin' | 'datum'> & { title: string; date: string | null },
): string {
  const plane = utmAt(origin.lonDeg, origin.latDeg);
  const placeOf = ([eastM, northM]: readonly [number, number], upM: number) => {
    const { lonDeg, latDeg, heightM } = lonLatFromEnu(origin, [eastM, northM, upM]);
    return { at: plane.fromLonLat(lonDeg, latDeg), heightM: heightM - datum.geoidUndulationM };
  };
  const moved = ({ rings, footM, topM }: Solid): Solid => ({
    rings: rings.map((ring) => ring.map((corner) => placeOf(corner, footM).at)),
    footM: placeOf(rings[0][0], footM).heightM,
    topM: placeOf(rings[0][0], topM).heightM,
  });
  const names = columns.slice(1, -2).map(({ key }) => key);
  const buildings = rows.map((cells, i) => ({
    id: String(cells[0]),
    attributes: Object.fromEntries(names.map((name, k) => [name, plain(cells[k + 1])])),
    solids: solids[i].map(moved),
  }));
  return writeCityJson(buildings, { epsg: plane.epsg, title, date });
}

/** A figure that is told with its unit is its number alone. */
const plain = (cell: Cell) => (cell !== null && typeof cell === 'object' ? cell.value : cell);

/** Lines and areas are written as their multiple kinds: a table has one kind. */
function geometryOf(geometry: GeoJsonGeometry): WrittenGeometry {
  switch (geometry.type) {
    case 'Point':
      return { pointAt: geometry.coordinates };
    case 'LineString':
      return { lines: [geometry.coordinates] };
    case 'MultiLineString':
      return { lines: geometry.coordinates };
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
  }
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
