import { type Alarm, isUnacknowledged, raisedMs } from '../../../model/alarms/alarm.ts';
import type { CityCase } from '../../../model/cases/cases.ts';
import type { EnuSphere } from '../../../model/city/catalogue.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { type CitySensor, sensorOfStream } from '../../../model/sensors/sensors.ts';
import type { SituationIncident } from '../../twin/situation.ts';
import type { TwinState } from '../../twin/slice.ts';

/** What the desk's right column answers for: a case that somebody opened, else the incident of the shown time, else the alarm that asks most. */
export type Incident =
  | { kind: 'case'; key: string; place: EnuSphere | null; one: CityCase }
  | { kind: 'incident'; key: string; place: EnuSphere | null; open: SituationIncident }
  | { kind: 'alarm'; key: string; place: EnuSphere; alarm: Alarm; sensor: CitySensor };

interface IncidentSubjects extends Pick<TwinState, 'cases' | 'caseId' | 'alarms' | 'sensors'> {
  open: SituationIncident | null;
  /** Cases and alarms are of the shown time: of the present, or of a recording. */
  isFeedShown: boolean;
}

/**
 * The opened case; else the incident of the shown time; else the gravest alarm that nobody acknowledged and that has a place, the newest of
 * equals. While the past is shown without a recording of the feed, the incident alone: cases and alarms are of the present.
 */
export function incidentOf(
  { cases, caseId, alarms, sensors, open, isFeedShown }: IncidentSubjects,
  origin: LonLat,
): Incident | null {
  const sphereOf = (place: LonLat | null) => place && sphereAt(enuFromLonLat(origin, place));
  const one = isFeedShown && (open === null || open.at === 'present') ? cases.find(({ id }) => id === caseId) : null;
  if (one) return { kind: 'case', key: one.id, place: sphereOf(one.place), one };
  if (open) return { kind: 'incident', key: open.id, place: sphereOf(open.place), open };
  if (!isFeedShown) return null;
  const waiting = alarms.filter((alarm) => isUnacknowledged(alarm) && alarm.stream !== null).sort(byUrgency);
  for (const alarm of waiting) {
    const sensor = sensorOfStream(alarm.stream, sensors ?? []);
    if (!sensor) continue;
    const [eastM, northM] = sensor.at;
    return { kind: 'alarm', key: alarm.key, place: sphereAt([eastM, northM, 0]), alarm, sensor };
  }
  return null;
}

/** What still stands before what is over, then the gravest, then the newest. */
function byUrgency(a: Alarm, b: Alarm): number {
  const isOver = ({ state }: Alarm) => Number(state.kind === 'returned');
  return (
    isOver(a) - isOver(b) ||
    a.meaning.priority - b.meaning.priority ||
    (raisedMs(b.state) ?? 0) - (raisedMs(a.state) ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}

function sphereAt([eastM, northM, upM]: readonly [number, number, number]): EnuSphere {
  return { eastM, northM, upM, radiusM: 0 };
}
