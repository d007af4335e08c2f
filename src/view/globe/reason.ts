import { type Message, messagesOf } from '../../../model/text/message.ts';
import { failureOf, type Reason, reasonAt } from '../../twin/failure.ts';
import { viewMessage } from '../messages.ts';

/** An error's own words, in English, for the console; Cesium's failed requests carry a status in place of a message. */
export function reasonOf(error: unknown): string {
  const { message, statusCode } = (error ?? {}) as { message?: unknown; statusCode?: unknown };
  if (typeof message === 'string') return message;
  return typeof statusCode === 'number' ? `HTTP ${statusCode}` : String(error).slice(0, 200);
}

/** Why a file of the city could not be read, for whoever looks at its layer. Cesium tells a status in a field, or in its English sentence. */
export function fileFailure(file: string, error: unknown): Reason {
  if (messagesOf(error) !== null) return reasonAt(file, failureOf(error));
  return unread(file, error).text;
}

function unread(file: string, error: unknown): Message {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  const reason = reasonOf(error);
  const got = typeof statusCode === 'number' ? statusCode : /Status Code: (\d+)/.exec(reason)?.[1];
  return got === undefined ? viewMessage('unread', { file, reason }) : viewMessage('status', { file, got });
}
