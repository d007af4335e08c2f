import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { CrowdScenario } from '../scenarios/crowd.ts';
import { jsonSchemaOf } from '../scenarios/json-schema.ts';
import type { CrowdFrame, CrowdResult } from '../workers/crowd/crowd.ts';
import { type Convergence, type Ensemble, ensembleOf } from '../workers/crowd/ensemble.ts';
import { compiledMarch } from '../workers/crowd/field-kernel.ts';
import { CrowdGuide } from '../workers/crowd/guide.ts';
import { WalkingKernel } from '../workers/crowd/kernel.ts';
import { type LaidOut, layOut } from '../workers/crowd/lay-out.ts';
import { startCrowd } from '../workers/crowd/run.ts';
import { WalkingOracle } from '../workers/crowd/walking.ts';
import { type ReadCrowdCase, readCrowdCase } from './crowd-case.ts';
import { writeCrowdFiles } from './crowd-files.ts';
import { caseFile, ROOT, threads, writeResults } from './result-folder.ts';

const KERNEL = join(ROOT, 'build/kernels/crowd.wasm');
const MOST_SEEDS = 1000;
const BAR = '{bar} {percentage} % · {value} of {total} s · {inside} inside';

interface CrowdFlags {
  out?: string;
  threads: number;
  seeds: number;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

const seeds = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_SEEDS) return value;
  throw new InvalidArgumentError(`expected 1 to ${MOST_SEEDS}.`);
};

export function crowdCommand(): Command {
  return new Command('crowd')
    .exitOverride()
    .description('play an evacuation: people, exits, doors, stairs, water, in a plan or a baked city')
    .argument('[case]', 'a case: a JSON file, or a folder that holds scenario.json')
    .option('--out <folder>', 'where the results go; replaced when the run has ended')
    .option('--threads <n>', 'threads; the results are the same to the last bit', threads, 1)
    .option('--seeds <n>', 'runs with seeds from the case’s on; median and 95th percentile of them', seeds, 1)
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--schema', 'prints the JSON Schema of a case')
    .option('--json', 'prints the summary as one JSON object')
    .action(simCrowd);
}

async function simCrowd(path: string | undefined, flags: CrowdFlags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(CrowdScenario, 'Shapan crowd case'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const file = caseFile(path, 'scenario.json');
  const summary = await writeResults(flags.out, async (folder, signal) => {
    const read = await readCrowdCase(file, resolve(flags.cities));
    const first = await play(read.laid, flags, signal);
    const results = [first.result];
    for (let k = 1; k < flags.seeds; k++) {
      const again = layOut({ ...read.laid.theCase, seed: read.laid.theCase.seed + k });
      results.push((await play(again, flags, signal)).result);
    }
    writeCrowdFiles(folder, read, first.guide, first.result, read.frame);
    return summaryOf(read, first, results);
  });
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : textOf(summary, resolve(flags.out)));
}

interface Played {
  result: CrowdResult;
  guide: CrowdGuide;
  wallS: number;
  cpuS: number;
  walker: 'kernel' | 'float64';
  threads: number;
}

async function play(laid: LaidOut, flags: CrowdFlags, signal: AbortSignal): Promise<Played> {
  const helpers: Worker[] = [];
  // Without the compiled kernel the oracle walks: the same model in float64, about half as fast.
  const module = existsSync(KERNEL) ? new WebAssembly.Module(readFileSync(KERNEL)) : null;
  const guide = new CrowdGuide(laid, module ? (plane) => compiledMarch(module, plane) : undefined);
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const crowd = startCrowd(
    (input) => {
      if (!module) return new WalkingOracle(input);
      const kernel = new WalkingKernel(module, input, flags.threads - 1);
      for (const workerData of kernel.invitations)
        helpers.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
      return kernel;
    },
    laid.input,
    guide,
  );
  const bar = flags.json || !process.stderr.isTTY ? null : new SingleBar({ format: BAR, clearOnComplete: true });
  bar?.start(laid.input.endS, 0, { inside: crowd.inside });
  const frames: CrowdFrame[] = [];
  try {
    for (const frame of crowd.frames()) {
      frames.push(frame);
      bar?.update(crowd.timeS, { inside: crowd.inside });
      await setImmediate();
      signal.throwIfAborted();
    }
  } finally {
    bar?.stop();
    crowd.close();
    await Promise.all(helpers.map((helper) => helper.terminate()));
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    result: crowd.result(frames),
    guide,
    wallS: (performance.now() - wall) / 1000,
    cpuS: (user + system) / 1e6,
    walker: module ? 'kernel' : 'float64',
    threads: helpers.length + 1,
  };
}

