import { describe, expect, test } from 'vitest';
import { type CommandEvent, nextCommandState } from '../../hub/commands/command-life.ts';
import type { Command, CommandState } from '../../model/commands/commands.ts';

const UNTIL_MS = 600_000;
const ANSWER_MS = 10_000;
const ANN = { name: 'ann', role: 'controller' } as const;
const BEN = { name: 'ben', role: 'dispatcher' } as const;

const command = (state: CommandState): Command => ({
  id: 'c1',
  key: 'ann 12345678',
  device: 'ps-1',
  verb: 'open',
  value: 0.5,
  reason: 'flood',
  askedBy: 'ann',
  untilMs: UNTIL_MS,
  isCritical: true,
  state,
});
const step = (state: CommandState, event: CommandEvent) => nextCommandState(command(state), event);
const waiting: CommandState = { kind: 'waiting' };
const sent: CommandState = { kind: 'sent', atMs: 1000 };
const acknowledged: CommandState = { kind: 'acknowledged', atMs: 2000 };

describe('a command that waits for the second person', () => {
  test('is sent when another confirms it', () => {
    expect(step(waiting, { kind: 'confirm', by: BEN, atMs: 5 })).toEqual({ kind: 'sent', atMs: 5 });
  });

  test('is not confirmed by who asked for it, though who asked may deny it', () => {
    expect(step(waiting, { kind: 'confirm', by: ANN, atMs: 5 })).toMatchObject({ code: 'second-person' });
    expect(step(waiting, { kind: 'deny', by: ANN, atMs: 5 })).toEqual({ kind: 'denied', by: 'ann' });
  });

  test('is confirmed by nobody without the right', () => {
    const guest = { name: 'eve', role: 'visitor' } as const;
    expect(step(waiting, { kind: 'confirm', by: guest, atMs: 5 })).toMatchObject({ code: 'needs-role' });
  });

  test('expires at its time, also under the hand of who confirms it too late', () => {
    expect(step(waiting, { kind: 'time', atMs: UNTIL_MS - 1 })).toBeNull();
    expect(step(waiting, { kind: 'time', atMs: UNTIL_MS })).toEqual({ kind: 'expired' });
    expect(step(waiting, { kind: 'confirm', by: BEN, atMs: UNTIL_MS })).toEqual({ kind: 'expired' });
  });
});

describe('a command that was sent', () => {
  test('is acknowledged or refused by its device', () => {
    expect(step(sent, { kind: 'accepted', atMs: 1500 })).toEqual({ kind: 'acknowledged', atMs: 1500 });
    expect(step(sent, { kind: 'refused', reason: 'stuck' })).toEqual({ kind: 'refused', reason: 'stuck' });
  });

  test('is done only when it is acknowledged and the device shows its value', () => {
    expect(step(sent, { kind: 'read', value: 0.5, atMs: 1500 })).toBeNull();
    expect(step(acknowledged, { kind: 'read', value: 0.4, atMs: 2500 })).toBeNull();
    expect(step(acknowledged, { kind: 'read', value: 0.5, atMs: 2500 })).toEqual({ kind: 'done', atMs: 2500 });
  });

  test('is unconfirmed after ten seconds without an answer, and ten more without the value', () => {
    expect(step(sent, { kind: 'time', atMs: 1000 + ANSWER_MS })).toBeNull();
    expect(step(sent, { kind: 'time', atMs: 1001 + ANSWER_MS })).toEqual({ kind: 'unconfirmed', reason: 'no-answer' });
    expect(step(acknowledged, { kind: 'time', atMs: 2001 + ANSWER_MS })).toEqual({
      kind: 'unconfirmed',
      reason: 'no-state',
    });
  });

  test('is not confirmed or denied any more', () => {
    expect(step(sent, { kind: 'deny', by: BEN, atMs: 5 })).toMatchObject({ code: 'command-over' });
  });
});

test.each([
  { kind: 'done', atMs: 1 },
  { kind: 'denied', by: 'ben' },
  { kind: 'expired' },
  { kind: 'refused', reason: 'stuck' },
] satisfies CommandState[])('a command that is over stays so: $kind', (state) => {
  const events: CommandEvent[] = [
    { kind: 'accepted', atMs: 9 },
    { kind: 'refused', reason: 'late' },
    { kind: 'read', value: 0.5, atMs: 9 },
    { kind: 'time', atMs: UNTIL_MS * 2 },
  ];
  for (const event of events) expect(step(state, event)).toBeNull();
});
