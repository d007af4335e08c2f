import { STABLE_MS, waitMs } from './backoff.ts';
import type { Reading } from './decode.ts';

/** Whether a source is heard, and since when. */
export type SourceStatus =
  /** Nothing answers at its address: the city is shown without it. */
  | { kind: 'none' }
  | { kind: 'connecting' }
  | { kind: 'live'; sinceMs: number }
  | { kind: 'cut'; sinceMs: number; reason: string }
  /** Read to its end: a file. */
  | { kind: 'ended' };

/** What a source tells while it is listened to. `stream`: its name at the source. */
export interface Ear {
  opened(): void;
  heard(stream: string, reading: Reading): void;
  refused(problem: string): void;
}

/**
 * One wire that readings come over: a broker, a service, a stream of lines, a file. `listen` resolves when the source has
 * told all (a file), and rejects when the wire broke; it ends by `signal`.
 */
export interface Source {
  listen(ear: Ear, signal: AbortSignal): Promise<void>;
}

/** Thrown by a source that answers, but is none: nobody tries again. */
export class NoSource extends Error {
  override name = 'NoSource';
}

export interface KeepOptions {
  nowMs(): number;
  /** 0 to 1. */
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  tell(status: SourceStatus): void;
  /** After each opening but before anything is heard; `sinceMs`: last good time, null at the first. */
  opened(sinceMs: number | null): void;
}

/** Listens, and after each break listens again, with full jitter; ends by `signal` or with the source. */
export async function keepListening(
  source: Source,
  ear: Ear,
  signal: AbortSignal,
  options: KeepOptions,
): Promise<void> {
  const { nowMs, random, sleep, tell, opened } = options;
  let lastGoodMs: number | null = null;
  for (let attempt = 0; !signal.aborted; attempt++) {
    let openMs: number | null = null;
    if (attempt === 0 && lastGoodMs === null) tell({ kind: 'connecting' });
    try {
      await source.listen(
        {
          ...ear,
          opened() {
            openMs = nowMs();
            tell({ kind: 'live', sinceMs: openMs });
            opened(lastGoodMs);
          },
          heard(stream, reading) {
            lastGoodMs = nowMs();
            ear.heard(stream, reading);
          },
        },
        signal,
      );
      tell({ kind: 'ended' });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NoSource) {
        tell({ kind: 'none' });
        return;
      }
      const stoodMs = openMs === null ? 0 : nowMs() - openMs;
      if (stoodMs >= STABLE_MS) attempt = 0;
      const reason = error instanceof Error ? error.message : String(error);
      tell({ kind: 'cut', sinceMs: lastGoodMs ?? nowMs(), reason });
    }
    await sleep(waitMs(attempt, random()), signal);
  }
}
