import { MS_PER_MIN } from '../../model/time.ts';

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

/** The instant at which they show it; two rounds settle changes of the offset. */
export function instantOfWall(wallMin: number, zone: string): number {
  let timeMs = wallMin * MS_PER_MIN;
  for (let round = 0; round < 2; round++) timeMs += (wallMin - wallMinOf(timeMs, zone)) * MS_PER_MIN;
  return Math.round(timeMs);
}
