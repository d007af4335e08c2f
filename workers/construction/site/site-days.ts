import type { Point } from '../../../model/geo/plane/point.ts';
import type { NoiseLimits } from '../../../model/questions/site-noise.ts';
import type { WorkTime } from '../../../model/schedule/calendar.ts';
import { DAY_MIN, type Schedule, ScheduleError, type Shift, tasksByName } from '../../../model/schedule/schedule.ts';
import type { CpmResult } from '../cpm.ts';
import { constructionMessage } from '../messages.ts';
import type { Network } from '../network.ts';
import { type NoiseSource, SITE_NOISE_LIMITS } from '../space/site-noise.ts';
import { type DugPit, dugDays, levelGround } from './earthwork.ts';
import { type Facade, facadeLevels, type WorkedSource } from './facade-noise.ts';

/** What the plan's tasks do to their surroundings, each named by a task's code. */
export interface Site {
  pits: (DugPit & { task: string; groundElevationM: number })[];
  /** From the begin of the first of its tasks to the end of the last, nights and days off included. */
  closures: Closure[];
  sources: SiteSource[];
  facades: Facade[];
  limits: NoiseLimits;
  /** Elevation of the water table that the pits are drained below. */
  groundwaterM?: number | undefined;
}

export interface Closure {
  id: string;
  tasks: string[];
  street: string;
  lanes: number;
  footway: boolean;
  residents: number;
  /** The ground that it takes. */
  ring?: Point[] | undefined;
}

/** At work with its task, or from its begin to the end of `until`; with hours of its own on each of these days that has work. */
export interface SiteSource extends NoiseSource {
  id: string;
  task: string;
  until?: string | undefined;
  times?: readonly Shift[] | undefined;
}

export interface SiteDay {
  /** Since 1970-01-01. */
  day: number;
  cutM3: number;
  trips: number;
  /** Level in the evening of each pit that is open or being dug. */
  pits: { id: string; levelM: number }[];
  closures: { id: string; street: string; lanes: number; footway: boolean }[];
  /** Noise at the façade that is worst off; null where nothing runs. */
  noise: { facade: string; dayDb: number; nightDb: number; overDb: number } | null;
  /** Residents before whose façade a limit is passed. */
  loudResidents: number;
  closedResidents: number;
}

export interface SiteReport {
  days: SiteDay[];
  cutM3: number;
  trips: number;
  /** Residents times days: before a façade over its limit, and whose street is narrowed. Those of both count in both. */
  residentDays: { noise: number; closures: number };
  /** False: the limit is 待核, and the days over it are a number and no verdict. */
  limitsVerified: boolean;
}

/** Grid on which pits are measured: 0.04 % of a pit of 40 × 30 × 8 m. */
const CELL_M = 1;
const MAX_SITE_DAYS = 20_000;

interface Span {
  work: WorkTime;
  startMin: number;
  finishMin: number;
}

/** Day by day, from the first day on which something of the site is there to the last. */
export function siteDays(schedule: Schedule, network: Network, result: CpmResult, site: Site): SiteReport {
  const spanOf = spansOf(schedule, network, result);
  const pits = site.pits.map((pit) => dug(pit, spanOf(pit.task, `pits: ${pit.id}`)));
  const sources = site.sources.map((source) => ({ source, span: sourceSpan(source, spanOf) }));
  const closures = site.closures.map((closure) => {
    const spans = closure.tasks.map((task) => spanOf(task, `closures: ${closure.id}`));
    const startMin = Math.min(...spans.map((span) => span.startMin));
    return { closure, startMin, finishMin: Math.max(...spans.map((span) => span.finishMin)) };
  });
  const spans = [...pits.map(({ span }) => span), ...sources.map(({ span }) => span), ...closures];
  const first = Math.floor(Math.min(...spans.map(({ startMin }) => startMin)) / DAY_MIN);
  const last = Math.ceil(Math.max(...spans.map(({ finishMin }) => finishMin)) / DAY_MIN) - 1;
  if (last - first >= MAX_SITE_DAYS)
    throw new ScheduleError(constructionMessage('site-days', { most: MAX_SITE_DAYS, got: last - first + 1 }));
  const count = spans.length === 0 ? 0 : last - first + 1;
  const days = Array.from({ length: count }, (_, at): SiteDay => {
    const day = first + at;
    const dugToday = pits.flatMap(({ byDay }) => byDay.get(day) ?? []);
    const closed = closures.filter(
      ({ startMin, finishMin }) => startMin < (day + 1) * DAY_MIN && finishMin > day * DAY_MIN,
    );
    const worked = sources
      .map(({ source, span }) => workedOn(source, span, day))
      .filter(({ dayMin, nightMin }) => dayMin + nightMin > 0);
    const levels = worked.length === 0 ? [] : site.facades.map((facade) => facadeLevels(worked, facade, site.limits));
    const worst = levels.reduce((best, { overDb }, i) => (best < 0 || overDb > levels[best].overDb ? i : best), -1);
    return {
      day,
      cutM3: dugToday.reduce((sum, { cutM3 }) => sum + cutM3, 0),
      trips: dugToday.reduce((sum, { trips }) => sum + trips, 0),
      pits: pits.flatMap(({ id, levelOn }) => {
        const levelM = levelOn(day);
        return levelM === null ? [] : [{ id, levelM }];
      }),
      closures: closed.map(({ closure: { id, street, lanes, footway } }) => ({ id, street, lanes, footway })),
      noise: worst < 0 ? null : { facade: site.facades[worst].id, ...numbers(levels[worst]) },
      loudResidents: levels.reduce((sum, { overDb }, i) => sum + (overDb > 0 ? site.facades[i].residents : 0), 0),
      closedResidents: closed.reduce((sum, { closure }) => sum + closure.residents, 0),
    };
  });
  const sum = (of: (day: SiteDay) => number) => days.reduce((total, day) => total + of(day), 0);
  return {
    days,
    cutM3: sum(({ cutM3 }) => cutM3),
    trips: sum(({ trips }) => trips),
    residentDays: { noise: sum(({ loudResidents }) => loudResidents), closures: sum((day) => day.closedResidents) },
    limitsVerified: site.limits.verified,
  };
}

