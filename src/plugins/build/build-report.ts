import type { PageReport, ReportPage, ReportTable } from '../../../model/reports/report.ts';
import { sha256 } from '../../../model/sha256.ts';
import { MIN_PER_DAY } from '../../../model/time.ts';
import type { Remedies, Remedy } from '../../../workers/construction/review/remedies.ts';
import type { SpaceCheckResult } from '../../../workers/construction/review/review.ts';
import { formatNumber, formatTotal } from '../../kit/format.ts';
import { ganttDrawing, printedRows } from './gantt-drawing.ts';
import { groupAmount, groupNames, groupSpan } from './group-text.ts';
import { planFindings } from './plan-findings.ts';
import { planDate, planName, type Speech } from './plan-text.ts';
import { gainText, remedyText } from './remedy-text.ts';
import type { SiteReport } from './review-controller.ts';
import type { VerdictSignature } from './review-slice.ts';
import { type JudgedPlan, type Verdict, verdictOf } from './verdict-text.ts';

/** All that a review of a project was made of. */
export interface ReviewedProject extends JudgedPlan {
  /** SHA-256 of the schedule's file. */
  scheduleHash: string | null;
  /** Models that stand in the picture, each with the hash of its file. */
  models: readonly { name: string; hash: string }[];
  remedies: Remedies | null;
  effect: SiteReport | null;
}

/** What hands a review over, beside its facts. */
interface ReportParts {
  /** City, data, time: what every report says first. */
  common: PageReport['facts'];
  signatures: readonly VerdictSignature[];
  pictures: ReportPage['drawings'];
}

const TOP = 10;
/** At most so many of the first ten are of the plan, so that clashes are among them too. */
const TOP_OF_PLAN = 5;

/** The verdict as a file that is kept and signed: what was judged, by its hashes, and what came of it. */
export function verdictFile(project: ReviewedProject): { text: string; hash: string } {
  const { facts, space, scheduleHash, models, remedies, effect } = project;
  const record = {
    shapan: 'build-verdict/1',
    schedule: { file: facts.file, sha256: scheduleHash },
    models,
    dataDate: isoOf(facts.dataDateMin),
    finish: isoOf(facts.finishMin),
    owed: isoOf(facts.mustFinishMin),
    baseline: isoOf(facts.baseFinishMin),
    p80: isoOf(facts.risk.p80Min),
    checks: facts.points.map(({ id, value, limit, verdict }) => ({ id, value, limit, verdict })),
    resources: facts.resources.map(({ id, capacity, peak }) => ({ id, capacity, peak })),
    space: space && { conflicts: space.figures.conflicts, unsure: space.figures.unsure, kinds: space.figures.kinds },
    first: remedies?.first.map(({ change, gainDays }) => ({ ...change, gainDays })) ?? null,
    residentDays: effect?.residentDays ?? null,
  };
  const text = `${JSON.stringify(record, null, 1)}\n`;
  return { text, hash: sha256([new TextEncoder().encode(text)]) };
}

const isoOf = (min: number | null): string | null =>
  min !== null && Number.isFinite(min) ? new Date(min * 60_000).toISOString().slice(0, 16) : null;

/** The opinion on a project, for paper of A3 and for a spreadsheet. */
export function buildReport(project: ReviewedProject, parts: ReportParts, speech: Speech): PageReport {
  const { t, language } = speech;
  const { facts } = project;
  const verdict = verdictOf(project, speech);
  const { hash } = verdictFile(project);
  return {
    file: 'build-verdict',
    paper: 'A3',
    title: t('buildReport.title', { name: planName(facts.name, language) || facts.file }),
    lead: { figure: leadFigure(verdict, speech), sentence: verdict.headline },
    facts: [
      ...parts.common,
      [t('buildReport.schedule'), facts.file],
      [t('buildReport.scheduleHash'), project.scheduleHash ?? '—'],
      [
        t('gantt.dataDate'),
        facts.dataDateMin === null ? t('buildReport.notStated') : planDate(facts.dataDateMin, language),
      ],
      ...(project.models.length === 0
        ? [[t('buildReport.model'), t('buildReport.noModel')] as const]
        : project.models.map(({ name, hash: of }) => [t('buildReport.modelHash', { name }), of] as const)),
      [t('buildReport.verdictHash'), hash],
    ],
    pages: [
      verdictPage(verdict, speech),
      remediesPage(project, speech),
      {
        title: t('buildReport.gantt'),
        sentence: t('buildReport.ganttWhy'),
        drawings: [{ svg: drawnGantt(project, speech), caption: t('buildReport.ganttCaption') }],
      },
      {
        title: t('buildReport.top'),
        sentence: t('buildReport.topWhy', { count: findingRows(project, speech).length }),
        drawings: [],
        table: { head: findingHead(speech), rows: topOf(project, speech) },
      },
      ...(parts.pictures.length === 0
        ? []
        : [{ title: t('buildReport.pictures'), sentence: t('buildReport.picturesWhy'), drawings: parts.pictures }]),
    ],
    tables: [
      uncheckedTable(verdict, speech),
      ...(project.remedies ? [remediesTable(project.remedies, project, speech)] : []),
      ...(project.effect ? [effectTable(project.effect, speech)] : []),
      findingsTable(project, speech),
    ],
    signatures: parts.signatures
      .filter((one) => one.hash === hash)
      .map(({ who, at, signature }) => ({
        what: t('buildReport.signedWhat'),
        who,
        at,
        vouched: t('buildReport.byKey', { key: signature.key.slice(0, 12) }),
      })),
    signLines: [t('buildReport.reviewer'), t('buildReport.checker'), t('buildReport.approver')],
  };
}

