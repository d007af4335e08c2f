import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { type ActOf, MAX_RADIUS_M } from '../../../../model/incidents/incident-entry.ts';
import type { HAZARDS, INCIDENT_LEVELS } from '../../../../model/incidents/response-plan.ts';
import { type CapAlert, capInfoIn, capPlace } from '../../../../readers/cap/cap.ts';
import { capHazard } from '../../../../readers/cap/cap-hazard.ts';

type Hazard = (typeof HAZARDS)[number];

/** Characters of a title in the log at most. */
const MAX_TITLE = 300;

/** What a CAP message proposes of an incident; a person looks at it and changes it before anything is opened. */
interface CapSubject {
  title: string;
  hazard: Hazard | null;
  level: (typeof INCIDENT_LEVELS)[number];
  place: LonLat | null;
  radiusM: number | null;
  source: ActOf<'opened'>['source'];
  /** Where it holds, in the message's words; empty: it does not tell. */
  area: string;
}

/** The four severities as the four levels of response, the gravest first; an unknown one as the third. */
const LEVELS = { Extreme: 1, Severe: 2, Moderate: 3, Minor: 4, Unknown: 3 } as const;

/** A message as the page gets it: what it is, and what it proposes in each language. */
export interface CapProposal {
  identifier: string;
  sender: string;
  status: CapAlert['status'];
  type: CapAlert['type'];
  note: string;
  /** Messages that it updates or takes back. */
  references: { identifier: string; sender: string }[];
  subjects: Record<'zh' | 'en', CapSubject | null>;
}

/** What a message proposes, in both languages of the page. */
export function capProposal(alert: CapAlert): CapProposal {
  const { identifier, sender, status, type, note } = alert;
  const references = alert.references.map((one) => ({ identifier: one.identifier, sender: one.sender }));
  const subjects = { zh: capSubject(alert, 'zh'), en: capSubject(alert, 'en') };
  return { identifier, sender, status, type, note, references, subjects };
}

/** What the message says, in the words of a language where it has them. Null: it tells no event (a cancellation without info). */
function capSubject(alert: CapAlert, language: 'zh' | 'en'): CapSubject | null {
  const info = capInfoIn(alert, language);
  if (!info) return null;
  const place = capPlace(info);
  return {
    title: (info.headline || info.event).slice(0, MAX_TITLE),
    hazard: capHazard(`${info.event} ${info.headline}`),
    level: LEVELS[info.severity],
    place: place && { lonDeg: place.at[0], latDeg: place.at[1], heightM: 0 },
    radiusM: place && place.radiusM >= 1 ? Math.min(MAX_RADIUS_M, Math.round(place.radiusM)) : null,
    source: { kind: 'cap', identifier: alert.identifier, sender: alert.sender, status: alert.status },
    area: info.areas.flatMap(({ description }) => description || []).join('、'),
  };
}
