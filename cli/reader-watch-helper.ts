import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchedReading } from './reader-watch.ts';

/** Looks after readings of the command line (`reader-watch.ts`). */
const LOOK_MS = 250;
/** The main thread takes a moment to end; one that cannot is killed. */
const GRACE_MS = 5000;
const STDERR = 2;

const beat = workerData as Int32Array;
const readings = new Map<number, { sentence: string; limitS: number }>();
let lastBeat = -1;
let sinceS = 0;

parentPort?.on('message', ({ id, begun }: WatchedReading) => {
  if (begun) readings.set(id, begun);
  else readings.delete(id);
});

/** Seconds that the process has worked: a machine that sleeps or does other things meanwhile costs no reader its time. */
function cpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const timer = setInterval(() => {
  const now = Atomics.load(beat, 0);
  const latest = [...readings.values()].at(-1);
  if (now !== lastBeat || !latest) {
    lastBeat = now;
    sinceS = cpuS();
    return;
  }
  if (cpuS() - sinceS < latest.limitS) return;
  clearInterval(timer);
  writeSync(STDERR, `shapan: ${latest.sentence}\n`);
  endMainThread();
}, LOOK_MS);

/**
 * By the inspector, which reaches into a loop: the process ends as by its own `exit`, with what it does then, and with exit code 1. Its
 * standard error is closed before, where Node would speak of a debugger.
 */
function endMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.evaluate', { expression: "process.getBuiltinModule('node:fs').closeSync(2); process.exit(1)" });
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS);
}
