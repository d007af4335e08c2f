import type { Reading } from '../../../../model/sensors/decode.ts';
import type { Reason } from '../../../twin/failure.ts';
import { sleep } from './sleep.ts';
import type { Source } from './source.ts';

export interface PolledReading {
  stream: string;
  reading: Reading;
}

/** Asked for what is newer than an instant, UTC ms; null: the newest of all. */
export type Poll = (
  sinceMs: number | null,
  refuse: (problem: Reason) => void,
  signal: AbortSignal,
) => AsyncIterable<PolledReading>;

/** A service that must be asked. What an answer repeats is told once: the same stream, time and value. */
export function polledSource(poll: Poll, everyMs: number): Source {
  /** Results of each stream that were passed on last; older ones are passed on while they are new to us. */
  const lastResults = new Map<string, Map<number, number>>();
  const isNew = (stream: string, { timeMs, value }: Reading): boolean => {
    const known = lastResults.get(stream) ?? new Map<number, number>();
    lastResults.set(stream, known);
    if (known.get(timeMs) === value) return false;
    known.set(timeMs, value);
    if (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value ?? 0);
    return true;
  };
  return {
    async listen(listener, signal) {
      let newestMs: number | null = null;
      for (let pollCount = 0; !signal.aborted; pollCount++) {
        const answers = poll(newestMs, listener.refused, signal)[Symbol.asyncIterator]();
        let next = await answers.next();
        if (pollCount === 0) listener.opened();
        for (; !next.done; next = await answers.next()) {
          const { stream, reading } = next.value;
          newestMs = Math.max(newestMs ?? reading.timeMs, reading.timeMs);
          if (isNew(stream, reading)) listener.onReading(stream, reading);
        }
        await sleep(everyMs, signal);
      }
    },
  };
}

const MAX_REMEMBERED = 64;
