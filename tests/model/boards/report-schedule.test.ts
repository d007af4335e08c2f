import { expect, test } from 'vitest';
import type { ReportSchedule } from '../../../model/boards/board.ts';
import { coveredSpan, slotAfter, slotsBetween } from '../../../model/boards/report-schedule.ts';
import { MS_PER_H } from '../../../model/time.ts';

const daily = (at: string): ReportSchedule => ({ every: 'day', at, language: 'zh' });
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const ms = (text: string) => Date.parse(`${text}Z`);

test('a daily report is due by the clocks of the city', () => {
  expect(iso(slotAfter(daily('07:30'), 'Asia/Shanghai', ms('2026-06-09T23:00')))).toBe('2026-06-09T23:30');
  expect(iso(slotAfter(daily('07:30'), 'Asia/Shanghai', ms('2026-06-09T23:30')))).toBe('2026-06-10T23:30');
});

test('a weekly report is due on its weekday', () => {
  // 8 June 2026 is a Monday.
  const weekly: ReportSchedule = { every: 'week', weekday: 1, at: '08:00', language: 'en' };
  expect(iso(slotAfter(weekly, 'UTC', ms('2026-06-01T08:00')))).toBe('2026-06-08T08:00');
  expect(iso(slotAfter({ ...weekly, weekday: 7 }, 'UTC', ms('2026-06-01T08:00')))).toBe('2026-06-07T08:00');
  expect(coveredSpan(weekly, 'UTC', ms('2026-06-08T08:00'))).toEqual({
    fromMs: ms('2026-06-01T08:00'),
    toMs: ms('2026-06-08T08:00'),
  });
});

test('where clocks skip the time it is due later that day, where they show it twice once, at the first', () => {
  // Berlin: 2:00 becomes 3:00 on 29 March 2026, 3:00 becomes 2:00 on 25 October.
  const zone = 'Europe/Berlin';
  const spring = slotsBetween(daily('02:30'), zone, {
    afterMs: ms('2026-03-28T12:00'),
    untilMs: ms('2026-03-30T12:00'),
    most: 7,
  });
  expect(spring.map(iso)).toEqual(['2026-03-29T01:30', '2026-03-30T00:30']);
  const autumn = slotsBetween(daily('02:30'), zone, {
    afterMs: ms('2026-10-24T12:00'),
    untilMs: ms('2026-10-26T12:00'),
    most: 7,
  });
  expect(autumn.map(iso)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
});

test('reports follow each other without a gap, and days of a clock change have 23 and 25 hours', () => {
  const zone = 'Europe/Berlin';
  for (const [after, hours] of [
    ['2026-03-27T12:00', [24, 23, 24]],
    ['2026-10-23T12:00', [24, 25, 24]],
  ] as const) {
    const slots = slotsBetween(daily('07:30'), zone, {
      afterMs: ms(after),
      untilMs: ms(after) + 73 * MS_PER_H,
      most: 7,
    });
    const spans = slots.map((slot) => coveredSpan(daily('07:30'), zone, slot));
    expect(spans.map(({ fromMs, toMs }) => (toMs - fromMs) / MS_PER_H)).toEqual(hours);
    for (const [i, { fromMs }] of spans.entries()) if (i > 0) expect(fromMs).toBe(spans[i - 1].toMs);
    // Whole hours, as history keeps days.
    expect(spans.every(({ toMs }) => toMs % MS_PER_H === 0)).toBe(true);
  }
});

test('of many that were missed the newest are made up for', () => {
  const slots = slotsBetween(daily('07:30'), 'Asia/Shanghai', {
    afterMs: ms('2025-01-01T00:00'),
    untilMs: ms('2026-06-10T00:00'),
    most: 3,
  });
  expect(slots.map(iso)).toEqual(['2026-06-07T23:30', '2026-06-08T23:30', '2026-06-09T23:30']);
  expect(slotsBetween(daily('07:30'), 'UTC', { afterMs: 0, untilMs: 3600_000, most: 3 })).toEqual([]);
});
