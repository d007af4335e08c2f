import Papa from 'papaparse';
import type { CpmResult } from '../cpm.ts';
import { isoOf } from '../read/text.ts';
import { hasLag, type Lag, type Link, type Schedule } from '../schedule.ts';

/** A table that `readCsv` reads back; with dates and floats where the schedule was analysed. */
export function writeCsv(schedule: Schedule, result?: CpmResult): string {
  const into = schedule.activities.map((): string[] => []);
  for (const link of schedule.links) into[link.to].push(predecessor(link, schedule.activities[link.from].id));
  const rows = schedule.activities.map((activity, i) => ({
    id: activity.id,
    name: activity.name,
    duration: `${activity.durationMin}m`,
    start: activity.stored ? minute(activity.stored.startMin) : '',
    finish: activity.stored ? minute(activity.stored.finishMin) : '',
    predecessors: into[i].join('; '),
    'start no earlier than': activity.constraints
      .filter(({ kind }) => kind === 'startNoEarlier')
      .map(({ atMin }) => minute(atMin))
      .slice(0, 1)
      .join(''),
    cost: activity.cost,
    low: activity.estimate ? `${activity.estimate.lowMin}m` : '',
    likely: activity.estimate ? `${activity.estimate.likelyMin}m` : '',
    high: activity.estimate ? `${activity.estimate.highMin}m` : '',
    ...(result
      ? {
          'early start': minute(result.earlyStartMin[i]),
          'early finish': minute(result.earlyFinishMin[i]),
          'late start': minute(result.lateStartMin[i]),
          'late finish': minute(result.lateFinishMin[i]),
          'total float h': hours(result.totalFloatMin[i]),
          'free float h': hours(result.freeFloatMin[i]),
          critical: result.critical[i],
        }
      : {}),
  }));
  return `${Papa.unparse(rows, { newline: '\n', escapeFormulae: true })}\n`;
}

const minute = (min: number): string => (Number.isNaN(min) ? '' : isoOf(min).slice(0, 16).replace('T', ' '));
const hours = (min: number): string => (Number.isNaN(min) ? '' : String(min / 60));

function predecessor({ kind, lag }: Link, id: string): string {
  if (!hasLag(lag)) return kind === 'FS' ? id : `${id}${kind}`;
  return `${id}${kind}${lagText(lag)}`;
}

function lagText(lag: Lag): string {
  const size = lag.kind === 'percent' ? lag.pct : lag.min;
  return `${size < 0 ? '-' : '+'}${Math.abs(size)}${lag.kind === 'percent' ? '%' : 'm'}`;
}
