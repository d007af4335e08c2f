import { expect, test } from 'vitest';
import { cityTime, formatDate, formatDay, formatTime, instantOf, isoDate, zoneText } from '../../src/kit/city-time.ts';
import {
  closeUp,
  decimalsFor,
  formatArea,
  formatDistance,
  formatLength,
  formatLimit,
  formatLonLat,
  formatNumber,
  formatSigned,
  formatTotal,
  formatUnit,
  scaleBar,
} from '../../src/kit/format.ts';

test('numbers: thousands by comma, a true minus, fixed decimals, no minus before zero', () => {
  expect(formatNumber(593000)).toBe('593,000');
  expect(formatNumber(-0.9, 1)).toBe('−0.9');
  expect(formatNumber(36.4, 2)).toBe('36.40');
  expect(formatNumber(-0.001, 1)).toBe('0.0');
  expect(formatNumber(Number.NaN)).toBe('—');
});

test('measured lengths, areas and differences: no finer than the ruler, km and ha when large, a sign on both sides', () => {
  expect(formatLength(12.345)).toEqual({ value: '12.35', unit: 'm' });
  expect(formatLength(1234.56)).toEqual({ value: '1,234.6', unit: 'm' });
  expect(formatLength(12_345)).toEqual({ value: '12.35', unit: 'km' });
  expect(formatArea(9999.4)).toEqual({ value: '9,999', unit: 'm²' });
  expect(formatArea(384_000)).toEqual({ value: '38.40', unit: 'ha' });
  expect([3.2, -3.2, 0.001].map((value) => formatSigned(value, 2))).toEqual(['+3.20', '−3.20', '0.00']);
});

test('decimals follow the extent of the attribute', () => {
  expect([12345, 640.3, 8.5].map((value) => formatNumber(value, decimalsFor(value)))).toEqual([
    '12,345',
    '640.3',
    '8.50',
  ]);
});

test('totals take 万 in Chinese only', () => {
  expect(formatTotal(593000, 'zh')).toBe('59.3\u2009万');
  expect(formatTotal(593000, 'en')).toBe('593,000');
  expect(formatTotal(9800, 'zh')).toBe('9,800');
  expect(formatTotal(25_000_000, 'zh')).toBe('2,500\u2009万');
});

test('no space follows 万 where one follows digits', () => {
  expect(closeUp('9.0\u2009万 个单元 · 约 3 万 · 800 人')).toBe('9.0\u2009万个单元 · 约 3 万 · 800 人');
});

test('units are printed, not coded', () => {
  expect(['m2', 'm3/s', 'har', '%', 'mm', '{residents}', undefined, 'kg/m3'].map(formatUnit)).toEqual([
    'm²',
    'm³/s',
    'ha',
    '%',
    'mm',
    '',
    '',
    'kg/m³',
  ]);
});

test('limits of classes lose trailing zeros', () => {
  expect([0.1, 12, -2.5, 1200].map(formatLimit)).toEqual(['0.1', '12', '−2.5', '1,200']);
});

test('the scale bar is the longest round length that fits', () => {
  expect(scaleBar(2.3, 100)).toEqual({ metres: 200, widthPx: 200 / 2.3 });
  expect(scaleBar(1, 100)).toEqual({ metres: 100, widthPx: 100 });
  expect(scaleBar(0.0061, 100)).toEqual({ metres: 0.5, widthPx: 0.5 / 0.0061 });
  expect([500, 2000].map(formatDistance)).toEqual([
    { value: '500', unit: 'm' },
    { value: '2', unit: 'km' },
  ]);
});

test('places have five decimals and hemispheres', () => {
  expect(formatLonLat(108.75, -34.3)).toBe('34.30000°\u2009S 108.75000°\u2009E');
});

const SATURDAY_EVENING = Date.UTC(2026, 6, 18, 13, 32, 8);

test('dates and times are those of the city, in the form of the language', () => {
  const there = cityTime(SATURDAY_EVENING, 'Asia/Shanghai');
  expect(formatTime(there, true)).toBe('21:32:08');
  expect(formatTime(there)).toBe('21:32');
  expect(formatDay(there, 'zh')).toBe('07-18 周六');
  expect(formatDay(there, 'en')).toBe('Sat 18 Jul');
  expect(formatDate(there, 'zh')).toBe('2026-07-18');
  expect(formatDate(there, 'en')).toBe('18 Jul 2026');
  expect(zoneText(SATURDAY_EVENING, 'Asia/Shanghai')).toBe('UTC+8');
  expect(zoneText(SATURDAY_EVENING, 'America/St_Johns')).toBe('UTC−2:30');
});

test('the wall clock and the instant lead to each other, over midnight and over a clock change', () => {
  for (const [zone, year, month, day, minute] of [
    ['Asia/Shanghai', 2026, 7, 18, 1],
    ['America/New_York', 2026, 3, 8, 600],
    ['America/New_York', 2026, 11, 1, 1300],
    ['Europe/Zurich', 2026, 12, 31, 1439],
  ] as const) {
    const shown = cityTime(instantOf(year, month, day, minute, zone), zone);
    expect([isoDate(shown), shown.hour * 60 + shown.minute]).toEqual([isoDate({ year, month, day }), minute]);
  }
});

test('a limit that lies in float32 is told as it was meant', () => {
  expect(formatLimit(Math.fround(39.6))).toBe('39.6');
  expect(formatLimit(12_345_678)).toBe('12,345,678');
  expect(formatLimit(-0.05)).toBe('−0.05');
});
