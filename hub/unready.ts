import { type Message, MessageError } from '../model/text/message.ts';

/**
 * The hub cannot keep, judge or look up what came now, through no fault of whoever sent it: over HTTP 503, over MQTT no PUBACK. The sender
 * is told the sentence; `reason`, the database's or the system's own words, stands in the log and at `/health` alone.
 */
export class HubUnready extends MessageError {
  readonly statusCode = 503;
  readonly reason: string;

  constructor(said: Message, reason: string = said.text.en) {
    super(said);
    this.reason = reason;
    if (reason !== said.text.en) this.message = `${said.text.en}: ${reason}`;
  }
}

/** Into the log, what a part of the hub could not do by itself. What the hub is not ready for `/health` tells, once: parts try every second. */
export function reportFailure(part: string, error: unknown): void {
  if (!(error instanceof HubUnready)) process.stderr.write(`hub: ${part}: ${reasonOf(error)}\n`);
}

const MAX_REASON = 300;

/** The first line of it, for a sentence. */
export function shortReasonOf(error: unknown): string {
  return (reasonOf(error).split('\n')[0] || 'no reason').slice(0, MAX_REASON);
}

/** What went wrong, in its own words. */
export function reasonOf(error: unknown): string {
  if (error instanceof HubUnready) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
