import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { type ActOf, MAX_RADIUS_M } from '../../../model/incidents/incident-entry.ts';
import type { INCIDENT_LEVELS, RADIUS_M } from '../../../model/incidents/response-plan.ts';
import { type CapAlert, capInfoIn, capPlace } from '../../../readers/cap/cap.ts';

/** Of a title in the log. */
const MAX_TITLE = 300;

/** What a CAP message proposes of an incident; a person looks at it and changes it before anything is opened. */
export interface CapSubject {
  title: string;
  hazard: keyof typeof RADIUS_M | null;
  level: (typeof INCIDENT_LEVELS)[number];
  place: LonLat | null;
  radiusM: number | null;
  source: ActOf<'opened'>['source'];
}

/** Words of events in either language that tell a kind; of none of them a person chooses. */
const HAZARD_WORDS: readonly (readonly [NonNullable<CapSubject['hazard']>, RegExp])[] = [
  ['flood', /暴雨|洪|内涝|积水|溃堤|flood|rainstorm|levee|dam /i],
  ['gas', /燃气|煤气|天然气|泄漏|gas|chemical|hazmat/i],
  ['fire', /火|fire/i],
  ['crowd', /踩踏|拥挤|人群|crowd|stampede/i],
  ['collapse', /坍塌|垮塌|倒塌|滑坡|collapse|landslide/i],
  ['search', /走失|失踪|搜寻|missing|abduct|amber/i],
];

/** The four severities as the four levels of response, the gravest first; an unknown one as the third. */
const LEVELS = { Extreme: 1, Severe: 2, Moderate: 3, Minor: 4, Unknown: 3 } as const;

/** What the message says, in the words of a language where it has them. Null: it tells no event (a cancellation without info). */
export function capSubject(alert: CapAlert, language: 'zh' | 'en'): CapSubject | null {
  const info = capInfoIn(alert, language);
  if (!info) return null;
  const place = capPlace(info);
  const told = `${info.event} ${info.headline}`;
  return {
    title: (info.headline || info.event).slice(0, MAX_TITLE),
    hazard: HAZARD_WORDS.find(([, words]) => words.test(told))?.[0] ?? null,
    level: LEVELS[info.severity],
    place: place && { lonDeg: place.at[0], latDeg: place.at[1], heightM: 0 },
    radiusM: place && place.radiusM >= 1 ? Math.min(MAX_RADIUS_M, Math.round(place.radiusM)) : null,
    source: { kind: 'cap', identifier: alert.identifier, sender: alert.sender, status: alert.status },
  };
}
