import { uptime } from 'node:os';
import type { Message } from '../model/text/message.ts';
import { serviceMessage } from './service-messages.ts';

/** The hub's one clock: UTC, but not where the machine's own clock jumps away from it. */
export interface HubClock {
  nowMs(): number;
  /** What is wrong with the machine's clock, for `/health`; null while it runs as time does. */
  problem(): Message | null;
  /** Why a reading of the future is no fault of its sender; null: nothing is wrong with this clock. */
  whyAhead(): Message | null;
}

interface ClockParts {
  /** The machine's clock, which a person or a time server sets. */
  wallMs?: () => number;
  /** Since the machine began, which nobody sets; time asleep counts. */
  steadyMs?: () => number;
  /** When a hub last ran on this folder: time cannot have been later then. */
  lastMs?: number | null;
}

/** A leap of this much is no correction by a time server: it is told, and the hub counts on by itself. */
const JUMP_MS = 3_600_000;
/** A clock before the last run's is told for this long: it may be right, and the last run's ahead. A reading of the future tells it anew. */
const BEHIND_MS = 300_000;
/** A difference between two readings that the machine's own counters explain. */
const SMALL_MS = 1000;

/**
 * UTC by the machine's clock, held against a counter that nobody sets. A clock that leaps by an hour or more is not followed, since what
 * the hub does by time cannot be undone: it forgets, refuses readings of the future, and ends logins. It goes on counting from the time
 * before the leap until the clock is right again, or a person starts it anew.
 * At the start nothing contradicts a clock but when a hub last ran here: one that is before that is followed, and told until it is set, or
 * for some minutes, if no device contradicts it: then it was the last run's that was ahead.
 */
export function openClock({
  wallMs = Date.now,
  steadyMs = () => uptime() * 1000,
  lastMs = null,
}: ClockParts = {}): HubClock {
  let known = { wall: wallMs(), counter: performance.now(), steady: steadyMs() };
  let leapMs = 0;
  const isBehind = (ms: number) => lastMs !== null && ms < lastMs - JUMP_MS;

  function follow(wall: number): number {
    known = { wall, counter: performance.now(), steady: steadyMs() };
    leapMs = 0;
    return wall;
  }

  let doubtedMs = steadyMs();

  function problemOf(isDoubted: boolean): Message | null {
    const now = nowMs();
    if (leapMs !== 0) return serviceMessage('clock-leapt', { hours: hours(leapMs) });
    return isDoubted && isBehind(now) ? serviceMessage('clock-behind', { hours: hours((lastMs ?? now) - now) }) : null;
  }

  function nowMs(): number {
    const wall = wallMs();
    // Most readings end here: reading the steady counter is a call to the system.
    if (leapMs === 0 && Math.abs(wall - known.wall - (performance.now() - known.counter)) < SMALL_MS) return wall;
    const expected = known.wall + (steadyMs() - known.steady);
    if (isBehind(known.wall) || Math.abs(wall - expected) < JUMP_MS) return follow(wall);
    leapMs = wall - expected;
    return expected;
  }

  return {
    nowMs,
    problem: () => problemOf(steadyMs() - doubtedMs < BEHIND_MS),
    whyAhead() {
      doubtedMs = steadyMs();
      return problemOf(true);
    },
  };
}

function hours(ms: number): string {
  return (ms / JUMP_MS).toFixed(1);
}
