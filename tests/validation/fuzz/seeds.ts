import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { PbfWriter } from 'pbf';
import { geoTiff } from '../../../cli/sim/geotiff.ts';
import { type AuditRow, nextRow } from '../../../hub/audit/audit-chain.ts';
import { finish, OpenRecording } from '../../../hub/recording/recording.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { SCHEDULE_FORMATS, writeSchedule } from '../../../workers/construction/write/schedule-file.ts';
import { readCase } from '../construction-network.ts';
import { pageSeeds } from './page-seeds.ts';
import type { Seed } from './seed.ts';
import { spatialSeeds } from './spatial-seeds.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 12);
const WEST = 108.75;
const SOUTH = 34.3;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

/** A small file of every format that a door takes, made by the project's own writers where it has one. */
export async function makeSeeds(): Promise<Seed[]> {
  return [
    ...schedules(),
    ...layers(),
    ...grids(),
    ...plans(),
    ...cases(),
    ...readings(),
    ...(await recordings()),
    ...chains(),
    ...(await spatialSeeds()),
    ...(await pageSeeds()),
  ];
}

function schedules(): Seed[] {
  const { schedule } = readCase(
    'data=Tu8 | A16@W{Mo8 r8}, B8@H[SNE We0], C12@W[FNL 2Fr16], D0fm@W | A FS B, A SS+4 C, B FF-2 C, C SF+3 D | A 0-1',
  );
  const written = SCHEDULE_FORMATS.map((format): Seed => {
    const { file, bytes } = writeSchedule(format, schedule);
    return { name: file, kind: 'text', doors: ['schedule', 'construction'], bytes };
  });
  const project = '5 1\n4\n0 0 1 2\n5 2 2 3 4\n3 1 1 5\n4 2 1 5\n0 0 0\n';
  return [...written, { name: 'p.rcp', kind: 'text', doors: ['read psplib', 'construction'], bytes: utf8(project) }];
}

const square = (east: number, north: number) =>
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ].map(([x, y]) => [WEST + (east + x) * 2e-4, SOUTH + (north + y) * 2e-4]);

function layers(): Seed[] {
  const features = [0, 2, 4].map((at) => ({
    type: 'Feature',
    id: `b${at}`,
    properties: { name: `House ${at}`, height: 10 + at },
    geometry: { type: 'Polygon', coordinates: [square(at, at)] },
  }));
  const collection = json({ type: 'FeatureCollection', features });
  const cube = {
    type: 'CityJSON',
    version: '2.0',
    transform: { scale: [0.001, 0.001, 0.001], translate: [85000, 446000, 0] },
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/28992' },
    CityObjects: {
      a: {
        type: 'Building',
        attributes: { name: 'A' },
        geometry: [
          {
            type: 'Solid',
            lod: '1.2',
            boundaries: [
              [[[0, 3, 2, 1]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]],
            ],
          },
        ],
      },
    },
    vertices: [0, 9000].flatMap((z) => [
      [0, 0, z],
      [9000, 0, z],
      [9000, 9000, z],
      [0, 9000, z],
    ]),
  };
  const sewer =
    '[OPTIONS]\nFLOW_UNITS LPS\n[JUNCTIONS]\nJ1 10 2 0 0 0\nJ2 9 2 0 0 0\n[OUTFALLS]\nO1 8 FREE\n[CONDUITS]\nC1 J1 J2 50 0.013 0 0\nC2 J2 O1 60 0.013 0 0\n[XSECTIONS]\nC1 CIRCULAR 0.5 0 0 0\nC2 CIRCULAR 0.6 0 0 0\n[COORDINATES]\nJ1 85000 446000\nJ2 85050 446000\nO1 85110 446000\n';
  const water =
    '[JUNCTIONS]\nJ1 10 0\nJ2 9 0\n[PIPES]\nP1 J1 J2 100 300 120\n[COORDINATES]\nJ1 85000 446000\nJ2 85050 446000\n';
  const model = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name: 'wall', mesh: 0, matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    buffers: [{ byteLength: 44, uri: `data:application/octet-stream;base64,${triangle()}` }],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 6 },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5123, count: 3, type: 'SCALAR' },
    ],
  };
  return [
    { name: 'a.geojson', kind: 'json', doors: ['read geojson', 'bake'], bytes: collection },
    { name: 'b.geojson', kind: 'text', doors: ['read geojson', 'bake'], bytes: collection },
    { name: 'a.geojson.gz', kind: 'bytes', doors: ['read geojson', 'bake'], bytes: gzipSync(collection) },
    {
      name: 'a.geojsonl',
      kind: 'text',
      doors: ['bake'],
      bytes: utf8(features.map((one) => JSON.stringify(one)).join('\n')),
    },
    { name: 'a.city.json', kind: 'json', doors: ['read cityjson', 'bake'], bytes: json(cube) },
    { name: 'b.city.json', kind: 'text', doors: ['read cityjson'], bytes: json(cube) },
    { name: 'a.inp', kind: 'text', doors: ['read swmm', 'bake'], bytes: utf8(sewer) },
    { name: 'w.inp', kind: 'text', doors: ['read epanet'], bytes: utf8(water) },
    { name: 'a.osm.pbf', kind: 'bytes', doors: ['read osm-pbf'], bytes: openStreetMap() },
    { name: 'a.gltf', kind: 'json', doors: ['read gltf'], bytes: json(model) },
  ];
}

