import { isMessage, type Message, messagesOf } from '../../../model/text/message.ts';

/** Why something of the table failed: in both languages where it says so itself, else in its own words for the console. */
export function reasonText(error: unknown): string | Message {
  if (isMessage(error)) return error;
  const own = messagesOf(error)?.at(0);
  if (own) return own;
  return error instanceof Error ? error.message : String(error).slice(0, 200);
}
