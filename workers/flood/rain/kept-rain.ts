import { parseEsriGrid, southUp } from '../../../readers/esri-grid/esri-grid.ts';
import { CityFloodError } from '../city/ground.ts';
import { floodMessage } from '../messages.ts';
import type { RainRequest } from './asked-rain.ts';
import { MAX_MM_PER_H, type RainField } from './rain-field.ts';

/** Of a set that was read, what a form says of it: the grids themselves stay with the worker. Metres of the city's origin. */
export interface RainGrids {
  id: string;
  /** In the order of time, by name. */
  files: readonly string[];
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  mostMmPerH: number;
}

/** Grids of mm/h that the page handed in, so many seconds from one to the next. */
export interface CachedRain {
  kind: 'kept';
  id: string;
  stepS: number;
}

/** A rain field as the user's file gave it, which a run keeps so that it can be played again. */
export interface RainFile {
  name: string;
  bytes: ArrayBuffer;
}

/** Two days of a radar that looks every six minutes. */
const MAX_GRIDS = 500;
/** Of all grids together: 128 MiB. */
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
  fieldOf(rain: RainRequest | CachedRain): RainRequest {
    if (rain.kind !== 'kept') return rain;
    const cached = this.sets.get(rain.id);
    if (!cached) throw new CityFloodError(floodMessage('grids-gone', { got: rain.id }));
    const { columns, rows, cellM, westM, southM, ratesMmPerH } = cached;
    const timesS = ratesMmPerH.map((_, k) => k * rain.stepS);
    const field: RainField = { kind: 'grid', columns, rows, cellM, westM, southM, timesS, ratesMmPerH };
    return { kind: 'field', field };
  }
}
