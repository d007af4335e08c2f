import type { BrowserContext, Page } from 'playwright-core';

/** What a page holds after garbage is collected: its own thread's and its workers', arrays outside V8's heap included. */
export interface PageHeap {
  pageMB: number;
  workersMB: number;
  /** What each worker has of that, by the name of its file; those of one file together. */
  byWorkerMB: Record<string, number>;
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
  const workers = new Map<string, string>();
  const answers = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.set(sessionId, fileOf(targetInfo.url));
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
    const byWorkerMB: Record<string, number> = {};
    for (const [session, file] of workers)
      byWorkerMB[file] = (byWorkerMB[file] ?? 0) + (await heldMB((method) => askWorker(session, method)));
    return { pageMB, workersMB: Object.values(byWorkerMB).reduce((sum, each) => sum + each, 0), byWorkerMB };
  };
}

/** Without folders and the hash that a build adds. */
function fileOf(url: string): string {
  const file = url.split(/[?#]/)[0].split('/').at(-1) ?? url;
  return file.replace(/-[\w-]{8}\.js$/, '');
}

/** Collected three times: what a finalizer lets go is free after the next. */
async function heldMB(ask: (method: string) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 3; i++) await ask('HeapProfiler.collectGarbage');
  const usage = (await ask('Runtime.getHeapUsage')) as HeapUsage | null;
  return usage
    ? (usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0)) / 1e6
    : Number.NaN;
}
