import { csvNumber, csvTable, csvText } from '../shared/csv.ts';
import type { ViewObstacle, ViewResult } from './engine-types.ts';
import { BEYOND, BUILT, SEEN } from './viewshed.ts';

/** What an analysis came to, as tables by name. */
export function viewTables(result: ViewResult): Record<string, string> {
  const parameters = parametersTable(result);
  if (result.kind === 'sight') return { parameters, obstacles: obstaclesTable(result.obstacles) };
  if (result.kind === 'corridor') return { parameters, obstacles: obstaclesTable(result.obstacles) };
  if (result.kind === 'skyline') return { parameters, skyline: skylineTable(result) };
  return { parameters, cells: cellsTable(result.raster) };
}

const OBSTACLE = [
  'layer',
  'id',
  'name_zh',
  'name_en',
  'state',
  'distance_m',
  'top_elevation_m',
  'limit_elevation_m',
  'excess_m',
];

const obstaclesTable = (obstacles: readonly ViewObstacle[]): string =>
  csvTable(
    OBSTACLE,
    obstacles.map(({ building, distanceM, topM, limitM, excessM }) => [
      csvText(building?.layer ?? ''),
      csvText(building?.id ?? 'ground'),
      csvText(building?.name.zh ?? '地面'),
      csvText(building?.name.en ?? 'ground'),
      building?.state ?? '',
      ...[distanceM, topM, limitM, excessM].map((value) => csvNumber(value, 2)),
    ]),
  );

const skylineTable = ({ points, buildings }: Extract<ViewResult, { kind: 'skyline' }>): string =>
  csvTable(
    ['bearing_deg', 'angle_deg', 'elevation_m', 'distance_m', 'layer', 'id'],
    points.map(({ bearingDeg, angleDeg, elevationM, distanceM, building }) => {
      const by = building === null ? null : buildings[building].building;
      return [
        csvNumber(bearingDeg, 2),
        csvNumber(angleDeg, 3),
        csvNumber(elevationM, 2),
        csvNumber(distanceM, 2),
        csvText(by?.layer ?? ''),
        csvText(by?.id ?? (elevationM === null ? '' : 'ground')),
      ];
    }),
  );

type Raster = Extract<ViewResult, { kind: 'viewshed' | 'landmark' }>['raster'];

/** One row a row of cells, from the south: runs of one class, so that a million cells stay a table. */
function cellsTable({ classes, columns, rows, westM, southM, cellM }: Raster): string {
  const words = new Map([
    [SEEN, 'seen'],
    [BUILT, 'building'],
    [BEYOND, 'out_of_reach'],
  ]);
  const lines: (string | number)[][] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; ) {
      const one = classes[row * columns + column];
      let end = column + 1;
      while (end < columns && classes[row * columns + end] === one) end++;
      if (one !== BEYOND)
        lines.push([
          csvNumber(southM + (row + 0.5) * cellM, 2),
          csvNumber(westM + column * cellM, 2),
          csvNumber(westM + end * cellM, 2),
          end - column,
          words.get(one) ?? 'hidden',
        ]);
      column = end;
    }
  return csvTable(['north_m', 'from_east_m', 'to_east_m', 'cells', 'class'], lines);
}

/** Every parameter and every figure, so that it can be made again and held against another. */
function parametersTable(result: ViewResult): string {
  const { request, hash } = result;
  const rows: [string, string | number][] = [['request', csvText(JSON.stringify(request))]];
  if (result.kind === 'viewshed' || result.kind === 'landmark')
    rows.push(
      ['cell_m', result.raster.cellM],
      ['seen_m2', csvNumber(result.seenM2, 0)],
      ['hidden_m2', csvNumber(result.hiddenM2, 0)],
      ['building_m2', csvNumber(result.builtM2, 0)],
      ['seen_ratio', csvNumber(result.seenRatio, 6)],
    );
  if (result.kind === 'skyline') {
    const { skyRatio, highestDeg, meanDeg, varianceDeg2 } = result.openness;
    rows.push(
      ['sky_ratio', csvNumber(skyRatio, 6)],
      ['highest_deg', csvNumber(highestDeg, 3)],
      ['mean_deg', csvNumber(meanDeg, 3)],
      ['variance_deg2', csvNumber(varianceDeg2, 3)],
    );
  }
  rows.push(['hash', hash]);
  return csvTable(['parameter', 'value'], rows);
}
