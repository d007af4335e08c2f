import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ConstructionCase } from '../../model/questions/construction.ts';
import type { Schedule } from '../../model/schedule/schedule.ts';
import { csvOfObjects } from '../../model/tables/csv-cell.ts';
import { dayOf, isoOf } from '../../readers/schedule/text.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { criticalPath } from '../../workers/construction/rcpsp/bound.ts';
import { violations } from '../../workers/construction/rcpsp/check.ts';
import { dateRows, findingRows, riskFigures } from '../../workers/construction/report.ts';
import { peakUse } from '../../workers/construction/resources.ts';
import { siteDays } from '../../workers/construction/site/site-days.ts';
import { DEFAULT_LEVELLING } from '../../workers/construction/what-if/compare-scenarios.ts';
import { siteOf } from '../../workers/construction/what-if/written.ts';
import { writeCsv } from '../../workers/construction/write/csv.ts';
import type { ScheduleFormat } from '../../workers/construction/write/losses.ts';
import { SCHEDULE_FORMATS, writeSchedule } from '../../workers/construction/write/schedule-file.ts';
import { help } from '../help.ts';
import { cliMessage } from '../messages.ts';
import { ROOT } from '../root.ts';
import {
  type AssessedPlan,
  assessPlan,
  cpmOptionsOf,
  type ReadConstruction,
  readConstruction,
  searchSchedule,
} from './construction-case.ts';
import { playSpace } from './construction-space.ts';
import { playScenarios, playSite } from './construction-what-if.ts';
import { reportProgress } from './report-progress.ts';
import { caseFile, checkResults, writeResults } from './result-folder.ts';

interface ConstructionFlags {
  out?: string;
  replace?: boolean;
  json?: boolean;
  schema?: boolean;
  export?: string;
}

export function constructionCommand(): Command {
  return new Command('construction')
    .exitOverride()
    .description(help('construction.about'))
    .argument('[case]', help('construction.case'))
    .option('--out <folder>', help('any.out'))
    .option('--replace', help('any.replace'))
    .option('--export <formats>', help('construction.export', { formats: SCHEDULE_FORMATS.join(', ') }))
    .option('--schema', help('any.schema'))
    .option('--json', help('any.json-2'))
    .action(simConstruction);
}

async function simConstruction(path: string | undefined, flags: ConstructionFlags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(ConstructionCase, 'Shapan construction case'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  checkResults(flags.out, flags.replace);
  const formats = formatsOf(flags.export);
  const read = await readConstruction(caseFile(path, 'case.json'));
  if (read.kind === 'psplib' && formats.length > 0)
    throw new ScenarioError(cliMessage('export-psplib', { name: read.name }));
  const cpu = process.cpuUsage();
  const { files, figures } = read.kind === 'psplib' ? playPsplib(read) : await playSchedule(read, formats);
  const { user, system } = process.cpuUsage(cpu);
  // All is worked out before a folder is made, so that a Ctrl+C in the long part leaves nothing behind.
  const summary = await writeResults(
    flags.out,
    async (folder) => {
      const hash = createHash('sha256');
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(folder, name), text);
        hash.update(text);
      }
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
      return {
        ...figures,
        cpuS: (user + system) / 1e6,
        inputHash: read.inputHash,
        resultHash: hash.digest('hex'),
        version,
      };
    },
    flags.replace,
  );
  process.stdout.write(`${JSON.stringify(summary, null, flags.json ? 0 : 2)}\n`);
}

function formatsOf(formatName: string | undefined): ScheduleFormat[] {
  if (formatName === undefined) return [];
  if (formatName === 'all') return SCHEDULE_FORMATS;
  const names = [...new Set(formatName.split(',').map((name) => name.trim()))];
  return names.map((name) => {
    const format = SCHEDULE_FORMATS.find((known) => known === name);
    if (format) return format;
    throw new ScenarioError(cliMessage('export-format', { formats: SCHEDULE_FORMATS.join(', '), got: name }));
  });
}

/** The schedule as the chosen formats hold it, and what they could not hold. */
function exportsOf(schedule: Schedule, formats: readonly ScheduleFormat[]) {
  const written = formats.map((format) => ({ format, ...writeSchedule(format, schedule) }));
  return {
    files: Object.fromEntries(written.map(({ file, bytes }) => [file, bytes])),
    figures: written.map(({ format, file, lost }) => ({
      format,
      file,
      lost: lost.map(({ count, words }) => `${count} ${words.en}`),
    })),
  };
}

interface PlayedConstruction {
  files: Record<string, string | Uint8Array>;
  figures: object;
}

/** Long parts in the order in which they are played; a case may lack some. */
const PARTS = ['resources', 'risk', 'scenarios', 'space'];

