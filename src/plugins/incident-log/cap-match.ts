import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { type IncidentAct, MAX_LINE } from '../../../model/incidents/incident-entry.ts';
import { radiusOf } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import type { CapProposal } from './tasks/cap-subject.ts';

/** The incident that a message belongs to. */
export interface CapTarget {
  incident: string;
  title: string;
  isClosed: boolean;
  /** The message itself opened it, or is in its log already. */
  isKnown: boolean;
  /** Both are meant, or neither: a message of an exercise changes nothing of what really happens, nor the other way round. */
  isSameStatus: boolean;
}

/** What a message says otherwise than the log does now. */
interface CapChanges {
  level: { from: number; to: 1 | 2 | 3 | 4 } | null;
  radiusM: { from: number; to: number } | null;
  /** How far the middle of its area lies from the incident's place, which stays where it was opened, metres; null: under a metre, or untold. */
  movedM: number | null;
}

interface CapName {
  identifier: string;
  sender: string;
}
const nameOf = ({ sender, identifier }: CapName): string => `${sender} ${identifier}`;

/** The messages of a log: the one that opened it, and those that were taken into it. */
function messagesOf(timeline: IncidentTimeline): Set<string> {
  const names = timeline
    .entries()
    .flatMap(({ act, refused }) => (act.kind === 'cap' && refused === null ? [nameOf(act)] : []));
  const source = timeline.opened()?.source;
  return new Set(source?.kind === 'cap' ? [nameOf(source), ...names] : names);
}

/**
 * The incident that a message is about, by its own name or by those that it refers to: the standard names a message by sender and
 * identifier together. An open one comes before a closed one, and the newest first. Null: it is about none that this page knows.
 */
export function capTarget(
  alert: CapProposal,
  known: readonly { id: string; timeline: IncidentTimeline }[],
): CapTarget | null {
  const found = known.flatMap(({ id, timeline }) => {
    const opened = timeline.opened();
    const names = messagesOf(timeline);
    const isKnown = names.has(nameOf(alert));
    if (!opened || !(isKnown || alert.references.some((one) => names.has(nameOf(one))))) return [];
    const { source } = opened;
    const isActual =
      opened.exercise === undefined && (source.kind !== 'cap' || (source.status ?? 'Actual') === 'Actual');
    const isSameStatus = isActual === (alert.status === 'Actual');
    const isClosed = timeline.read('incident', '', 'closedMs') !== 0;
    const openedMs = timeline.read('incident', '', 'openedMs');
    return [{ incident: id, title: opened.title, isClosed, isKnown, isSameStatus, openedMs }];
  });
  const [best] = found.sort((a, b) => Number(a.isClosed) - Number(b.isClosed) || b.openedMs - a.openedMs);
  if (!best) return null;
  const { openedMs: _, ...target } = best;
  return target;
}

/** What a message would change of an incident; a cancellation tells of what is over, so that it changes neither level nor radius. */
export function capChanges(alert: CapProposal, language: 'zh' | 'en', timeline: IncidentTimeline): CapChanges {
  const subject = alert.type === 'Cancel' ? null : alert.subjects[language];
  const level = timeline.read('incident', '', 'level');
  const radiusM = radiusOf(timeline);
  const place = timeline.opened()?.place ?? null;
  let movedM: number | null = null;
  if (subject?.place && place) {
    const [eastM, northM] = enuFromLonLat(place, { ...subject.place, heightM: place.heightM });
    const awayM = Math.hypot(eastM, northM);
    movedM = awayM < 1 ? null : awayM;
  }
  return {
    level: subject && subject.level !== level ? { from: level, to: subject.level } : null,
    radiusM: subject?.radiusM && subject.radiusM !== radiusM ? { from: radiusM, to: subject.radiusM } : null,
    movedM,
  };
}

/** The lines that take a message into a log, in their order: the message itself, what of its changes was chosen, and the end. */
export function capLines(
  alert: CapProposal,
  language: 'zh' | 'en',
  chosen: { level: CapChanges['level']; radiusM: CapChanges['radiusM']; closes: boolean },
): IncidentAct[] {
  const { identifier, sender, type, status } = alert;
  const text = capText(alert, language);
  return [
    { kind: 'cap', identifier, sender, type, status, text },
    ...(chosen.level ? [{ kind: 'level' as const, level: chosen.level.to, text: identifier.slice(0, MAX_LINE) }] : []),
    ...(chosen.radiusM ? [{ kind: 'radius' as const, radiusM: chosen.radiusM.to }] : []),
    ...(chosen.closes ? [{ kind: 'closed' as const, text }] : []),
  ];
}

/** What the message says in few words: its headline, its area and the sender's note. */
export function capText({ subjects, note }: CapProposal, language: 'zh' | 'en'): string {
  const subject = subjects[language];
  return [subject?.title, subject?.area, note].filter(Boolean).join(' · ').slice(0, MAX_LINE);
}
