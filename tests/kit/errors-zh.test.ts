import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { portOf } from '../../cli/listen.ts';
import { rowsOfLines } from '../../hub/audit/audit-chain.ts';
import { readTls } from '../../hub/broker/tls.ts';
import { openRecording } from '../../hub/recording/recording.ts';
import { parseAct } from '../../model/alarms/alarm-act.ts';
import { parseFiling } from '../../model/cases/cases.ts';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseGrid } from '../../model/city/grid.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { crsOf } from '../../model/geo/crs.ts';
import { fieldOf, instantOf, jsonOf, numberOf } from '../../model/sensors/decode.ts';
import { parseSource, parseStreams } from '../../model/sensors/sources.ts';
import { messagesOf, PROGRAM_FAULT } from '../../model/text/message.ts';
import { parseEsriGrid } from '../../readers/esri-grid/esri-grid.ts';
import { readGeoTiff } from '../../readers/geotiff/geotiff.ts';
import { osmPbfReader } from '../../readers/osm-pbf/reader.ts';
import { readModel } from '../../readers/read-model.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { GeometryError } from '../../readers/shared/geometry-error.ts';
import { Problems } from '../../readers/shared/problems.ts';
import { polygonsFromWkt } from '../../readers/wkt/wkt.ts';
import { parseScenario } from '../../scenarios/scenario.ts';
import { openRecordingFile } from '../../src/plugins/feeds/tasks/tape.ts';
import { failureOf, reasonIn } from '../../src/twin/failure.ts';
import { checkCity } from '../../tiles/check.ts';
import { readCity } from '../../tiles/read/city.ts';
import { layerFileOf } from '../../tiles/read/layer-file.ts';
import { parseRecipe, readRecipe } from '../../tiles/recipe.ts';
import { parseLinks } from '../../workers/construction/linking/link-rules.ts';
import { planFromGeoJson } from '../../workers/crowd/plan/drawn-plan.ts';
import { planFromDxf as planFromDrawing } from '../../workers/crowd/plan/dxf-plan.ts';
import { readTrajectories } from '../../workers/crowd/results/trajectories.ts';
import { cellsOf } from '../../workers/flood/city/ground.ts';
import { checkSeries } from '../../workers/flood/core/series.ts';
import { parseInp } from '../../workers/flood/drains/inp.ts';
import { readResult } from '../../workers/flood/results/result-file.ts';
import { englishIn } from './english.ts';

const ROOT = join(import.meta.dirname, '../..');
const bytesOf = (text: string) => new TextEncoder().encode(text);

const BROKEN = join(ROOT, 'tests/fixtures/broken');
const schedule = (text: string, file: string) => () => readSchedule(bytesOf(text), file);

