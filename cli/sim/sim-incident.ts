import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { orderScoreOf } from '../../model/incidents/evaluation/order-times.ts';
import { timeScoreOf } from '../../model/incidents/evaluation/time-score.ts';
import {
  type IncidentPackage,
  incidentPackageText,
  parseIncidentPackage,
} from '../../model/incidents/incident-package.ts';
import { factsOf } from '../../model/incidents/incident-state.ts';
import { timelineOf } from '../../model/incidents/incident-timeline.ts';
import { logFiguresOf } from '../../model/incidents/log-figures.ts';
import {
  type ExpectationVerdict,
  LOG_INPUT,
  type ScenarioFigures,
  verdictsOn,
} from '../../model/incidents/scenario-input.ts';
import { refuseRepeatedKey } from '../../model/text/json-file.ts';
import { MessageError } from '../../model/text/message.ts';
import { LANGUAGES } from '../../model/text/text.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import { IncidentScenario, parseIncidentScenario } from '../../scenarios/incident.ts';
import { isLight, type PlayedInput, type ScenarioEngines, scenarioEngines } from '../../scenarios/incident-inputs.ts';
import { playInputs, writePackages } from '../../scenarios/incident-writer.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { ENGINES } from '../../workers/engines.ts';
import type { CityFiles } from '../../workers/shared/engine.ts';
import { help } from '../help.ts';
import { cliMessage } from '../messages.ts';
import { ROOT } from '../root.ts';
import { cityFilesIn, nodeMachine } from './engine-machine.ts';

type Language = (typeof LANGUAGES)[number];
/** Bytes of a run's summary at most. */
const MAX_BUFFER = 1 << 26;

interface Flags {
  cities: string;
  json?: boolean;
  schema?: boolean;
  runs?: boolean;
  write?: boolean;
  language: string;
}

/** `shapan sim incident`. */
export function incidentCommand(): Command {
  return new Command('incident')
    .exitOverride()
    .description(help('incident.about'))
    .argument('[case]', help('incident.case'))
    .option('--runs', help('incident.runs'))
    .option('--write', help('incident.write'))
    .option('--language <language>', help('incident.language'), 'zh')
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--schema', help('any.schema-2'))
    .option('--json', help('incident.json'))
    .action(simIncident);
}

