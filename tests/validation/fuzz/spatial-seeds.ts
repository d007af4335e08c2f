import { writeArrayBuffer } from 'geotiff';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { SMALL_TASKS } from '../../readers/ifc-tasks/small-tasks.ts';
import { landXml } from '../../readers/landxml/small-landxml.ts';
import { lasFile } from '../../readers/las/small-las.ts';
import { workbook } from '../../readers/places-xlsx/workbook.ts';
import {
  cityGml,
  csv,
  dxf,
  flatGeobuf,
  geoPackage,
  gltf,
  kml,
  mixedGeoJson,
  shapefileZip,
} from '../../readers/small-files.ts';
import { mbtilesOf, mvtOf, pmTilesOf } from '../../readers/vector-tiles/write-tiles.ts';
import { zipOf } from '../../readers/zip-of.ts';
import type { MutationKind } from './mutate.ts';
import type { Seed } from './seed.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Small files of the formats in which people have maps, each before the reader that a drop on the page and a bake share. */
export async function spatialSeeds(): Promise<Seed[]> {
  const seed = (reader: string, kind: MutationKind, { name, bytes }: { name: string; bytes: Uint8Array }): Seed => ({
    name,
    kind,
    doors: [`read ${reader}`, 'drop'],
    bytes,
  });
  const stations = csv();
  const sheet = await workbook({ 泵站: STATIONS });
  const archive = await zipOf({ 'doc.kml': kml().bytes });
  return [
    seed('shapefile', 'bytes', await shapefileZip()),
    // The one of two tables that is asked for by nobody is refused, so that this one has one.
    seed('geopackage', 'bytes', await geoPackage(['wells'])),
    seed('flatgeobuf', 'bytes', flatGeobuf()),
    seed('kml', 'text', kml()),
    seed('places-csv', 'text', csv()),
    seed('citygml', 'text', cityGml()),
    seed('geoparquet', 'bytes', { name: 'a.parquet', bytes: geoParquet() }),
    seed('gpx', 'text', { name: 'a.gpx', bytes: utf8(GPX) }),
    seed('osm-xml', 'text', { name: 'a.osm', bytes: utf8(OSM) }),
    seed('overpass', 'json', { name: 'a.overpass.json', bytes: utf8(JSON.stringify(OVERPASS)) }),
    seed('topojson', 'json', { name: 'a.topojson', bytes: utf8(JSON.stringify(TOPOLOGY)) }),
    seed('gtfs', 'bytes', { name: 'bus.zip', bytes: await zipOf(FEED) }),
    seed('kml', 'bytes', { name: 'marks.kmz', bytes: archive }),
    { name: 'mixed.geojson', kind: 'json', doors: ['drop'], bytes: mixedGeoJson().bytes },
    seed('vector-tiles', 'bytes', { name: '14-13141-6533.mvt', bytes: TILE_OF_HOUSES }),
    seed('vector-tiles', 'bytes', { name: 'a.pmtiles', bytes: pmTilesOf(14, [[MIDDLE_TILE, TILE_OF_HOUSES]]) }),
    seed('vector-tiles', 'bytes', {
      name: 'a.mbtiles',
      bytes: await mbtilesOf('pbf', [[14, 13141, 2 ** 14 - 1 - 6533, TILE_OF_HOUSES]]),
    }),
    // A model without a place: whoever drops one says where it stands first.
    { name: 'a.obj', kind: 'text', doors: ['read obj'], bytes: utf8(OBJ) },
    seed('xplan', 'text', { name: 'plan.gml', bytes: utf8(XPLAN) }),
    { name: 'site.xml', kind: 'text', doors: ['terrain', 'drop'], bytes: utf8(landXml()) },
    { ...dxf(), kind: 'text', doors: ['drop'] },
    { ...gltf(), kind: 'bytes', doors: ['read gltf', 'drop'] },
    { name: 'a.las', kind: 'bytes', doors: ['bake'], bytes: POINTS },
    { name: 'list.csv', kind: 'text', doors: ['sensor list'], bytes: stations.bytes },
    { name: 'list.xlsx', kind: 'bytes', doors: ['read places-xlsx', 'sensor list', 'drop'], bytes: sheet },
    { name: 'list.geojson', kind: 'json', doors: ['sensor list'], bytes: mixedGeoJson().bytes },
    { name: 'tasks.ifc', kind: 'text', doors: ['read ifc-tasks'], bytes: utf8(SMALL_TASKS) },
    // A sheet makes terrain, not a layer: a page that it is dropped on says so.
    { name: 'N42E001.hgt', kind: 'bytes', doors: ['read hgt'], bytes: SHEET },
    { name: 'photo.tif', kind: 'bytes', doors: ['photograph'], bytes: photo() },
    { name: 'tileset.json', kind: 'json', doors: ['tiles of others'], bytes: utf8(JSON.stringify(TILESET)) },
    { name: 'tileset.txt', kind: 'text', doors: ['tiles of others'], bytes: utf8(JSON.stringify(TILESET)) },
  ];
}

/** A sheet of 3″, level at sea. */
const SHEET = new Uint8Array(2 * 1201 * 1201);

const point = (x: number, y: number): Uint8Array =>
  new Uint8Array([1, 1, 0, 0, 0, ...new Uint8Array(Float64Array.of(x, y).buffer)]);

