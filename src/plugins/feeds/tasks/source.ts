import { FeedError, type Reading } from '../../../../model/sensors/decode.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import type { SourceStatus } from '../../../twin/live/source-status.ts';
import { STABLE_MS, waitMs } from './backoff.ts';

/** What a source tells while it is listened to. `stream`: its name at the source. */
export interface SourceListener {
  opened(): void;
  onReading(stream: string, reading: Reading): void;
  refused(problem: Reason): void;
}

/**
 * One wire that readings come over: a broker, a service, a stream of lines, a file. `listen` resolves when the source has
 * told all (a file), and rejects when the wire broke; it ends by `signal`.
 */
export interface Source {
  listen(listener: SourceListener, signal: AbortSignal): Promise<void>;
}

/** Thrown by a source that answers, but is none: nobody tries again. */
export class NoSource extends MessageError {
  override name = 'NoSource';
}

/** Thrown by a source that shows nothing to who is not logged in. */
export class NeedsLogin extends FeedError {
  override name = 'NeedsLogin';
}

interface ReconnectOptions {
  nowMs(): number;
  /** 0 to 1. */
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  onStatus(status: SourceStatus): void;
  /** After each opening but before anything is heard; `sinceMs`: last good time, null at the first. */
  opened(sinceMs: number | null): void;
}

/** Listens, and after each break listens again, with full jitter; ends by `signal` or with the source. */
export async function reconnectingSource(
  source: Source,
  listener: SourceListener,
  signal: AbortSignal,
  options: ReconnectOptions,
): Promise<void> {
  const { nowMs, random, sleep, onStatus, opened } = options;
  const beganMs = nowMs();
  let lastOpenMs: number | null = null;
  let lastGoodMs: number | null = null;
  for (let attempt = 0; !signal.aborted; attempt++) {
    let openMs: number | null = null;
    if (attempt === 0 && lastGoodMs === null) onStatus({ kind: 'connecting' });
    try {
      await source.listen(
        {
          ...listener,
          opened() {
            openMs = nowMs();
            lastOpenMs = openMs;
            onStatus({ kind: 'live', sinceMs: openMs });
            opened(lastGoodMs);
          },
          onReading(stream, reading) {
            lastGoodMs = nowMs();
            listener.onReading(stream, reading);
          },
        },
        signal,
      );
      onStatus({ kind: 'ended' });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NoSource) {
        onStatus({ kind: 'none' });
        return;
      }
      const stoodMs = openMs === null ? 0 : nowMs() - openMs;
      if (stoodMs >= STABLE_MS) attempt = 0;
      const receivedMs: number | null = lastGoodMs ?? lastOpenMs;
      onStatus({
        kind: 'cut',
        sinceMs: receivedMs ?? beganMs,
        reason: failureOf(error),
        hasAnswered: receivedMs !== null,
        ...(error instanceof NeedsLogin ? { needsLogin: true as const } : {}),
      });
    }
    await sleep(waitMs(attempt, random()), signal);
  }
}
