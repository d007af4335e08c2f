import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Report } from './parts.ts';

/** The compiled bench lies four folders below the root, in `build/node/tests/bench`. */
export const ROOT = resolve(import.meta.dirname, '../../../..');
const CLI = resolve(ROOT, 'build/node/cli/shapan.js');
export const DATA = resolve(ROOT, '../shared/data/city');
export const NEW_YORK = join(DATA, 'buildings/nyc-113k.geojsonl.gz');

/** What the machine that the marks were set on took to JSON.parse New York's lines (tiles.md). */
const REFERENCE_PARSE_S = 0.34;

const RUNS = 3;

export interface BakeRun {
  features: number;
  tiles: number;
  tileBytes: number;
  tileGzipBytes: number;
  /** Tiles and stages that were taken over from an earlier bake; builds before re-baking have none. */
  takenOver?: number;
  /** User and system time of the whole process, its start and its worker threads included. */
  cpuS: number;
  /** Of a bake on one thread: the processor time of each stage; older builds have none. */
  stagesS?: Record<string, number>;
  peakRssMB: number;
  /** As seen from here, start and end of the process included. */
  measuredWallS: number;
}

/** Runs `shapan bake … --out <folder> --json` as a process of its own and returns what it says of itself. */
export async function bake(
  args: readonly string[],
  out: string,
  { nodeFlags = [], cli = CLI }: { nodeFlags?: readonly string[]; cli?: string } = {},
): Promise<BakeRun> {
  const started = performance.now();
  const run = (await runNode([...nodeFlags, cli, 'bake', ...args, '--out', out, '--json'])) as BakeRun;
  return { ...run, measuredWallS: (performance.now() - started) / 1000 };
}

/**
 * Bakes into a new folder, which goes with the run: a bake takes over what an earlier one left in its folder, so that a second bake into
 * it is not a first one. Throws where anything was taken over.
 */
export async function firstBake(
  args: readonly string[],
  folder: string,
  options: { nodeFlags?: readonly string[]; cli?: string } = {},
): Promise<BakeRun> {
  return await inFreshFolder(folder, async (out) => {
    const run = await bake(args, out, options);
    if (run.takenOver) throw new Error(`bake ${args[0]}: expected a first bake, got ${run.takenOver} parts taken over`);
    return run;
  });
}

export async function inFreshFolder<T>(folder: string, work: (fresh: string) => Promise<T>): Promise<T> {
  const fresh = mkdtempSync(join(folder, 'run-'));
  try {
    return await work(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

interface InTurns<Run> {
  /** The last run, for what does not change from run to run. */
  run: Run;
  cpuS: number;
  parseS: number;
  /** How many parses a run is worth. */
  parses: number;
}

/**
 * Machines differ, and one machine from minute to minute: by 2.3 in JSON.parse of the same lines. So parsing and the work to be
 * measured take turns, and beside the plain figure stands how many parses it is worth; all are medians. A mark in CPU-seconds of the
 * machine that tiles.md was measured on is a mark in parses on any.
 */
export async function inTurns<Run extends { cpuS: number }>(work: () => Promise<Run>): Promise<InTurns<Run>> {
  const turns: { run: Run; parseS: number }[] = [];
  for (let i = 0; i < RUNS; i++) turns.push({ parseS: await parseSeconds(), run: await work() });
  return {
    run: turns[RUNS - 1].run,
    cpuS: median(turns.map(({ run }) => run.cpuS)),
    parseS: median(turns.map(({ parseS }) => parseS)),
    parses: median(turns.map(({ run, parseS }) => run.cpuS / parseS)),
  };
}

/** Returns the processor time of JSON.parse of New York's lines. */
export async function parseSeconds(): Promise<number> {
  const parse = ['--single-threaded', resolve(import.meta.dirname, 'json-parse-process.js'), NEW_YORK];
  return ((await runNode(parse)) as { cpuS: number }).cpuS;
}

/**
 * First bakes on one thread in turns with parsing, and where an older build is given with the same bake by that: its figure is
 * `<part>.against.costRatio`, processor time of this build for one of the older.
 */
export async function firstBakes(
  part: string,
  args: readonly string[],
  folder: string,
  report: Report,
  older: string | undefined,
): Promise<InTurns<BakeRun>> {
  const nodeFlags = ['--single-threaded'];
  const single = [...args, '--threads', '1'];
  const stages: Record<string, number[]> = {};
  const ratios: { cost: number; memory: number }[] = [];
  const turns = await inTurns(async () => {
    const run = await firstBake(single, folder, { nodeFlags });
    const others = Object.values(run.stagesS ?? {}).reduce((sum, value) => sum - value, run.cpuS);
    for (const [stage, value] of Object.entries({ ...run.stagesS, rest: others })) {
      stages[stage] ??= [];
      stages[stage].push(value);
    }
    if (older === undefined) return run;
    const then = await firstBake(single, folder, { nodeFlags, cli: older });
    ratios.push({ cost: run.cpuS / then.cpuS, memory: run.peakRssMB / then.peakRssMB });
    return run;
  });
  for (const [stage, values] of Object.entries(stages))
    report({ name: `${part}.stage.${stage}CpuS`, value: median(values), unit: 's' });
  report({ name: `${part}.peakRssMB`, value: turns.run.peakRssMB, unit: 'MB' });
  if (ratios.length === 0) return turns;
  report({ name: `${part}.against.costRatio`, value: median(ratios.map(({ cost }) => cost)), unit: '1' });
  report({ name: `${part}.against.memoryRatio`, value: median(ratios.map(({ memory }) => memory)), unit: '1' });
  return turns;
}

/** Reports a rate, and beside it how many parses of New York's lines the work is worth and may be worth at most, on any machine. */
export function reportRate(
  report: Report,
  part: string,
  rate: string,
  count: number,
  mark: number,
  { cpuS, parses }: { cpuS: number; parses: number },
): void {
  report({ name: `${part}.${rate}`, value: count / cpuS, unit: '1/s' });
  report({ name: `${part}.perJsonParse`, value: parses, unit: '1' });
  report({ name: `${part}.perJsonParseMark`, value: count / mark / REFERENCE_PARSE_S, unit: '1' });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Returns the JSON on the last line that a Node process prints. */
export async function runNode(args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`node ${args.join(' ')}: expected exit code 0, got ${code}`);
  return JSON.parse(text.trim().split('\n').at(-1) ?? '');
}
