import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { FloodScenario } from '../../model/questions/flood.ts';
import { floodNoteText } from '../../model/scenarios/flood-note.ts';
import { MessageError } from '../../model/text/message.ts';
import { checkExpected, parseExpected, type Shortfall } from '../../scenarios/expected.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import type { Share } from '../../tiles/bake-context.ts';
import { FloodUnstable } from '../../workers/flood/core/run.ts';
import { kernelOf, oracleOf } from '../../workers/flood/core/solvers.ts';
import { type Flood, type FloodFrame, type FloodResult, startFlood } from '../../workers/flood/flood.ts';
import { MAXIMA_EVERY_STEPS, WATCH_EVERY_S } from '../../workers/flood/results/maxima.ts';
import { help } from '../help.ts';
import { cliMessage, refusedArgument, say } from '../messages.ts';
import { ROOT } from '../root.ts';
import { depthFile, membersOf, shareSummary, WHOLE, writeDepths } from './ensemble-shares.ts';
import { type FloodCase, readCase } from './flood-case.ts';
import {
  type FloodEnsemble,
  type FloodMember,
  type FloodRaster,
  floodEnsembleOf,
  rainRatios,
  withRainTimes,
  writeFloodEnsemble,
} from './flood-ensemble.ts';
import { openDepths, writeFloodFiles } from './flood-files.ts';
import { SavedRun } from './flood-save.ts';
import { reportProgress } from './report-progress.ts';
import { caseFile, placeOf, shareArgument, threads, versionOf, writeResults } from './result-folder.ts';
import { analysisCommands } from './sim-analysis.ts';
import { constructionCommand } from './sim-construction.ts';
import { crowdCommand } from './sim-crowd.ts';
import { incidentCommand } from './sim-incident.ts';
import { plansCommand } from './sim-plans.ts';

const KERNEL = join(ROOT, 'build/kernels/flood.wasm');

interface SimFlags {
  out?: string;
  replace?: boolean;
  threads: number;
  cities: string;
  json?: boolean;
  schema?: boolean;
  saveEvery?: number;
  resume?: boolean;
  rainRatios?: number[];
  shard?: Share;
}

export function simCommand(): Command {
  const flood = new Command('flood')
    .exitOverride()
    .description(help('sim.flood-about'))
    .argument('[case]', help('sim.case'))
    .option('--out <folder>', help('any.out-2'))
    .option('--replace', help('any.replace'))
    .option('--threads <n>', help('any.threads-2'), threads, 1)
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--rain-ratios <list>', help('sim.rain-ratios'), rainRatios)
    .option('--shard <i/n>', help('any.shard'), shareArgument)
    .option('--save-every <minutes>', help('sim.save-every'), minutes)
    .option('--resume', help('sim.resume'))
    .option('--schema', help('any.schema-2'))
    .option('--json', help('any.json-2'))
    .action(simFlood);
  const sim = new Command('sim').description(help('sim.about'));
  for (const one of [
    flood,
    crowdCommand(),
    constructionCommand(),
    plansCommand(),
    ...analysisCommands(),
    incidentCommand(),
  ])
    sim.addCommand(one);
  return sim;
}

const minutes = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw refusedArgument(cliMessage('above-zero', {}));
};

async function simFlood(path: string | undefined, flags: SimFlags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(FloodScenario, 'Shapan flood scenario'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const { out } = flags;
  const file = caseFile(path, 'scenario.json');
  if (flags.rainRatios) return await simFloodEnsemble(file, out, flags.rainRatios, flags);
  if (flags.shard) throw new MessageError(cliMessage('shard-one', { options: '--rain-ratios' }));
  const saved = new SavedRun(out);
  const summary = await writeResults(
    out,
    async (folder, signal) => {
      const read = await readCase(file, resolve(flags.cities));
      const played = await play(read, flags, signal, saved, versionOf());
      await writePlayed(folder, read, played);
      return summaryOf(read, played, versionOf(), file);
    },
    flags.replace,
  );
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : textOf(summary, resolve(out)));
  saved.remove();
  if (summary.shortfalls.length > 0) process.exitCode = 1;
}

async function writePlayed(folder: string, read: FloodCase, played: Played): Promise<void> {
  const { scenario, inputHash } = read;
  const { ground } = scenario;
  const city = ground.kind === 'city' ? ground.id : null;
  const notes = [...read.notes, ...played.notes];
  const about = { name: scenario.title.zh, city, inputHash, version: versionOf(), notes };
  await writeFloodFiles(folder, read, played.result, about);
  if (played.stopped !== null) process.exitCode = 1;
}

