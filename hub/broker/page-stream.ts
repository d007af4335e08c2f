import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { MAX_QUEUE_BYTES, type SendQueues } from './send-queues.ts';

const FRAME_GATHER_MS = 10;

/**
 * A page's WebSocket as a stream of bytes, as MQTT wants it. It takes whatever is written, and its queue cuts off a page that lets too much
 * lie (`send-queues.ts`), which comes back by itself. What is written within `FRAME_GATHER_MS` is one frame: MQTT writes each
 * message in four pieces, `createWebSocketStream` of ws makes a frame of each, and every frame is a task of the hub, of the browser's
 * network and of the page's worker (20,000 messages in 310 frames: .61 to .28 s of CPU in Node).
 */
export function pageStream(page: WebSocket, queues: SendQueues, name: string): Duplex {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const queue = queues.open({
    name: () => name,
    waitingBytes: () => page.bufferedAmount + waitingBytes,
    cut: () => page.terminate(),
  });

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
    writableHighWaterMark: MAX_QUEUE_BYTES,
    read: () => page.resume(),
    write(chunk: Buffer, _, done) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      done();
      timer ??= setTimeout(send, FRAME_GATHER_MS);
      queue.check();
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
    queue.close();
    stream.push(null);
    stream.destroy();
  });
  page.on('error', (error) => stream.destroy(error));
  return stream;
}
