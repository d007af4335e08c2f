import { FeedError, MAX_MESSAGE_BYTES, parseJson } from '../../../../model/sensors/decode.ts';
import type { SourceFields } from '../../../../model/sensors/sources.ts';
import { NONE } from '../../../../model/text/message.ts';
import { failureOf, type Reason, reasonAt } from '../../../twin/failure.ts';
import { sourceMessage } from '../messages.ts';
import { readMapped } from './mapping.ts';
import { NoSource, type Source, type SourceListener } from './source.ts';

/** An event of more lines is none; each line is bounded itself, and so is what is held of a stream that never ends an event. */
const MAX_EVENT_LINES = 64;

interface LineOptions {
  url: string;
  /** `sse`: text/event-stream (HTML standard, 9.2); `jsonLines`: one JSON object a line. */
  kind: 'sse' | 'jsonLines';
  fields: SourceFields;
}

/**
 * An answer that goes on: each line, or each event, is one reading. Lines longer than a message may be are skipped and told. A stream of
 * events that ends is a broken wire, asked again from the last id; JSON lines that end were a file.
 */
export function lineSource({ url, kind, fields }: LineOptions): Source {
  let lastId: string | null = null;

  function take(text: string, listener: SourceListener): void {
    try {
      const { stream, reading } = readMapped(parseJson(text), fields, '');
      listener.onReading(stream, reading);
    } catch (error) {
      listener.refused(reasonAt(url, failureOf(error)));
    }
  }

  /** Returns a reader of lines that takes the data of all lines of one event together. */
  function eventsInto(listener: SourceListener): (line: string) => void {
    let data: string[] = [];
    return (line) => {
      if (line === '') {
        if (data.length > 0) take(data.join('\n'), listener);
        data = [];
        return;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
      if (name === 'data') data.push(value);
      if (data.length > MAX_EVENT_LINES) {
        data = [];
        listener.refused(reasonAt(url, sourceMessage('line-long', { most: MAX_MESSAGE_BYTES }).text));
      }
      if (name === 'id') lastId = value;
    };
  }

  return {
    async listen(listener, signal) {
      const accept = kind === 'sse' ? 'text/event-stream' : 'application/x-ndjson, application/jsonl, */*;q=0.1';
      const headers = { Accept: accept, ...(kind === 'sse' && lastId !== null ? { 'Last-Event-ID': lastId } : {}) };
      const response = await fetch(url, { signal, headers, redirect: 'error', cache: 'no-store' });
      if (response.status === 404) throw new NoSource(sourceMessage('no-stream', { url }));
      if (!response.ok || !response.body)
        throw new FeedError(sourceMessage('status-url', { url, got: response.status }));
      if (kind === 'sse' && !response.headers.get('Content-Type')?.startsWith('text/event-stream'))
        throw new NoSource(sourceMessage('not-events', { url, got: response.headers.get('Content-Type') ?? NONE }));
      listener.opened();
      const takeLine =
        kind === 'sse' ? eventsInto(listener) : (line: string) => void (line.trim() && take(line, listener));
      for await (const line of linesOf(response.body, (problem) => listener.refused(reasonAt(url, problem))))
        takeLine(line);
      if (kind === 'sse') throw new FeedError(sourceMessage('stream-ended', { url }));
    },
  };
}

/** Lines by CR, LF or both. Of one longer than a message may be nothing is kept, and no more of it than that is ever held. */
export async function* linesOf(
  body: ReadableStream<Uint8Array>,
  refuse: (problem: Reason) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  let isTooLong = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) {
        if (!isTooLong) yield line;
        isTooLong = false;
      }
      if (rest.length > MAX_MESSAGE_BYTES) {
        if (!isTooLong) refuse(sourceMessage('line-long', { most: MAX_MESSAGE_BYTES }).text);
        isTooLong = true;
        rest = '';
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
