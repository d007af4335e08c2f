import type { Role } from '../src/city/accounts.ts';
import type { Command, CommandState } from '../src/city/commands.ts';
import { may } from './roles.ts';

/** Whoever says it is known to the hub by a login. */
export interface Person {
  name: string;
  role: Role;
}

export type CommandEvent =
  | { kind: 'confirm' | 'deny'; by: Person; atMs: number }
  | { kind: 'accepted'; atMs: number }
  | { kind: 'refused'; reason: string }
  | { kind: 'read'; value: number; atMs: number }
  | { kind: 'time'; atMs: number };

/** The device answers within this, and its state shows it within twice this. */
export const ANSWER_MS = 10_000;
export const LONGEST_MS = 10 * 60_000;

/** The next state, or null: nothing changes. A refusal of a person is a sentence. */
export function stepCommand(command: Command, event: CommandEvent): CommandState | string | null {
  const { state, untilMs, value } = command;
  switch (event.kind) {
    case 'confirm':
    case 'deny':
      if (state.kind !== 'waiting') return `expected a command that waits, got one that is ${state.kind}`;
      if (!may(event.by.role, 'commands.confirm')) return 'expected a role that may confirm';
      if (event.by.name === command.askedBy && event.kind === 'confirm')
        return 'expected another person than who asked';
      if (event.atMs >= untilMs) return { kind: 'expired' };
      return event.kind === 'confirm' ? { kind: 'sent', atMs: event.atMs } : { kind: 'denied', by: event.by.name };
    case 'accepted':
      return state.kind === 'sent' ? { kind: 'acknowledged', atMs: event.atMs } : null;
    case 'refused':
      return state.kind === 'sent' ? { kind: 'refused', reason: event.reason } : null;
    case 'read':
      return state.kind === 'acknowledged' && event.value === value ? { kind: 'done', atMs: event.atMs } : null;
    case 'time':
      if (state.kind === 'waiting' && event.atMs >= untilMs) return { kind: 'expired' };
      if (state.kind === 'sent' && event.atMs - state.atMs > ANSWER_MS)
        return { kind: 'unconfirmed', reason: 'the device did not answer' };
      if (state.kind === 'acknowledged' && event.atMs - state.atMs > ANSWER_MS)
        return { kind: 'unconfirmed', reason: 'the device said yes, its state does not show it' };
      return null;
  }
}
