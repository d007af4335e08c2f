import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { messagesOf } from '../../model/text/message.ts';
import { askOnce, type Failure } from '../../src/kit/ask-once.ts';
import { askAboutFile } from '../../src/kit/start-task.ts';

/** As much of a worker as is asked of it. */
class StandIn {
  static readonly started: StandIn[] = [];
  onerror: ((event: { message: string }) => void) | null = null;
  isEnded = false;
  readonly name: string | undefined;
  constructor(_url: URL, options: WorkerOptions) {
    this.name = options.name;
    StandIn.started.push(this);
  }
  addEventListener(): void {}
  postMessage(): void {}
  terminate(): void {
    this.isEnded = true;
  }
}

const never = new Promise<never>(() => undefined);
const refusal = (asked: Promise<unknown>): Promise<string | undefined> =>
  asked.then(
    () => 'taken',
    (error) => messagesOf(error)?.[0].text.zh,
  );

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', StandIn);
  StandIn.started.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a file that is asked about', () => {
  test('is read by a worker of its own, which ends with the answer', async () => {
    expect(await askAboutFile('tour-file', { name: 'a.json', size: 9 }, 1, async () => 7)).toBe(7);
    expect(StandIn.started).toMatchObject([{ name: 'tour-file', isEnded: true }]);
  });

  test('of more than the most is refused before there is a worker', async () => {
    const asked = askAboutFile('tour-file', { name: 'a.json', size: 1.5 * 2 ** 20 }, 1, () => never);
    expect(await refusal(asked)).toBe('a.json：文件应不超过 1 MiB，现为 1.5 MiB');
    expect(StandIn.started).toEqual([]);
  });

  test('that comes to no end, or runs out of memory, is given up with its worker', async () => {
    for (const happens of ['time', 'error'] as const) {
      StandIn.started.length = 0;
      const told = refusal(askAboutFile('tour-file', { name: 'a.json', size: 9 }, 1, () => never));
      if (happens === 'error') StandIn.started[0].onerror?.({ message: 'out of memory' });
      else await vi.advanceTimersByTimeAsync(60_000);
      expect(await told, happens).toContain('a.json：读取没有完成');
      expect(StandIn.started[0].isEnded, happens).toBe(true);
    }
  });
});

describe('a worker that gives no answer', () => {
  const ask = (cancel: AbortSignal) => {
    const worker = new StandIn(new URL('file:///'), {});
    const failed = (why: Failure) => new Error(JSON.stringify(why));
    const answer = askOnce(worker as unknown as Worker, { startS: 3, readS: 4, cancel, failed }, never);
    return { worker, told: answer.catch((error: unknown) => String(error)) };
  };

  test('says why: it broke, took longer than its start and its reading may, or was cancelled', async () => {
    const { signal } = new AbortController();
    const broken = ask(signal);
    broken.worker.onerror?.({ message: 'out of memory' });
    expect(await broken.told).toBe('Error: {"reason":"out of memory"}');
    const slow = ask(signal);
    await vi.advanceTimersByTimeAsync(6_999);
    expect(slow.worker.isEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await slow.told).toBe('Error: {"seconds":7}');
    const cancel = new AbortController();
    const ended = ask(cancel.signal);
    cancel.abort('not wanted');
    expect(await ended.told).toBe('not wanted');
    expect([broken, slow, ended].map(({ worker }) => worker.isEnded)).toEqual([true, true, true]);
  });
});