const leadFigure = ({ isPassed, lateDays }: Verdict, { t }: Speech): string => {
  if (lateDays === null || lateDays === 0) return t(isPassed ? 'build.holds' : 'build.fails');
  return t(lateDays > 0 ? 'buildReport.late' : 'buildReport.early', { count: Math.abs(lateDays) });
};

const drawnGantt = ({ facts }: ReviewedProject, { t, language }: Speech): string =>
  ganttDrawing(facts, printedRows(facts), { language, dataDate: t('gantt.dataDate'), contract: t('gantt.contract') });

function verdictPage({ lines, verdicts }: Verdict, { t }: Speech): ReportPage {
  return {
    title: t('build.verdicts'),
    sentence: lines.join(' '),
    drawings: [],
    table: {
      head: [t('buildReport.subject'), t('points.verdict'), t('buildReport.figure'), t('buildReport.heldTo')],
      rows: verdicts.map(({ id, state, figure, note }) => [
        t(`build.${id}`),
        t(`verdict.state_${state}`),
        figure,
        note,
      ]),
    },
  };
}

function remediesPage(project: ReviewedProject, speech: Speech): ReportPage {
  const { t } = speech;
  const { remedies } = project;
  if (!remedies) return { title: t('remedy.title'), sentence: t('remedy.notAsked'), drawings: [] };
  const gained = remedies.first.reduce((sum, { gainDays }) => sum + gainDays, 0);
  const sentence =
    remedies.first.length === 0
      ? t('remedy.none')
      : t('remedy.together', { days: gained, count: remedies.first.length });
  return {
    title: t('remedy.title'),
    sentence,
    drawings: [],
    table: { head: remedyHead(speech), rows: remedyRows(remedies.first, project, speech) },
  };
}

const remedyHead = ({ t }: Speech) => [
  t('remedy.change'),
  t('remedy.about'),
  t('remedy.effect'),
  t('remedy.finishThen'),
];

const remedyRows = (remedies: readonly Remedy[], { facts }: ReviewedProject, speech: Speech): string[][] =>
  remedies.map((remedy) => {
    const { title, about } = remedyText(remedy, facts, speech);
    return [title, about, gainText(remedy.gainDays, speech), planDate(remedy.finishMin, speech.language)];
  });

function remediesTable(remedies: Remedies, project: ReviewedProject, speech: Speech): ReportTable {
  const { t, language } = speech;
  const links = remedies.links && {
    gainDays: Math.round((remedies.finishMin - remedies.links.finishMin) / MIN_PER_DAY),
    ...remedies.links,
  };
  return {
    title: t('remedy.all'),
    head: remedyHead(speech),
    rows: [
      ...(links
        ? [
            [
              t('remedy.links', { count: links.count }),
              t('remedy.linksAbout'),
              gainText(links.gainDays, speech),
              planDate(links.finishMin, language),
            ],
          ]
        : []),
      ...remedyRows([...remedies.first, ...remedies.others], project, speech),
    ],
    note: t('remedy.how'),
  };
}

function uncheckedTable({ unchecked }: Verdict, { t }: Speech): ReportTable {
  return {
    title: t('buildReport.unchecked'),
    head: [t('buildReport.subject'), t('buildReport.why')],
    rows: unchecked.length === 0 ? [[t('buildReport.allChecked'), '']] : unchecked.map(({ what, why }) => [what, why]),
  };
}