/** A run for each ratio of rain: all files of the first, and of all together how often and how deep water stands in each cell. */
async function simFloodEnsemble(file: string, out: string, ratios: readonly number[], flags: SimFlags): Promise<void> {
  const { shard = WHOLE } = flags;
  const members = membersOf(shard, ratios.length);
  if (members.length === 0)
    throw new MessageError(cliMessage('shard-empty', { count: shard.count, runs: ratios.length }));
  if (flags.saveEvery || flags.resume) throw new MessageError(cliMessage('ensemble-saves', {}));
  let shortfalls = 0;
  const summary = await writeResults(
    out,
    async (folder, signal) => {
      const read = await readCase(file, resolve(flags.cities));
      const runs: { member: number; run: FloodMember }[] = [];
      let first: { summary: EnsembleSummary; raster: FloodRaster } | null = null;
      let solver: Played['solver'] = 'kernel';
      for (const member of members) {
        const rainy = { ...read, input: withRainTimes(read.input, ratios[member]) };
        const played = await play(rainy, flags, signal, new SavedRun(out), versionOf());
        solver = played.solver;
        writeDepths(folder, member, openDepths(rainy.input, played.result));
        runs.push({ member, run: memberOf(ratios[member], rainy, played, file) });
        if (member !== 0) continue;
        await writePlayed(folder, rainy, played);
        first = firstOf(rainy, played, file);
        shortfalls = first.summary.shortfalls.length;
      }
      const belongs = [read.inputHash, versionOf(), solver, ratios];
      if (flags.shard) return shareSummary(folder, 'flood', shard, belongs, runs, first);
      const files = members.map((member) => join(folder, depthFile(member)));
      if (first) writeFloodEnsemble(folder, first.raster, files);
      for (const path of files) rmSync(path);
      return { ...first?.summary, ensemble: floodEnsembleOf(runs.map(({ run }) => run)) };
    },
    flags.replace,
  );
  if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else if (flags.shard)
    say(cliMessage('ensemble-share-done', { ...placeOf(shard), runs: members.length, folder: resolve(out) }));
  else say(cliMessage('ensemble-merged', { count: 1, runs: members.length, folder: resolve(out) }));
  if (shortfalls > 0) process.exitCode = 1;
}

type EnsembleSummary = Omit<Summary, keyof typeof NO_TIMES> & { ensemble: FloodEnsemble | null };

/** What no other run repeats, and is left out of an ensemble's summary. */
const NO_TIMES = { wallS: undefined, cpuS: undefined, threads: undefined, cellUpdatesPerS: undefined };

function firstOf(read: FloodCase, played: Played, file: string): { summary: EnsembleSummary; raster: FloodRaster } {
  const { columns, rows, cellM, westM, southM } = played.result;
  const summary = { ...summaryOf(read, played, versionOf(), file), ...NO_TIMES, ensemble: null };
  return { summary, raster: { columns, rows, cellM, westM, southM, frame: read.frame } };
}

function memberOf(rainRatio: number, read: FloodCase, played: Played, file: string): FloodMember {
  const { ledger, wetKm2, gauges, status, resultHash } = summaryOf(read, played, versionOf(), file);
  return {
    rainRatio,
    rainM3: ledger.rainM3,
    storedM3: ledger.storedM3,
    errorRatio: ledger.errorRatio,
    wetKm2,
    highestM: Object.fromEntries(Object.entries(gauges).map(([id, highest]) => [id, highest?.highestM ?? null])),
    status,
    hash: resultHash,
  };
}

interface Played {
  result: FloodResult;
  /** When it ended, or stopped. */
  timeS: number;
  notes: string[];
  /** When it was resumed; null: it began at its start. */
  resumedAtS: number | null;
  wallS: number;
  cpuS: number;
  /** What stopped it before its end, or null. */
  stopped: string | null;
  solver: 'kernel' | 'float64';
  threads: number;
}

