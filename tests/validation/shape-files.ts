import init from '@sqlite.org/sqlite-wasm';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Point } from '../../model/geo/plane/point.ts';
import { dbfOf, shpOf } from '../readers/shapefile/write-shapefile.ts';
import { zipOf } from '../readers/zip-of.ts';

/** Writes small files of areas apart from the readers, so that each has a known answer. */
export interface Area {
  id: string;
  /** Parts of an outer ring and holes, closed; degrees, or metres of a projected system where a writer is told so. */
  parts: Point[][][];
}

interface ShapeFile {
  name: string;
  bytes: Uint8Array;
}

type AreaWriter = (areas: readonly Area[]) => ShapeFile | Promise<ShapeFile>;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const featureOf = ({ id, parts }: Area) => ({
  type: 'Feature' as const,
  properties: { id, height: 9 },
  geometry: {
    type: 'MultiPolygon' as const,
    coordinates: parts.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y]))),
  },
});

const wktOf = ({ parts }: Area): string => {
  const ringText = (ring: readonly Point[]) => `(${ring.map((at) => at.join(' ')).join(', ')})`;
  return `MULTIPOLYGON (${parts.map((rings) => `(${rings.map(ringText).join(', ')})`).join(', ')})`;
};

const kmlRing = (ring: readonly Point[], side: string): string =>
  `<${side}><LinearRing><coordinates>${ring.map((at) => `${at.join(',')},0`).join(' ')}</coordinates></LinearRing></${side}>`;

const kmlOf = ({ id, parts }: Area): string => {
  const polygons = parts.map(
    ([outer, ...holes]) =>
      `<Polygon>${kmlRing(outer, 'outerBoundaryIs')}${holes.map((hole) => kmlRing(hole, 'innerBoundaryIs')).join('')}</Polygon>`,
  );
  return `<Placemark><ExtendedData><Data name="id"><value>${id}</value></Data><Data name="height"><value>9</value></Data></ExtendedData><MultiGeometry>${polygons.join('')}</MultiGeometry></Placemark>`;
};

function topology(areas: readonly Area[]) {
  const arcs: Point[][] = [];
  const arcOf = (ring: Point[]) => [arcs.push(ring) - 1];
  const geometries = areas.map(({ id, parts }) => ({
    type: 'MultiPolygon',
    properties: { id, height: 9 },
    arcs: parts.map((rings) => rings.map(arcOf)),
  }));
  return { type: 'Topology', objects: { areas: { type: 'GeometryCollection', geometries } }, arcs };
}

/** Whole numbers and doubles of well-known binary, little end first. */
export const wkbBytes = (...numbers: ({ u: number } | number)[]): Uint8Array =>
  Buffer.concat(
    numbers.map((one) =>
      Buffer.from(typeof one === 'number' ? Float64Array.of(one).buffer : Uint32Array.of(one.u).buffer),
    ),
  );
const WKB_HEAD = Buffer.of(1);

export const wkbOf = ({ parts }: Area): Uint8Array => {
  const rings = (part: Point[][]) =>
    Buffer.concat([
      WKB_HEAD,
      wkbBytes({ u: 3 }, { u: part.length }),
      ...part.map((ring) => wkbBytes({ u: ring.length }, ...ring.flat())),
    ]);
  return Buffer.concat([WKB_HEAD, wkbBytes({ u: 6 }, { u: parts.length }), ...parts.map(rings)]);
};

/** A GeoPackage of geometries in well-known binary. */
export async function geoPackageOf(
  shapes: readonly { id: string; wkb: Uint8Array }[],
  srs: number,
): Promise<ShapeFile> {
  const { oo1, capi } = await init();
  const db = new oo1.DB(':memory:');
  db.exec(`PRAGMA application_id = 1196444487;
    CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES (${srs}, 'EPSG', ${srs}, '');
    CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
    CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, height REAL);
    INSERT INTO gpkg_contents VALUES ('areas', 'features', ${srs});
    INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', ${srs})`);
  const head = [0x47, 0x50, 0, 1, ...new Uint8Array(Uint32Array.of(srs).buffer)];
  for (const { id, wkb } of shapes)
    db.exec('INSERT INTO areas (geom, id, height) VALUES (?, ?, 9)', { bind: [new Uint8Array([...head, ...wkb]), id] });
  const bytes = capi.sqlite3_js_db_export(db);
  db.close();
  return { name: 'areas.gpkg', bytes };
}

/** GeoParquet of geometries in well-known binary. */
export function geoParquetOf(shapes: readonly { id: string; wkb: Uint8Array }[]): ShapeFile {
  const geo = {
    version: '1.1.0',
    primary_column: 'geometry',
    columns: { geometry: { encoding: 'WKB', geometry_types: [] } },
  };
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'geometry', data: shapes.map(({ wkb }) => new Uint8Array(wkb)), type: 'BYTE_ARRAY' },
      { name: 'id', data: shapes.map(({ id }) => id), type: 'STRING' },
      { name: 'height', data: shapes.map(() => 9), type: 'DOUBLE' },
    ],
    kvMetadata: [{ key: 'geo', value: JSON.stringify(geo) }],
  });
  return { name: 'areas.parquet', bytes: new Uint8Array(bytes) };
}

/** One shapefile whose rings run as they are given: clockwise ones are its outer rings. */
export async function shapefileOf(areas: readonly Area[]): Promise<ShapeFile> {
  const shapes = areas.map(({ parts }) => ({
    type: 5,
    parts: parts.flat().map((ring) => ring.map(([x, y]) => [x, y])),
  }));
  const columns = [
    { name: 'id', type: 'C', length: 20 },
    { name: 'height', type: 'N', length: 6 },
  ];
  const prj =
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const dbf = dbfOf(
    columns,
    areas.map(({ id }) => [id, '9']),
  );
  return { name: 'areas.zip', bytes: await zipOf({ 'a.shp': shpOf(shapes), 'a.dbf': dbf, 'a.prj': prj }) };
}

/** Formats that say of each ring whether it is a hole. */
export const AREA_WRITERS: Readonly<Record<string, AreaWriter>> = {
  geojson: (areas) => ({
    name: 'areas.geojson',
    bytes: utf8(JSON.stringify({ type: 'FeatureCollection', features: areas.map(featureOf) })),
  }),
  'geojson lines': (areas) => ({
    name: 'areas.geojsonl',
    bytes: utf8(areas.map((area) => `${JSON.stringify(featureOf(area))}\n`).join('')),
  }),
  topojson: (areas) => ({ name: 'areas.topojson', bytes: utf8(JSON.stringify(topology(areas))) }),
  kml: (areas) => ({
    name: 'areas.kml',
    bytes: utf8(
      `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${areas.map(kmlOf).join('')}</Document></kml>`,
    ),
  }),
  'table of WKT': (areas) => ({
    name: 'areas.csv',
    bytes: utf8(`id,height,wkt\n${areas.map((area) => `${area.id},9,"${wktOf(area)}"`).join('\n')}\n`),
  }),
  flatgeobuf: (areas) => ({
    name: 'areas.fgb',
    bytes: serialize({ type: 'FeatureCollection', features: areas.map(featureOf) }, 4326),
  }),
  geopackage: async (areas) =>
    await geoPackageOf(
      areas.map((area) => ({ id: area.id, wkb: wkbOf(area) })),
      4326,
    ),
  geoparquet: (areas) => geoParquetOf(areas.map((area) => ({ id: area.id, wkb: wkbOf(area) }))),
};