function effectTable({ cutM3, trips, residentDays, limitsVerified }: SiteReport, { t, language }: Speech): ReportTable {
  const days = (value: number) => `${formatTotal(value, language)} ${t('effect.residentDays')}`;
  return {
    title: t('build.tab_effect'),
    head: [t('buildReport.subject'), t('buildReport.figure')],
    rows: [
      [t('effect.cut'), `${formatTotal(Math.round(cutM3), language)} m³`],
      [t('effect.trips'), `${formatTotal(trips, language)} ${t('effect.tripUnit')}`],
      [t('effect.noiseDays'), days(residentDays.noise)],
      [t('effect.closedDays'), days(residentDays.closures)],
    ],
    note: limitsVerified ? t('effect.unitWhy') : `${t('effect.unitWhy')} ${t('build.unsure')}`,
  };
}

const findingHead = ({ t }: Speech) => [
  t('buildReport.number'),
  t('buildReport.severity'),
  t('buildReport.finding'),
  t('buildReport.where'),
  t('buildReport.when'),
  t('points.value'),
  t('points.limit'),
  t('buildReport.rule'),
  t('buildReport.standing'),
];

/** Findings of the plan, then of space and time; of each those that fail before those that nobody may judge. */
function findingRows(
  project: ReviewedProject,
  speech: Speech,
): { isPlan: boolean; isFailed: boolean; cells: string[] }[] {
  const { t, of, language } = speech;
  const { facts, space } = project;
  const severityOf = (isFailed: boolean) => t(isFailed ? 'build.fails' : 'build.unsure');
  const plan = planFindings(facts, speech).map(({ title, about, value, limit, severity, rows, limitOf }) => {
    const isFailed = severity === 'fail';
    const where = rows.slice(0, 3).map((row) => facts.rows[row]?.code ?? '');
    const more = rows.length > where.length ? ` +${formatNumber(rows.length - where.length)}` : '';
    const span = rows.length === 1 ? facts.rows[rows[0]] : undefined;
    const standing = limitOf === null ? '' : t(limitOf === 'quoted' ? 'buildReport.quoted' : 'build.ownLimit');
    const when = span ? `${planDate(span.startMin, language)} – ${planDate(span.finishMin, language)}` : '';
    const cells = [severityOf(isFailed), title, `${where.join(', ')}${more}`, when, value, limit, about, standing];
    return { isPlan: true, isFailed, cells };
  });
  const groups = (space?.groups ?? []).filter(({ verdict }) => verdict !== 'allowed');
  const clashes = groups.map((group) => {
    const isFailed = group.verdict === 'fail';
    const day = t('space.day');
    const places = group.count > 1 ? ` · ${t('space.places', { count: group.count })}` : '';
    const cells = [
      severityOf(isFailed),
      of(group.title),
      `${groupNames(group, language)}${places}`,
      groupSpan(group, speech),
      groupAmount(group.value, group.unit, day),
      groupAmount(group.limit, group.unit, day),
      group.clause,
      groupStanding(group, speech),
    ];
    return { isPlan: false, isFailed, cells };
  });
  return [...plan, ...clashes].sort((a, b) => Number(b.isFailed) - Number(a.isFailed));
}

/** What a finding goes by: a text that the project's data say was read, one that is quoted, or no text at all. */
function groupStanding({ kind, clause, verdict }: SpaceCheckResult['groups'][number], { t }: Speech): string {
  if (verdict === 'unsure') return t('build.unsure');
  if (clause === '') return t('buildReport.byModel');
  return t(kind === 'crane' ? 'buildReport.notRead' : 'buildReport.stated');
}

const numbered = (rows: readonly { cells: string[] }[]): string[][] =>
  rows.map(({ cells }, at) => [String(at + 1), ...cells]);

function topOf(project: ReviewedProject, speech: Speech): string[][] {
  const all = findingRows(project, speech);
  const clashes = all.filter(({ isPlan }) => !isPlan);
  const room = Math.max(TOP_OF_PLAN, TOP - clashes.length);
  const plan = all.filter(({ isPlan }) => isPlan).slice(0, room);
  return numbered([...plan, ...clashes.slice(0, TOP - plan.length)]);
}

function findingsTable(project: ReviewedProject, speech: Speech): ReportTable {
  return {
    title: speech.t('buildReport.all'),
    head: findingHead(speech),
    rows: numbered(findingRows(project, speech)),
  };
}

/** All findings as rows of a table for other programs, by the names of their columns. */
export function findingObjects(project: ReviewedProject, speech: Speech): Record<string, string>[] {
  const head = findingHead(speech);
  return numbered(findingRows(project, speech)).map((cells) =>
    Object.fromEntries(head.map((name, at) => [name, cells[at]])),
  );
}