async function play(
  { input, inputHash }: FloodCase,
  flags: SimFlags,
  signal: AbortSignal,
  saved: SavedRun,
  version: string,
): Promise<Played> {
  const poolWorkers: Worker[] = [];
  let release = () => {};
  // Without the compiled kernel the oracle runs: the same equations in float64, about ten times slower.
  const module = existsSync(KERNEL) ? new WebAssembly.Module(readFileSync(KERNEL)) : null;
  const from = { inputHash, solver: module ? ('kernel' as const) : ('float64' as const), version };
  const resumed = flags.resume ? saved.read(from) : null;
  const flood = startFlood(
    (terrain, edges, scheme, rainCatchRatio) => {
      if (!module) return oracleOf(terrain, edges, scheme, rainCatchRatio);
      const kernel = kernelOf(module, terrain, edges, scheme, rainCatchRatio, flags.threads - 1);
      for (const workerData of kernel.workerInits)
        poolWorkers.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
      release = () => kernel.close();
      return kernel;
    },
    input,
    resumed?.snapshot ?? null,
  );
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const bar = flags.json || !process.stderr.isTTY ? null : new SingleBar({ format: BAR, clearOnComplete: true });
  bar?.start(input.endS, 0, { frames: 0 });
  let stopped: string | null = null;
  const frames: FloodFrame[] = resumed?.frames ?? [];
  const resumedAtS = resumed ? flood.timeS : null;
  const saveEveryS = (flags.saveEvery ?? Number.POSITIVE_INFINITY) * 60;
  let savedS = flood.timeS;
  const look = (timeS: number): void => {
    bar?.update(timeS, { frames: frames.length });
    reportProgress(timeS / input.endS);
    // Where the clock stops anyway: a save changes no step.
    if (timeS % WATCH_EVERY_S !== 0 || timeS - savedS < saveEveryS || timeS >= input.endS) return;
    saved.write(from, flood.snapshot(), frames);
    savedS = timeS;
  };
  try {
    for await (const frame of framesOf(flood, resumed === null, look, signal)) frames.push(frame);
  } catch (error) {
    if (!(error instanceof FloodUnstable)) throw error;
    stopped = error.message;
  } finally {
    bar?.stop();
    release();
    await Promise.all(poolWorkers.map((helper) => helper.terminate()));
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    result: flood.result(frames),
    timeS: flood.timeS,
    notes: flood.notes().map((note) => floodNoteText(note, 'en')),
    resumedAtS,
    wallS: (performance.now() - wall) / 1000,
    cpuS: (user + system) / 1e6,
    stopped,
    solver: module ? 'kernel' : 'float64',
    threads: poolWorkers.length + 1,
  };
}

const BAR = '{bar} {percentage} % · {value} of {total} s · {eta_formatted} to go';

/** `Flood.frames`, with a look at the world between: at each of the clock's stops, after the frame that belongs there. */
async function* framesOf(
  flood: Flood,
  isFromStart: boolean,
  look: (timeS: number) => void,
  signal: AbortSignal,
): AsyncGenerator<FloodFrame> {
  const { endS, frameEveryS } = flood.input;
  if (isFromStart) yield flood.frame();
  while (flood.timeS < endS) {
    const nextS = Math.min(endS, (Math.floor(flood.timeS / frameEveryS) + 1) * frameEveryS);
    while (flood.timeS < nextS) {
      flood.advanceTo(Math.min(nextS, (Math.floor(flood.timeS / WATCH_EVERY_S) + 1) * WATCH_EVERY_S));
      if (flood.timeS < nextS) look(flood.timeS);
      await setImmediate();
      signal.throwIfAborted();
    }
    yield flood.frame();
    look(flood.timeS);
  }
}

interface Summary {
  case: string;
  title: { zh: string; en: string };
  scheme: string;
  /** `done`, or why it stopped before its end. */
  status: string;
  simulatedS: number;
  /** When a saved run was taken up again; null: it was played in one. */
  resumedAtS: number | null;
  /** Between two looks at the worst and at the gauges; 0: at every step, null: every 20th, and every 10 s. */
  maximaEveryS: number | null;
  cells: number;
  cellM: number;
  steps: number;
  wallS: number;
  cpuS: number;
  threads: number;
  solver: Played['solver'];
  cellUpdatesPerS: number;
  ledger: FloodResult['ledger'];
  wetKm2: Record<string, number>;
  /** Null: it stood dry all the time. */
  gauges: Record<string, { highestM: number; depthM: number; atS: number } | null>;
  openings: FloodResult['openings'];
  notes: string[];
  shortfalls: Shortfall[];
  inputHash: string;
  resultHash: string;
  version: string;
}

const WORDS = { second: 'full, second order', first: 'full, first order', fast: 'fast (local inertial: no shocks)' };

