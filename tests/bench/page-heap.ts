import { type Devtools, nestedDevtools } from './plain-page.ts';

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

/** Asks by the developer tools' protocol; workers are spoken to through their page. A worker that has ended meanwhile holds nothing. */
export async function openPageHeap(devtools: Devtools): Promise<() => Promise<PageHeap>> {
  const workers = new Map<string, { file: string; devtools: Devtools }>();
  devtools.on(
    'Target.attachedToTarget',
    ({ sessionId, targetInfo }: { sessionId: string; targetInfo: { type: string; url: string } }) => {
      if (targetInfo.type !== 'worker') return;
      workers.set(sessionId, { file: fileOf(targetInfo.url), devtools: nestedDevtools(devtools, sessionId) });
    },
  );
  devtools.on('Target.detachedFromTarget', ({ sessionId }: { sessionId: string }) => workers.delete(sessionId));
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return async () => {
    const pageMB = await heldMB(devtools);
    const byWorkerMB: Record<string, number> = {};
    for (const worker of workers.values())
      byWorkerMB[worker.file] = (byWorkerMB[worker.file] ?? 0) + (await heldMB(worker.devtools).catch(() => 0));
    return { pageMB, workersMB: Object.values(byWorkerMB).reduce((sum, each) => sum + each, 0), byWorkerMB };
  };
}

/** Without folders and the hash that a build adds. */
function fileOf(url: string): string {
  const file = url.split(/[?#]/)[0].split('/').at(-1) ?? url;
  return file.replace(/-[\w-]{8}\.js$/, '');
}

/** Collected three times: what a finalizer lets go is free after the next. */
async function heldMB(devtools: Devtools): Promise<number> {
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  const usage = (await devtools.send('Runtime.getHeapUsage')) as HeapUsage;
  return (usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0)) / 1e6;
}
