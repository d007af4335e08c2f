import type { Alarm } from '../../../model/alarms/alarm.ts';
import { isCovered } from '../../../model/alarms/alarm-machine.ts';
import type { Priority } from '../../../model/alarms/rules.ts';

/** Whether the cause of an alarm goes on. */
export const CAUSES = ['any', 'standing', 'over'] as const;
type Cause = (typeof CAUSES)[number];

/** What an operator wants to see of the list; nothing chosen: all of it. */
export interface AlarmFilter {
  /** Empty: all. */
  priorities: readonly Priority[];
  cause: Cause;
  /** Kind of the sensor; null: all. */
  kind: string | null;
  /** Id of the district that its place lies in; null: all. */
  district: string | null;
  /** Only those whose place the camera shows now. */
  isOnScreen: boolean;
  /** Words that the name of the place, the alarm or its key has, in any order; empty: all. */
  text: string;
}

/** Nothing is left out. */
export const ALL_ALARMS: AlarmFilter = {
  priorities: [],
  cause: 'any',
  kind: null,
  district: null,
  isOnScreen: false,
  text: '',
};

/** What of an alarm is looked through, beside its state: where it is and what it says, in the language of the page. */
export interface AlarmPlace {
  kind: string | null;
  district: string | null;
  /** Whether its place is in the picture; asked only where the filter wants to know. */
  isOnScreen(): boolean;
  text: string;
}

/** Those that the filter leaves. */
export function filterAlarms(
  alarms: readonly Alarm[],
  { priorities, cause, kind, district, isOnScreen, text }: AlarmFilter,
  placeOf: (alarm: Alarm) => AlarmPlace,
): Alarm[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return alarms.filter((alarm) => {
    if (priorities.length > 0 && !priorities.includes(alarm.meaning.priority)) return false;
    if (cause !== 'any' && isOver(alarm) !== (cause === 'over')) return false;
    if (kind === null && district === null && !isOnScreen && wanted.length === 0) return true;
    const place = placeOf(alarm);
    if (kind !== null && place.kind !== kind) return false;
    if (district !== null && place.district !== district) return false;
    if (isOnScreen && !place.isOnScreen()) return false;
    const known = `${place.text} ${alarm.key}`.toLowerCase();
    return wanted.every((word) => known.includes(word));
  });
}

/** Its cause is over: it waits for nothing but to be acknowledged, or for its cover to go. */
export function isOver({ state }: Alarm): boolean {
  return state.kind === 'returned' || (isCovered(state) && state.activeFromMs === null);
}
