import type { Text } from '../../../model/text/text.ts';
import { serviceKey } from '../services.ts';

/** The station that stands nearest below its warning, its last hours, and where it goes if it goes on as in the last hour. */
export interface NextRisk {
  station: Text;
  /** As it is written on screen. */
  unit: string;
  digits: number;
  value: number;
  warn: number;
  /** Change of an hour, from the samples of the last one; null: there are too few. */
  trendPerH: number | null;
  nowMs: number;
  samples: readonly { timeMs: number; value: number }[];
}

/** Hours within which a straight line through the last hour is followed: beyond, it tells nothing. */
const AHEAD_H = 24;

/** Offered by the plug-in that listens to sensors; null: no station of the city tells a warning, or none reports. */
export const NEXT_RISK = serviceKey<() => Promise<NextRisk | null>>('next risk');

/** Hours until the warning is reached if the trend goes on; 0: it is; null: not within a day, or nobody knows. */
export function hoursToWarning({
  value,
  warn,
  trendPerH,
}: Pick<NextRisk, 'value' | 'warn' | 'trendPerH'>): number | null {
  if (value >= warn) return 0;
  if (trendPerH === null || trendPerH <= 0) return null;
  const hours = (warn - value) / trendPerH;
  return hours <= AHEAD_H ? hours : null;
}
