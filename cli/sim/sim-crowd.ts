import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import type { Text } from '../../model/city/manifest.ts';
import { CrowdScenario, CrowdSeeds } from '../../model/questions/crowd.ts';
import { defaultsOf } from '../../model/questions/question.ts';
import { type Convergence, type Ensemble, type EnsembleRun, ensembleOf } from '../../model/scenarios/crowd-ensemble.ts';
import { type CrowdPresetName, PRESET_HOLDS, testsOf } from '../../model/scenarios/crowd-preset-tests.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Shortfall } from '../../scenarios/expected.ts';
import { checkExpectedCrowd, parseExpectedCrowd } from '../../scenarios/expected-crowd.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import type { Share } from '../../tiles/bake-context.ts';
import type { CrowdResult } from '../../workers/crowd/core/crowd.ts';
import { type CrowdFacts, factsOf } from '../../workers/crowd/results/facts.ts';
import { help } from '../help.ts';
import { cliMessage, refusedArgument, say } from '../messages.ts';
import { ROOT } from '../root.ts';
import { type ReadCrowdCase, readCrowdCase } from './crowd-case.ts';
import { type WaysAs, writeCrowdFiles } from './crowd-files.ts';
import type { Played } from './crowd-play.ts';
import { playSeeds, type SeedsOf } from './crowd-seeds.ts';
import { membersOf, shareSummary, WHOLE } from './ensemble-shares.ts';
import { reportProgress } from './report-progress.ts';
import { caseFile, placeOf, shareArgument, threads, versionOf, writeResults } from './result-folder.ts';

const MAX_SEEDS = 1000;
const BAR = '{bar} {percentage} % · {value} of {total} s · {inside} inside';

/** From so many people on it takes seconds until the first of them walks, and minutes until the last: that is told without a terminal too. */
const MANY = 20_000;
/** Without a terminal, a line each time so much more of the run is played. */
const PROGRESS_STEP_RATIO = 0.1;

interface CrowdFlags {
  out?: string;
  replace?: boolean;
  threads: number;
  seeds: number;
  workers?: number;
  shard?: Share;
  trajectories: WaysAs;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

const seeds = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_SEEDS) return value;
  throw refusedArgument(cliMessage('between', { least: 1, most: MAX_SEEDS }));
};

export function crowdCommand(): Command {
  return new Command('crowd')
    .exitOverride()
    .description(help('crowd.about'))
    .argument('[case]', help('any.case'))
    .option('--out <folder>', help('any.out-2'))
    .option('--replace', help('any.replace'))
    .option('--threads <n>', help('any.threads-2'), threads, 1)
    .option('--seeds <n>', help('crowd.seeds'), seeds, 1)
    .option('--workers <n>', help('crowd.workers'), threads)
    .option('--shard <i/n>', help('any.shard'), shareArgument)
    .addOption(
      new Option('--trajectories <form>', help('crowd.trajectories'))
        .choices(['none', 'binary', 'text', 'both'])
        .default('binary'),
    )
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--schema', help('any.schema'))
    .option('--json', help('any.json-2'))
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
  const { shard = WHOLE } = flags;
  const members = membersOf(shard, flags.seeds);
  if (members.length === 0)
    throw new MessageError(cliMessage('shard-empty', { count: shard.count, runs: flags.seeds }));
  let times: Times | null = null;
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const cities = resolve(flags.cities);
      const read = await readCrowdCase(file, cities, sayMany);
      const { first, runs } = await playWatched(read, members, { file, cities, threads: flags.threads }, flags, signal);
      times = timesOf(first, runs.length);
      const isShare = flags.shard !== undefined;
      if (members[0] !== 0) return shareOf(folder, read, first, runs, flags, null);
      writeCrowdFiles(folder, read, first.guide, first.result, flags.trajectories);
      const facts = { ...summaryOf(read, first, runs), shortfalls: shortfallsOf(file, first.result) };
      // Of an ensemble without times, so that its shares, merged, are the same to the last byte.
      if (isShare) return shareOf(folder, read, first, runs, flags, { ...facts, ensemble: null });
      return flags.seeds > 1 ? facts : { ...facts, ...times };
    },
    flags.replace,
  );
  if ('ensembleOf' in summary) {
    if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else
      say(cliMessage('ensemble-share-done', { ...placeOf(shard), runs: members.length, folder: resolve(flags.out) }));
    return;
  }
  const printed = { ...summary, ...(times as unknown as Times) };
  process.stdout.write(flags.json ? `${JSON.stringify(printed)}\n` : textOf(printed, resolve(flags.out)));
  if (summary.shortfalls.length > 0) process.exitCode = 1;
}

/** A time that is signed is of so many seeds. */
const SIGNED_SEEDS = defaultsOf(CrowdSeeds).seeds;

const sayLine = (words: string) => process.stderr.write(`crowd: ${words}\n`);

const sayMany = (people: number): void => {
  if (people >= MANY) sayLine(`laying out ${people} people`);
};

