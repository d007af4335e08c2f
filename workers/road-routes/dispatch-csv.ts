import { MS_PER_MIN } from '../../model/time.ts';
import { csvNumber, csvTable, csvText } from '../shared/csv.ts';
import type { DispatchResult } from './engine-types.ts';

const minutes = (ms: number | null): string => csvNumber(ms === null ? null : ms / MS_PER_MIN, 2);

/** What a question of dispatch came to, as tables by name; units in `supposed` are marked so: nobody said that they exist. */
export function dispatchTables(result: DispatchResult, supposed: ReadonlySet<string>): Record<string, string> {
  if (result.kind === 'isochrone')
    return {
      reach: csvTable(
        ['limit_min', 'area_m2', 'residents', 'open_area_m2', 'open_residents'],
        result.figures.map((row) => [row.limitMin, row.areaM2, row.residents, row.openAreaM2, row.openResidents]),
      ),
    };
  if (result.kind === 'transport')
    return {
      shipments: csvTable(
        ['source', 'sink', 'amount', 'minutes'],
        result.shipments.map((row) => [csvText(row.source), csvText(row.sink), row.amount, minutes(row.ms)]),
      ),
      left: csvTable(
        ['source', 'amount', 'why'],
        result.left.map((row) => [csvText(row.source), row.amount, row.why]),
      ),
    };
  return {
    orders: csvTable(
      ['demand', 'unit', 'unit_is', 'minutes', 'length_m', 'soonest_unit', 'soonest_minutes', 'soonest_serves'],
      result.served.map(({ demand, unit, ms, lengthM, soonest }) => [
        csvText(demand),
        csvText(unit ?? ''),
        csvText(unit === null ? '' : supposed.has(unit) ? 'supposed' : 'listed'),
        minutes(ms),
        csvNumber(lengthM, 0),
        csvText(soonest?.unit ?? ''),
        minutes(soonest?.ms ?? null),
        csvText(soonest?.servesInstead ?? ''),
      ]),
    ),
  };
}
