import type { ScenarioRain } from '../../model/questions/flood.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { rainRequestOf } from '../../workers/flood/question.ts';
import type { RainRequest } from '../../workers/flood/rain/rain-request.ts';
import { cliMessage } from '../messages.ts';
import { type Files, readGrid } from './flood-grid.ts';

/** Rain of a case with its grids read in. `crs` is the ground's; null where its metres are a city's own. */
export async function readRain(
  rain: ScenarioRain,
  crs: string | null,
  files: Files,
  folder: string,
): Promise<RainRequest> {
  if (rain.kind !== 'grids') return rainRequestOf(rain);
  const read = [];
  for (const { file } of rain.grids) read.push(await readGrid(file, crs ?? undefined, files, folder, 'mm/h'));
  const [{ columns, rows, cellM, westM, southM }] = read;
  for (const [k, grid] of read.entries()) {
    const { file } = rain.grids[k];
    const same = grid.columns === columns && grid.rows === rows && grid.westM === westM && grid.southM === southM;
    if (!same || grid.cellM !== cellM)
      throw new ScenarioError(cliMessage('grid-cells', { file, first: rain.grids[0].file }));
    if (grid.crs !== null && grid.crs.name !== crs)
      throw new ScenarioError(cliMessage('grid-crs', { file, crs: crs ?? 'ENU', got: grid.crs.name }));
  }
  return {
    kind: 'field',
    field: {
      kind: 'grid',
      columns,
      rows,
      cellM,
      westM,
      southM,
      timesS: rain.grids.map(({ atH }) => atH * 3600),
      ratesMmPerH: read.map(({ values }) => values),
    },
  };
}