/** Which machines work on one day, and for how long. */
export function sourcesOn(
  schedule: Schedule,
  network: Network,
  result: CpmResult,
  site: Site,
  day: number,
): WorkedSource[] {
  const spanOf = spansOf(schedule, network, result);
  return site.sources
    .map((source) => workedOn(source, sourceSpan(source, spanOf), day))
    .filter(({ dayMin, nightMin }) => dayMin + nightMin > 0);
}

function spansOf(schedule: Schedule, network: Network, result: CpmResult) {
  const at = tasksByName(schedule);
  return (code: string, place: string): Span => {
    const i = at.get(code);
    if (i === undefined) throw new ScheduleError(constructionMessage('site-task', { place, code }));
    const startMin = result.earlyStartMin[i];
    const finishMin = result.earlyFinishMin[i];
    return { work: network.works[schedule.activities[i].calendar], startMin, finishMin };
  };
}

function sourceSpan({ id, task, until }: SiteSource, spanOf: ReturnType<typeof spansOf>): Span {
  const span = spanOf(task, `sources: ${id}`);
  const end = until === undefined ? span : spanOf(until, `sources: ${id}`);
  return { ...span, finishMin: Math.max(span.finishMin, end.finishMin) };
}

const numbers = ({ dayDb, nightDb, overDb }: { dayDb: number; nightDb: number; overDb: number }) => ({
  dayDb,
  nightDb,
  overDb,
});

/** A pit's digging by day; open it stays. */
function dug(pit: Site['pits'][number], span: Span) {
  const first = Math.floor(span.startMin / DAY_MIN);
  const last = Math.ceil(span.finishMin / DAY_MIN) - 1;
  const all = span.work.between(span.startMin, span.finishMin);
  const worked: number[] = [];
  const done: number[] = [];
  for (let day = first; day <= last; day++) {
    const soFar = span.work.between(span.startMin, Math.min(span.finishMin, (day + 1) * DAY_MIN));
    if (soFar <= (done.at(-1) ?? 0) * all) continue;
    worked.push(day);
    done.push(soFar / all);
  }
  const days = dugDays(pit, levelGround(pit, pit.groundElevationM, CELL_M), done);
  const byDay = new Map(worked.map((day, at) => [day, days[at]]));
  const levelOn = (day: number): number | null => {
    const at = worked.findLastIndex((one) => one <= day);
    return at < 0 ? null : days[at].levelM;
  };
  return { id: pit.id, span, byDay, levelOn };
}

/** Minutes at work by day and by night of one calendar day; the night's two ends belong to the day on which they fall. */
function workedOn(source: SiteSource, { work, startMin, finishMin }: Span, day: number): WorkedSource {
  const minutes = (fromMin: number, toMin: number) => {
    const from = Math.max(startMin, day * DAY_MIN + fromMin);
    const to = Math.min(finishMin, day * DAY_MIN + toMin);
    return to > from ? work.between(from, to) : 0;
  };
  const morning = SITE_NOISE_LIMITS.dayFromH * 60;
  const evening = SITE_NOISE_LIMITS.dayToH * 60;
  if (!source.times)
    return { source, dayMin: minutes(morning, evening), nightMin: minutes(0, morning) + minutes(evening, DAY_MIN) };
  if (minutes(0, DAY_MIN) === 0) return { source, dayMin: 0, nightMin: 0 };
  const all = source.times.reduce((sum, { fromMin, toMin }) => sum + toMin - fromMin, 0);
  const byDay = source.times.reduce(
    (sum, { fromMin, toMin }) => sum + Math.max(0, Math.min(toMin, evening) - Math.max(fromMin, morning)),
    0,
  );
  return { source, dayMin: byDay, nightMin: all - byDay };
}
