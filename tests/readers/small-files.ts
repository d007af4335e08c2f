import init from '@sqlite.org/sqlite-wasm';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { glbBytes, smallGltf } from '../workers/construction/small-models.ts';
import { dbfOf, shpOf } from './shapefile/write-shapefile.ts';
import { zipOf } from './zip-of.ts';

/** Small files of each family, about a place: four houses each, or a few lines and points. */
export const ORIGIN = { lonDeg: 108.75, latDeg: 34.3 };

interface SmallFile {
  name: string;
  bytes: Uint8Array;
}

const STEP_DEG = 3e-4;
/** South-west corner of house i of a row. */
const at = (row: number, i: number): [number, number] => [ORIGIN.lonDeg + STEP_DEG * i, ORIGIN.latDeg + STEP_DEG * row];
const ringOf = ([lon, lat]: [number, number]): [number, number][] => [
  [lon, lat],
  [lon + 2e-4, lat],
  [lon + 2e-4, lat + 1.5e-4],
  [lon, lat + 1.5e-4],
  [lon, lat],
];
const HOUSES = [0, 1, 2, 3];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const houses = (row: number) =>
  HOUSES.map((i) => ({
    type: 'Feature' as const,
    properties: { name: `楼 ${row}-${i}`, height: 12 + 3 * i },
    geometry: { type: 'Polygon' as const, coordinates: [ringOf(at(row, i))] },
  }));

/** Houses, a street, a point, and a house without a height whose ring is open: what is found is said. */
export function mixedGeoJson(): SmallFile {
  const [lon, lat] = at(0, 4);
  const features = [
    ...houses(0),
    {
      type: 'Feature',
      properties: { name: '路' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [lon, lat],
          [lon, lat + 1e-3],
        ],
      },
    },
    { type: 'Feature', properties: { name: '井' }, geometry: { type: 'Point', coordinates: [lon, lat] } },
    {
      type: 'Feature',
      properties: { name: '开口' },
      geometry: { type: 'Polygon', coordinates: [ringOf(at(0, 5)).slice(0, 4)] },
    },
  ];
  return { name: '混合.geojson', bytes: utf8(JSON.stringify({ type: 'FeatureCollection', features })) };
}

/** Names in GBK, as many a bureau's shapefile has them. */
export async function shapefileZip(): Promise<SmallFile> {
  const gbk = new Uint8Array([0xbd, 0xa8, 0xd6, 0xfe]);
  const shapes = HOUSES.map((i) => ({ type: 5, parts: [ringOf(at(1, i)).reverse()] }));
  const rows = HOUSES.map((i) => [gbk, String(10 + i)]);
  const columns = [
    { name: 'NAME', type: 'C', length: 20 },
    { name: 'HEIGHT', type: 'N', length: 6 },
  ];
  const prj =
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const files = { 'jz.shp': shpOf(shapes), 'jz.dbf': dbfOf(columns, rows), 'jz.prj': prj };
  return { name: 'jz.zip', bytes: await zipOf(files) };
}

export async function geoPackage(tables: readonly string[] = ['trees', 'wells']): Promise<SmallFile> {
  const { oo1, capi } = await init();
  const db = new oo1.DB(':memory:');
  db.exec(`PRAGMA application_id = 1196444487;
    CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, '');
    CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)`);
  for (const table of tables)
    db.exec(`CREATE TABLE ${table} (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);
      INSERT INTO gpkg_contents VALUES ('${table}', 'features', 4326);
      INSERT INTO gpkg_geometry_columns VALUES ('${table}', 'geom', 4326)`);
  for (const [k, table] of tables.entries())
    for (const i of HOUSES) {
      const [lon, lat] = at(2 + k, i);
      const point = new Uint8Array([
        ...[0x47, 0x50, 0, 1, 0xe6, 0x10, 0, 0, 1],
        ...new Uint8Array(Uint32Array.of(1).buffer),
        ...new Uint8Array(Float64Array.of(lon, lat).buffer),
      ]);
      db.exec(`INSERT INTO ${table} (geom, name) VALUES (?, ?)`, { bind: [point, `${table} ${i}`] });
    }
  return { name: 'green.gpkg', bytes: capi.sqlite3_js_db_export(db) };
}

export function kml(): SmallFile {
  const marks = HOUSES.map(
    (i) =>
      `<Placemark><name>点 ${i}</name><Point><coordinates>${at(4, i).join(',')},0</coordinates></Point></Placemark>`,
  );
  return {
    name: 'marks.kml',
    bytes: utf8(
      `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${marks.join('')}</Document></kml>`,
    ),
  };
}

export function csv(): SmallFile {
  const rows = HOUSES.map((i) => `站 ${i},${at(5, i).join(',')},${2 * i}`);
  return { name: 'stations.csv', bytes: utf8(`名称,经度,纬度,value\n${rows.join('\n')}\n`) };
}

export const flatGeobuf = (): SmallFile => ({
  name: 'blocks.fgb',
  bytes: serialize({ type: 'FeatureCollection', features: houses(6) }, 4326),
});

const FACES = ['3 2 1 0', '4 5 6 7', '0 1 5 4', '1 2 6 5', '2 3 7 6', '3 0 4 7'].map((face) =>
  face.split(' ').map(Number),
);

export function cityGml(): SmallFile {
  const [lon, lat] = at(7, 0);
  const ring = ringOf([lon, lat]).slice(0, 4);
  const corner = (i: number) => `${ring[i % 4].join(' ')} ${i < 4 ? 380 : 395}`;
  const faces = FACES.map(
    (face) =>
      `<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${[...face, face[0]].map(corner).join(' ')}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>`,
  ).join('');
  return {
    name: 'house.gml',
    bytes: utf8(
      `<?xml version="1.0" encoding="UTF-8"?><CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml"><gml:boundedBy><gml:Envelope srsName="http://www.opengis.net/def/crs/OGC/1.3/CRS84" srsDimension="3"/></gml:boundedBy><cityObjectMember><bldg:Building gml:id="house"><gml:name>宅</gml:name><bldg:lod1Solid><gml:Solid><gml:exterior><gml:CompositeSurface>${faces}</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod1Solid></bldg:Building></cityObjectMember></CityModel>`,
    ),
  };
}

/** Lines and a closed outline in metres about a zero that only the person knows. */
export function dxf(): SmallFile {
  const pair = (code: number, value: string | number) => `${code}\n${value}\n`;
  const line = pair(0, 'LINE') + pair(8, '道路') + pair(10, 0) + pair(20, 0) + pair(11, 60) + pair(21, 0);
  const corners = [
    [0, 5],
    [20, 5],
    [20, 20],
    [0, 20],
  ];
  const outline =
    pair(0, 'LWPOLYLINE') +
    pair(8, '地块') +
    pair(90, 4) +
    pair(70, 1) +
    corners.map(([x, y]) => pair(10, x) + pair(20, y)).join('');
  return {
    name: 'plot.dxf',
    bytes: utf8(`${pair(0, 'SECTION')}${pair(2, 'ENTITIES')}${line}${outline}${pair(0, 'ENDSEC')}${pair(0, 'EOF')}`),
  };
}

export const gltf = (): SmallFile => ({
  name: 'kiosk.glb',
  bytes: glbBytes(smallGltf([{ name: 'Kiosk', mesh: 0 }], [0])),
});

/** AutoCAD's own format: not read, and the refusal says what to do. */
export const dwg = (): SmallFile => ({ name: 'plan.dwg', bytes: utf8('AC1032\0\0\0\0\0') });
