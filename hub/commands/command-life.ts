import type { Role } from '../../model/accounts/accounts.ts';
import type { Command, CommandState } from '../../model/commands/commands.ts';
import type { Message } from '../../model/text/message.ts';
import { may } from '../accounts/roles.ts';
import { hubMessage, subjectText } from '../messages.ts';

/** Person whom the hub knows by a login. */
interface Person {
  name: string;
  role: Role;
}

/** What can happen to a command: a second person's word, the device's answer, a reading, or the passing of time. */
export type CommandEvent =
  | { kind: 'confirm' | 'deny'; by: Person; atMs: number }
  | { kind: 'accepted'; atMs: number }
  | { kind: 'refused'; reason: string }
  | { kind: 'read'; value: number; atMs: number }
  | { kind: 'time'; atMs: number };

/** The device answers within this, and its state shows it within twice this. */
const ANSWER_MS = 10_000;
export const MAX_COMMAND_MS = 10 * 60_000;

/** The next state, or null: nothing changes. A refusal of a person is a message. */
export function nextCommandState(command: Command, event: CommandEvent): CommandState | Message | null {
  const { state, untilMs, value } = command;
  switch (event.kind) {
    case 'confirm':
    case 'deny':
      if (state.kind !== 'waiting') return hubMessage('command-over', { state: state.kind });
      if (!may(event.by.role, 'commands.confirm'))
        return hubMessage('needs-role', { what: subjectText('commands.confirm') });
      if (event.by.name === command.askedBy && event.kind === 'confirm') return hubMessage('second-person', {});
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
        return { kind: 'unconfirmed', reason: 'no-answer' };
      if (state.kind === 'acknowledged' && event.atMs - state.atMs > ANSWER_MS)
        return { kind: 'unconfirmed', reason: 'no-state' };
      return null;
  }
}