interface Summary {
  case: string;
  title: { zh: string; en: string };
  people: number;
  left: number;
  /** Who did not, by reason. */
  remained: Record<string, number>;
  clearance50S: number | null;
  clearance95S: number | null;
  clearance100S: number | null;
  meanTravelS: number | null;
  meanQueueS: number | null;
  byExit: Record<string, number>;
  counters: Record<string, { forward: number; backward: number }>;
  water: Record<string, number> | null;
  simulatedS: number;
  steps: number;
  wallS: number;
  cpuS: number;
  threads: number;
  walker: Played['walker'];
  agentUpdatesPerCpuS: number;
  ensemble: (Ensemble & { convergence: Convergence }) | null;
  notes: string[];
  inputHash: string;
  resultHash: string;
  version: string;
}

function summaryOf(
  { scenario, laid, notes, inputHash }: ReadCrowdCase,
  played: Played,
  results: readonly CrowdResult[],
): Summary {
  const { result, guide, wallS, cpuS } = played;
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const gone = [...result.leftS.keys()].filter((id) => result.leftS[id] >= 0);
  const mean = (of: (id: number) => number) =>
    gone.length === 0 ? null : round(gone.reduce((sum, id) => sum + of(id), 0) / gone.length, 2);
  return {
    case: scenario.id,
    title: scenario.title,
    people: result.count,
    left: gone.length,
    remained: tally(result.remained.map(({ reason }) => reason)),
    clearance50S: told(result.clearance50S),
    clearance95S: told(result.clearance95S),
    clearance100S: told(result.clearance100S),
    meanTravelS: mean((id) => result.leftS[id] - laid.input.people.startS[id]),
    meanQueueS: mean((id) => result.queueS[id]),
    byExit: tally(gone.map((id) => laid.input.lines[result.exit[id]].id)),
    counters: Object.fromEntries(
      laid.theCase.space.counters.map(({ id }) => {
        const { forwardS, backwardS } = result.crossings[laid.input.lines.findIndex((line) => line.id === id)];
        return [id, { forward: forwardS.length, backward: backwardS.length }];
      }),
    ),
    water: laid.theCase.water
      ? tally([...result.leftS.keys()].map((id) => (guide.wadedS[id] > 0 ? 'waded' : 'dry')))
      : null,
    simulatedS: round(result.timeS, 2),
    steps: result.steps,
    wallS: round(wallS, 2),
    cpuS: round(cpuS, 2),
    threads: played.threads,
    walker: played.walker,
    agentUpdatesPerCpuS: Math.round(result.agentUpdates / cpuS),
    ensemble: results.length > 1 ? ensembleOf(results) : null,
    notes,
    inputHash,
    resultHash: result.hash,
    version,
  };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const told = (value: number) => (Number.isNaN(value) ? null : round(value, 2));

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function textOf(summary: Summary, out: string): string {
  const listed = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const { ensemble } = summary;
  return [
    `${summary.case}: ${summary.people} people, ${summary.left} left in ${summary.simulatedS} s; remained: ${listed(summary.remained)}`,
    `  half out at ${summary.clearance50S} s, 95 % at ${summary.clearance95S} s, all at ${summary.clearance100S} s; by exit: ${listed(summary.byExit)}`,
    `  travel ${summary.meanTravelS} s in mean, ${summary.meanQueueS} s of it in queues`,
    ...(ensemble
      ? [
          `  ${ensemble.runs} seeds: all out at ${ensemble.clearance100S.median} s (median), ${ensemble.clearance100S.p95} s (95th percentile)`,
        ]
      : []),
    `  ${summary.steps} steps in ${summary.wallS} s (${summary.cpuS} CPU-s, ${summary.threads} threads, ${summary.walker})`,
    ...summary.notes.map((note) => `  note: ${note}`),
    `  input ${summary.inputHash}`,
    `  result ${summary.resultHash} → ${out}`,
    '',
  ].join('\n');
}
