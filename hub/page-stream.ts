import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Frames to one page follow each other no closer: a hundred a second, however many messages are in them. */
const APART_MS = 10;

/**
 * A page's WebSocket as a stream of bytes, as MQTT wants it. It takes whatever is written: a broker that waited for one slow page would
 * let all others wait with it (aedes holds a hundred messages under way, and then none). What waits here is bounded instead: a page that
 * lets more than `mostBytes` lie is cut off, and comes back by itself. What is written while a frame is still on its way goes into the
 * next one together: MQTT writes each message in four pieces, and `createWebSocketStream` of ws makes a frame of each. So does what is
 * written within 10 ms after a frame: one that comes alone goes at once, of 5,000 messages a second each had a frame of its own, and every
 * frame is a task of the browser's network, of its pipe and of the page's worker, before which an alarm waited.
 */
export function pageStream(page: WebSocket, mostBytes: number): Duplex {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isSending = false;
  let sentMs = Number.NEGATIVE_INFINITY;

  function sendSoon(): void {
    isSending = true;
    const waitMs = sentMs + APART_MS - performance.now();
    if (waitMs > 0) setTimeout(send, waitMs);
    else process.nextTick(send);
  }

  function send(): void {
    isSending = waiting.length > 0;
    if (!isSending) return;
    sentMs = performance.now();
    const frame = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    page.send(frame, (error) => {
      if (error) stream.destroy(error);
      else if (waiting.length > 0) sendSoon();
      else isSending = false;
    });
  }

  const stream = new Duplex({
    allowHalfOpen: false,
    writableHighWaterMark: mostBytes,
    read: () => page.resume(),
    write(chunk: Buffer, _, done) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      done();
      if (page.bufferedAmount + waitingBytes > mostBytes) page.terminate();
      else if (!isSending) sendSoon();
    },
    final(done) {
      send();
      page.close();
      done();
    },
    destroy(error, done) {
      waiting = [];
      page.terminate();
      done(error);
    },
  });
  page.on('message', (data: Buffer) => {
    if (!stream.push(data)) page.pause();
  });
  page.on('close', () => {
    stream.push(null);
    stream.destroy();
  });
  page.on('error', (error) => stream.destroy(error));
  return stream;
}
