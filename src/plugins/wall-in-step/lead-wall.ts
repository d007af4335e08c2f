import type { StoreApi } from 'zustand/vanilla';
import {
  MAX_STEPS_PER_S,
  parseStepAnswer,
  REPEAT_EVERY_MS,
  type SentStep,
  type StepAnswer,
  type WallShown,
} from '../../../model/walls/wall-step.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { failureOf } from '../../twin/failure.ts';
import { CLOCK_APART_MS, shownOn } from './shown.ts';
import type { WallStatus } from './status.ts';

const EVERY_MS = 1000 / MAX_STEPS_PER_S;
/** A cable that was pulled answers nothing: the next step does not wait for it. */
const ANSWER_MS = 2500;

/** What was sent last, and when, by which is told whether anything is new. */
interface Last {
  readonly shown: WallShown;
  readonly atMs: number;
}

/**
 * Sends what this page shows to the others of its wall: when it changes, at most thirty times a second, one step after the other, the last value
 * winning; and again each second. `lost` is told of the account that took the wall.
 */
export function leadWall(
  app: Pick<App, 'twin' | 'service'>,
  wall: string,
  status: StoreApi<WallStatus>,
  lost: (by: string) => void,
): () => void {
  const leader = crypto.randomUUID();
  let seq = 0;
  let claims = true;
  let last: Last | null = null;
  let isSending = false;
  let hasFailed = false;
  let isClosed = false;
  let repeating: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  status.setState({ kind: 'leads', answerMs: null, failure: null }, true);

  async function send(): Promise<void> {
    clearTimeout(repeating);
    repeating = setTimeout(send, REPEAT_EVERY_MS);
    // Who is not logged in leads nobody: the panel says so.
    if (isSending || app.twin.getState().account === null) return;
    isSending = true;
    const shown = shownOn(app, last?.shown.selectedId ?? null);
    const fromMs = performance.now();
    last = { shown, atMs: fromMs };
    try {
      const answer = await post(app, wall, { leader, seq: ++seq, claims, shown });
      if (isClosed) return;
      if (!answer.leads) return lost(answer.by);
      claims = false;
      hasFailed = false;
      status.setState({ kind: 'leads', answerMs: performance.now() - fromMs, failure: null }, true);
    } catch (error) {
      if (isClosed) return;
      hasFailed = true;
      status.setState({ kind: 'leads', answerMs: null, failure: failureOf(error) }, true);
    } finally {
      isSending = false;
    }
    look();
  }

  /** Sends what is new. While the hub does not answer it is tried each second alone. */
  function look(): void {
    if (isClosed || isSending || hasFailed || looking !== undefined || !last) return;
    const sinceMs = performance.now() - last.atMs;
    looking = setTimeout(
      () => {
        looking = undefined;
        if (last && isNew(shownOn(app, last.shown.selectedId), last)) void send();
      },
      Math.max(0, EVERY_MS - sinceMs),
    );
  }

  const end = app.twin.subscribe(look);
  void send();
  return () => {
    isClosed = true;
    clearTimeout(repeating);
    clearTimeout(looking);
    end();
  };
}

/** A clock that plays on at its rate is nothing new: the others play theirs. */
function isNew(shown: WallShown, { shown: before, atMs }: Last): boolean {
  const { shownTimeMs, ...rest } = shown;
  const { shownTimeMs: beforeMs, ...restBefore } = before;
  const playedMs = shown.playing ? (performance.now() - atMs) * shown.rate : 0;
  const apartMs = Math.abs(shownTimeMs - beforeMs - playedMs);
  return (
    apartMs > (shown.playing ? CLOCK_APART_MS * shown.rate : 0) || JSON.stringify(rest) !== JSON.stringify(restBefore)
  );
}

async function post({ service }: Pick<App, 'service'>, wall: string, step: SentStep): Promise<StepAnswer> {
  const session = service(ACCOUNT_SESSION);
  if (!session) throw new Error('wall: expected the session of an account');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new DOMException('the hub did not answer', 'TimeoutError')), ANSWER_MS);
  });
  const answer = session.post(`walls/${encodeURIComponent(wall)}/step`, step);
  return parseStepAnswer(await Promise.race([answer, late]).finally(() => clearTimeout(timer)));
}
