import type { Text } from '../text/text.ts';
import { type Columns, number, text } from './data-table.ts';

/** A facility and what falls to it. */
export interface ServedFacility {
  id: string;
  name: Text;
  atM: [eastM: number, northM: number];
  /** From the next way; null: none is in reach, and it serves nobody. */
  offM: number | null;
  /** Residents whose nearest it is, within the longest of the times. */
  residents: number;
  /** Demand of those residents. */
  demand: number;
  /** By the source; null: it tells none. */
  capacity: number | null;
}

/** People and places that are reached within a time: residents, buildings, and cells of the map. */
export interface ServiceBand {
  minutes: number;
  residents: number;
  buildings: number;
  areaM2: number;
}

/** What falls to each facility. */
export const FACILITY = {
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  east_m: number(({ atM }) => atM[0], 2),
  north_m: number(({ atM }) => atM[1], 2),
  off_way_m: number(({ offM }) => offM, 1),
  residents: number(({ residents }) => residents, 0),
  demand: number(({ demand }) => demand, 2),
  capacity: number(({ capacity }) => capacity, 0),
  demand_per_capacity: number(({ demand, capacity }) => (capacity ? demand / capacity : null), 3),
} satisfies Columns<ServedFacility>;

/** Returns the columns of what is reached within each time, of so many residents. */
export const bandColumns = (residents: number) =>
  ({
    minutes: number(({ minutes }) => minutes),
    residents: number((band) => band.residents, 0),
    residents_ratio: number((band) => (residents === 0 ? null : band.residents / residents), 4),
    buildings: number(({ buildings }) => buildings),
    area_m2: number(({ areaM2 }) => areaM2, 0),
  }) satisfies Columns<ServiceBand>;
