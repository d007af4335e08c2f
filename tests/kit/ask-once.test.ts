import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { messagesOf } from '../../model/text/message.ts';
import { askAboutFile } from '../../src/kit/ask-once.ts';

/** As much of a worker as is asked of it. */
class StandIn {
  onerror: (() => void) | null = null;
  isEnded = false;
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

describe('a file that is asked about', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is read by a worker of its own, which ends with the answer', async () => {
    const worker = new StandIn();
    const open = () => worker as unknown as Worker;
    expect(await askAboutFile({ name: 'a.json', size: 9 }, 1, open, async () => 7)).toBe(7);
    expect(worker.isEnded).toBe(true);
  });

  test('of more than the most is refused before there is a worker', async () => {
    const open = vi.fn();
    const asked = askAboutFile({ name: 'a.json', size: 1.5 * 2 ** 20 }, 1, open, () => never);
    expect(await refusal(asked)).toBe('a.json：文件应不超过 1 MiB，现为 1.5 MiB');
    expect(open).not.toHaveBeenCalled();
  });

  test('that comes to no end, or runs out of memory, is given up with its worker', async () => {
    for (const happens of ['time', 'error'] as const) {
      const worker = new StandIn();
      const asked = askAboutFile(
        { name: 'a.json', size: 9 },
        1,
        () => worker as unknown as Worker,
        () => never,
      );
      const told = refusal(asked);
      if (happens === 'error') worker.onerror?.();
      else await vi.advanceTimersByTimeAsync(60_000);
      expect(await told, happens).toContain('a.json：读取没有完成');
      expect(worker.isEnded, happens).toBe(true);
    }
  });
});