function summaryOf({ scenario, notes, inputHash }: FloodCase, played: Played, version: string, file: string) {
  const { result, stopped, wallS, cpuS, solver } = played;
  const expectedFile = join(dirname(file), 'expected.json');
  const expected = existsSync(expectedFile)
    ? parseExpected(JSON.parse(readFileSync(expectedFile, 'utf8')), 'expected.json')
    : [];
  const wet = (depthM: number) =>
    (result.maxima.depthM.reduce((sum, depth) => sum + (depth >= depthM ? 1 : 0), 0) * result.cellM ** 2) / 1e6;
  const summary: Summary = {
    case: scenario.id,
    title: scenario.title,
    scheme: WORDS[scenario.scheme],
    status: stopped ?? 'done',
    simulatedS: played.timeS,
    resumedAtS: played.resumedAtS,
    maximaEveryS: scenario.maximaEveryS ?? null,
    cells: result.columns * result.rows,
    cellM: result.cellM,
    steps: result.steps,
    wallS: round(wallS, 2),
    cpuS: round(cpuS, 2),
    threads: played.threads,
    solver,
    cellUpdatesPerS: Math.round(result.cellUpdates / wallS),
    ledger: result.ledger,
    wetKm2: { '0.15 m': round(wet(0.15), 4), '0.5 m': round(wet(0.5), 4), '1 m': round(wet(1), 4) },
    gauges: Object.fromEntries(result.gauges.map(({ id, highest }) => [id, rounded(highest)])),
    openings: result.openings,
    notes: [...notes, ...played.notes],
    shortfalls: stopped === null ? checkExpected(expected, result) : [],
    inputHash,
    resultHash: result.hash,
    version,
  };
  return summary;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

const lookText = (everyS: number | null): string =>
  everyS === null
    ? `every ${MAXIMA_EVERY_STEPS} steps and every ${WATCH_EVERY_S} s`
    : everyS > 0
      ? `every ${everyS} s`
      : 'at every step';

const rounded = (highest: FloodResult['gauges'][number]['highest']) =>
  highest && {
    highestM: round(highest.levelM, 3),
    depthM: round(highest.depthM, 3),
    atS: round(highest.atS, 2),
  };

function textOf(summary: Summary, out: string): string {
  const { ledger, wetKm2, gauges, openings, notes, shortfalls } = summary;
  const m3 = (value: number) => Math.round(value).toLocaleString('en-US');
  const wetOpenings = openings.filter(({ reachedS }) => reachedS !== null);
  return [
    `${summary.case}: ${summary.scheme}, ${summary.cells} cells of ${summary.cellM} m, ${summary.simulatedS} s simulated: ${summary.status}`,
    `  ${summary.steps} steps in ${summary.wallS} s (${summary.cpuS} CPU-s, ${summary.threads} threads, ${summary.solver}): ${m3(summary.cellUpdatesPerS)} cell updates a second`,
    `  water: ${m3(ledger.initialM3)} at the start + ${m3(ledger.rainM3)} rain + ${m3(ledger.enteredM3)} entered = ${m3(ledger.infiltratedM3)} infiltrated + ${m3(ledger.hollowsM3)} in small hollows + ${m3(ledger.drainedM3)} drained + ${m3(ledger.leftM3)} left + ${m3(ledger.storedM3)} stored, m³; error ${ledger.errorRatio.toExponential(1)}`,
    `  wet: ${Object.entries(wetKm2)
      .map(([depth, km2]) => `${km2} km² ≥ ${depth}`)
      .join(', ')}`,
    `  the worst was looked at ${lookText(summary.maximaEveryS)}`,
    ...Object.entries(gauges).map(([id, highest]) =>
      highest ? `  ${id}: highest ${highest.highestM} m at ${highest.atS} s, ${highest.depthM} m deep` : `  ${id}: dry`,
    ),
    ...wetOpenings.map(
      ({ id, into, reachedS, volumeM3 }) => `  ${id}: water from ${reachedS} s on, ${m3(volumeM3)} m³ into ${into}`,
    ),
    ...notes.map((note) => `  note: ${note}`),
    ...shortfalls.map(
      ({ what, expected, got, source }) => `  not as expected: ${what}: expected ${expected} (${source}), got ${got}`,
    ),
    `  input ${summary.inputHash}`,
    `  result ${summary.resultHash} → ${out}`,
    '',
  ].join('\n');
}