async function playWatched(
  { setup }: ReadCrowdCase,
  members: readonly number[],
  of: SeedsOf,
  flags: CrowdFlags,
  signal: AbortSignal,
): Promise<{ first: Played; runs: EnsembleRun[] }> {
  const { endS, people } = setup.input;
  const isLarge = people.xM.length >= MANY;
  if (isLarge) sayLine(`finding their ways on ${setup.space.plane.columns * setup.space.plane.rows} cells`);
  let printedS = Number.NEGATIVE_INFINITY;
  const bar = flags.json || !process.stderr.isTTY ? null : new SingleBar({ format: BAR, clearOnComplete: true });
  bar?.start(endS, 0, { inside: people.xM.length });
  const onFrame = (timeS: number, inside: number): void => {
    bar?.update(timeS, { inside });
    reportProgress(timeS / endS);
    if (isLarge && !bar && timeS >= printedS + PROGRESS_STEP_RATIO * endS) {
      sayLine(`${Math.round(timeS)} of ${endS} s, ${inside} inside`);
      printedS = timeS;
    }
    signal.throwIfAborted();
  };
  const workers = flags.workers ?? availableParallelism();
  return await playSeeds(of, setup, members, workers, onFrame).finally(() => bar?.stop());
}

/** What a share of an ensemble leaves; `first`: the share that played the case's own seed says what the whole says of it. */
function shareOf(
  folder: string,
  { inputHash }: ReadCrowdCase,
  { walker }: Played,
  runs: readonly EnsembleRun[],
  { shard = WHOLE, seeds: count, trajectories }: CrowdFlags,
  summary: (object & { ensemble: unknown }) | null,
) {
  const belongs = [inputHash, versionOf(), walker, count, trajectories];
  const played = membersOf(shard, count).map((member, k) => ({ member, run: runs[k] }));
  return shareSummary(folder, 'crowd', shard, belongs, played, summary && { summary, raster: null });
}

function shortfallsOf(file: string, result: CrowdResult): Shortfall[] {
  const expected = join(dirname(file), 'expected.json');
  const own = existsSync(expected)
    ? parseExpectedCrowd(JSON.parse(readFileSync(expected, 'utf8')), 'expected.json')
    : [];
  return checkExpectedCrowd(own, result);
}

interface Summary extends Facts, Times {}

/** How long it took here, which no other run repeats. */
interface Times {
  wallS: number;
  cpuS: number;
  threads: number;
  walker: Played['walker'];
  /** Null of an ensemble: the process's CPU time is of all seeds that were played meanwhile. */
  agentUpdatesPerCpuS: number | null;
}

function timesOf({ result, wallS, cpuS, threads: count, walker }: Played, runs: number): Times {
  return {
    wallS: round(wallS, 2),
    cpuS: round(cpuS, 2),
    threads: count,
    walker,
    agentUpdatesPerCpuS: runs > 1 ? null : Math.round(result.agentUpdates / cpuS),
  };
}

interface Facts extends CrowdFacts {
  case: string;
  title: { zh: string; en: string };
  /** The parameter set of the people, and which published tests it passes and fails. */
  preset: { name: CrowdPresetName; holds: Text; passed: string[]; failed: string[] };
  ensemble: (Ensemble & { convergence: Convergence }) | null;
  notes: string[];
  /** What `expected.json` beside the case says otherwise. */
  shortfalls: Shortfall[];
  inputHash: string;
  resultHash: string;
  version: string;
}

function summaryOf(
  { scenario, setup, notes, inputHash }: ReadCrowdCase,
  played: Played,
  results: readonly EnsembleRun[],
): Omit<Facts, 'shortfalls'> {
  const { result, guide } = played;
  return {
    case: scenario.id,
    title: scenario.title,
    preset: { name: scenario.preset, holds: PRESET_HOLDS[scenario.preset], ...testsOf(scenario.preset) },
    ...factsOf(setup, guide, result),
    ensemble: results.length > 1 ? ensembleOf(results) : null,
    notes,
    inputHash,
    resultHash: result.hash,
    version: versionOf(),
  };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

function textOf(summary: Summary, out: string): string {
  const listed = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const { ensemble } = summary;
  return [
    `${summary.case}: ${summary.people} people, ${summary.left} left in ${summary.simulatedS} s; remained: ${listed(summary.remained)}`,
    ...(summary.jams.length > 0
      ? [
          `  JAMMED FOR GOOD: ${summary.remained.jammed} people, so no clearance time is given; most at ${summary.jams
            .slice(0, 3)
            .map(({ people, floor, eastM, northM }) => `(${eastM}, ${northM}) on ${floor}: ${people}`)
            .join('; ')}`,
        ]
      : []),
    `  half out at ${summary.clearance50S} s, 95 % at ${summary.clearance95S} s, all at ${summary.clearance100S} s; by exit: ${listed(summary.byExit)}`,
    `  travel ${summary.meanTravelS} s in mean, ${summary.meanQueueS} s of it in queues`,
    ...(ensemble
      ? [
          `  ${ensemble.runs} seeds: all out at ${ensemble.clearance100S.median} s (median), ${ensemble.clearance100S.p95} s (95th percentile)`,
        ]
      : summary.jams.length > 0
        ? []
        : [`  one seed: no time to sign; --seeds ${SIGNED_SEEDS} gives the median and the 95th percentile`]),
    `  ${summary.steps} steps in ${summary.wallS} s (${summary.cpuS} CPU-s, ${summary.threads} threads, ${summary.walker})`,
    `  people ${summary.preset.name}: ${summary.preset.holds.en}`,
    `  parameters ${summary.preset.name}: ${summary.preset.passed.length} published tests passed, failed: ${summary.preset.failed.join(', ') || 'none'}`,
    ...summary.notes.map((note) => `  note: ${note}`),
    ...summary.shortfalls.map(
      ({ what, expected, got, source }) => `  not as expected: ${what}: expected ${expected} (${source}), got ${got}`,
    ),
    `  input ${summary.inputHash}`,
    `  result ${summary.resultHash} → ${out}`,
    '',
  ].join('\n');
}
