import { formatNumber } from '../../kit/format.ts';
import { overloads, planName, pointLimit, pointValue, type Speech } from './plan-text.ts';
import type { PlanFacts } from './schedule-controller.ts';

/** One thing that is wrong with a plan, or that its file lost. */
interface PlanFinding {
  key: string;
  title: string;
  about: string;
  value: string;
  limit: string;
  severity: 'fail' | 'unsure';
  /** Rows that it concerns. */
  rows: number[];
  /** The limit is quoted by the trade or set by the plan itself; null: no rule limits it. */
  limitOf: 'quoted' | 'plan' | null;
}

/** What is wrong with a plan: checks that fail, resources over their limits, dates that gainsay durations; last what the file lost. */
export function planFindings(facts: PlanFacts, { t, of, language }: Speech): PlanFinding[] {
  const points = facts.points
    .filter(({ verdict }) => verdict === 'fail')
    .map((point): PlanFinding => {
      const place = t('build.dcma', { point: point.point, count: point.rows.length });
      return {
        key: point.id,
        title: of(point.name),
        about: place,
        value: pointValue(point),
        limit: pointLimit(point),
        severity: 'fail',
        rows: point.rows,
        limitOf: point.limitOf,
      };
    });
  const over = overloads(facts).map(
    ({ name, capacity, peak, peakRows }): PlanFinding => ({
      key: `over ${name}`,
      title: t('build.overloaded'),
      about: t('build.peak', { name: planName(name, language) }),
      value: formatNumber(peak),
      limit: `≤ ${formatNumber(capacity)}`,
      severity: 'fail',
      rows: peakRows,
      limitOf: null,
    }),
  );
  const others = facts.others.map((doubt, i): PlanFinding => {
    if (doubt.kind === 'file')
      return {
        key: `file ${i}`,
        title: t('build.fileNote'),
        about: of(doubt),
        value: '',
        limit: '',
        severity: 'unsure',
        rows: [],
        limitOf: null,
      };
    return {
      key: `dates ${i}`,
      title: t('build.storedDates'),
      about: planName(facts.rows[doubt.row]?.name ?? '', language),
      value: `${formatNumber(doubt.storedH, decimalsOf(doubt.storedH))} h`,
      limit: t('build.shouldBe', { hours: formatNumber(doubt.durationH, decimalsOf(doubt.durationH)) }),
      severity: 'fail',
      rows: [doubt.row],
      limitOf: null,
    };
  });
  return [...points, ...over, ...others].sort(
    (a, b) => Number(a.severity === 'unsure') - Number(b.severity === 'unsure'),
  );
}

const decimalsOf = (value: number): number => (Number.isInteger(value) ? 0 : 1);
