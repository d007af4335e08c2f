import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { PLAN_RULE_PACKS } from '../../model/plans/base-basis.ts';
import { Crosswalk } from '../../model/plans/crosswalk.ts';
import { journalMessage } from '../../model/plans/journal-messages.ts';
import { basisText, type PlanBasis } from '../../model/plans/plan-basis.ts';
import { decisionsOf, editsOf, type Journal, parseJournalFile } from '../../model/plans/plan-journal.ts';
import { PlanRules, sliversOf } from '../../model/plans/plan-rules.ts';
import { readBasisFile, refuseLarge } from '../../model/plans/read-basis-file.ts';
import { MessageError } from '../../model/text/message.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import type { Blueprint } from '../../workers/plans/blueprint.ts';
import { blueprintGeoPackage } from '../../workers/plans/blueprint-geopackage.ts';
import { engine } from '../../workers/plans/engine.ts';
import type { PlanReport } from '../../workers/plans/plan-types.ts';
import { conflictsGeoJson } from '../../workers/plans/write-conflicts.ts';
import { help } from '../help.ts';
import { cliMessage, refusedArgument } from '../messages.ts';
import { ROOT } from '../root.ts';
import { cityFilesIn, nodeMachine } from './engine-machine.ts';
import { reportProgress } from './report-progress.ts';
import { threads, writeResults } from './result-folder.ts';

interface PlanFlags {
  out?: string;
  replace?: boolean;
  threads: number;
  cities: string;
  minArea?: number;
  minWidth?: number;
  repair?: boolean;
  existing?: boolean;
  decisions?: string;
  rules?: string;
  crosswalk?: string;
  json?: boolean;
  schema?: true | SchemaName;
}

/** What `--schema` prints; `true`: nothing was named, and it prints that of rules. */
type SchemaName = 'rules' | 'crosswalk';
const SCHEMAS = { rules: PlanRules, crosswalk: Crosswalk };
const SCHEMA_TITLES = { rules: 'Shapan rules of plan conflicts', crosswalk: 'Shapan crosswalk of land-use codes' };

const size = (text: string): number => {
  const value = Number(text);
  if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw refusedArgument(cliMessage('not-below-zero', {}));
};

export function plansCommand(): Command {
  return new Command('plans')
    .exitOverride()
    .description(help('plans.about'))
    .argument('[city]', help('plans.city'))
    .option('--out <folder>', help('plans.out'))
    .option('--replace', help('any.replace'))
    .option('--threads <n>', help('any.threads-2'), threads, 1)
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--min-area <m2>', help('plans.min-area'), size)
    .option('--min-width <m>', help('plans.min-width'), size)
    .option('--repair', help('plans.repair'))
    .option('--existing', help('plans.existing'))
    .option('--decisions <file>', help('plans.decisions'))
    .option('--rules <file>', help('plans.rules'))
    .option('--crosswalk <file>', help('plans.crosswalk'))
    .addOption(new Option('--schema [of]', help('plans.schema')).choices(['rules', 'crosswalk']))
    .option('--json', help('any.json-2'))
    .action(simPlans);
}

const BAR = '{bar} {percentage} % · {eta_formatted} to go';

