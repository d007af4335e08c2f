import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { csvText } from '../../model/tables/csv-cell.ts';
import type { CrowdFrame, CrowdResult } from '../../workers/crowd/core/crowd.ts';
import type { CrowdGuide } from '../../workers/crowd/core/guide.ts';
import type { CrowdSetup } from '../../workers/crowd/lay-out.ts';
import { NOT_INSIDE } from '../../workers/crowd/results/frames.ts';
import { trajectoriesOf, trajectoryText, writeTrajectories } from '../../workers/crowd/results/trajectories.ts';
import type { ReadCrowdCase } from './crowd-case.ts';
import { type GeoFrame, geoTiff } from './geotiff.ts';

/** Side of the cells of heat maps: a person is on 4 m² of them. */
const HEAT_M = 2;

/** How everyone's ways are written: `workers/crowd/results/trajectories.ts` tells both forms. */
export type WaysAs = 'none' | 'binary' | 'text' | 'both';

/** What a run leaves in its folder beside `summary.json`. */
export function writeCrowdFiles(
  folder: string,
  { setup, frame }: ReadCrowdCase,
  guide: CrowdGuide,
  result: CrowdResult,
  ways: WaysAs,
): void {
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const { lines } = setup.input;
  const trajectories = trajectoriesOf(setup.input, result.box, result.frames);
  if (ways === 'binary' || ways === 'both') put('trajectories.spcrowd', writeTrajectories(trajectories));
  if (ways === 'text' || ways === 'both') {
    const file = openSync(join(folder, 'trajectories.txt'), 'w');
    for (const text of trajectoryText(trajectories)) writeSync(file, text);
    closeSync(file);
  }
  const left = [...result.leftS.keys()]
    .filter((id) => result.leftS[id] >= 0)
    .sort((a, b) => result.leftS[a] - result.leftS[b] || a - b);
  put(
    'n-t.csv',
    csv(
      ['time_s', 'left', 'exit'],
      left.map((id, k) => [result.leftS[id].toFixed(2), k + 1, lines[result.exit[id]]?.id ?? '']),
    ),
  );
  put(
    'people.csv',
    csv(
      [
        'id',
        'population',
        'start_s',
        'appeared_s',
        'left_s',
        'travel_s',
        'queue_s',
        'exit',
        'water_state',
        'waded_s',
        'reason',
      ],
      people(result, setup.theCase.populations, setup.populationOf, setup.input.people.startS, lines, guide),
    ),
  );
  put(
    'counters.csv',
    csv(
      ['line', 'time_s', 'way'],
      result.crossings.flatMap(({ id, forwardS, backwardS }) => [
        ...forwardS.map((timeS) => [id, timeS.toFixed(2), 'forward']),
        ...backwardS.map((timeS) => [id, timeS.toFixed(2), 'backward']),
      ]),
    ),
  );
  writeHeatMaps(setup, result, put, frame);
}

type Cell = string | number;

const csv = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `${[head, ...rows].map((row) => row.map(cellOf).join(',')).join('\n')}\n`;

const cellOf = (cell: Cell): string => (typeof cell === 'string' ? csvText(cell) : String(cell));

/** Mean and highest density of each level as GeoTIFF. */
function writeHeatMaps(
  setup: CrowdSetup,
  result: CrowdResult,
  put: (name: string, content: string | Uint8Array) => void,
  frame: GeoFrame,
): void {
  for (const [level, { id }] of setup.space.levels.entries()) {
    const maps = heatMaps(result, level);
    if (!maps) continue;
    const name = setup.space.levels.length === 1 ? '' : `-${id.replaceAll(/[^\p{L}\p{N}._-]/gu, '-')}`;
    put(`mean-density-per-m2${name}.tif`, geoTiff({ ...maps.raster, values: maps.mean }, frame));
    put(`max-density-per-m2${name}.tif`, geoTiff({ ...maps.raster, values: maps.most }, frame));
  }
}

function people(
  result: CrowdResult,
  populations: readonly { id: string }[],
  populationOf: Uint16Array,
  startS: Float32Array,
  lines: readonly { id: string }[],
  guide: CrowdGuide,
): Cell[][] {
  const reasons = new Map(result.remained.map(({ id, reason }) => [id, reason]));
  const formatted = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(2));
  return Array.from({ length: result.count }, (_, id) => [
    id,
    populations[populationOf[id]].id,
    formatted(startS[id]),
    formatted(result.appearedS[id]),
    formatted(result.leftS[id]),
    formatted(result.leftS[id] - startS[id]),
    formatted(result.queueS[id]),
    lines[result.exit[id]]?.id ?? '',
    guide.stateOf(id),
    formatted(guide.wadedS[id]),
    reasons.get(id) ?? '',
  ]);
}

/** People per m² on a level: most and mean of the frames; null where nobody ever was. */
function heatMaps({ frames, box }: CrowdResult, level: number) {
  const places = frames.map((frame) => placesOf(frame, level, box));
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const list of places)
    for (const [x, y] of list)
      [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  if (!(east >= west)) return null;
  const raster = {
    westM: Math.floor(west / HEAT_M) * HEAT_M,
    southM: Math.floor(south / HEAT_M) * HEAT_M,
    cellM: HEAT_M,
    columns: Math.floor(east / HEAT_M) - Math.floor(west / HEAT_M) + 1,
    rows: Math.floor(north / HEAT_M) - Math.floor(south / HEAT_M) + 1,
  };
  const size = raster.columns * raster.rows;
  const mean = new Float32Array(size);
  const most = new Float32Array(size);
  const now = new Float32Array(size);
  for (const list of places) {
    now.fill(0);
    for (const [x, y] of list)
      now[Math.floor((y - raster.southM) / HEAT_M) * raster.columns + Math.floor((x - raster.westM) / HEAT_M)] +=
        1 / HEAT_M ** 2;
    for (let cell = 0; cell < size; cell++) {
      mean[cell] += now[cell] / frames.length;
      most[cell] = Math.max(most[cell], now[cell]);
    }
  }
  return { raster, mean, most };
}

function placesOf(
  { places, levels }: CrowdFrame,
  level: number,
  { westM, southM, unitM }: CrowdResult['box'],
): [number, number][] {
  const found: [number, number][] = [];
  for (let id = 0; id < levels.length; id++)
    if (levels[id] === level && level !== NOT_INSIDE)
      found.push([westM + places[2 * id] * unitM, southM + places[2 * id + 1] * unitM]);
  return found;
}