const PROVOKED: [name: string, provoke: () => unknown][] = [
  ['a schedule of no known kind', schedule('hello', 'plan.doc')],
  ['an XER without its project', schedule('ERMHDR\t19.12\n%T\tTASK\n%F\ttask_id\n%E\n', 'plan.xer')],
  ['an XER that is cut', schedule('ERMHDR\t19.12\n%T\tTASK\n%F\ttask_id\n', 'plan.xer')],
  ['an XML that is none', schedule('<Project><Tasks></Project>', 'plan.xml')],
  ['an XML of another root', schedule('<Html></Html>', 'plan.xml')],
  ['an XML with a document type', schedule('<!DOCTYPE a><Project></Project>', 'plan.xml')],
  ['a P6 file without a project', schedule('<APIBusinessObjects><A/></APIBusinessObjects>', 'plan.xml')],
  ['a table without its columns', schedule('a,b\n1,2\n', 'plan.csv')],
  ['a table with a wrong duration', schedule('id,duration\nA,long\n', 'plan.csv')],
  ['a table with an id twice', schedule('id,duration\nA,1d\nA,1d\n', 'plan.csv')],
  ['a table with a constraint of no kind', schedule('id,duration,constraints\nA,1d,sometime\n', 'plan.csv')],
  ['an IFC without tasks', schedule('ISO-10303-21;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n', 'plan.ifc')],
  ['links that are no JSON', () => parseLinks('{', 'links.json')],
  ['links of another kind', () => parseLinks('{"format":1}', 'links.json')],
  ['a manifest of another format', () => parseManifest({ format: 2 }, 'manifest.json')],
  ['a manifest that is none', () => parseManifest(null, 'manifest.json')],
  ['a grid that is none', () => parseGrid({}, 'grid.json')],
  ['flood works that are none', () => parseFloodWorks({ format: 1 })],
  ['a coordinate system of no name', () => crsOf('somewhere', 'roads.geojson')],
  ['a coordinate system that is not known', () => crsOf('EPSG:1', 'roads.geojson')],
  ['a projection that is none', () => crsOf('+proj=nowhere', 'roads.geojson')],
  ['a message that is no JSON', () => jsonOf(bytesOf('hello'))],
  ['a message that is a list', () => fieldOf(3, 'result')],
  ['a reading that is a word', () => numberOf('high')],
  ['a time without its zone', () => instantOf('noon', 'phenomenonTime')],
  ['a grid with a word', () => parseEsriGrid(bytesOf('ncols x\n'), 'rain.asc', 9, GeometryError)],
  ['a grid without its head', () => parseEsriGrid(bytesOf('ncols 2\n1 2\n'), 'rain.asc', 9, GeometryError)],
  [
    'a grid of too few values',
    () =>
      parseEsriGrid(bytesOf('ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1\n'), 'r.asc', 9, GeometryError),
  ],
  ['an outline that is none', () => polygonsFromWkt('LINE (1 2)', 'area.wkt')],
  ['an outline that is cut', () => polygonsFromWkt('POLYGON ((1 2, 3', 'area.wkt')],
  ['an outline of two corners', () => polygonsFromWkt('POLYGON ((1 2, 3 4))', 'area.wkt')],
  ['a scenario that is no JSON', () => parseScenario('{', 'flood.json')],
  ['a scenario of nothing', () => parseScenario('{}', 'flood.json')],
  ['a recipe of nothing', () => parseRecipe({}, 'recipe.json', '/')],
  ['a recipe that is a list', () => parseRecipe([], 'recipe.json', '/')],
  ['a plan without a polygon', () => planFromGeoJson({ type: 'FeatureCollection', features: [] }, 'plan.geojson')],
  ['a plan of points', () => planFromGeoJson({ type: 'Point', coordinates: [1, 2] }, 'plan.geojson')],
  ['a plan with a corner of words', () => planFromGeoJson({ type: 'Polygon', coordinates: [[['a', 'b']]] }, 'p.json')],
  ['paths that are none', () => readTrajectories(bytesOf('hello world, no paths'), 'run.paths')],
  ['a box outside the city', () => cellsOf(gridOf(), boxOf(900, 990), 2)],
  ['cells that do not fit', () => cellsOf(gridOf(), boxOf(0, 90), 3)],
  ['an empty network', () => parseInp('', 'drains.inp')],
  ['a network without a section', () => parseInp('J1 2 3\n', 'drains.inp')],
  ['a network without its dates', () => parseInp('[OPTIONS]\nFLOW_UNITS CMS\n', 'drains.inp')],
  ['a network with a wrong option', () => parseInp('[OPTIONS]\nFLOW_UNITS CUPS\n', 'drains.inp')],
  ['a result that is none', () => readResult(bytesOf('hello'), 'run.flood')],
  ['a series of no values', () => checkSeries('inflow', { timesS: [], values: [] })],
  ['an OSM file that is none', () => osm(bytesOf('hello, no blobs here'))],
  ['an empty OSM file', () => osm(new Uint8Array())],
  ['an OSM file that is cut', () => osm(new Uint8Array([0, 0, 0, 13, 0x0a, 9, ...bytesOf('OSMHeader'), 0x18, 20]))],
  ['a GeoTIFF that is none', () => readGeoTiff(bytesOf('II*\0 and then words'), 'dem.tif', undefined)],
  ['an empty GeoTIFF', () => readGeoTiff(new Uint8Array(), 'dem.tif', undefined)],
  ['a model of no kind', () => readModel(bytesOf('hello'), 'tower.ifc')],
  ['a model that is other JSON', () => readModel(bytesOf('{"a":1}'), 'tower.json')],
  [
    'a CityJSON without its objects',
    () => readModel(bytesOf('{"type":"CityJSON","version":"2.0"}'), 'tower.city.json'),
  ],
  [
    'a CityJSON of another version',
    () => readModel(bytesOf('{"type":"CityJSON","version":"0.9","CityObjects":{},"vertices":[]}'), 'a.city.json'),
  ],
  ['a glTF that is cut', () => readModel(bytesOf('glTF\x02\0\0\0'), 'tower.glb')],
  ['a glTF without its meshes', () => readModel(bytesOf('{"asset":{"version":"2.0"}}'), 'tower.gltf')],
  ['a DXF without lines', () => planFromDxf(bytesOf('  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n  0\nEOF\n'))],
  ['a recording that is none', () => openRecordingFile(bytesOf('\u0089MCAP0\r\n and then nothing'))],
  [
    'a recording that is cut',
    () => openRecordingFile(Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a, 1, 2)),
  ],
  ['a table of readings without its columns', () => openRecordingFile(bytesOf('a,b\n1,2\n'))],
  ['a recording of the hub that is none', () => openRecording(join(ROOT, 'package.json'))],
  ['an audit that is none', () => [...rowsOfLines('{}\nhello\n')]],
  [
    'a source without its streams',
    () => parseSource({ id: 'a', name: 'A', kind: 'mqtt', url: 'wss://a', streams: [] }),
  ],
  ['a source of another scheme', () => parseSource({ ...SOURCE, url: 'ftp://broker.example/' })],
  ['a source with a password', () => parseSource({ ...SOURCE, url: 'wss://me:secret@broker.example/' })],
  ['streams that are no pairs', () => parseStreams('a = b\nnothing')],
  ['an act that is none', () => parseAct({ kind: 'dance' })],
  ['a case that is none', () => parseFiling({})],
  ['a layer of no known format', () => readLayers('cities.gpkg', 'SQLite format 3\0')],
  ['a recipe whose file is missing', () => readCity(readRecipe(join(BROKEN, 'recipe-file-missing.json')))],
  ['a recipe with an unknown key', () => readRecipe(join(BROKEN, 'recipe-unknown-key.json'))],
  ['a recipe of no time zone', () => readRecipe(join(BROKEN, 'recipe-zone.json'))],
  ['a TLS certificate without its key', () => readTls('cert.pem')],
  ['a port that is none', () => portOf('--port', 'many')],
  ['a manifest that is not there', () => checkCity('/nowhere', { skipGltfValidator: true })],
  ['a series that goes back', () => checkSeries('inflow', { timesS: [2, 1], values: [1, 1] })],
];