function geoParquet(): Uint8Array {
  const geo = {
    version: '1.0.0',
    primary_column: 'geometry',
    columns: { geometry: { encoding: 'WKB', geometry_types: ['Point'] } },
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'geometry', data: [point(108.75, 34.3), point(108.76, 34.31)], type: 'BYTE_ARRAY' },
        { name: 'name', data: ['a', 'b'], type: 'STRING' },
      ],
      kvMetadata: [{ key: 'geo', value: JSON.stringify(geo) }],
    }),
  );
}

const GPX = `<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="34.3" lon="108.75"><name>a</name></wpt><trk><trkseg><trkpt lat="34.3" lon="108.75"/><trkpt lat="34.31" lon="108.76"/></trkseg></trk></gpx>`;

const NODES = [
  [1, 34.3, 108.75],
  [2, 34.3, 108.751],
  [3, 34.301, 108.751],
];
const RING = [1, 2, 3, 1];

const XPLAN = `<?xml version="1.0"?><XPlanAuszug xmlns="http://www.xplanung.de/xplangml/5/1" xmlns:gml="g" xmlns:xplan="x"><gml:boundedBy><gml:Envelope srsName="EPSG:25832"/></gml:boundedBy><gml:featureMember><xplan:BP_BaugebietsTeilFlaeche gml:id="b1"><xplan:GRZ>0.4</xplan:GRZ><xplan:position><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>600000 5900000 600010 5900000 600010 5900010 600000 5900000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></xplan:position></xplan:BP_BaugebietsTeilFlaeche></gml:featureMember></XPlanAuszug>`;

const OSM = `<?xml version="1.0"?><osm version="0.6">${NODES.map(([id, lat, lon]) => `<node id="${id}" lat="${lat}" lon="${lon}" version="1"/>`).join('')}<way id="9" version="1">${RING.map((ref) => `<nd ref="${ref}"/>`).join('')}<tag k="building" v="yes"/></way></osm>`;

const OVERPASS = {
  version: 0.6,
  elements: [
    ...NODES.map(([id, lat, lon]) => ({ type: 'node', id, lat, lon })),
    { type: 'way', id: 9, nodes: RING, tags: { building: 'yes' } },
  ],
};

const TOPOLOGY = {
  type: 'Topology',
  arcs: [
    [
      [108.75, 34.3],
      [108.751, 34.3],
      [108.751, 34.301],
      [108.75, 34.3],
    ],
  ],
  objects: {
    plots: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', arcs: [[0]], properties: { name: 'a' } }] },
  },
};

const FEED = {
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,North,34.3,108.75\nB,East,34.31,108.76\n',
  'routes.txt': 'route_id,route_short_name,route_type\nr1,1,3\n',
  'trips.txt': 'route_id,service_id,trip_id,shape_id\nr1,s,t1,\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,08:00:00,08:00:00,A,1\nt1,08:10:00,08:10:00,B,2\n',
};

const POINTS = lasFile(
  [{ at: [108.75, 34.3, 380] }, { at: [108.7501, 34.3, 381] }, { at: [108.7501, 34.3001, 382] }],
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
);

const STATIONS = [
  ['名称', '经度', '纬度', '单位'],
  ['一号', 108.75, 34.3, 'mm'],
  ['二号', '108.76', '34.31', 'm'],
];

const TILE = { boundingVolume: { box: [0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 5] }, geometricError: 10 };
const TILESET = {
  asset: { version: '1.1' },
  geometricError: 100,
  root: {
    ...TILE,
    children: [
      { ...TILE, content: { uri: 'a.glb' } },
      {
        ...TILE,
        content: { uri: '{level}/{x}/{y}.glb' },
        implicitTiling: {
          subdivisionScheme: 'QUADTREE',
          availableLevels: 2,
          subtreeLevels: 2,
          subtrees: { uri: '{level}/{x}/{y}.subtree' },
        },
      },
    ],
  },
};

/** A photograph of 20 × 12 pixels of half a metre. */
function photo(): Uint8Array {
  const values = Uint8Array.from({ length: 3 * 20 * 12 }, (_, i) => (7 * i) % 256);
  return new Uint8Array(
    writeArrayBuffer(values, {
      width: 20,
      height: 12,
      BitsPerSample: [8, 8, 8],
      SampleFormat: [1, 1, 1],
      SamplesPerPixel: [3],
      PhotometricInterpretation: [2],
      PlanarConfiguration: [1],
      ModelPixelScale: [0.5, 0.5, 0],
      ModelTiepoint: [0, 0, 0, 690_000, 5_334_000, 0],
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 32_632,
    }),
  );
}

/** Of level 14: any number of it will do. */
const MIDDLE_TILE = (4 ** 14 - 1) / 3 + 200_000_000;
const TILE_OF_HOUSES = mvtOf({
  houses: [
    { id: 1, type: 3, lines: [[100, 100, 140, 100, 140, 160, 100, 160]], properties: { name: '楼', height: 12 } },
  ],
});

/** Two objects: a tetrahedron by numbers from the start, and a wall by numbers from the end. */
const OBJ = `# two things
mtllib a.mtl
o tetrahedron
v 0 0 0
v 4 0 0
v 0 0 4
v 0 3 0
f 1 3 2
f 1/1 2/1 4/1
f 2//1 3//1 4//1
f 3 1 4
o wall
v 6 0 0
v 9 0 0
v 9 3 0
v 6 3 0
usemtl brick
f -4 -3 -2 -1
`;
