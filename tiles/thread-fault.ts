import { type Message, MessageError, messagesOf } from '../model/text/message.ts';

/** A fault as one thread posts it to another: an error that is cloned keeps its English sentence alone. */
export interface ThreadFault {
  error: string;
  messages: readonly Message[];
}

export const faultOf = (error: unknown): ThreadFault => ({
  error: error instanceof Error ? error.message : String(error),
  messages: messagesOf(error) ?? [],
});

/** The fault as an error again. */
export const errorOf = ({ error, messages }: ThreadFault): Error =>
  messages.length > 0 ? new MessageError(...messages) : new Error(error);
