import { ScenarioError } from '../../scenarios/faults.ts';
import type { ScenarioRain } from '../../scenarios/scenario.ts';
import type { RainRequest } from '../../workers/flood/rain/asked-rain.ts';
import { cliMessage } from '../messages.ts';
import { type Files, readGrid } from './flood-grid.ts';

/** Rain of a case with its grids read in. `crs` is the ground's; null where its metres are a city's own. */
export async function rainRequestOf(
  rain: ScenarioRain,
  crs: string | null,
  files: Files,
  folder: string,
): Promise<RainRequest> {
  switch (rain.kind) {
    case 'series':
      return { kind: 'series', hyetograph: { stepS: rain.stepMin * 60, ratesMmPerH: rain.ratesMmPerH } };
    case 'moving': {
      const { from, to, hours, radiusM, peakMmPerH } = rain;
      return {
        kind: 'field',
        field: { kind: 'moving', from, to, fromS: 0, toS: hours * 3600, radiusM, peakMmPerH },
      };
    }
    case 'grids': {
      const read = [];
      for (const { file } of rain.grids) read.push(await readGrid(file, crs ?? undefined, files, folder));
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
    default:
      return rain;
  }
}
