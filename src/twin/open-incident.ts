import type { StoreApi } from 'zustand/vanilla';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Text } from '../../model/text/text.ts';
import { serviceKey } from './services.ts';

/** The incident that the page is about: the one that the desk shows while it is open, else the only one that is. */
export interface OpenIncident {
  id: string;
  title: string;
  place: LonLat | null;
  /** The title of its response plan; null: it has none. */
  plan: Text | null;
  isExercise: boolean;
}

/** Key under which the plug-in of incidents offers the open one; null: there is none. */
export const OPEN_INCIDENT = serviceKey<StoreApi<{ incident: OpenIncident | null }>>('open incident');
