import { messagesOf } from './message.ts';

/** The part of comlink's transfer handlers that sends an error: what it makes of it is plain data. */
interface ThrowHandler {
  serialize(thrown: unknown): [serialized: unknown, transferables: Transferable[]];
}

/** A port and a buffer are meant; this folder knows no browser. */
type Transferable = object;

/** Comlink's table of transfer handlers, as far as it is used here. */
interface TransferHandlers<Handler> {
  get(name: string): Handler | undefined;
  set(name: string, handler: Handler): unknown;
}

/**
 * Lets the errors of a worker keep their messages when they cross to the page: comlink copies an error's name, message and stack alone, so
 * that a Chinese page would be left with the English sentence. Called by each worker shell before it exposes anything; the page's side
 * needs nothing, for it puts back whatever fields come.
 */
export function handleMessageTransfer<Handler extends ThrowHandler>(handlers: TransferHandlers<Handler>): void {
  const usual = handlers.get('throw');
  if (!usual) return;
  handlers.set('throw', {
    ...usual,
    serialize(thrown: unknown) {
      const [serialized, transferables] = usual.serialize(thrown);
      const messages = messagesOf(fieldOf(thrown, 'value'));
      const value = fieldOf(serialized, 'value');
      if (messages !== null && typeof value === 'object' && value !== null) Reflect.set(value, 'messages', messages);
      return [serialized, transferables];
    },
  });
}

const fieldOf = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
