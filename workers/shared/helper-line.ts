import type { EngineId } from '../../model/runs/engine-id.ts';

/**
 * Helpers that answer messages, for engines whose work is no kernel on shared memory: a library in WebAssembly has a memory of its own in each
 * thread. The shell of a page or of Node lends the threads; which work one does it learns by the engine's id.
 */

interface Hearing {
  hear(event: { data: unknown }): void;
}

/** An end of a channel, a browser's or Node's: of each only what both have. */
export interface HelperPort {
  postMessage(message: unknown): void;
  // As a method's type, so that a handler of a browser's own event is one too.
  onmessage: Hearing['hear'] | null;
}

/** What a thread is sent, once an engine. */
export interface HelperInit {
  engine: EngineId;
  port: HelperPort;
}

/** What a helper does with a message. */
export type HelperWork = (body: unknown) => Promise<unknown>;

interface Question {
  id: number;
  body: unknown;
}

type Reply = { id: number; value: unknown } | { id: number; reason: string };

/** A helper's life: answers one message after the other. */
export function serveHelper(
  helpers: Readonly<Record<EngineId, () => Promise<HelperWork>>>,
  { engine, port }: HelperInit,
): void {
  const loading = helpers[engine]();
  let before: Promise<unknown> = loading;
  port.onmessage = ({ data }) => {
    const { id, body } = data as Question;
    before = before
      .catch(() => {})
      .then(async () => (await loading)(body))
      .then(
        (value) => port.postMessage({ id, value } satisfies Reply),
        (error: unknown) => port.postMessage({ id, reason: String(error) } satisfies Reply),
      );
  };
}

/** The leader's end. */
export interface HelperLine<Body, Value> {
  ask(body: Body): Promise<Value>;
}

/** One line a helper. */
export function openLines<Body, Value>(ports: readonly HelperPort[]): HelperLine<Body, Value>[] {
  return ports.map((port) => {
    const waiting = new Map<number, { resolve(value: Value): void; reject(reason: Error): void }>();
    let last = 0;
    port.onmessage = ({ data }) => {
      const reply = data as Reply;
      const pending = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('reason' in reply) pending?.reject(new Error(reply.reason));
      else pending?.resolve(reply.value as Value);
    };
    return {
      ask: (body) =>
        new Promise((resolve, reject) => {
          last++;
          waiting.set(last, { resolve, reject });
          port.postMessage({ id: last, body } satisfies Question);
        }),
    };
  });
}
