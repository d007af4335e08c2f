import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { ResultStore } from '../../hub/work/result-store.ts';
import { storeOf } from '../../hub/work/store-of.ts';
import type { HeldJob, WorkJob, WorkQueue, WorkState } from '../../hub/work/work-queue.ts';
import { MessageError } from '../../model/text/message.ts';
import { isRunning } from '../../tiles/is-running.ts';
import { help } from '../help.ts';
import { cliMessage, refusedArgument, say } from '../messages.ts';

const CLI = resolve(import.meta.dirname, '../shapan.js');

/** Commands whose results are a folder, named by --out. */
const COMMANDS = ['bake', 'sim'];

const positiveWhole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw refusedArgument(cliMessage('whole', {}));
  return value;
};

/** `shapan work`: bakes, shares of bakes and runs as jobs that any number of machines do. */
export function workCommand(): Command {
  return new Command('work')
    .description(help('work.about'))
    .addCommand(addCommand())
    .addCommand(runCommand())
    .addCommand(listCommand())
    .addCommand(fetchCommand());
}

function addCommand(): Command {
  return new Command('add')
    .description(help('work.add-about'))
    .argument('<call...>', help('work.call'))
    .option('--shards <n>', help('work.shards'), positiveWhole)
    .action(async (call: string[], { shards }: { shards?: number }) => {
      const jobs = jobsOf(call, shards);
      const queue = await opened();
      try {
        say(cliMessage('work-added', { added: await queue.add(jobs), count: jobs.length }));
      } finally {
        await queue.close();
      }
    });
}

function listCommand(): Command {
  return new Command('list')
    .description(help('work.list-about'))
    .option('--json', help('work.json'))
    .action(async ({ json }: { json?: boolean }) => {
      const queue = await opened();
      try {
        const jobs = await queue.list();
        for (const job of jobs)
          if (json) process.stdout.write(`${JSON.stringify(job)}\n`);
          else if (job.state === 'failed') say(cliMessage('work-job-failed', { name: job.name, reason: job.reason }));
        const of = (state: WorkState): number => jobs.filter((job) => job.state === state).length;
        if (!json)
          say(
            cliMessage('work-list', {
              waiting: of('waiting'),
              running: of('running'),
              done: of('done'),
              failed: of('failed'),
            }),
          );
      } finally {
        await queue.close();
      }
    });
}

interface StoreFlags {
  store: string;
  endpoint?: string;
  storeTimeout: number;
}

interface RunFlags extends StoreFlags {
  base: string;
  once?: boolean;
}

/** Seconds for an answer of a bucket's server. */
const STORE_TIMEOUT_S = 60;

const withStore = (command: Command): Command =>
  command
    .requiredOption('--store <place>', help('work.store'))
    .option('--endpoint <url>', help('work.endpoint'))
    .option('--store-timeout <s>', help('work.store-timeout'), positiveWhole, STORE_TIMEOUT_S);

const openStore = ({ store, endpoint, storeTimeout }: StoreFlags): Promise<ResultStore> =>
  storeOf({ store, timeoutS: storeTimeout, ...(endpoint ? { endpoint } : {}) }, process.env);

function fetchCommand(): Command {
  return withStore(new Command('fetch'))
    .description(help('work.about-2'))
    .requiredOption('--out <folder>', help('work.out'))
    .action(async (flags: StoreFlags & { out: string }) => {
      const store = await openStore(flags);
      const folder = resolve(flags.out);
      mkdirSync(folder, { recursive: true });
      const names = await store.names();
      const missing = names.filter((name) => !existsSync(join(folder, name)));
      for (const name of missing) await store.fetch(name, folder);
      say(cliMessage('work-fetched', { fetched: missing.length, count: names.length, folder }));
    });
}

function runCommand(): Command {
  return withStore(new Command('run'))
    .description(help('work.about-3'))
    .option('--base <folder>', help('work.base'), '.')
    .option('--once', help('work.once'))
    .action(runWorker);
}

/** Milliseconds between two looks for work where there was none. */
const LOOK_AGAIN_MS = 1000;

