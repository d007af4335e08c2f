import { type Alarm, isUnacknowledged, raisedMs } from './alarm.ts';
import { type AlarmState, isCovered } from './alarm-machine.ts';

/** More than ten new alarms in ten minutes are too many for one operator to read singly (ISA-18.2, EEMUA 191). */
export const FLOOD_COUNT = 10;
/** The ten minutes within which ISA-18.2 and EEMUA 191 count new alarms. */
const FLOOD_WINDOW_MS = 600_000;

/** Alarms that have one cause, so that an operator sees one line and not a flood. */
export interface AlarmGroup {
  cause: string;
  /** Gravest first, then newest. */
  alarms: readonly Alarm[];
}

/**
 * New alarms that one operator was shown within the window: acknowledged ones count, covered ones and alerts do not; every page is one
 * operator, who is shown what the scope of the account holds.
 */
export function newAlarmCount(alarms: readonly Alarm[], nowMs: number): number {
  return alarms.filter(({ state }) => {
    const ms = isOpen(state) ? raisedMs(state) : null;
    return ms !== null && nowMs - ms <= FLOOD_WINDOW_MS;
  }).length;
}

/** Whether the alarm is for an operator to see to: it is not covered, and no alert. */
export function isOpen(state: AlarmState): boolean {
  return !isCovered(state) && state.kind !== 'alert';
}

/** Each alone, or by cause while they come in a flood; alerts and what is over always by cause, since they are read as work for later. Order: unacknowledged before the rest, then priority, then newest. */
export function groupAlarms(alarms: readonly Alarm[], nowMs: number): { isAlarmFlood: boolean; groups: AlarmGroup[] } {
  const isAlarmFlood = newAlarmCount(alarms, nowMs) > FLOOD_COUNT;
  const groups = new Map<string, Alarm[]>();
  for (const alarm of [...alarms].sort(compareAlarms)) {
    const { state, meaning, key } = alarm;
    const isGrouped = state.kind === 'alert' || state.kind === 'returned' || (isAlarmFlood && isOpen(state));
    const name = isGrouped ? `${urgency(state)} ${meaning.cause}` : key;
    const group = groups.get(name);
    if (group) group.push(alarm);
    else groups.set(name, [alarm]);
  }
  return {
    isAlarmFlood,
    groups: [...groups.values()].map((group) => ({ cause: group[0].meaning.cause, alarms: group })),
  };
}

/** How many alarms still wait for an operator to acknowledge them. */
export function countUnacknowledged(alarms: readonly Alarm[]): number {
  return alarms.filter(isUnacknowledged).length;
}

function compareAlarms(a: Alarm, b: Alarm): number {
  return (
    urgency(a.state) - urgency(b.state) ||
    a.meaning.priority - b.meaning.priority ||
    (raisedMs(b.state) ?? 0) - (raisedMs(a.state) ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}

const URGENCIES: Record<AlarmState['kind'], number> = {
  unacknowledged: 0,
  returned: 1,
  acknowledged: 2,
  alert: 3,
  shelved: 4,
  suppressed: 5,
  outOfService: 6,
  normal: 7,
};

function urgency({ kind }: AlarmState): number {
  return URGENCIES[kind];
}
