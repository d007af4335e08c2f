import { execFile, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ANALYSIS_CASES } from '../scenarios/analysis-cases.ts';
import { ROOT } from './root.ts';
import type { ProgressMessage } from './sim/report-progress.ts';

/** Questions that are answered by computing, each by the name of its command `shapan sim`. */
export const CASE_KINDS = [
  'flood',
  'crowd',
  'construction',
  'plans',
  ...(Object.keys(ANALYSIS_CASES) as (keyof typeof ANALYSIS_CASES)[]),
] as const;

/** A summary that is longer is refused. */
const MAX_SUMMARY_BYTES = 16 * 2 ** 20;

interface Limits {
  signal: AbortSignal;
  timeoutMs?: number;
}

/** A run that was asked to end and has not is killed. */
const ENDING_MS = 10_000;

const SHAPAN = join(ROOT, 'build/node/cli/shapan.js');

/** Runs a command of this program in a process of its own, which ends with the signal; its error is what the command said. */
const runShapan = (args: readonly string[], { signal, timeoutMs = 0 }: Limits): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [SHAPAN, ...args], {
    signal,
    timeout: timeoutMs,
    maxBuffer: MAX_SUMMARY_BYTES,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Error(error.stderr?.trim() || error.message);
  });

interface Watch {
  signal: AbortSignal;
  /** Told how much of the case is done, 0 to 1. */
  onProgress?: (doneRatio: number) => void;
}

/** Runs a command as `runShapan` does, and hears from it how much is done; returns what it printed. */
function runWatched(args: readonly string[], signal: AbortSignal, onProgress?: Watch['onProgress']): Promise<string> {
  const child = fork(SHAPAN, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [], signal });
  const printed = textOf(child.stdout, () => child.kill());
  const complaints = textOf(child.stderr, () => child.kill());
  child.on('message', (message: Partial<ProgressMessage>) => {
    if (typeof message.doneRatio === 'number') onProgress?.(message.doneRatio);
  });
  // Whoever is told that a run has ended may start the next: it has the machine to itself.
  signal.addEventListener('abort', () => setTimeout(() => child.kill('SIGKILL'), ENDING_MS).unref(), { once: true });
  return new Promise((done, fail) => {
    let failure: Error | null = null;
    child.on('error', (error) => {
      failure = error;
      if (child.pid === undefined) fail(error);
    });
    child.on('close', (code) => {
      if (failure) return fail(failure);
      if (code === 0) return done(printed());
      fail(
        new Error(
          complaints().trim() || `shapan ${args.slice(0, 2).join(' ')}: expected it to end with 0, got ${code}`,
        ),
      );
    });
  });
}

/** Gathers what a process prints; what is longer than a summary may be ends it. */
function textOf(stream: Readable | null, end: () => void): () => string {
  const parts: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (part: Buffer) => {
    bytes += part.byteLength;
    if (bytes > MAX_SUMMARY_BYTES) end();
    else parts.push(part);
  });
  return () => Buffer.concat(parts).toString('utf8');
}

/** Returns the JSON Schema of a case of a kind. */
export const caseSchema = async (kind: string, limits: Limits): Promise<object> =>
  JSON.parse((await runShapan(['sim', kind, '--schema'], limits)).stdout) as object;

/** Computes a case of a file on a city of the folder: writes result tables into `out`, returns the lines of its summary. */
export async function runCaseFile(
  kind: string,
  file: string,
  out: string,
  cities: string,
  { signal, onProgress }: Watch,
): Promise<unknown[]> {
  const args = ['sim', kind, file, '--cities', cities, '--out', out, '--json'];
  const stdout = await runWatched(args, signal, onProgress);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
