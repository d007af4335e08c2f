import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseGrid, parseWalkable } from '../../model/city/grid.ts';
import type { CrowdScenario } from '../../model/questions/crowd.ts';
import { type CrowdNote, crowdNoteText } from '../../model/scenarios/crowd-note.ts';
import { CrowdRefusal } from '../../model/scenarios/crowd-problem.ts';
import { caseMessage } from '../../model/text/case-messages.ts';
import type { Message } from '../../model/text/message.ts';
import { parseCrowdScenario } from '../../scenarios/crowd.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { crowdSetupOf } from '../../workers/crowd/checked-setup.ts';
import type { WaterSeries } from '../../workers/crowd/core/wading.ts';
import { waterSeriesOf } from '../../workers/crowd/core/water-series.ts';
import type { CrowdSetup } from '../../workers/crowd/lay-out.ts';
import type { DrawnPlan } from '../../workers/crowd/plan/drawn-plan.ts';
import type { DxfLayers } from '../../workers/crowd/plan/dxf-plan.ts';
import { faultsOf } from '../../workers/crowd/plan/plan-faults.ts';
import { drawnPlanOf } from '../../workers/crowd/plan/plan-file.ts';
import type { Floor } from '../../workers/crowd/plan/space-cells.ts';
import { caseOfRequest, cityGround, type Ground, planFloor, planGround } from '../../workers/crowd/request.ts';
import { readResult } from '../../workers/flood/results/result-file.ts';
import { cliMessage } from '../messages.ts';
import { Files } from './flood-grid.ts';
import type { GeoFrame } from './geotiff.ts';

/** A case with all that it names read in, checked and laid out. */
export interface ReadCrowdCase {
  scenario: CrowdScenario;
  setup: CrowdSetup;
  notes: string[];
  frame: GeoFrame;
  /** SHA-256 of the case and of every file that it names, hex. */
  inputHash: string;
}

/** `hear` is told how many people are laid out before they are, which takes a while for many. */
export async function readCrowdCase(
  path: string,
  cities: string,
  hear?: (people: number) => void,
): Promise<ReadCrowdCase> {
  const files = new Files();
  const file = basename(path);
  const beside = dirname(path);
  const scenario = parseCrowdScenario(jsonOf(files.text(path), file), file);
  const ground = groundOf(scenario, files, beside, cities);
  const water = scenario.flood ? await waterOf(scenario.flood, files, beside) : null;
  try {
    const theCase = caseOfRequest(scenario, ground, water);
    hear?.(theCase.populations.reduce((sum, { count }) => sum + count, 0));
    const { setup, notes } = crowdSetupOf(theCase);
    return {
      scenario,
      setup,
      notes: [...notes, ...ground.notes].map((note) => crowdNoteText(note, 'en')),
      frame: ground.frame,
      inputHash: files.hash(),
    };
  } catch (error) {
    if (!(error instanceof CrowdRefusal)) throw error;
    throw new ScenarioError(...error.messages.map((message) => inFile(message, file)));
  }
}

/** A refusal of the engine with the file that it is about. */
const inFile = ({ text, ...message }: Message, file: string): Message => ({
  ...message,
  text: { zh: `${file}：${text.zh}`, en: `${file}: ${text.en}` },
});

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      caseMessage('not-json', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
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
    if (!existsSync(path))
      throw new ScenarioError(cliMessage('city-not-baked', { place: 'ground.id', id: ground.id, path }));
    const { origin } = parseGrid(jsonOf(files.text(join(cities, ground.id, 'grid/grid.json')), 'grid.json'));
    const walkable = parseWalkable(jsonOf(files.text(path), 'walkable.json'));
    return { ...cityGround(walkable, ground.boxM), frame: { kind: 'plane', ...origin } };
  }
  const notes: CrowdNote[] = [];
  const floors = ground.floors.map(({ id, elevationM, file, dxf, areas, walls }): Floor => {
    const drawn =
      file === undefined
        ? { areas: [], walls: [], openRings: 0 }
        : drawnPlan(files.bytes(resolve(beside, file)), file, dxf, notes);
    const all = [...areas, ...drawn.areas];
    if (all.length === 0) throw new ScenarioError(cliMessage('floor-empty', { place: `ground.floors.${id}` }));
    if (drawn.openRings > 0) notes.push({ code: 'ring-open', values: { file: file ?? id, count: drawn.openRings } });
    notes.push(...faultsOf(all, id));
    return planFloor({ id, elevationM, areas: all, walls: [...walls, ...drawn.walls] });
  });
  return { ...planGround(floors), notes, frame: { kind: 'unknown' } };
}

function drawnPlan(bytes: Buffer, file: string, layers: DxfLayers, notes: CrowdNote[]): DrawnPlan {
  const drawn = drawnPlanOf(bytes, file, layers, jsonOf);
  notes.push(...drawn.notes);
  return drawn.plan;
}

/** Reads the water of a flood run's file. */
async function waterOf(
  { file, ...when }: NonNullable<CrowdScenario['flood']>,
  files: Files,
  beside: string,
): Promise<WaterSeries> {
  const { result } = await readResult(new Uint8Array(files.bytes(resolve(beside, file))), file);
  return waterSeriesOf(result, when);
}
