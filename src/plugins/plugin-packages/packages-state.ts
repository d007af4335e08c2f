import type { PluginRow } from '../../../model/plugins/plugin-row.ts';
import type { Reason } from '../../twin/failure.ts';

/** What the page knows of the hub's plug-ins. */
export interface PackagesState {
  readonly rows: readonly PluginRow[];
  /** Why a plug-in is off in this page, by its id. */
  readonly failures: Readonly<Record<string, Reason>>;
}
