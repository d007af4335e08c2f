import type { LiveValues } from './live-values.ts';

/** A stream that was heard within its cadence, its sensor and what it said. */
export interface FreshStream {
  sensor: number;
  stream: number;
  value: number;
}

/** Streams of a kind in a unit that were heard within their cadence. */
export function freshStreams(live: LiveValues, kind: string, unit: string, nowMs: number): FreshStream[] {
  return live.ofKind(kind).flatMap((sensor) =>
    live.sensors[sensor].datastreams.flatMap((datastream, part) => {
      const stream = live.firstStream[sensor] + part;
      const isFresh = !Number.isNaN(live.timesMs[stream]) && !live.isStale(stream, nowMs);
      return isFresh && datastream.unit === unit ? [{ sensor, stream, value: live.values[stream] }] : [];
    }),
  );
}
