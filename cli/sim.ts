import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { checkExpected, parseExpected, type Shortfall } from '../scenarios/expected.ts';
import { jsonSchemaOf } from '../scenarios/json-schema.ts';
import { FloodScenario } from '../scenarios/scenario.ts';
import { type Flood, type FloodFrame, type FloodResult, startFlood } from '../workers/flood/flood.ts';
import { FloodUnstable } from '../workers/flood/run.ts';
import { kernelOf, oracleOf } from '../workers/flood/solvers.ts';
import { type FloodCase, readCase } from './flood-case.ts';
import { writeFloodFiles } from './flood-files.ts';
import { caseFile, ROOT, threads, writeResults } from './result-folder.ts';
import { constructionCommand } from './sim-construction.ts';
import { crowdCommand } from './sim-crowd.ts';

const KERNEL = join(ROOT, 'build/kernels/flood.wasm');
/** Of simulated time between two looks at the keyboard. */
const LOOK_EVERY_S = 10;

interface SimFlags {
  out?: string;
  replace?: boolean;
  threads: number;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

export function simCommand(): Command {
  const flood = new Command('flood')
    .exitOverride()
    .description('play a flood: rain, rivers, breaches on a baked city or an elevation grid')
    .argument('[case]', 'a scenario: scenarios/<id>/scenario.json, or a folder that holds one')
    .option('--out <folder>', 'where the results go; replaced when the run has ended')
    .option('--replace', 'also into a folder with files that Shapan did not write; they stay')
    .option('--threads <n>', 'threads; the results are the same to the last bit', threads, 1)
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--schema', 'prints the JSON Schema of a scenario')
    .option('--json', 'prints the summary as one JSON object')
    .action(simFlood);
  return new Command('sim')
    .description('play a scenario on a city, without a screen')
    .addCommand(flood)
    .addCommand(crowdCommand())
    .addCommand(constructionCommand());
}

async function simFlood(path: string | undefined, flags: SimFlags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(FloodScenario, 'Shapan flood scenario'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const file = caseFile(path, 'scenario.json');
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const read = await readCase(file, resolve(flags.cities));
      const played = await play(read, flags, signal);
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
      const { scenario, inputHash, notes } = read;
      const { ground } = scenario;
      const city = ground.kind === 'city' ? ground.id : null;
      await writeFloodFiles(folder, read, played.result, { name: scenario.title.zh, city, inputHash, version, notes });
      if (played.stopped !== null) process.exitCode = 1;
      return summaryOf(read, played, version, file);
    },
    flags.replace,
  );
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : textOf(summary, resolve(flags.out)));
  if (summary.shortfalls.length > 0) process.exitCode = 1;
}

interface Played {
  result: FloodResult;
  wallS: number;
  cpuS: number;
  /** What stopped it before its end, or null. */
  stopped: string | null;
  solver: 'kernel' | 'float64';
  threads: number;
}

async function play({ input }: FloodCase, flags: SimFlags, signal: AbortSignal): Promise<Played> {
  const poolWorkers: Worker[] = [];
  let release = () => {};
  // Without the compiled kernel the oracle runs: the same equations in float64, about ten times slower.
  const module = existsSync(KERNEL) ? new WebAssembly.Module(readFileSync(KERNEL)) : null;
  const flood = startFlood((terrain, edges, scheme, rainCatchRatio) => {
    if (!module) return oracleOf(terrain, edges, scheme, rainCatchRatio);
    const kernel = kernelOf(module, terrain, edges, scheme, rainCatchRatio, flags.threads - 1);
    for (const workerData of kernel.workerInits)
      poolWorkers.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
    release = () => kernel.close();
    return kernel;
  }, input);
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const bar = flags.json || !process.stderr.isTTY ? null : new SingleBar({ format: BAR, clearOnComplete: true });
  bar?.start(input.endS, 0, { frames: 0 });
  let stopped: string | null = null;
  const frames: FloodFrame[] = [];
  try {
    for await (const frame of framesOf(flood, (timeS) => bar?.update(timeS, { frames: frames.length }), signal))
      frames.push(frame);
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
    wallS: (performance.now() - wall) / 1000,
    cpuS: (user + system) / 1e6,
    stopped,
    solver: module ? 'kernel' : 'float64',
    threads: poolWorkers.length + 1,
  };
}

const BAR = '{bar} {percentage} % · {value} of {total} s · {eta_formatted} to go';

/** `Flood.frames`, with a look at the world between. */
async function* framesOf(flood: Flood, show: (timeS: number) => void, signal: AbortSignal): AsyncGenerator<FloodFrame> {
  const { endS, frameEveryS } = flood.input;
  yield flood.frame();
  while (flood.timeS < endS) {
    const nextS = Math.min(endS, (Math.floor(flood.timeS / frameEveryS) + 1) * frameEveryS);
    while (flood.timeS < nextS) {
      flood.advanceTo(Math.min(nextS, flood.timeS + LOOK_EVERY_S));
      show(flood.timeS);
      await setImmediate();
      signal.throwIfAborted();
    }
    yield flood.frame();
  }
}

interface Summary {
  case: string;
  title: { zh: string; en: string };
  scheme: string;
  /** `done`, or why it stopped before its end. */
  status: string;
  simulatedS: number;
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
  gauges: Record<string, { highestM: number; atS: number }>;
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
    simulatedS: result.frames.at(-1)?.timeS ?? 0,
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
    gauges: Object.fromEntries(result.gauges.map(({ id, series }) => [id, highest(series)])),
    openings: result.openings,
    notes,
    shortfalls: stopped === null ? checkExpected(expected, result) : [],
    inputHash,
    resultHash: result.hash,
    version,
  };
  return summary;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

function highest({ timesS, values }: { timesS: readonly number[]; values: readonly number[] }) {
  const at = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
  return { highestM: round(values[at], 3), atS: timesS[at] };
}

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
    ...Object.entries(gauges).map(([id, { highestM, atS }]) => `  ${id}: highest ${highestM} m at ${atS} s`),
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
