import { type DataTable, tableOf } from '../../model/tables/data-table.ts';
import { LEFT_BEHIND, orderColumns, REACH, SHIPMENT } from '../../model/tables/dispatch.ts';
import type { DispatchResult } from './engine-types.ts';

/** What a question of dispatch came to, as tables by name; units in `supposed` are marked so: nobody said that they exist. */
export function dispatchTables(result: DispatchResult, supposed: ReadonlySet<string>): Record<string, DataTable> {
  switch (result.kind) {
    case 'isochrone':
      return { reach: tableOf(REACH, result.figures) };
    case 'transport':
      return { shipments: tableOf(SHIPMENT, result.shipments), left: tableOf(LEFT_BEHIND, result.left) };
    case 'assignment':
      return { orders: tableOf(orderColumns(supposed), result.served) };
  }
}
