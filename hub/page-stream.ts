import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/**
 * A page's WebSocket as a stream of bytes, as MQTT wants it. It takes whatever is written: a broker that waited for one slow page would
 * let all others wait with it (aedes holds a hundred messages under way, and then none). What waits here is bounded instead: a page that
 * lets more than `mostBytes` lie is cut off, and comes back by itself. What is written while a frame is still on its way goes into the
 * next one together: MQTT writes each message in four pieces, and `createWebSocketStream` of ws makes a frame of each.
 *
 * Tried and lost: at most a hundred frames a second (20,000 messages in 310 frames, .61 to .28 s of CPU in Node). Of 5,000 messages a second
 * for ten minutes the page then lost 1,875,000 of 3,298,000, with the hub at .88 of a core in place of .67.
 */
export function pageStream(page: WebSocket, mostBytes: number): Duplex {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isSending = false;

  function send(): void {
    isSending = waiting.length > 0;
    if (!isSending) return;
    const frame = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    page.send(frame, (error) => {
      if (error) stream.destroy(error);
      else send();
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
      else if (!isSending) {
        isSending = true;
        process.nextTick(send);
      }
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
