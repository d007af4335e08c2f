import type { FloodRain, RainGrids } from '../../../model/questions/flood.ts';
import { parseEsriGrid, southUp } from '../../../readers/esri-grid/esri-grid.ts';
import { CityFloodError } from '../city/ground.ts';
import { floodMessage } from '../messages.ts';
import { rainRequestOf } from '../question.ts';
import { MAX_MM_PER_H } from './rain-field.ts';
import type { RainRequest } from './rain-request.ts';

/** A rain field as the user's file gave it, which a run keeps so that it can be played again. */
export interface RainFile {
  name: string;
  bytes: ArrayBuffer;
}

/** Two days of a radar that looks every six minutes. */
const MAX_GRIDS = 500;
/** Greatest number of values of all grids together: 128 MiB. */
const MAX_VALUES = 1 << 25;

/** What the page has handed in, by its id. */
export class RainGridCache {
  private readonly sets = new Map<string, RainGrids & { ratesMmPerH: Float32Array[] }>();

  /** Reads a set of ESRI ASCII grids in the city's own metres, as a case's `grids` are; their names tell their order. */
  read(given: readonly RainFile[]): RainGrids {
    if (given.length < 2 || given.length > MAX_GRIDS)
      throw new CityFloodError(floodMessage('grids-count', { most: MAX_GRIDS, got: given.length }));
    const files = [...given].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    const most = Math.floor(MAX_VALUES / files.length);
    const read = files.map(({ name, bytes }) => ({
      name,
      ...parseEsriGrid(new Uint8Array(bytes), name, most, CityFloodError),
    }));
    const [first] = read;
    const { columns, rows, cell: cellM } = first;
    let mostMmPerH = 0;
    for (const { name, values, ...grid } of read) {
      const isSame = (['columns', 'rows', 'cell', 'west', 'south'] as const).every((key) => grid[key] === first[key]);
      if (!isSame) throw new CityFloodError(floodMessage('grids-differ', { name, name2: first.name }));
      if (grid.cell !== grid.cellY)
        throw new CityFloodError(floodMessage('grids-oblong', { name, cell: grid.cell, cellY: grid.cellY }));
      const wild = values.findIndex((rate) => !(rate >= 0 && rate <= MAX_MM_PER_H));
      if (wild >= 0)
        throw new CityFloodError(
          floodMessage('rain-range', {
            name,
            row: Math.floor(wild / columns) + 1,
            value: (wild % columns) + 1,
            most: MAX_MM_PER_H,
            got: values[wild],
          }),
        );
      mostMmPerH = values.reduce((so, rate) => Math.max(so, rate), mostMmPerH);
    }
    const facts: RainGrids = {
      id: `rain-${this.sets.size + 1}`,
      files: read.map(({ name }) => name),
      columns,
      rows,
      cellM,
      mostMmPerH,
      westM: first.west - cellM / 2,
      southM: first.south - cellM / 2,
    };
    this.sets.set(facts.id, { ...facts, ratesMmPerH: read.map(({ values }) => southUp(values, columns, rows)) });
    return facts;
  }

  /** Rain as the core takes it. */
  requestOf(rain: FloodRain): RainRequest {
    if (rain.kind !== 'grids') return rainRequestOf(rain);
    const cached = this.sets.get(rain.grids.id);
    if (!cached) throw new CityFloodError(floodMessage('grids-gone', { got: rain.grids.id }));
    const { columns, rows, cellM, westM, southM, ratesMmPerH } = cached;
    const timesS = ratesMmPerH.map((_, k) => k * rain.stepMin * 60);
    return { kind: 'field', field: { kind: 'grid', columns, rows, cellM, westM, southM, timesS, ratesMmPerH } };
  }
}
