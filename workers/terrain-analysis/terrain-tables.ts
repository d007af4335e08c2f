import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { CROSSED_BUILDING, CROSSED_PIPE, INSIDE, TERRAIN_CLASS } from '../../model/tables/terrain-analysis.ts';
import type { TerrainResult } from './engine-types.ts';
import { NO_SLOPE } from './horn.ts';

type Of<K extends TerrainResult['kind']> = Extract<TerrainResult, { kind: K }>;

/** What an analysis came to, as tables by name. */
export const terrainTables = (result: TerrainResult): Record<string, DataTable> => ({
  parameters: parametersOf([
    ['kind', result.kind],
    ['request', JSON.stringify(result.request)],
    ...figuresOf(result),
    ['hash', result.hash],
  ]),
  ...rowsOf(result),
});

function rowsOf(result: TerrainResult): Record<string, DataTable> {
  switch (result.kind) {
    case 'earthwork':
      return { cells: cellsTable(result) };
    case 'buffer':
      return { inside: tableOf(INSIDE, result.layers) };
    case 'profile':
      return {
        section: sectionTable(result),
        buildings: tableOf(CROSSED_BUILDING, result.buildings),
        pipes: tableOf(CROSSED_PIPE, result.pipes),
      };
    default:
      return { classes: tableOf(TERRAIN_CLASS, result.classes) };
  }
}

function cellsTable({ raster }: Of<'earthwork'>): DataTable {
  const { westM, southM, cellM, columns, values, elevationM } = raster;
  const rows: number[][] = [];
  for (const [i, value] of values.entries()) {
    if (value <= NO_SLOPE) continue;
    const eastM = westM + ((i % columns) + 0.5) * cellM;
    rows.push([eastM, southM + (Math.floor(i / columns) + 0.5) * cellM, elevationM[i], value]);
  }
  return {
    columns: [
      { key: 'east_m', digits: 2 },
      { key: 'north_m', digits: 2 },
      { key: 'ground_elevation_m', digits: 3 },
      { key: 'fill_less_cut_mean_m', digits: 4 },
    ],
    rows,
  };
}

const sectionTable = ({ section: { distanceM, groundM, footM, topM } }: Of<'profile'>): DataTable => ({
  columns: [
    { key: 'distance_m', digits: 3 },
    { key: 'ground_elevation_m', digits: 3 },
    { key: 'underside_elevation_m', digits: 3 },
    { key: 'top_elevation_m', digits: 3 },
  ],
  rows: distanceM.map((atM, i) => [atM, groundM[i], footM[i], topM[i]]),
});

function figuresOf(result: TerrainResult): Parameters<typeof parametersOf>[0] {
  switch (result.kind) {
    case 'earthwork':
      return [
        ['cut_m3', { value: result.cutM3, digits: 3 }],
        ['fill_m3', { value: result.fillM3, digits: 3 }],
        ['area_m2', { value: result.areaM2, digits: 3 }],
        ['uncovered_m2', { value: result.uncoveredM2, digits: 3 }],
        ['target_elevation_m', result.elevationM === null ? null : { value: result.elevationM, digits: 4 }],
      ];
    case 'buffer':
      return [
        ['area_m2', { value: result.areaM2, digits: 2 }],
        ['things', result.things],
        ['as_points', result.asPoints],
      ];
    case 'profile':
      return [['length_m', { value: result.lengthM, digits: 3 }]];
    default:
      return [['without_class_m2', { value: result.noneM2, digits: 1 }]];
  }
}
