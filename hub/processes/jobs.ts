import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Message } from '../../model/text/message.ts';
import { MessageError, messagesOf } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';

/** A run takes beside its case what ends it, and reports there how much is done, 0 to 1. */
interface RunWatch {
  signal: AbortSignal;
  onProgress(doneRatio: number): void;
}

/** Runs one case of a kind in a process of its own; writes result tables into `out`, returns the summary. Rejects when the signal ends it. */
export interface ProcessRunner {
  /** Kinds of questions, each with its title. */
  readonly kinds: readonly { id: string; title: string }[];
  /** JSON Schema of a case of the kind. */
  schema(kind: string): Promise<object>;
  run(kind: string, caseFile: string, out: string, watch: RunWatch): Promise<object>;
}

/** States of a job as OGC API – Processes names them. */
type JobStatus = 'accepted' | 'running' | 'successful' | 'failed' | 'dismissed';

/** A job as whoever asked for it sees it. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly asker: string;
  readonly createdMs: number;
  status: JobStatus;
  /** How much is done, 0 to 100; 100 when it has its result alone. */
  progressPct: number;
  startedMs: number | null;
  endedMs: number | null;
  said: Message | null;
  summary: object | null;
  /** Names of result tables. */
  files: readonly string[];
}

/** Jobs that run or wait at most: of all, and of one asker. */
const MAX_OPEN = 20;
const MAX_OPEN_OF_ONE = 4;
/** A job that takes longer is given up. */
const MAX_RUN_MS = 3_600_000;
/** Results are kept so long, and of so many jobs. */
const KEPT_MS = 6 * 3_600_000;
const MAX_KEPT = 100;

/** Jobs of one machine: they wait in the order in which they came, and run one at a time. */
export interface Jobs {
  add(kind: string, given: object, asker: string): Promise<Job>;
  of(asker: string): Job[];
  get(id: string, asker: string): Job | null;
  /** Ends a job that runs or waits, and forgets one that has ended. */
  dismiss(job: Job): Promise<void>;
  file(job: Job, name: string): Promise<Buffer | null>;
  close(): Promise<void>;
}

/** Opens an empty list; results lie in a folder of the system's temporary one, which `close` removes. */
export function openJobs(runner: ProcessRunner, nowMs: () => number = Date.now): Jobs {
  const jobs = new Map<string, Job>();
  const stops = new Map<string, AbortController>();
  const waiting: { job: Job; given: object }[] = [];
  let folder: Promise<string> | null = null;
  let isRunning = false;
  const root = () => {
    folder ??= mkdtemp(join(tmpdir(), 'shapan-jobs-'));
    return folder;
  };
  const folderOf = async ({ id }: Job) => join(await root(), id);

  async function forgetOld(): Promise<void> {
    const ended = [...jobs.values()].filter(({ endedMs }) => endedMs !== null);
    for (const [i, job] of ended.entries()) {
      const isOld = (job.endedMs ?? 0) < nowMs() - KEPT_MS;
      if (isOld || i < ended.length - MAX_KEPT) await forget(job);
    }
  }

  async function forget(job: Job): Promise<void> {
    jobs.delete(job.id);
    await rm(await folderOf(job), { recursive: true, force: true });
  }

  async function runNext(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) await runOne(next.job, next.given);
    isRunning = false;
  }

  async function runOne(job: Job, given: object): Promise<void> {
    const stop = new AbortController();
    stops.set(job.id, stop);
    const timer = setTimeout(() => stop.abort(), MAX_RUN_MS);
    job.status = 'running';
    job.startedMs = nowMs();
    try {
      const own = await folderOf(job);
      await rm(own, { recursive: true, force: true });
      const file = join(`${own}-case`, 'case.json');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(given));
      stop.signal.throwIfAborted();
      job.summary = await runner.run(job.kind, file, own, {
        signal: stop.signal,
        onProgress: (doneRatio) => {
          job.progressPct = Math.max(job.progressPct, Math.min(99, Math.floor(100 * doneRatio)));
        },
      });
      job.files = (await readdir(own).catch(() => [])).sort();
      job.status = 'successful';
      job.progressPct = 100;
    } catch (error) {
      const [said] = messagesOf(error) ?? [];
      job.said = said ?? hubMessage('job-failed', { reason: error instanceof Error ? error.message : String(error) });
      // Whoever dismissed it has said so already.
      if (stop.signal.aborted) job.said = hubMessage('job-ended', {});
      job.status = stop.signal.aborted ? 'dismissed' : 'failed';
    } finally {
      clearTimeout(timer);
      stops.delete(job.id);
      await rm(`${await folderOf(job)}-case`, { recursive: true, force: true });
      job.endedMs ??= nowMs();
    }
  }

  return {
    async add(kind, given, asker) {
      await forgetOld();
      const open = [...jobs.values()].filter(({ endedMs }) => endedMs === null);
      const own = open.filter((job) => job.asker === asker).length;
      if (open.length >= MAX_OPEN || own >= MAX_OPEN_OF_ONE)
        throw new MessageError(hubMessage('jobs-many', { most: MAX_OPEN, own: MAX_OPEN_OF_ONE }));
      const ended = { progressPct: 0, startedMs: null, endedMs: null, said: null, summary: null, files: [] };
      const job: Job = { id: randomUUID(), kind, asker, createdMs: nowMs(), status: 'accepted', ...ended };
      jobs.set(job.id, job);
      waiting.push({ job, given });
      void runNext();
      return job;
    },
    of: (asker) => [...jobs.values()].filter((job) => job.asker === asker),
    get(id, asker) {
      const job = jobs.get(id);
      return job && job.asker === asker ? job : null;
    },
    async dismiss(job) {
      const at = waiting.findIndex((one) => one.job === job);
      if (at >= 0) waiting.splice(at, 1);
      stops.get(job.id)?.abort();
      if (job.endedMs !== null) return forget(job);
      job.status = 'dismissed';
      job.said = hubMessage('job-ended', {});
      job.endedMs = nowMs();
    },
    async file(job, name) {
      if (!job.files.includes(name)) return null;
      return readFile(join(await folderOf(job), name));
    },
    async close() {
      waiting.length = 0;
      for (const stop of stops.values()) stop.abort();
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