async function runWorker(flags: RunFlags): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const store = await openStore(flags);
  // A bucket that is missing, or a key that is wrong, is told before the first hour of work.
  await store.names();
  const scratch = scratchFolder();
  const queue = await opened((error) => {
    say(cliMessage('work-lost', { reason: error.message }));
    process.exit(1);
  });
  try {
    while (!stop.signal.aborted) {
      const job = await queue.next();
      if (job) await doJob(job, store, scratch, resolve(flags.base), stop.signal);
      else if ((await queue.freeAbandoned()) === 0) {
        if (flags.once && (await isAllSettled(queue))) break;
        await new Promise((look) => setTimeout(look, LOOK_AGAIN_MS));
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await queue.close();
  }
}

async function isAllSettled(queue: WorkQueue): Promise<boolean> {
  return (await queue.list()).every(({ state }) => state === 'done' || state === 'failed');
}

/**
 * The result is in the store before the job is done: a worker that is killed between the two leaves a job that the next one finds done,
 * and perhaps parts of earlier attempts, which it had not swept away.
 */
async function doJob(
  job: HeldJob,
  store: ResultStore,
  scratch: string,
  base: string,
  signal: AbortSignal,
): Promise<void> {
  const { name } = job;
  const started = performance.now();
  if (await orGivenBack(job, () => store.has(name))) {
    await orGivenBack(job, () => store.sweep(name));
    return await job.complete({ found: true });
  }
  const out = join(scratch, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const failure = await played([...job.args, '--out', out], base, signal);
  if (signal.aborted) return await job.giveBack();
  if (failure !== null) {
    await job.fail(failure);
    say(cliMessage('work-job-failed', { name, reason: failure }));
    return;
  }
  const wasFirst = await orGivenBack(job, () => store.put(name, out));
  const seconds = (performance.now() - started) / 1000;
  await job.complete({ host: hostname(), seconds, wasFirst });
  say(cliMessage('work-job-done', { name, seconds: seconds.toFixed(1) }));
}

/** A store that fails ends this worker; the job is another's. */
async function orGivenBack<T>(job: HeldJob, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    await job.giveBack();
    throw error;
  }
}

/** The last words of a call that failed. */
const MAX_REASON = 2000;

/** Calls the command line in a process of its own; null, or why it failed. */
async function played(args: readonly string[], base: string, signal: AbortSignal): Promise<string | null> {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], {
    cwd: base,
    // By its channel the child sees that its worker is gone.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const onAbort = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', onAbort);
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-MAX_REASON);
  });
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
  signal.removeEventListener('abort', onAbort);
  if (code === 0) return null;
  return words.trim().split('\n').at(-1) || `exit ${code ?? killedBy}`;
}

/** Named after its process: what a killed worker left is cleared away by the next on the machine. */
const SCRATCH = /^shapan-work-(\d+)-/;

function scratchFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(SCRATCH.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `shapan-work-${process.pid}-`));
}

function jobsOf(call: readonly string[], shards: number | undefined): WorkJob[] {
  if (!COMMANDS.includes(call[0]))
    throw new MessageError(cliMessage('work-call', { known: COMMANDS.join(' | '), got: call[0] }));
  if (call.includes('--out')) throw new MessageError(cliMessage('work-out', {}));
  if (shards === undefined) return [jobOf(call)];
  const isEnsemble =
    (call[1] === 'crowd' && call.includes('--seeds')) || (call[1] === 'flood' && call.includes('--rain-ratios'));
  if (call[0] !== 'bake' && !isEnsemble) throw new MessageError(cliMessage('work-shards', {}));
  return Array.from({ length: shards }, (_, i) => jobOf([...call, '--shard', `${i + 1}/${shards}`]));
}

const MAX_NAME = 60;

/** Its call in letters that every file system takes, and enough of a hash to tell calls apart. */
function jobOf(args: readonly string[]): WorkJob {
  const words = args.join('-').replaceAll(/[^A-Za-z0-9]+/g, '-');
  const hash = createHash('sha256').update(JSON.stringify(args)).digest('hex').slice(0, 8);
  return { name: `${words.slice(-MAX_NAME).replace(/^-/, '')}-${hash}`, args: [...args] };
}

async function opened(onLost: (error: Error) => void = () => undefined): Promise<WorkQueue> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new MessageError(cliMessage('work-database', {}));
  const { openWorkQueue } = await import('../../hub/work/work-queue.ts');
  return await openWorkQueue(url, onLost);
}