/** One line that is written over: how far the long parts are. */
function watch(what: string, ratio: number): void {
  reportProgress((PARTS.indexOf(what) + ratio) / PARTS.length);
  if (process.stderr.isTTY) process.stderr.write(`\r${what}: ${Math.round(ratio * 100)} %${ratio >= 1 ? '\n' : ''}`);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function playPsplib({ name, instance, order }: Extract<ReadConstruction, { kind: 'psplib' }>): PlayedConstruction {
  const best = searchSchedule(instance, watch);
  const rows = order
    .map((listed, i) => ({ activity: listed + 1, start: best.start[i], finish: best.start[i] + instance.duration[i] }))
    .sort((a, b) => a.activity - b.activity);
  const { makespan, bound, schedules } = best;
  const figures = {
    case: name,
    activities: order.length,
    makespan,
    bound,
    gapPct: (100 * (makespan - bound)) / bound,
    criticalPath: criticalPath(instance),
    schedules: Math.round(schedules),
    violations: violations(instance, best.start),
  };
  const csv = ['activity,start,finish', ...rows.map(({ activity, start, finish }) => `${activity},${start},${finish}`)];
  return { files: { 'dates.json': json(rows), 'dates.csv': `${csv.join('\n')}\n` }, figures };
}

async function playSchedule(
  { theCase, schedule, readFile }: Extract<ReadConstruction, { kind: 'schedule' }>,
  formats: readonly ScheduleFormat[],
): Promise<PlayedConstruction> {
  const exported = exportsOf(schedule, formats);
  const judged = assessPlan({ theCase, schedule }, watch);
  const { result, network, path, findings } = judged;
  const rows = findingRows(schedule, network, findings);
  const stored = schedule.activities.reduce(
    (last, one) => Math.max(last, one.stored?.finishMin ?? -Infinity),
    -Infinity,
  );
  const figures = {
    case: theCase.id,
    title: theCase.title,
    schedule: schedule.name,
    activities: schedule.activities.length,
    links: schedule.links.length,
    calendars: schedule.calendars.length,
    finish: isoOf(result.finishMin),
    storedFinish: stored === -Infinity ? null : isoOf(stored),
    critical: result.critical.reduce((sum, one) => sum + one, 0),
    longestPath: path.map((i) => schedule.activities[i].code),
    dcma: findings.map(({ rule, value, judged: of, verdict }) => ({
      point: rule.point,
      id: rule.id,
      value,
      of,
      verdict,
      status: rule.status,
    })),
    findings: rows.filter(({ about, rule }) => about !== '' || rule === 'file').length,
    resources: judged.resources ? resourceFigures(judged) : null,
    peakUse: schedule.resources.map(({ name, capacity }, r) => ({
      name,
      capacity,
      peak: peakUse(schedule, result)[r].units,
    })),
    risk: judged.risk ? riskFigures(schedule, judged.risk) : null,
    notes: schedule.notes.map(({ text }) => text.en),
  };
  const resourceRows = judged.resources?.best
    ? resourceDates(
        judged,
        schedule.activities.map(({ code }) => code),
      )
    : null;
  const siteHere = theCase.site ? siteOf(theCase.site) : null;
  const site = siteHere
    ? playSite(siteDays(schedule, network, result, siteHere), siteHere, dayOf(schedule.dataDateMin ?? result.finishMin))
    : null;
  const options = {
    cpm: cpmOptionsOf(theCase),
    ...(theCase.resources ?? DEFAULT_LEVELLING),
    costPerDay: theCase.costPerDay,
  };
  const scenarios = theCase.scenarios ? playScenarios(schedule, theCase.scenarios, siteHere, options, watch) : null;
  const space = theCase.space ? await playSpace(theCase.space, readFile, schedule, result, watch) : null;
  return {
    files: {
      'dates.json': json(dateRows(schedule, result)),
      'dates.csv': writeCsv(schedule, result),
      'findings.json': json(rows),
      'findings.csv': csvOfObjects(rows),
      ...(resourceRows ? { 'resource-dates.json': json(resourceRows) } : {}),
      ...scenarios?.files,
      ...site?.files,
      ...exported.files,
      ...space?.files,
    },
    figures: {
      exported: exported.figures,
      ...figures,
      scenarios: scenarios?.rows ?? null,
      site: site?.figures ?? null,
      space: space?.figures ?? null,
    },
  };
}

function resourceFigures({ resources }: AssessedPlan) {
  if (!resources || resources.posed.status === 'none' || !resources.best)
    return { reason: resources?.posed.status === 'none' ? resources.posed.reason : 'none asked for' };
  const { best, posed } = resources;
  const { makespan, bound, schedules } = best;
  const { problem } = posed;
  return {
    finish: isoOf(problem.finishMin(makespan)),
    noEarlierThan: isoOf(problem.finishMin(bound)),
    makespanH: (makespan * problem.stepMin) / 60,
    gapPct: bound === 0 ? 0 : (100 * (makespan - bound)) / bound,
    schedules: Math.round(schedules),
    violations: violations(problem.instance, best.start),
  };
}

function resourceDates({ resources }: AssessedPlan, codes: readonly string[]) {
  if (!resources?.best || resources.posed.status === 'none') return [];
  const { best, posed } = resources;
  const { instance, activity, startMin, finishMin } = posed.problem;
  return activity.flatMap((i, at) =>
    i < 0
      ? []
      : [
          {
            code: codes[i],
            start: isoOf(startMin(best.start[at])),
            finish: isoOf(finishMin(best.start[at] + instance.duration[at])),
          },
        ],
  );
}
