import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { pageStream } from '../../hub/page-stream.ts';

/** What a page's WebSocket is sent; each frame is gone with the next tick. */
class SentFrames extends EventEmitter {
  readonly frames: string[] = [];
  readonly bufferedAmount = 0;
  send(frame: Buffer, done: (error?: Error) => void): void {
    this.frames.push(frame.toString());
    queueMicrotask(done);
  }
  resume(): void {}
  pause(): void {}
  close(): void {}
  terminate(): void {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Ticks are the machine's own; only the clock stands still. */
const ticks = () => new Promise((done) => setImmediate(done));

function opened() {
  const page = new SentFrames();
  return { page, stream: pageStream(page as unknown as WebSocket, 1 << 20) };
}

test('what comes alone goes at once; what follows within 10 ms goes in one frame after them, in order', async () => {
  const { page, stream } = opened();
  stream.write('a');
  await ticks();
  expect(page.frames).toEqual(['a']);
  for (const piece of ['b', 'c', 'd']) {
    stream.write(piece);
    vi.advanceTimersByTime(2);
    await ticks();
  }
  expect(page.frames).toEqual(['a']);
  vi.advanceTimersByTime(4);
  await ticks();
  expect(page.frames).toEqual(['a', 'bcd']);
  vi.advanceTimersByTime(60);
  stream.write('e');
  await ticks();
  expect(page.frames).toEqual(['a', 'bcd', 'e']);
});

test('what waits is sent before the page is closed', async () => {
  const { page, stream } = opened();
  stream.write('a');
  await ticks();
  stream.write('b');
  stream.end();
  await ticks();
  vi.advanceTimersByTime(20);
  expect(page.frames.join('')).toBe('ab');
});
