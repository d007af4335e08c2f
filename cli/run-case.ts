import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ANALYSIS_CASES } from '../scenarios/analysis-cases.ts';
import { ROOT } from './root.ts';

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

/** Runs a command of this program in a process of its own, which ends with the signal; its error is what the command said. */
const runShapan = (args: readonly string[], { signal, timeoutMs = 0 }: Limits): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...args], {
    signal,
    timeout: timeoutMs,
    maxBuffer: MAX_SUMMARY_BYTES,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Error(error.stderr?.trim() || error.message);
  });

/** Returns the JSON Schema of a case of a kind. */
export const caseSchema = async (kind: string, limits: Limits): Promise<object> =>
  JSON.parse((await runShapan(['sim', kind, '--schema'], limits)).stdout) as object;

/** Computes a case of a file on a city of the folder: writes result tables into `out`, returns the lines of its summary. */
export async function runCaseFile(
  kind: string,
  file: string,
  out: string,
  cities: string,
  limits: Limits,
): Promise<unknown[]> {
  const { stdout } = await runShapan(['sim', kind, file, '--cities', cities, '--out', out, '--json'], limits);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