function triangle(): string {
  const bytes = new Uint8Array(44);
  new Float32Array(bytes.buffer, 0, 9).set([0, 0, 0, 1, 0, 0, 0, 1, 0]);
  new Uint16Array(bytes.buffer, 36, 3).set([0, 1, 2]);
  return Buffer.from(bytes).toString('base64');
}

/** One closed way that is a building. */
function openStreetMap(): Uint8Array {
  const deltas = (values: number[]) => values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]));
  const corners = square(0, 0).slice(0, 4);
  const group = new PbfWriter();
  group.writeMessage(
    2,
    (_, dense: PbfWriter) => {
      dense.writePackedSVarint(1, deltas([1, 2, 3, 4]));
      dense.writePackedSVarint(8, deltas(corners.map(([, lat]) => Math.round(lat * 1e7))));
      dense.writePackedSVarint(9, deltas(corners.map(([lon]) => Math.round(lon * 1e7))));
    },
    null,
  );
  group.writeMessage(
    3,
    (_, way: PbfWriter) => {
      way.writeVarintField(1, 9);
      way.writePackedVarint(2, [1]);
      way.writePackedVarint(3, [2]);
      way.writePackedSVarint(8, deltas([1, 2, 3, 4, 1]));
    },
    null,
  );
  const block = new PbfWriter();
  block.writeMessage(
    1,
    (_, table: PbfWriter) => {
      for (const text of ['', 'building', 'yes']) table.writeBytesField(1, utf8(text));
    },
    null,
  );
  block.writeBytesField(2, group.finish());
  const header = new PbfWriter();
  header.writeStringField(4, 'OsmSchema-V0.6');
  header.writeStringField(4, 'DenseNodes');
  return Buffer.concat([osmBlob('OSMHeader', header.finish()), osmBlob('OSMData', block.finish())]);
}

function osmBlob(type: string, content: Uint8Array): Buffer {
  const blob = new PbfWriter();
  blob.writeVarintField(2, content.length);
  blob.writeBytesField(3, deflateSync(content));
  const body = blob.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, body.length);
  const headBytes = head.finish();
  const size = Buffer.alloc(4);
  size.writeUInt32BE(headBytes.length);
  return Buffer.concat([size, headBytes, body]);
}

function grids(): Seed[] {
  const rows = Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, column) => 340 + row + column / 8));
  const text = `ncols 8\nnrows 8\nxllcorner ${WEST}\nyllcorner ${SOUTH}\ncellsize 0.001\nNODATA_value -9999\n${rows.map((row) => row.join(' ')).join('\n')}\n`;
  const raster = {
    columns: 8,
    rows: 8,
    cellM: 2,
    westM: 85000,
    southM: 446000,
    values: Float32Array.from(rows.flat()),
  };
  return [
    { name: 'dem.asc', kind: 'text', doors: ['read esri-grid'], bytes: utf8(text) },
    { name: 'dem.tif', kind: 'bytes', doors: ['read geotiff'], bytes: geoTiff(raster, { kind: 'epsg', code: 28992 }) },
  ];
}

function plans(): Seed[] {
  const groups = (...values: (string | number)[]) => values.join('\n');
  const box = (layer: string, corners: number[][]) =>
    groups(0, 'LWPOLYLINE', 8, layer, 90, corners.length, 70, 1, ...corners.flatMap(([x, y]) => [10, x, 20, y]));
  const rectangle = [
    [0, 0],
    [40_000, 0],
    [40_000, 2000],
    [0, 2000],
  ];
  const drawing = [
    groups(0, 'SECTION', 2, 'HEADER', 9, '$INSUNITS', 70, 4, 0, 'ENDSEC'),
    groups(0, 'SECTION', 2, 'BLOCKS', 0, 'BLOCK', 2, 'P', 10, 0, 20, 0),
    groups(0, 'LINE', 8, 'WALL', 10, 0, 20, 0, 11, 100, 21, 100, 0, 'ENDBLK', 0, 'ENDSEC'),
    groups(0, 'SECTION', 2, 'ENTITIES'),
    box('SPACE', rectangle),
    groups(0, 'INSERT', 8, 'WALL', 2, 'P', 10, 1000, 20, 100, 50, 90),
    groups(0, 'ARC', 8, 'WALL', 10, 30_000, 20, 0, 40, 500, 50, 350, 51, 80, 0, 'ENDSEC', 0, 'EOF', ''),
  ].join('\n');
  const polygon = 'POLYGON((0 0, 40 0, 40 2, 0 2, 0 0),(10 1.8, 10.4 1.8, 10.4 1.9, 10 1.9, 10 1.8))';
  return [
    { name: 'plan.dxf', kind: 'text', doors: ['read dxf'], bytes: utf8(drawing) },
    { name: 'plan.wkt', kind: 'text', doors: ['read wkt'], bytes: utf8(polygon) },
  ];
}