const SOURCE = {
  id: 'a',
  name: 'A',
  kind: 'mqtt',
  url: 'wss://broker.example/mqtt',
  streams: [['3', 'sn-pump-0001/1']],
};

/** Files that a bake refuses whole, each named after what is wrong with it. */
const REFUSED_FILES = [
  'coordinates-depth.geojson',
  'crs-missing.city.json',
  'crs-unknown.geojson',
  'degrees-as-metres.geojson',
  'depth.geojson',
  'diameter-missing.inp',
  'empty.geojson',
  'gzip-cut.geojson.gz',
  'id-duplicate.geojson',
  'id-missing.geojson',
  'inp-number.inp',
  'inp-without-coordinates.inp',
  'json-cut.geojson',
  'json-not.geojson',
  'metres-as-degrees.geojson',
  'no-buildings.city.json',
  'no-features.geojson',
  'not-a-collection.geojson',
  'not-an-object.geojson',
  'pbf-cut.osm.pbf',
  'pbf-not.osm.pbf',
  'values-missing.asc',
  'version.city.json',
  'vertex-index.city.json',
];

const osm = (bytes: Uint8Array) =>
  osmPbfReader.read(
    bytesSource(bytes, 'city.osm.pbf'),
    { tag: { key: 'building' }, geometry: 'polygon' },
    new Problems(),
  );

const planFromDxf = (bytes: Uint8Array) =>
  planFromDrawing(bytes, 'plan.dxf', { areas: ['A'], walls: [], doors: [], originM: [0, 0] });

/** A city of one layer, as the command line makes it of a plain file. */
async function readLayerFile(file: string): Promise<unknown> {
  const { id: format } = (await layerFileOf({ file })).reader;
  const json = {
    id: 'one',
    name: { zh: '一', en: 'one' },
    zone: 'UTC',
    layers: [
      {
        id: 'one',
        kind: file.endsWith('.inp') ? 'pipe' : 'building',
        label: { zh: '一', en: 'one' },
        file,
        format,
        source: { name: { zh: '一', en: 'one' }, licence: 'none' },
        mostLeftOutRatio: 0,
      },
    ],
  };
  return await readCity(parseRecipe(json, 'recipe.json', ROOT));
}

async function readLayers(name: string, text: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-zh-'));
  try {
    writeFileSync(join(folder, name), text);
    return await readLayerFile(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function gridOf(): Parameters<typeof cellsOf>[0] {
  return { westM: 0, southM: 0, columns: 50, rows: 50, cellM: 2 } as unknown as Parameters<typeof cellsOf>[0];
}

const boxOf = (fromM: number, toM: number) => ({ westM: fromM, southM: fromM, eastM: toM, northM: toM });

async function thrownBy(provoke: () => unknown): Promise<unknown> {
  try {
    await provoke();
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal, got none');
}

describe('what a bad file or form makes the program say', () => {
  test.each([
    ...PROVOKED,
    ...REFUSED_FILES.map((name): (typeof PROVOKED)[number] => [name, () => readLayerFile(join(BROKEN, name))]),
  ])('%s', async (_, provoke) => {
    const error = await thrownBy(provoke);
    const messages = messagesOf(error);
    expect(messages, String(error)).not.toBeNull();
    for (const { code, text } of messages ?? []) {
      expect(code).not.toBe('plain');
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(englishIn(text.zh)).toBeNull();
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(reasonIn(failureOf(error), 'zh')).toMatch(/\p{Script=Han}/u);
  });

  test('a fault of the program shows a sentence, and nothing of its own words', () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(failureOf(new TypeError('x is undefined'))).toEqual(PROGRAM_FAULT);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});

/** Errors that a user meets: who throws one gives messages, not a sentence. */
const WORDED =
  'FloodInputError|CityFloodError|DrainError|ResultFileError|ScheduleError|ReadError|ModelError|GeometryError|GridError|GlbError|ManifestError|CrsError|ColumnError|TrajectoryError|CatalogueError';

test('no error that a user meets is thrown with a sentence of one language', () => {
  const files = ['model', 'readers', 'workers', 'tiles', 'scenarios', 'src', 'cli'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const bare = new RegExp(`new (?:${WORDED})\\(\\s*['"\`]`);
  expect(files.filter((file) => bare.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
