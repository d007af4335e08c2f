import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvText } from '../../model/tables/csv-cell.ts';
import type { FloodInput } from '../../workers/flood/core/flood-input.ts';
import type { Ledger } from '../../workers/flood/core/ledger.ts';
import type { FloodResult } from '../../workers/flood/flood.ts';
import { regionsAbove } from '../../workers/flood/results/isolines.ts';
import { type RunAbout, writeResult } from '../../workers/flood/results/result-file.ts';
import { closedCells } from '../../workers/flood/works/cuts.ts';
import type { FloodCase } from './flood-case.ts';
import { geoTiff } from './geotiff.ts';

/** 城市内涝 depth classes, lower limits: a kerb, a car's sill, a fire engine's, a bus's. */
const ISOLINES_M = [0.15, 0.27, 0.4, 0.6];

/** What a run leaves in its folder beside `summary.json`. */
export async function writeFloodFiles(
  folder: string,
  { input, frame, lonLatOf }: FloodCase,
  result: FloodResult,
  about: RunAbout,
): Promise<void> {
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  put('result.flood', await writeResult(result, about));
  put('gauges.csv', gaugesCsv(result));
  put('ledger.csv', ledgerCsv(result));
  const { columns, rows, cellM, westM, southM, maxima } = result;
  const raster = (values: Float32Array) => geoTiff({ columns, rows, cellM, westM, southM, values }, frame);
  put('max-depth-m.tif', raster(openDepths(input, result)));
  put('max-speed-mps.tif', raster(maxima.speedMps));
  put('max-depth-speed-m2ps.tif', raster(maxima.depthSpeedM2ps));
  put('max-hazard-rating.tif', raster(maxima.hazardRating));
  put('arrival-s.tif', raster(maxima.arrivalS));
  put('deepest-at-s.tif', raster(maxima.deepestAtS));
  put('over-100mm-s.tif', raster(maxima.over100MmS));
  put('over-300mm-s.tif', raster(maxima.over300MmS));
  if (lonLatOf) put('depth-isolines.geojson', isolinesGeoJson(result, lonLatOf));
}

/** The greatest depths; NaN where no water can be. */
export function openDepths(input: FloodInput, { maxima }: FloodResult): Float32Array {
  const closed = closedCells({ cutCells: null, ...input });
  return maxima.depthM.map((depth, i) => (closed[i] === 1 ? Number.NaN : depth));
}

/** A row a moment, a column a gauge; all gauges are read at the same moments. */
function gaugesCsv({ gauges }: FloodResult): string {
  const head = ['time_s', ...gauges.map(({ id }) => csvText(`${id}_level_m`))];
  const times = gauges[0]?.series.timesS ?? [];
  const lines = times.map((timeS, i) => [timeS, ...gauges.map(({ series }) => series.values[i].toFixed(4))].join(','));
  return `${[head.join(','), ...lines].join('\n')}\n`;
}

const LEDGER_COLUMNS: readonly [name: string, of: (ledger: Ledger) => number][] = [
  ['initial_m3', (l) => l.initialM3],
  ['rain_m3', (l) => l.rainM3],
  ['entered_m3', (l) => l.enteredM3],
  ['infiltrated_m3', (l) => l.infiltratedM3],
  ['hollows_m3', (l) => l.hollowsM3],
  ['drained_m3', (l) => l.drainedM3],
  ['left_m3', (l) => l.leftM3],
  ['stored_m3', (l) => l.storedM3],
  ['error_ratio', (l) => l.errorRatio],
];

function ledgerCsv({ frames }: FloodResult): string {
  const head = ['time_s', ...LEDGER_COLUMNS.map(([name]) => name)].join(',');
  const lines = frames.map(({ timeS, ledger }) => [timeS, ...LEDGER_COLUMNS.map(([, of]) => of(ledger))].join(','));
  return `${[head, ...lines].join('\n')}\n`;
}

/** RFC 7946: degrees, outer rings anticlockwise, holes clockwise; a feature a level. */
function isolinesGeoJson(result: FloodResult, lonLatOf: (eastM: number, northM: number) => [number, number]): string {
  const { columns, rows, cellM, westM, southM, maxima } = result;
  const field = { columns, rows, cellM, westM, southM, values: maxima.depthM };
  // A centimetre, below what a cell can tell.
  const degree = (value: number) => Math.round(value * 1e7) / 1e7;
  const ring = (corners: [number, number][]) => {
    const places = corners.map(([east, north]) => lonLatOf(east, north).map(degree));
    return [...places, places[0]];
  };
  const features = ISOLINES_M.map((depthM) => ({
    type: 'Feature',
    properties: { depthM },
    geometry: {
      type: 'MultiPolygon',
      coordinates: regionsAbove(field, depthM).map(({ outer, holes }) => [outer, ...holes].map(ring)),
    },
  }));
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}
