import { expect, test } from 'vitest';
import { isQuietAt, readQuietHours } from '../../../model/halls/quiet-hours.ts';

const at = (hour: number, minute: number) => hour * 60 + minute;

test('a night goes over midnight, begins with its first minute and ends before its last', () => {
  const night = readQuietHours('22:00-07:30');
  expect(night).toEqual({ fromMin: 1320, toMin: 450 });
  const isQuiet = (min: number) => night !== null && isQuietAt(night, min);
  expect([at(21, 59), at(22, 0), at(23, 59), at(0, 0), at(7, 29), at(7, 30), at(12, 0)].map(isQuiet)).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('a span of one day is quiet inside alone', () => {
  const noon = { fromMin: at(12, 0), toMin: at(14, 0) };
  expect([at(11, 59), at(12, 0), at(13, 59), at(14, 0)].map((min) => isQuietAt(noon, min))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each(['', '22-7', '24:00-07:00', '22:00-07:60', '22:00-22:00', '22:00-07:00 ', '22:00–07:00'])(
  'refuses %j',
  (text) => {
    expect(readQuietHours(text)).toBeNull();
  },
);
