import type { Text } from '../text/text.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** Kinds of faults of a road network, in the order in which they are listed. */
export const ROAD_FAULT_KINDS = [
  'island',
  'one-way',
  'turns',
  'unfit-turn',
  'short',
  'loop',
  'value',
  'signal',
] as const;

/** A kind of fault of a road network. */
export type RoadFaultKind = (typeof ROAD_FAULT_KINDS)[number];

/** Says what is wrong at one place of a road network, and what becomes of it. */
export interface RoadFault {
  kind: RoadFaultKind;
  /** The id of the segment, or of the line or point in the city's data. */
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  lonDeg: number;
  latDeg: number;
  /** Lines of the segments that it is about; none where there is a place alone. */
  lines: readonly (readonly (readonly [eastM: number, northM: number])[])[];
  says: Text;
}

/** Columns of faults. */
export const ROAD_FAULT = {
  kind: word(({ kind }) => kind),
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  lon_deg: number(({ lonDeg }) => lonDeg, 6),
  lat_deg: number(({ latDeg }) => latDeg, 6),
  fault_zh: text(({ says }) => says.zh),
  fault_en: text(({ says }) => says.en),
} satisfies Columns<RoadFault>;

/** Counts faults by their kinds; kinds without one are left out. */
export function faultCounts(faults: readonly Pick<RoadFault, 'kind'>[]): Partial<Record<RoadFaultKind, number>> {
  const counted = ROAD_FAULT_KINDS.map((kind) => [kind, faults.filter((one) => one.kind === kind).length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}
