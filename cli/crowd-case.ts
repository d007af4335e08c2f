import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type CrowdScenario, parseCrowdScenario } from '../scenarios/crowd.ts';
import { ScenarioError } from '../scenarios/scenario.ts';
import { type CrowdNote, crowdNoteText } from '../src/city/crowd-note.ts';
import { CrowdRefusal } from '../src/city/crowd-problem.ts';
import { parseGrid, parseWalkable } from '../src/city/grid.ts';
import { askedCase, cityGround, type Ground, laidOut } from '../workers/crowd/asked.ts';
import { type DxfLayers, planFromDxf } from '../workers/crowd/dxf-plan.ts';
import { floodWater } from '../workers/crowd/flood-water.ts';
import { type DrawnPlan, planFromGeoJson } from '../workers/crowd/geojson.ts';
import type { LaidOut } from '../workers/crowd/lay-out.ts';
import type { Floor } from '../workers/crowd/space.ts';
import type { WaterSeries } from '../workers/crowd/wading.ts';
import { polygonsFromWkt } from '../workers/crowd/wkt.ts';
import { readResult } from '../workers/flood/result-file.ts';
import { Files } from './flood-grid.ts';
import type { GeoFrame } from './geotiff.ts';

/** A case with all that it names read in, checked and laid out. */
export interface ReadCrowdCase {
  scenario: CrowdScenario;
  laid: LaidOut;
  notes: string[];
  frame: GeoFrame;
  /** SHA-256 of the case and of every file that it names, hex. */
  inputHash: string;
}

export async function readCrowdCase(path: string, cities: string): Promise<ReadCrowdCase> {
  const files = new Files();
  const file = basename(path);
  const beside = dirname(path);
  const scenario = parseCrowdScenario(jsonOf(files.text(path), file), file);
  const ground = groundOf(scenario, files, beside, cities);
  const water = scenario.flood ? await waterOf(scenario.flood, files, beside) : null;
  try {
    const laid = laidOut(askedCase(scenario, ground, water));
    return {
      scenario,
      laid,
      notes: ground.notes.map((note) => crowdNoteText(note, 'en')),
      frame: ground.frame,
      inputHash: files.hash(),
    };
  } catch (error) {
    if (!(error instanceof CrowdRefusal)) throw error;
    throw new ScenarioError(
      error.message
        .split('\n')
        .map((line) => `${file}: ${line}`)
        .join('\n'),
    );
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`${file}: expected JSON, got ${error instanceof Error ? error.message : error}`);
  }
}

function groundOf(
  { ground }: CrowdScenario,
  files: Files,
  beside: string,
  cities: string,
): Ground & { frame: GeoFrame } {
  if (ground.kind === 'city') {
    const path = join(cities, ground.id, 'walkable.json');
    if (!existsSync(path)) throw new ScenarioError(`ground.id: expected a baked city, got "${ground.id}": no ${path}`);
    const { origin } = parseGrid(jsonOf(files.text(join(cities, ground.id, 'grid/grid.json')), 'grid.json'));
    const walkable = parseWalkable(jsonOf(files.text(path), 'walkable.json'));
    return { ...cityGround(walkable, ground.boxM), frame: { kind: 'plane', ...origin } };
  }
  const notes: CrowdNote[] = [];
  const floors = ground.floors.map(({ id, elevationM, file, dxf, areas, walls }): Floor => {
    const drawn =
      file === undefined ? { areas: [], walls: [] } : drawnPlan(files.bytes(resolve(beside, file)), file, dxf, notes);
    const all = [...areas, ...drawn.areas];
    if (all.length === 0) throw new ScenarioError(`ground.floors.${id}: expected a file or areas, got neither`);
    return { id, elevationM, areas: all, touching: 'joined', barriers: [...walls, ...drawn.walls], openings: [] };
  });
  return { floors, stairs: [], lifts: [], areas: new Map(), outlets: [], notes, frame: { kind: 'unknown' } };
}

function drawnPlan(bytes: Buffer, file: string, layers: DxfLayers, notes: CrowdNote[]): DrawnPlan {
  if (/\.(dxf|dwg)$/i.test(file)) {
    const { unread, ...plan } = planFromDxf(bytes, file, layers);
    const kinds = [...unread].map(([kind, count]) => `${count} ${kind}`).join(', ');
    if (kinds !== '') notes.push({ code: 'dxf-unread', values: { file, kinds } });
    return plan;
  }
  const text = bytes.toString('utf8');
  if (/^\s*[{[]/.test(text)) return planFromGeoJson(jsonOf(text, file), file);
  return { areas: polygonsFromWkt(text, file), walls: [] };
}

/** Of a flood run's file. */
async function waterOf(
  { file, ...when }: NonNullable<CrowdScenario['flood']>,
  files: Files,
  beside: string,
): Promise<WaterSeries> {
  const { result } = await readResult(new Uint8Array(files.bytes(resolve(beside, file))), file);
  return floodWater(result, when);
}
