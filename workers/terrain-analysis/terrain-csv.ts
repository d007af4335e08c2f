import { csvNumber, csvTable, csvText } from '../shared/csv.ts';
import type { TerrainResult } from './engine-types.ts';
import { NO_SLOPE } from './horn.ts';

type Of<K extends TerrainResult['kind']> = Extract<TerrainResult, { kind: K }>;

/** What an analysis came to, as tables by name. */
export function terrainTables(result: TerrainResult): Record<string, string> {
  const parameters = parametersTable(result);
  if (result.kind === 'earthwork') return { parameters, cells: cellsTable(result) };
  if (result.kind === 'buffer') return { parameters, inside: insideTable(result) };
  if (result.kind === 'profile') return { parameters, ...sectionTables(result) };
  const classes = result.classes.map(({ fromDeg, toDeg, areaM2 }) => [
    csvNumber(fromDeg, 2),
    csvNumber(toDeg, 2),
    csvNumber(areaM2, 1),
  ]);
  return { parameters, classes: csvTable(['from_deg', 'to_deg', 'area_m2'], classes) };
}

function cellsTable({ raster }: Of<'earthwork'>): string {
  const { westM, southM, cellM, columns, values, elevationM } = raster;
  const rows: string[][] = [];
  for (const [i, value] of values.entries()) {
    if (value <= NO_SLOPE) continue;
    rows.push([
      csvNumber(westM + ((i % columns) + 0.5) * cellM, 2),
      csvNumber(southM + (Math.floor(i / columns) + 0.5) * cellM, 2),
      csvNumber(elevationM[i], 3),
      csvNumber(value, 4),
    ]);
  }
  return csvTable(['east_m', 'north_m', 'ground_elevation_m', 'fill_less_cut_mean_m'], rows);
}

const insideTable = ({ layers }: Of<'buffer'>): string =>
  csvTable(
    ['layer', 'name_zh', 'name_en', 'count', 'residents', 'dwellings'],
    layers.map(({ layer, label, count, residents, dwellings }) => [
      csvText(layer),
      csvText(label.zh),
      csvText(label.en),
      count,
      csvNumber(residents, 0),
      csvNumber(dwellings, 0),
    ]),
  );

function sectionTables({ section, buildings, pipes }: Of<'profile'>): Record<string, string> {
  const points = section.distanceM.map((distanceM, i) => [
    csvNumber(distanceM, 3),
    csvNumber(section.groundM[i], 3),
    csvNumber(section.topM[i], 3),
  ]);
  const standing = buildings.map(({ building, fromM, toM, topM }) => [
    csvText(building.layer),
    csvText(building.id),
    ...[fromM, toM, topM].map((value) => csvNumber(value, 2)),
  ]);
  const crossed = pipes.map(({ layer, id, distanceM, elevationM, widthM, heightM, coverM }) => [
    csvText(layer),
    csvText(id),
    ...[distanceM, elevationM, widthM, heightM, coverM].map((value) => csvNumber(value, 3)),
  ]);
  return {
    section: csvTable(['distance_m', 'ground_elevation_m', 'top_elevation_m'], points),
    buildings: csvTable(['layer', 'id', 'from_m', 'to_m', 'top_elevation_m'], standing),
    pipes: csvTable(['layer', 'id', 'distance_m', 'axis_elevation_m', 'width_m', 'height_m', 'cover_m'], crossed),
  };
}

function parametersTable(result: TerrainResult): string {
  const figures: [string, string | number][] = [];
  if (result.kind === 'earthwork')
    figures.push(
      ['cut_m3', csvNumber(result.cutM3, 3)],
      ['fill_m3', csvNumber(result.fillM3, 3)],
      ['area_m2', csvNumber(result.areaM2, 3)],
      ['uncovered_m2', csvNumber(result.uncoveredM2, 3)],
      ['target_elevation_m', csvNumber(result.elevationM, 4)],
    );
  if (result.kind === 'buffer')
    figures.push(['area_m2', csvNumber(result.areaM2, 2)], ['things', result.things], ['as_points', result.asPoints]);
  if (result.kind === 'profile') figures.push(['length_m', csvNumber(result.lengthM, 3)]);
  if (result.kind === 'slope' || result.kind === 'aspect')
    figures.push(['without_class_m2', csvNumber(result.noneM2, 1)]);
  return csvTable(
    ['parameter', 'value'],
    [['kind', result.kind], ['request', csvText(JSON.stringify(result.request))], ...figures, ['hash', result.hash]],
  );
}
