import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { OBSTACLE } from '../../model/tables/view-analysis.ts';
import type { ViewResult } from './engine-types.ts';
import { BEYOND, BUILT, SEEN } from './viewshed.ts';

/** What an analysis came to, as tables by name. */
export const viewTables = (result: ViewResult): Record<string, DataTable> => ({
  parameters: parametersOf([['request', JSON.stringify(result.request)], ...figuresOf(result), ['hash', result.hash]]),
  ...rowsOf(result),
});

function rowsOf(result: ViewResult): Record<string, DataTable> {
  if (result.kind === 'sight' || result.kind === 'corridor') return { obstacles: tableOf(OBSTACLE, result.obstacles) };
  return result.kind === 'skyline' ? { skyline: skylineTable(result) } : { cells: cellsTable(result.raster) };
}

const skylineTable = ({ points, buildings }: Extract<ViewResult, { kind: 'skyline' }>): DataTable => ({
  columns: [
    { key: 'bearing_deg', digits: 2 },
    { key: 'angle_deg', digits: 3 },
    { key: 'elevation_m', digits: 2 },
    { key: 'distance_m', digits: 2 },
    { key: 'layer' },
    { key: 'id' },
  ],
  rows: points.map(({ bearingDeg, angleDeg, elevationM, distanceM, building }) => {
    const by = building === null ? null : buildings[building].building;
    const id = by?.id ?? (elevationM === null ? '' : 'ground');
    return [bearingDeg, angleDeg, elevationM, distanceM, by?.layer ?? '', id];
  }),
});

type Raster = Extract<ViewResult, { kind: 'viewshed' | 'landmark' }>['raster'];

const CLASS_WORDS = new Map([
  [SEEN, 'seen'],
  [BUILT, 'building'],
  [BEYOND, 'out_of_reach'],
]);

/** One row a row of cells, from the south: runs of one class, so that a million cells stay a table. */
function cellsTable({ classes, columns, rows, westM, southM, cellM }: Raster): DataTable {
  const lines: (string | number)[][] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; ) {
      const one = classes[row * columns + column];
      let end = column + 1;
      while (end < columns && classes[row * columns + end] === one) end++;
      const northM = southM + (row + 0.5) * cellM;
      const word = CLASS_WORDS.get(one) ?? 'hidden';
      if (one !== BEYOND) lines.push([northM, westM + column * cellM, westM + end * cellM, end - column, word]);
      column = end;
    }
  return {
    columns: [
      { key: 'north_m', digits: 2 },
      { key: 'from_east_m', digits: 2 },
      { key: 'to_east_m', digits: 2 },
      { key: 'cells' },
      { key: 'class', isWord: true },
    ],
    rows: lines,
  };
}

/** Every figure, so that an analysis can be made again and held against another. */
function figuresOf(result: ViewResult): Parameters<typeof parametersOf>[0] {
  if (result.kind === 'viewshed' || result.kind === 'landmark')
    return [
      ['cell_m', result.raster.cellM],
      ['seen_m2', { value: result.seenM2, digits: 0 }],
      ['hidden_m2', { value: result.hiddenM2, digits: 0 }],
      ['building_m2', { value: result.builtM2, digits: 0 }],
      ['seen_ratio', { value: result.seenRatio, digits: 6 }],
    ];
  if (result.kind !== 'skyline') return [];
  const { skyRatio, highestDeg, meanDeg, varianceDeg2 } = result.openness;
  return [
    ['sky_ratio', { value: skyRatio, digits: 6 }],
    ['highest_deg', { value: highestDeg, digits: 3 }],
    ['mean_deg', { value: meanDeg, digits: 3 }],
    ['variance_deg2', { value: varianceDeg2, digits: 3 }],
  ];
}
