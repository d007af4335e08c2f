import type { DataQuery } from '../../model/questions/data-query.ts';
import { serviceKey } from './services.ts';

/** The question about the things of a layer that stands at the data desk, answered or not. */
interface DataView {
  /** Null: no layer is chosen, or the place is not drawn yet. */
  query(): DataQuery | null;
}

/** Offered by the plug-in that asks about the things of layers. */
export const DATA_VIEW = serviceKey<DataView>('data view');
