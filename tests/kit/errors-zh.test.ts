import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseGrid } from '../../model/city/grid.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { crsOf } from '../../model/geo/crs.ts';
import { fieldOf, instantOf, jsonOf, numberOf } from '../../model/sensors/decode.ts';
import { messagesOf, PROGRAM_FAULT } from '../../model/text/message.ts';
import { parseEsriGrid } from '../../readers/esri-grid/esri-grid.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { GeometryError } from '../../readers/shared/geometry-error.ts';
import { polygonsFromWkt } from '../../readers/wkt/wkt.ts';
import { parseScenario } from '../../scenarios/scenario.ts';
import { failureOf, reasonIn } from '../../src/twin/failure.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { parseLinks } from '../../workers/construction/linking/link-rules.ts';
import { planFromGeoJson } from '../../workers/crowd/drawn-plan.ts';
import { readTrajectories } from '../../workers/crowd/trajectories.ts';
import { cellsOf } from '../../workers/flood/city/ground.ts';
import { parseInp } from '../../workers/flood/drains/inp.ts';
import { readResult } from '../../workers/flood/result-file.ts';
import { checkSeries } from '../../workers/flood/series.ts';

const ROOT = join(import.meta.dirname, '../..');
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Identifiers, file names, quoted values and codes may stand in a Chinese sentence; three English words in a row may not. */
const ENGLISH = /(?<![\w"'/.<])[A-Za-z]{2,}(?: [a-z]{2,}){2,}(?![\w"'/.])/;

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
  ['a series that goes back', () => checkSeries('inflow', { timesS: [2, 1], values: [1, 1] })],
];

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
  test.each(PROVOKED)('%s', async (_, provoke) => {
    const error = await thrownBy(provoke);
    const messages = messagesOf(error);
    expect(messages, String(error)).not.toBeNull();
    for (const { code, text } of messages ?? []) {
      expect(code).not.toBe('plain');
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.zh).not.toMatch(ENGLISH);
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