async function simPlans(city: string | undefined, flags: PlanFlags, command: Command): Promise<void> {
  if (flags.schema) {
    const of = flags.schema === true ? 'rules' : flags.schema;
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(SCHEMAS[of], SCHEMA_TITLES[of]), null, 2)}\n`);
    return;
  }
  if (city === undefined) return command.error('error: expected a city, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const files = cityFilesIn(city, resolve(flags.cities));
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const started = performance.now();
      const { report, blueprint } = await compare(files, flags, signal);
      writeFileSync(join(folder, 'conflicts.geojson'), conflictsGeoJson(report));
      writeFileSync(join(folder, 'rules.json'), basisText(report.basis.rules));
      writeFileSync(join(folder, 'crosswalk.json'), basisText(report.basis.crosswalk));
      if (blueprint) {
        writeFileSync(join(folder, 'blueprint.geojson'), blueprint.geoJson);
        writeFileSync(join(folder, 'blueprint.gpkg'), await blueprintGeoPackage(blueprint.geoJson));
      }
      const applied = blueprint ? { blueprint: blueprintSummary(blueprint) } : {};
      const wallS = (performance.now() - started) / 1000;
      return { city: files.manifest.id, ...summaryOf(report), ...applied, wallS };
    },
    flags.replace,
  );
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : textOf(summary, resolve(flags.out)));
}

async function compare(
  files: ReturnType<typeof cityFilesIn>,
  flags: PlanFlags,
  signal: AbortSignal,
): Promise<{ report: PlanReport; blueprint: Blueprint | null }> {
  const journal = flags.decisions === undefined ? null : decisionsIn(flags.decisions, files.manifest.id);
  const machine = nodeMachine('plans', flags.threads - 1);
  const bar = flags.json || !process.stderr.isTTY ? null : new SingleBar({ format: BAR, clearOnComplete: true });
  bar?.start(1, 0);
  try {
    const site = await engine.open(files, machine);
    const questions = engine.questions(site);
    const { plans, stock } = site.facts;
    const basis = ownBasis(flags, site.facts.basis);
    if (basis.rules.rules.length === 0)
      throw new MessageError(
        cliMessage('no-plan-rules', { city: files.manifest.id, packs: [...PLAN_RULE_PACKS.keys()].join(' | ') }),
      );
    const ruled = sliversOf(basis.rules);
    if (flags.existing && !stock) throw new MessageError(cliMessage('no-stock', { city: files.manifest.id }));
    const request = {
      plans: flags.existing && stock ? [...plans, stock].map(({ id }) => id) : null,
      rules: null,
      slivers: { minAreaM2: flags.minArea ?? ruled.minAreaM2, minWidthM: flags.minWidth ?? ruled.minWidthM },
      isRepairing: flags.repair ?? false,
      basis,
      ...(journal ? { edits: editsOf([...decisionsOf(journal).values()], ['signed']).edits } : {}),
    };
    const stop = () => void questions.stop();
    signal.addEventListener('abort', stop);
    const report = await questions.compare(request, (doneRatio) => {
      bar?.update(doneRatio);
      reportProgress(doneRatio);
    });
    signal.removeEventListener('abort', stop);
    if (report) return { report, blueprint: journal && (await questions.blueprint(journal, basis)) };
    throw new MessageError(cliMessage('cancelled', {}));
  } finally {
    bar?.stop();
    await machine.close();
  }
}

/** The files that were named in place of what the city has. */
function ownBasis({ rules, crosswalk }: PlanFlags, shipped: PlanBasis): PlanBasis {
  const basis = rules === undefined ? shipped : withRules(rules, shipped);
  return crosswalk === undefined ? basis : readBasisFile('crosswalk', textIn(crosswalk), crosswalk, basis);
}

/** By a country's pack, or a file of rules. */
function withRules(named: string, shipped: PlanBasis): PlanBasis {
  const pack = PLAN_RULE_PACKS.get(named);
  return pack ? { ...shipped, rules: pack } : readBasisFile('rules', textIn(named), named, shipped);
}

function textIn(file: string): string {
  refuseLarge(statSync(file).size, file);
  return readFileSync(file, 'utf8');
}

function decisionsIn(file: string, city: string): Journal {
  const { city: got, entries } = parseJournalFile(JSON.parse(readFileSync(file, 'utf8')), file);
  if (got !== city) throw new MessageError(journalMessage('other-city', { got }));
  return entries;
}

const blueprintSummary = ({ hash, head, changed, shapes, left, found, open, decisions }: Blueprint) => ({
  hash,
  head,
  changed,
  shapes,
  left,
  found,
  open,
  decisions: decisions.length,
});

function summaryOf({
  plans,
  rules,
  basis,
  by,
  plane,
  request,
  conflicts,
  tallies,
  notes,
  shapes,
  ...hashes
}: PlanReport) {
  return {
    plans: plans.map(({ id, name, version, status, count, hash }) => ({ id, name, version, status, count, hash })),
    rules: {
      ...by.rules,
      count: rules.length,
      unverified: rules.filter(({ status }) => status === 'unverified').length,
      off: basis.rules.rules.flatMap(({ id, isOff }) => (isOff ? [id] : [])),
    },
    crosswalk: by.crosswalk,
    plane,
    slivers: request.slivers,
    shapes,
    conflicts: conflicts.length,
    areaM2: conflicts.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    tallies,
    notes,
    inputHash: hashes.inputHash,
    resultHash: hashes.hash,
  };
}

type Summary = ReturnType<typeof summaryOf> & {
  city: string;
  blueprint?: ReturnType<typeof blueprintSummary>;
  wallS: number;
};

function textOf(summary: Summary, out: string): string {
  const { plans, rules, crosswalk, tallies, notes, blueprint } = summary;
  const m2 = (value: number) => Math.round(value).toLocaleString('en-US');
  return [
    `${summary.city}: ${plans.length} plans, ${summary.shapes} shapes, ${rules.count} rules (${rules.unverified} unverified, ${rules.off.length} off) in ${summary.wallS.toFixed(2)} s`,
    `  rules ${rules.edition} ${rules.hash.slice(0, 12)}, crosswalk ${crosswalk.edition} ${crosswalk.hash.slice(0, 12)}`,
    `  ${summary.conflicts} conflicts, ${m2(summary.areaM2)} m² in ${summary.plane}`,
    ...tallies.map(
      (tally) =>
        `  ${tally.rule}: ${tally.count}, ${m2(tally.areaM2)} m²; ${tally.droppedCount} slivers of ${tally.droppedM2.toFixed(2)} m² dropped; balance off by ${tally.errorRatio.toExponential(1)}`,
    ),
    ...notes.map(({ plan, code, count, example }) => `  note: ${plan}: ${code}: ${count}, first ${example}`),
    ...(blueprint
      ? [
          `  blueprint ${blueprint.hash}: ${blueprint.decisions} decisions, ${blueprint.changed} of ${blueprint.shapes} shapes; ${blueprint.open.all} of ${blueprint.found.all} conflicts open, ${blueprint.open.prohibited} prohibited`,
        ]
      : []),
    `  input ${summary.inputHash}`,
    `  result ${summary.resultHash} → ${out}`,
    '',
  ].join('\n');
}
