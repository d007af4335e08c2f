import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import {
  type ActOf,
  HUB_CLIENT,
  type IncidentAlarmEvent,
  type IncidentEntry,
  MAX_LINE,
} from '../../model/incidents/incident-entry.ts';
import { radiusOf } from '../../model/incidents/incident-state.ts';
import { type IncidentTimeline, isAlarmMeant } from '../../model/incidents/incident-timeline.ts';
import type { AlarmEventRow, NumberedEvent } from '../alarms/alarm-rows.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import { reportFailure } from '../unready.ts';

/** A log that lines are written into. */
interface OpenLog {
  timeline: IncidentTimeline;
  byClient: ReadonlyMap<string, readonly IncidentEntry[]>;
}

interface AlarmLinesParts {
  alarms: Pick<AlarmWatch, 'eventsAfter' | 'about' | 'follow' | 'list'>;
  open(): ReadonlyMap<string, OpenLog>;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  write(id: string, act: ActOf<'alarm'>, atMs: number): Promise<void>;
}

/** What writes alarms into logs. */
export interface AlarmLines {
  /** Looks for what was noted since the last look. */
  look(): void;
  /** Resolves when the last look is over. */
  close(): Promise<void>;
}

/**
 * Writes what comes to alarms near an open incident into its log: each step that was noted since the incident was opened, once. The hub
 * notes the steps of alarms durably and numbers them; a line is known by its alarm, its event and its moment, so that a hub that was killed
 * between the two writes what is missing when it begins again, and nothing twice.
 */
export function openAlarmLines(parts: AlarmLinesParts): AlarmLines {
  const { alarms, inTurn } = parts;
  /** Id of the last step that was looked at. */
  let lastId = 0;
  let running: Promise<void> = Promise.resolve();
  let isScheduled = false;
  let isClosed = false;

  async function lookNow(): Promise<void> {
    isScheduled = false;
    const fromMs = Math.min(...[...parts.open().values()].map(({ timeline }) => timeline.entry(1).receivedMs));
    if (!Number.isFinite(fromMs)) return;
    for (let events = await alarms.eventsAfter(lastId, fromMs); events.length > 0; ) {
      for (const event of events) {
        for (const id of [...parts.open().keys()]) await inTurn(() => writeNear(id, event));
        lastId = event.id;
      }
      events = await alarms.eventsAfter(lastId, fromMs);
    }
    for (const id of [...parts.open().keys()]) await inTurn(() => writeReached(id));
  }

  /** Values that steps of the plan wait for; once the line is there the step waits no more, so that each is written once, also after a restart. */
  async function writeReached(id: string): Promise<void> {
    for (const { key, at, extreme } of alarms.list().alarms) {
      const log = parts.open().get(id);
      if (!log || !extreme) continue;
      const waiting = log.timeline
        .steps()
        .flatMap(({ id: step, trigger }) =>
          trigger.on === 'alarm' && trigger.reach && log.timeline.read('step', step, 'triggeredMs') === 0
            ? [trigger]
            : [],
        );
      if (waiting.length === 0) return;
      const about = alarms.about(key);
      const unit = about?.sensor?.datastreams.find((stream) => stream.id === at)?.unit;
      const line = about && unit !== undefined ? nearLine(alarms, log, key, 'reached') : null;
      if (!line || unit === undefined) continue;
      const act: ActOf<'alarm'> = { ...line, reading: { value: extreme.value, unit } };
      if (waiting.some((trigger) => isAlarmMeant(trigger, act)))
        await parts.write(id, act, Math.max(log.timeline.entry(1).receivedMs, Math.round(extreme.atMs)));
    }
  }

  async function writeNear(id: string, event: NumberedEvent): Promise<void> {
    const log = parts.open().get(id);
    const act = log && lineOf(alarms, log, event);
    if (act) await parts.write(id, act, Math.max(0, Math.round(event.atMs)));
  }

  const look = () => {
    if (isScheduled || isClosed) return;
    isScheduled = true;
    running = running.then(lookNow).catch((error: unknown) => reportFailure('incidents', error));
  };
  const stop = alarms.follow(look);
  look();
  return {
    look,
    async close() {
      stop();
      isClosed = true;
      await running;
    },
  };
}

/** The line that a step of an alarm makes in a log; null: none, or it is there. */
function lineOf(alarms: AlarmLinesParts['alarms'], log: OpenLog, event: NumberedEvent): ActOf<'alarm'> | null {
  if (event.notedMs < log.timeline.entry(1).receivedMs) return null;
  const own = (log.byClient.get(HUB_CLIENT) ?? []).filter(({ act }) => act.kind === 'alarm' && act.key === event.key);
  const kind = eventOf(event, own.length > 0);
  const atMs = Math.round(event.atMs);
  if (own.some((entry) => entry.atMs === atMs && entry.act.kind === 'alarm' && entry.act.event === kind)) return null;
  return kind && nearLine(alarms, log, event.key, kind);
}

/** What is told of an alarm that is near, or that the incident was opened from; null: it is none of this incident's. */
function nearLine(
  alarms: AlarmLinesParts['alarms'],
  log: OpenLog,
  key: string,
  event: IncidentAlarmEvent,
): ActOf<'alarm'> | null {
  const about = alarms.about(key);
  const opened = log.timeline.opened();
  // An exercise has alarms of its own; a real one is none of its.
  if (!about || about.meaning.isAlert || !opened || opened.exercise !== undefined) return null;
  const isSource = opened.source.kind === 'alarm' && opened.source.key === key;
  const distanceM = distanceOf(opened.place, about.sensor?.lonLat);
  if (!isSource && (distanceM === null || distanceM > radiusOf(log.timeline))) return null;
  return {
    kind: 'alarm',
    key,
    ...titleOf(about),
    priority: about.meaning.priority,
    event,
    ...(distanceM === null ? {} : { distanceM: Math.round(distanceM) }),
  };
}

/** What a step of the alarm's life is in a log; null: nothing that concerns one, as a shelf. */
function eventOf({ kind, state }: AlarmEventRow, isKnown: boolean): IncidentAlarmEvent | null {
  if (state === 'unacknowledged') return 'raised';
  if (state === 'acknowledged') return 'acknowledged';
  if (state === 'returned') return 'returned';
  if (state !== 'normal') return null;
  return isKnown || kind === 'clear' || kind === 'acknowledge' ? 'closed' : null;
}

function titleOf({ meaning, sensor }: NonNullable<ReturnType<AlarmWatch['about']>>) {
  const of = (language: 'zh' | 'en') => {
    const name = sensor?.name[language] ?? '';
    return (name === '' ? meaning.title[language] : `${name} · ${meaning.title[language]}`).slice(0, MAX_LINE);
  };
  const titles = { zh: of('zh'), en: of('en') };
  return { title: titles.zh || titles.en || '—', titles };
}

/** On the ground between two places, metres; null: one of them is unknown. */
function distanceOf(place: LonLat | null, lonLat: readonly [number, number] | undefined): number | null {
  if (!place || !lonLat) return null;
  const [eastM, northM] = enuFromLonLat(place, { lonDeg: lonLat[0], latDeg: lonLat[1], heightM: place.heightM });
  return Math.hypot(eastM, northM);
}
