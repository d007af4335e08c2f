import { readFile } from 'node:fs/promises';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';
import type { FeedMessage } from './feed-message.ts';

/** A recorded series: instants and values, in order of time. */
export interface Recorded {
  timesMs: number[];
  values: number[];
}

/**
 * Reads two columns, time and value, with or without a head line: `timestamp,value`, `Date,River` … A time without a zone is told by
 * `zoneHours`. Lines may come in any order; a value that is missing (`NaN`, empty) is left out.
 */
export async function readRecorded(file: string, zoneHours: number): Promise<Recorded> {
  const rows: [number, number][] = [];
  for (const [i, line] of (await readFile(file, 'utf8')).split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [time, value = ''] = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const timeMs = readLocalTime(time, zoneHours);
    if (Number.isNaN(timeMs)) {
      if (i === 0) continue;
      throw new MessageError(serviceMessage('recorded-time', { file, line: i + 1, got: time }));
    }
    if (value === '' || /^nan$/i.test(value)) continue;
    if (!Number.isFinite(Number(value)))
      throw new MessageError(serviceMessage('recorded-number', { file, line: i + 1, got: value }));
    rows.push([timeMs, Number(value)]);
  }
  if (rows.length === 0) throw new MessageError(serviceMessage('recorded-empty', { file }));
  rows.sort(([a], [b]) => a - b);
  return { timesMs: rows.map(([ms]) => ms), values: rows.map(([, value]) => value) };
}

function readLocalTime(text: string, zoneHours: number): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  if (year === undefined) return Number.NaN;
  if (zone) return Date.parse(text.replace(' ', 'T'));
  return Date.UTC(+year, +month - 1, +day, +hour - zoneHours, +minute, +second);
}

/**
 * What a recording sends between two instants of now: its first value falls on `beginMs`, its times run `rate` times as fast, and it begins
 * again after its end. Without memory, as the simulated feed is.
 */
export function recordedBetween(
  recorded: Recorded,
  stream: { datastream: number; feature: number },
  { beginMs, rate }: { beginMs: number; rate: number },
  fromMs: number,
  toMs: number,
): FeedMessage[] {
  const { timesMs, values } = recorded;
  const firstMs = timesMs[0];
  const meanStepMs = timesMs.length > 1 ? (timesMs[timesMs.length - 1] - firstMs) / (timesMs.length - 1) : 60_000;
  const lengthMs = (timesMs[timesMs.length - 1] - firstMs + meanStepMs) / rate;
  const found: FeedMessage[] = [];
  for (let round = Math.max(0, Math.floor((fromMs - beginMs) / lengthMs)); beginMs + round * lengthMs < toMs; round++) {
    for (let i = 0; i < timesMs.length; i++) {
      const atMs = Math.round(beginMs + round * lengthMs + (timesMs[i] - firstMs) / rate);
      if (atMs < fromMs || atMs >= toMs) continue;
      const { datastream, feature } = stream;
      found.push({
        sendMs: atMs,
        observation: { datastream, feature, phenomenonMs: atMs, resultMs: atMs, receivedMs: atMs, result: values[i] },
      });
    }
  }
  return found;
}
