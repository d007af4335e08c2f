import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/**
 * A page's WebSocket as a stream of bytes, as MQTT wants it. What is written while a frame is still on its way goes into the next one
 * together: MQTT writes each message in four pieces, and `createWebSocketStream` of ws makes a frame of each.
 */
export function pageStream(page: WebSocket): Duplex {
  const stream = new Duplex({
    allowHalfOpen: false,
    read: () => page.resume(),
    write: (chunk: Buffer, _, done) => page.send(chunk, done),
    writev: (parts, done) => page.send(Buffer.concat(parts.map(({ chunk }) => chunk as Buffer)), done),
    final(done) {
      page.close();
      done();
    },
    destroy(error, done) {
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
