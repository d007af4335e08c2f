import type { BrowserContext, Page } from 'playwright-core';

/** What a page holds after garbage is collected: its own thread's and its workers', arrays outside V8's heap included. */
export interface PageHeap {
  pageMB: number;
  workersMB: number;
}

interface HeapUsage {
  usedSize: number;
  /** Of what V8 holds for the browser: DOM. */
  embedderHeapUsedSize?: number;
  /** Array buffers and strings outside. */
  backingStorageSize?: number;
}

/** Asks by the developer tools' protocol; workers are spoken to through their page. */
export async function openPageHeap(page: Page, context: BrowserContext): Promise<() => Promise<PageHeap>> {
  const devtools = await context.newCDPSession(page);
  const workers = new Set<string>();
  const answers = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.add(sessionId);
  });
  devtools.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: unknown };
    answers.get(id)?.(result);
    answers.delete(id);
  });
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const askWorker = (sessionId: string, method: string): Promise<unknown> =>
    new Promise((resolve) => {
      const id = ++lastId;
      answers.set(id, resolve);
      devtools
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .catch(() => resolve(null));
    });
  return async () => {
    const pageMB = await heldMB((method) => devtools.send(method as 'Runtime.getHeapUsage'));
    let workersMB = 0;
    for (const session of workers) workersMB += await heldMB((method) => askWorker(session, method));
    return { pageMB, workersMB };
  };
}

/** Collected three times: what a finalizer lets go is free after the next. */
async function heldMB(ask: (method: string) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 3; i++) await ask('HeapProfiler.collectGarbage');
  const usage = (await ask('Runtime.getHeapUsage')) as HeapUsage | null;
  return usage
    ? (usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0)) / 1e6
    : Number.NaN;
}