function cases(): Seed[] {
  const area = (east: number) => ({
    outer: [
      [0.3, 0.3],
      [east, 0.3],
      [east, 1.7],
      [0.3, 1.7],
    ],
  });
  const corridor = {
    format: 1,
    kind: 'crowd',
    id: 'corridor',
    title: { zh: '走廊', en: 'Corridor' },
    ground: { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', areas: [area(10)] }] },
    exits: [{ id: 'east', floor: 'floor', from: [10, 0.3], to: [10, 1.7] }],
    populations: [{ id: 'people', floor: 'floor', count: 4, where: { kind: 'areas', areas: [area(4)] } }],
    endS: 20,
  };
  const recipe = {
    id: 'small',
    name: { zh: '小', en: 'Small' },
    zone: 'Asia/Shanghai',
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label: { zh: '房屋', en: 'Houses' },
        file: 'missing.geojson',
        source: { name: { zh: '测试', en: 'test' }, licence: 'CC0' },
        fields: { height: 'height' },
      },
    ],
  };
  const thing = {
    id: 'sn-rain-0001',
    kind: 'rain',
    name: { zh: '雨量', en: 'Rain' },
    lonLat: [WEST, SOUTH],
    at: [0, 0],
    of: 'roof',
    datastreams: [{ id: 'sn-rain-0001/1', name: { zh: '量', en: 'measure' }, unit: 'mm', cadenceS: 60 }],
  };
  return [
    { name: 'scenario.json', kind: 'json', doors: ['crowd'], bytes: json(corridor) },
    { name: 'recipe.json', kind: 'json', doors: ['recipe'], bytes: json(recipe) },
    { name: 'sensors.json', kind: 'json', doors: ['sensors'], bytes: json({ things: [thing] }) },
    { name: 'sensor-kinds.json', kind: 'json', doors: ['kinds'], bytes: json(BASE_KINDS) },
  ];
}

function readings(): Seed[] {
  const count = 300;
  const list = <One>(of: (i: number) => One): One[] => Array.from({ length: count }, (_, i) => of(i));
  const times = list((i) => new Date(NOON_MS + 1000 * i));
  const lines = list((i) => `sn-${i % 5}/1,${times[i].toISOString()},${i / 10}`);
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'datastream', data: list((i) => `sn-${i % 7}/1`), type: 'STRING' },
      { name: 'phenomenonTime', data: times, type: 'TIMESTAMP' },
      { name: 'resultTime', data: times, type: 'TIMESTAMP', nullable: true },
      { name: 'receivedTime', data: times, type: 'TIMESTAMP' },
      { name: 'result', data: list(Math.sin), type: 'DOUBLE', nullable: true },
    ],
  });
  const table = utf8(['datastream,phenomenonTime,result', ...lines].join('\n'));
  return [
    { name: 't.csv', kind: 'text', doors: ['recording', 'read readings-table'], bytes: table },
    { name: 't.parquet', kind: 'bytes', doors: ['recording'], bytes: new Uint8Array(parquet) },
  ];
}

async function recordings(): Promise<Seed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-fuzz-seed-'));
  try {
    const recording = await OpenRecording.begin(join(folder, 'a.part'));
    for (let i = 0; i < 200; i++) {
      const logMs = NOON_MS + 100 * i;
      const topic = i % 50 === 0 ? 'shapan/cases/state' : `v1.1/Datastreams(${i % 20})/Observations`;
      const data = utf8(JSON.stringify({ result: i, resultTime: new Date(logMs).toISOString() }));
      recording.add({ topic, logMs, publishMs: logMs, data });
    }
    await recording.close();
    await finish(join(folder, 'a.part'), join(folder, 'a.mcap'), (topic) => topic.startsWith('shapan'));
    const bytes = new Uint8Array(readFileSync(join(folder, 'a.mcap')));
    return [{ name: 'a.mcap', kind: 'bytes', doors: ['replay', 'incidents', 'recording'], bytes }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function chains(): Seed[] {
  let last: AuditRow | null = null;
  const lines: string[] = [];
  for (let i = 0; i < 20; i++) {
    last = nextRow({ atMs: NOON_MS + i, who: `a${i}`, role: 'dispatcher', what: 'x.y', of: 'z', detail: { i } }, last);
    lines.push(JSON.stringify(last));
  }
  return [{ name: 'audit.jsonl', kind: 'text', doors: ['audit'], bytes: utf8(lines.join('\n')) }];
}