async function simIncident(path: string | undefined, flags: Flags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(IncidentScenario, 'Shapan incident scenario'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  const language = LANGUAGES.find((one) => one === flags.language);
  if (!language) return command.error(`error: expected --language zh or en, got ${flags.language}`);
  const file = existsSync(join(path, 'scenario.json')) ? join(path, 'scenario.json') : path;
  const cities = resolve(flags.cities);
  if (flags.write) await writeIncident(file, cities, flags.runs ?? false);
  const packageFile = flags.write || basename(file) === 'scenario.json' ? besideOf(file, language) : file;
  const played = await playIncident(packageFile, cities, flags.runs ?? false);
  for (const line of flags.json ? jsonLines(played) : [textOf(played)]) process.stdout.write(`${line}\n`);
  if (played.verdicts.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

const besideOf = (file: string, language: Language): string => join(dirname(file), `incident.${language}.json`);

function jsonIn(file: string): unknown {
  if (!existsSync(file)) throw new MessageError(cliMessage('no-file', { file }));
  const text = readFileSync(file, 'utf8');
  const json: unknown = JSON.parse(text);
  refuseRepeatedKey(text, file);
  return json;
}

/** The packages of a scenario, as texts: what `--write` writes. Runs of minutes are taken from the package that is there, unless asked for anew. */
export async function packageTexts(
  file: string,
  cities: string,
  isWithRuns: boolean,
): Promise<Record<Language, string>> {
  const scenario = parseIncidentScenario(jsonIn(file), basename(file));
  const files = cityFilesIn(scenario.city, cities);
  const { id, inputHash, origin } = files.manifest;
  const before = besideOf(file, 'zh');
  const known = existsSync(before) ? parseIncidentPackage(jsonIn(before), basename(before)).scenario?.inputs : [];
  const heavy = isWithRuns ? await heavyRuns(scenario.inputs, cities) : byId(known ?? []);
  const packages = await writePackages({ scenario, city: { id, inputHash, origin }, engines: enginesOf(files), heavy });
  return { zh: incidentPackageText(packages.zh), en: incidentPackageText(packages.en) };
}

const byId = (inputs: readonly PlayedInput[]) => new Map(inputs.map((input) => [input.asked.id, input]));

async function writeIncident(file: string, cities: string, isWithRuns: boolean): Promise<void> {
  const texts = await packageTexts(file, cities, isWithRuns);
  for (const language of LANGUAGES) writeFileSync(besideOf(file, language), texts[language]);
}

/** A package that was played. */
interface PlayedIncident {
  id: string;
  language: string;
  inputs: PlayedInput[];
  log: LogResult;
  orders: ReturnType<typeof orderScoreOf>['orders'];
  steps: ReturnType<typeof timeScoreOf>['steps'];
  verdicts: ExpectationVerdict[];
}

/** What the folded log comes to. */
interface LogResult {
  lines: number;
  lengthMin: number;
  logHash: string;
  stateHash: string;
  figures: ScenarioFigures;
}

/** Plays a package: computes its inputs anew on the city, folds its log, scores it, holds all against what it should come to. */
export async function playIncident(file: string, cities: string, isWithRuns: boolean): Promise<PlayedIncident> {
  const read = parseIncidentPackage(jsonIn(file), basename(file));
  const { scenario } = read;
  if (!scenario) throw new MessageError(cliMessage('no-scenario', { file: basename(file) }));
  const files = cityFilesIn(read.city, cities);
  const scenarioInputs = scenario.inputs.map((input) => input.asked);
  const heavy = isWithRuns ? await heavyRuns(scenarioInputs, cities) : byId(scenario.inputs);
  const inputs = await playInputs({
    scenario: { id: scenario.id, inputs: scenarioInputs },
    engines: enginesOf(files),
    heavy,
  });
  const { log, orders, steps } = foldedLog(read);
  const figures = new Map([[LOG_INPUT, log.figures], ...inputs.map((one) => [one.asked.id, one.figures] as const)]);
  const verdicts = verdictsOn(scenario.expected, figures);
  return { id: scenario.id, language: scenario.language, inputs, log, orders, steps, verdicts };
}

function foldedLog(read: IncidentPackage): Pick<PlayedIncident, 'log' | 'orders' | 'steps'> {
  const timeline = timelineOf(read.entries);
  const facts = factsOf(timeline);
  const endMs = timeline.last()?.receivedMs ?? 0;
  const log = {
    lines: timeline.length,
    lengthMin: (endMs - (facts.openedMs ?? endMs)) / MS_PER_MIN,
    logHash: timeline.last()?.hash ?? '',
    stateHash: timeline.present().hash(),
    figures: logFiguresOf(timeline),
  };
  return { log, orders: orderScoreOf(facts).orders, steps: timeScoreOf(facts, endMs).steps };
}

/** Each engine is opened once, when it is first asked for. */
const enginesOf = (files: CityFiles): ScenarioEngines =>
  scenarioEngines(async (id) => {
    const engine = await ENGINES[id]();
    return engine.questions(await engine.open(files, nodeMachine(id, 0)));
  });

/** Runs of minutes by the command line's own commands, each in a process; a crowd after the flood whose water it wades in. */
async function heavyRuns(
  inputs: readonly PlayedInput['asked'][],
  cities: string,
): Promise<ReadonlyMap<string, PlayedInput>> {
  const played = new Map<string, PlayedInput>();
  for (const input of inputs) {
    if (isLight(input)) continue;
    const isWater = inputs.some((other) => other.kind === 'crowd' && other.water === input.id);
    played.set(input.id, await heavyRun(input, cities, isWater));
  }
  return played;
}

interface RunSummary {
  inputHash: string;
  resultHash: string;
  gauges?: Record<string, { highestM: number; depthM: number; atS: number } | null>;
  openings?: { id: string; reachedS: number | null; volumeM3: number }[];
  wetKm2?: Record<string, number>;
  left?: number;
  people?: number;
  clearance50S?: number | null;
  clearance95S?: number | null;
  clearance100S?: number | null;
}

async function heavyRun(
  input: Extract<PlayedInput['asked'], { kind: 'flood' | 'crowd' }>,
  cities: string,
  isWater: boolean,
): Promise<PlayedInput> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-incident-'));
  // Cases of crowds name the flood's folder of results by its usual place.
  const out = isWater ? join(ROOT, 'build/runs', input.case) : join(folder, 'out');
  try {
    const shapan = join(import.meta.dirname, '../shapan.js');
    const words = ['sim', input.kind, join(ROOT, 'scenarios', input.case), '--out', out, '--cities', cities, '--json'];
    const summary = JSON.parse(await outputOf([shapan, ...words])) as RunSummary;
    const { inputHash, resultHash } = summary;
    return { asked: input, inputHash, resultHash, figures: runFigures(summary) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that came out otherwise than its own case expects exits with 1, and its summary says so. */
async function outputOf(words: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, [...words], { maxBuffer: MAX_BUFFER })).stdout;
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (stdout?.startsWith('{')) return stdout;
    throw error;
  }
}

function runFigures(summary: RunSummary): ScenarioFigures {
  const figures: ScenarioFigures = {};
  const hours = (seconds: number) => Math.round((1000 * seconds) / 3600) / 1000;
  for (const [id, highest] of Object.entries(summary.gauges ?? {})) {
    figures[`${id}.highestM`] = highest?.highestM ?? null;
    figures[`${id}.depthM`] = highest?.depthM ?? null;
    figures[`${id}.atH`] = highest ? hours(highest.atS) : null;
  }
  for (const { id, reachedS, volumeM3 } of summary.openings ?? []) {
    figures[`${id}.reachedH`] = reachedS === null ? null : hours(reachedS);
    figures[`${id}.volumeM3`] = Math.round(volumeM3);
  }
  for (const [depth, km2] of Object.entries(summary.wetKm2 ?? {})) figures[`wetKm2 ${depth}`] = km2;
  for (const name of ['people', 'left', 'clearance50S', 'clearance95S', 'clearance100S'] as const) {
    const value = summary[name];
    if (value !== undefined) figures[name] = value;
  }
  figures.resultHash = summary.resultHash;
  return figures;
}

function jsonLines({ id, language, inputs, log, orders, steps, verdicts }: PlayedIncident): string[] {
  const lines: object[] = inputs.map(({ asked: input, ...rest }) => ({
    line: 'input',
    id: input.id,
    kind: input.kind,
    ...rest,
  }));
  lines.push(...orders.map((order) => ({ line: 'order', ...order })));
  lines.push(...steps.map((step) => ({ line: 'step', ...step })));
  lines.push({ line: 'result', scenario: id, language, ...log });
  lines.push(...verdicts.map((verdict) => ({ line: 'expected', ...verdict })));
  return lines.map((line) => JSON.stringify(line));
}

function textOf({ id, inputs, log, orders, steps, verdicts }: PlayedIncident): string {
  const lines = [`${id}: ${log.lines} lines, ${log.lengthMin} min; log ${log.logHash}, state ${log.stateHash}`];
  for (const { asked: input, figures } of inputs) {
    lines.push(`  ${input.id} (${input.kind}): ${input.about.en}`);
    for (const [name, value] of Object.entries(figures)) lines.push(`    ${name}: ${String(value)}`);
  }
  for (const { name, task, responseMin } of orders)
    lines.push(`  order: ${name}, ${task}: there after ${responseMin?.toFixed(1) ?? '–'} min`);
  for (const { id: step, limitMin, takenMin, verdict } of steps)
    lines.push(`  step ${step}: ${takenMin?.toFixed(1) ?? '–'} of ${limitMin} min, ${verdict}`);
  lines.push(`  score: ${JSON.stringify(log.figures)}`);
  for (const { input, figure, value, tolerance, unit, got, isMet } of verdicts)
    lines.push(
      `  ${isMet ? 'as expected' : 'NOT as expected'}: ${input} ${figure}: expected ${String(value)} ± ${tolerance} ${unit}, got ${String(got)}`,
    );
  return lines.join('\n');
}
