import { MS_PER_DAY, MS_PER_MIN } from './time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** What the zone's clocks show at an instant, as minutes since 1970-01-01T00:00 of that clock: the time that schedules are written in. */
export function wallMinOf(timeMs: number, zone: string): number {
  if (last.timeMs !== timeMs || last.zone !== zone) last = { timeMs, zone, wallMin: wallMinAt(timeMs, zone) };
  return last.wallMin;
}

/** Each step of the clock is asked for by the picture and by the bars: 0.1 ms once. */
let last = { timeMs: Number.NaN, zone: '', wallMin: Number.NaN };

function wallMinAt(timeMs: number, zone: string): number {
  const at: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(timeMs)) at[type] = Number(value);
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) / MS_PER_MIN;
}

/** Clocks that differ by less show the same second. */
const SAME_MIN = 1 / 60;

/**
 * The instant at which they show it, by what the zone is ahead a day before and a day after. A time that a clock change skips comes out later
 * by as much as was skipped, one that it repeats as the first of the two: rounds of guessing gave the second one east of Greenwich.
 */
export function instantOfWall(wallMin: number, zone: string): number {
  const asUtcMs = wallMin * MS_PER_MIN;
  const instants = [asUtcMs - MS_PER_DAY, asUtcMs + MS_PER_DAY]
    .map((nearMs) => asUtcMs - Math.round(aheadMs(nearMs, zone)))
    .sort((a, b) => a - b);
  const shown = instants.find((timeMs) => Math.abs(wallMinOf(timeMs, zone) - wallMin) < SAME_MIN);
  return Math.round(shown ?? instants[1]);
}

/** By how much the clocks of a zone are ahead of UTC. */
function aheadMs(timeMs: number, zone: string): number {
  const wholeSecondMs = Math.floor(timeMs / 1000) * 1000;
  return wallMinOf(wholeSecondMs, zone) * MS_PER_MIN - wholeSecondMs;
}

/** An instant as reports write it: `2027-03-18 22:40` of the zone's clocks. */
export const dayAndTime = (timeMs: number, zone: string): string =>
  new Date(Math.floor(wallMinOf(timeMs, zone)) * MS_PER_MIN).toISOString().slice(0, 16).replace('T', ' ');
