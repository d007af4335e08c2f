import { type DataTable, parametersOf, tableOf } from '../../../model/tables/data-table.ts';
import {
  curveRows,
  EVACUATION_CURVE,
  evacuationParameters,
  TRAPPED_STREET,
  trappedRows,
} from '../../../model/tables/evacuation.ts';
import { ROAD_FAULT } from '../../../model/tables/road-faults.ts';
import { FLOW_QUEUE, FLOW_TOTALS } from '../../../model/tables/traffic-flow.ts';
import type { FlowResult } from './engine-types.ts';

/** Returns the tables of a run: what became of the trips of each state, the longest queues, and what was asked. */
export const flowTables = (result: FlowResult): Record<string, DataTable> => ({
  totals: tableOf(FLOW_TOTALS, result.states),
  queues: tableOf(FLOW_QUEUE, result.queues),
  ...(result.faults.length > 0 ? { faults: tableOf(ROAD_FAULT, result.faults) } : {}),
  ...(result.evacuation
    ? {
        evacuation: tableOf(EVACUATION_CURVE, curveRows(result.evacuation)),
        trapped: tableOf(TRAPPED_STREET, trappedRows(result.evacuation)),
      }
    : {}),
  parameters: parametersOf([
    ['request', JSON.stringify(result.request)],
    ['trips_of_city', result.trips.all],
    ['trips_played', result.trips.played],
    ['trips_without_way', result.trips.stranded],
    ['study_area_radius_m', result.area?.radiusM ?? null],
    ...(result.evacuation ? evacuationParameters(result.evacuation) : []),
    ['signals', result.signals],
    ['played_s', result.playedS],
    ['hash', result.hash],
  ]),
});
