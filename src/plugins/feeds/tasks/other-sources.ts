import { ucumOfStated } from '../../../../model/geo/unit-names.ts';
import { convert, unitOf } from '../../../../model/geo/units.ts';
import type { Reading } from '../../../../model/sensors/decode.ts';
import type { SourceSpec } from '../../../../model/sensors/sources.ts';
import { failureOf, type Reason, reasonAt } from '../../../twin/failure.ts';
import type { SourceStatus } from '../../../twin/live/source-status.ts';
import { sourceMessage } from '../messages.ts';
import { lineSource } from './line-source.ts';
import { type Mapping, openMapping, readMapped } from './mapping.ts';
import { mqttSource } from './mqtt-source.ts';
import { ngsiLdPoll } from './ngsi-ld.ts';
import type { Pipeline } from './pipeline.ts';
import { type Poll, polledSource } from './polled-source.ts';
import { type Fetch, sensorThings } from './sensor-things.ts';
import { sleep } from './sleep.ts';
import { NoSource, reconnectingSource, type Source } from './source.ts';

/** Before what was heard last: a service may have had something on its way. */
const LATENESS_MS = 60_000;

/** Answers of servers that somebody named; none may send us on to another. */
const fetchText: Fetch = (url, signal) =>
  fetch(url, { redirect: 'error', cache: 'no-store', ...(signal ? { signal } : {}) });

/** The wire of a source by its kind: all of them are listened to in the same way. */
function wireOf(spec: SourceSpec, isWanted: (stream: string) => boolean): Source {
  const { kind, url, fields, mqttVersion: version, filter, entityType, pollS } = spec;
  switch (kind) {
    case 'mqtt':
      return mqttSource({
        url,
        version,
        ...(filter !== null && fields
          ? { messages: { filter, read: (json: unknown, topic: string) => readMapped(json, fields, topic) } }
          : {}),
      });
    case 'sse':
    case 'jsonLines':
      if (!fields) throw new NoSource(sourceMessage('no-mapping', { url }));
      return lineSource({ url, kind, fields });
    case 'ngsiLd':
      return polledSource(ngsiLdPoll({ url, entityType: entityType ?? '', isWanted, fetchText }), 1000 * pollS);
    case 'sensorThings':
      return polledSource(thingsPoll(url, isWanted), 1000 * pollS);
  }
}

/** Streams by their `properties.code`, else by their id, each in the unit that the service states. The first time the newest of each, then what is new. */
function thingsPoll(url: string, isWanted: (stream: string) => boolean): Poll {
  const things = sensorThings(url, fetchText);
  /** By the service's id; without those of which the unit is not known. */
  const known = new Map<string, { stream: string; unit: string | null }>();
  let wanted = 0;
  return async function* (sinceMs, refuse, signal) {
    if (wanted === 0)
      for (const { id, code: stream, unit = {} } of await things.streams(signal, true)) {
        if (!isWanted(stream)) continue;
        wanted++;
        try {
          known.set(id, { stream, unit: ucumOfStated(unit) });
        } catch (error) {
          refuse(reasonAt(stream, failureOf(error)));
        }
      }
    if (wanted === 0) throw new NoSource(sourceMessage('mapping-empty', { url }));
    const rows =
      sinceMs === null ? things.newest(signal) : things.observations(sinceMs - LATENESS_MS, Date.now(), null, signal);
    for await (const { id, reading } of rows) {
      const of = known.get(id);
      if (of) yield { stream: of.stream, reading: of.unit === null ? reading : { ...reading, unit: of.unit } };
    }
  };
}

/** A stream of the city: its number and its unit, UCUM. */
interface CityStreamPlace {
  index: number;
  unit: string;
}

/** A reading in the unit of our stream; of another kind of quantity it is refused. Twelve digits are more than any sensor has, and end in no rounding error. */
function valueIn({ value, unit }: Reading, ours: string): number {
  if (unit === undefined || unit === ours) return value;
  return Number(convert(value, unitOf(unit), unitOf(ours)).toPrecision(12));
}

export interface OtherSources {
  /** Which of them tells the stream of that id; 0: the hub. */
  sourceIndexOf(code: string): number;
  start(pipeline: Pipeline, streamOf: (code: string) => CityStreamPlace | undefined): void;
  stop(): void;
  /** In the order of the list, each told by its place + 1. */
  statuses(): readonly SourceStatus[];
}

/** Sources beside the hub, each on its own: one that is dead delays no other. */
export function openOtherSources(specs: readonly SourceSpec[], nowMs: () => number, changed: () => void): OtherSources {
  const mappings: readonly Mapping[] = specs.map(({ streams }) => openMapping(streams));
  const statuses: SourceStatus[] = specs.map(() => ({ kind: 'none' }));
  let stopped: AbortController | null = null;
  return {
    sourceIndexOf: (code) => mappings.findIndex((mapping) => mapping.claims(code)) + 1,
    statuses: () => [...statuses],
    start(pipeline, streamOf) {
      if (stopped) return;
      stopped = new AbortController();
      const { signal } = stopped;
      for (const [i, spec] of specs.entries()) {
        const teller = i + 1;
        /** A stream that an earlier source claims is not this one's. */
        const placeOf = (theirs: string): CityStreamPlace | undefined => {
          const ours = mappings[i].oursOf(theirs);
          return ours !== null && mappings.findIndex((mapping) => mapping.claims(ours)) === i
            ? streamOf(ours)
            : undefined;
        };
        const isWanted = (theirs: string) => placeOf(theirs) !== undefined;
        const listener = {
          opened: () => undefined,
          onReading(theirs: string, reading: Reading) {
            const place = placeOf(theirs);
            if (place === undefined) return;
            const { timeMs, resultMs } = reading;
            try {
              const value = valueIn(reading, place.unit);
              pipeline.take({ stream: place.index, timeMs, resultMs, value }, nowMs(), 'live');
            } catch (error) {
              pipeline.refuse(teller, reasonAt(theirs, failureOf(error)));
              changed();
              return;
            }
            pipeline.markHeartbeat(teller, nowMs());
            changed();
          },
          refused: (problem: Reason) => pipeline.refuse(teller, problem),
        };
        void reconnectingSource(wireOf(spec, isWanted), listener, signal, {
          nowMs,
          random: Math.random,
          sleep,
          onStatus(status) {
            statuses[i] = status;
            changed();
          },
          opened: () => undefined,
        });
      }
    },
    stop() {
      stopped?.abort();
      stopped = null;
    },
  };
}
