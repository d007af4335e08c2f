import type { Schedule } from '../../model/schedule/schedule.ts';
import { isoOf } from '../../readers/schedule/text.ts';
import type { CpmResult } from './cpm.ts';
import type { DcmaFinding } from './dcma.ts';
import type { Network } from './network.ts';
import { percentile, type RiskResult } from './risk.ts';

/** One thing that is wrong, with what it is about: what a person reads in a list. */
interface FindingRow {
  rule: string;
  zh: string;
  en: string;
  verdict: string;
  value: number | string | null;
  limit: number | string;
  status: string;
  /** Code of the activity, or of both ends of the link; empty: of the whole. */
  about: string;
}

/** The 14 points, each as a whole and then by activity and link; stored durations that the calendar gainsays; what the file lost. */
export function findingRows(schedule: Schedule, network: Network, findings: readonly DcmaFinding[]): FindingRow[] {
  const { activities, links } = schedule;
  const rows = findings.flatMap(({ rule, value, verdict, limit, activities: wrong, links: wrongLinks }) => {
    const common = {
      rule: `DCMA ${rule.point}`,
      zh: rule.name.zh,
      en: rule.name.en,
      verdict,
      value: value === null ? null : Number(value.toFixed(4)),
      limit: `${rule.sense === 'atMost' ? '≤' : '≥'} ${limit}${rule.unit === '%' ? ' %' : ''}`,
      status: rule.status,
    };
    const abouts = [
      '',
      ...wrong.map((i) => activities[i].code),
      ...wrongLinks.map((link) => `${activities[links[link].from].code} → ${activities[links[link].to].code}`),
    ];
    return abouts.map((about): FindingRow => ({ ...common, about }));
  });
  for (const { activity, storedMin, durationMin } of storedDatesOf(schedule, network)) {
    const words = { zh: '日期与工期矛盾', en: 'stored dates contradict the duration under the calendar' };
    rows.push({
      rule: 'stored dates',
      ...words,
      verdict: 'fail',
      value: `${storedMin / 60} h`,
      limit: `= ${durationMin / 60} h`,
      status: 'exact',
      about: activities[activity].code,
    });
  }
  for (const note of schedule.notes)
    rows.push({
      rule: 'file',
      zh: note.text.zh,
      en: note.text.en,
      verdict: 'fail',
      value: null,
      limit: '',
      status: 'exact',
      about: '',
    });
  return rows;
}

/** Activities not begun whose stored dates hold another amount of working time than their duration, by index. */
export function storedDatesOf(
  { activities }: Schedule,
  { works, remainingMin }: Network,
): { activity: number; storedMin: number; durationMin: number }[] {
  return activities.flatMap(({ stored, kind, durationMin, calendar, progress }, activity) => {
    if (!stored || kind !== 'task' || progress.status !== 'planned') return [];
    const storedMin = works[calendar].between(stored.startMin, stored.finishMin);
    return storedMin === durationMin || remainingMin[activity] === 0 ? [] : [{ activity, storedMin, durationMin }];
  });
}

/** Dates and floats of each activity, as plain values; null where there are none. */
export function dateRows({ activities }: Schedule, result: CpmResult) {
  const date = (min: number) => (Number.isNaN(min) ? null : isoOf(min));
  const hours = (min: number) => (Number.isNaN(min) ? null : min / 60);
  return activities.map(({ id, code, name }, i) => ({
    id,
    code,
    name,
    earlyStart: date(result.earlyStartMin[i]),
    earlyFinish: date(result.earlyFinishMin[i]),
    lateStart: date(result.lateStartMin[i]),
    lateFinish: date(result.lateFinishMin[i]),
    totalFloatH: hours(result.totalFloatMin[i]),
    freeFloatH: hours(result.freeFloatMin[i]),
    critical: result.critical[i] === 1,
  }));
}

const MAX_DRIVERS = 10;

/** What decides when it will be finished, the most first: criticality times correlation. By index. */
export function driversOf({ criticality, correlation }: RiskResult): number[] {
  const weight = (i: number) => criticality[i] * Math.abs(correlation[i]);
  return [...criticality.keys()]
    .filter((i) => weight(i) > 0)
    .sort((a, b) => weight(b) - weight(a) || a - b)
    .slice(0, MAX_DRIVERS);
}

/** When it will be finished, and what decides that. */
export function riskFigures({ activities }: Schedule, risk: RiskResult) {
  const drivers = driversOf(risk).map((i) => ({
    code: activities[i].code,
    criticality: rounded(risk.criticality[i]),
    correlation: rounded(risk.correlation[i]),
  }));
  return {
    runs: risk.finishMin.length,
    p10: isoOf(percentile(risk, 10)),
    p50: isoOf(percentile(risk, 50)),
    p80: isoOf(percentile(risk, 80)),
    p90: isoOf(percentile(risk, 90)),
    mean: isoOf(Math.round(risk.meanMin)),
    sdH: rounded(risk.sdMin / 60),
    drivers,
  };
}

const rounded = (value: number): number => Number(value.toFixed(4));
