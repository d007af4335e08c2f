import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { HEAT_CLASS, HEAT_OF_HOUR, HOT_PLACE, PLACED_TREE, SURFACE_WARMTH } from '../../model/tables/heat.ts';
import type { HeatResult } from './engine-types.ts';

/** Classes, hours, hot places, trees and what a map was computed by, as tables. */
export function heatTables(result: HeatResult): Record<string, DataTable> {
  const { request, classes, hours, hottest, placed, surfaces, strongHours, change, used } = result;
  return {
    classes: tableOf(HEAT_CLASS, classes),
    hours: tableOf(HEAT_OF_HOUR, hours),
    hottest: tableOf(HOT_PLACE, hottest),
    surfaces: tableOf(SURFACE_WARMTH, surfaces),
    ...(placed.length > 0 ? { trees: tableOf(PLACED_TREE, placed) } : {}),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['method', 'UTCI (Broede et al. 2012), radiation of six sides (VDI 3787)'],
      ['area_m2', result.areaM2],
      ['residents', result.residents],
      ['worst_hour', result.worstHour],
      ['strong_hours_ground', strongHours.ground],
      ['strong_hours_residents', strongHours.residents],
      ['change_ground_k', change?.groundK ?? null],
      ['change_residents_k', change?.residentsK ?? null],
      ['trees_counted', used.trees],
      ['trees_assumed', used.treesAssumed],
      ['unknown_cover_pct', used.unknownCoverPct],
      ['hash', result.hash],
    ]),
  };
}
