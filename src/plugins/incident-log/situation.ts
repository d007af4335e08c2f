import { factsOf, type IncidentFacts, type OrderFacts } from '../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import type { TimelineState } from '../../../model/incidents/timeline-state.ts';
import { MS_PER_S } from '../../../model/time.ts';
import type { SituationAlarm, SituationIncident, SituationOrder, SituationStep } from '../../twin/situation.ts';
import type { Twin } from '../../twin/twin.ts';
import { isExercise } from './order-book.ts';

/** A log at the time that it is shown at. */
export interface LogMoment {
  id: string;
  log: IncidentTimeline;
  /** UTC. */
  ms: number;
  at: SituationIncident['at'];
  /** The clock says which of its lines there are; else all of them. */
  isPast: boolean;
  /** The name of the branch. */
  branch: string | null;
  /** It is written for drills: no sensor measured it. */
  isScenario: boolean;
  /** Hashes of what the scenario's inputs came to. */
  inputHashes: readonly string[];
  ownRuns: readonly string[];
}

/** The incident of a log at a moment; null: it was not opened yet. */
export function situationOf({
  id,
  log,
  ms,
  at,
  isPast,
  branch,
  isScenario,
  ...moment
}: LogMoment): SituationIncident | null {
  const state = isPast ? log.seek(ms) : log.present();
  const facts = factsOf(log, state);
  const { opened, openedMs, closedMs, level, radiusM, plan, steps, orders, runs } = facts;
  if (!opened || openedMs === null) return null;
  return {
    id,
    title: opened.title,
    place: opened.place,
    hazard: opened.hazard,
    radiusM,
    level,
    plan: plan?.title ?? null,
    step: stepAt(facts, ms),
    stepsDone: steps.filter(({ doneMs }) => doneMs !== null).length,
    stepCount: steps.length,
    alarms: alarmsAt(log, state),
    orders: orders.map(orderAt),
    runHashes: [...runs.flatMap(({ result }) => result?.hash ?? []), ...moment.inputHashes],
    ownRuns: moment.ownRuns,
    openedMs,
    lastMs: log.last()?.receivedMs ?? openedMs,
    closedMs,
    isExercise: isExercise(log),
    at,
    branch,
    isMeasured: !isScenario && !isExercise(log),
  };
}

/** The first step to be due among those that are open; else the first that still waits for its trigger. */
function stepAt({ steps }: IncidentFacts, ms: number): SituationStep | null {
  const open = steps
    .map(({ step: { title }, doneMs, dueMs, triggeredMs }, i) => ({
      isOpen: doneMs === null,
      facts: { title, number: i + 1, dueMs: triggeredMs !== null && triggeredMs <= ms ? dueMs : null },
    }))
    .filter(({ isOpen }) => isOpen);
  const dueOf = ({ facts: { dueMs } }: (typeof open)[number]) => dueMs ?? Number.MAX_SAFE_INTEGER;
  const [first] = open.sort((a, b) => dueOf(a) - dueOf(b) || a.facts.number - b.facts.number);
  return first?.facts ?? null;
}

/** The newest first. */
function alarmsAt(log: IncidentTimeline, state: TimelineState): SituationAlarm[] {
  return log
    .idsOf('alarm', state)
    .flatMap((key): SituationAlarm[] => {
      const { act, receivedMs } = log.entry(log.read('alarm', key, 'seq', state));
      if (act.kind !== 'alarm') return [];
      const title = act.titles ?? { zh: act.title, en: act.title };
      const isOver = act.event === 'returned' || act.event === 'closed';
      return [{ key, title, priority: act.priority, ms: receivedMs, isOver }];
    })
    .sort((a, b) => b.ms - a.ms);
}

function orderAt({ act, state, givenMs, onWayMs, onSiteMs, endedMs }: OrderFacts): SituationOrder {
  const { resource, name, task, etaMs } = act;
  const isThere = onSiteMs !== null || endedMs !== null;
  return { resource, name, task, state, arrivesMs: isThere || etaMs === null ? null : (onWayMs ?? givenMs) + etaMs };
}

interface SituationParts {
  /** The log that the page is about, at its time; null: there is none. */
  moment(): LogMoment | null;
  follow(changed: () => void): () => void;
}

/** Keeps the incident of the page as it is at the shown time: another object only when it says something else. Returns what ends it. */
export function keepSituation(twin: Twin, { moment, follow }: SituationParts): () => void {
  const keep = () => {
    const found = moment();
    const incident = found && situationOf(found);
    const { situationIncident, takeSituationIncident } = twin.getState();
    if (JSON.stringify(incident) !== JSON.stringify(situationIncident)) takeSituationIncident(incident);
  };
  const ends = [follow(keep), twin.follow(({ shownTimeMs }) => Math.floor(shownTimeMs / MS_PER_S), keep)];
  return () => {
    for (const end of ends) end();
  };
}
