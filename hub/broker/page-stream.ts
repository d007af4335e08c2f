import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

const FRAME_GATHER_MS = 10;

/**
 * A page's WebSocket as a stream of bytes, as MQTT wants it. It takes whatever is written: a broker that waited for one slow page would
 * let all others wait with it (aedes holds a hundred messages under way, and then none). What waits here is bounded instead: a page that
 * lets more than `mostBytes` lie is cut off, and comes back by itself. What is written within `FRAME_GATHER_MS` is one frame: MQTT writes each
 * message in four pieces, `createWebSocketStream` of ws makes a frame of each, and every frame is a task of the hub, of the browser's
 * network and of the page's worker (20,000 messages in 310 frames: .61 to .28 s of CPU in Node).
 */
export function pageStream(page: WebSocket, mostBytes: number): Duplex {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function send(): void {
    timer = undefined;
    if (waiting.length === 0) return;
    const frame = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    page.send(frame, (error) => {
      if (error) stream.destroy(error);
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
      else timer ??= setTimeout(send, FRAME_GATHER_MS);
    },
    final(done) {
      clearTimeout(timer);
      send();
      page.close();
      done();
    },
    destroy(error, done) {
      clearTimeout(timer);
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
