import { expect, test } from 'vitest';
import {
  cityTime,
  formatDate,
  formatDay,
  formatSourceDate,
  formatTime,
  instantOf,
  isoDate,
  minuteOfDay,
  zoneText,
} from '../../src/kit/city-time.ts';
import {
  closeUp,
  decimalsFor,
  formatArea,
  formatBytes,
  formatDistance,
  formatFileSize,
  formatLength,
  formatLimit,
  formatLonLat,
  formatNumber,
  formatSigned,
  formatTotal,
  formatUnit,
  formatYear,
  scaleBar,
  waitText,
} from '../../src/kit/format.ts';
import { seeded } from '../../workers/shared/random.ts';

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
  expect(formatArea(9999.4, 'zh')).toEqual({ value: '9,999', unit: 'm²' });
  expect(formatArea(384_000, 'en')).toEqual({ value: '38.40', unit: 'ha' });
  expect(formatArea(384_000, 'zh')).toEqual({ value: '38.40', unit: '公顷' });
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
  expect(['m2', 'm3/s', 'har', '%', 'mm', '{residents}', undefined, 'kg/m3'].map((unit) => formatUnit(unit))).toEqual([
    'm²',
    'm³/s',
    'ha',
    '%',
    'mm',
    '',
    '',
    'kg/m³',
  ]);
  expect([formatUnit('har', 'zh'), formatUnit('har', 'en')]).toEqual(['公顷', 'ha']);
  expect(['dB[SPL]', '1/h', '1/min', '1/m2', '[ppm]', 'ug/m3'].map((unit) => formatUnit(unit))).toEqual([
    'dB',
    '/h',
    '/min',
    '/m²',
    'ppm',
    'µg/m³',
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

const ZONES = ['Asia/Shanghai', 'Europe/Zurich', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];

test('what the clocks show is what the platform says they show, in any zone at any instant of forty years', () => {
  const random = seeded(29);
  for (const zone of ZONES) {
    const platform = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    for (let i = 0; i < 60; i++) {
      const timeMs = Math.floor(Date.UTC(1990) + random() * 40 * 365.25 * 86_400_000);
      const shown = cityTime(timeMs, zone);
      expect(platform.format(timeMs)).toBe(`${isoDate(shown)}, ${formatTime(shown, true)}`);
      expect(shown.weekday).toBe(new Date(`${isoDate(shown)}T00:00:00Z`).getUTCDay());
    }
  }
});

test('a minute that the clocks skip comes out an hour later, one that they show twice as the first of the two', () => {
  const shownAt = (instant: number) => formatTime(cityTime(instant, 'Europe/Zurich'));
  const skipped = instantOf(2026, 3, 29, 2 * 60 + 30, 'Europe/Zurich');
  expect([shownAt(skipped), skipped]).toEqual(['03:30', Date.UTC(2026, 2, 29, 1, 30)]);
  expect(instantOf(2026, 10, 25, 2 * 60 + 30, 'Europe/Zurich')).toBe(Date.UTC(2026, 9, 25, 0, 30));
});

test('of a source’s own date the month is a word in English, and what is no date stands as it came', () => {
  expect(formatSourceDate('2026-11-20', 'en')).toBe('20 Nov 2026');
  expect(formatSourceDate('2026-11-20', 'zh')).toBe('2026-11-20');
  expect(formatSourceDate('spring 2026', 'en')).toBe('spring 2026');
  expect(minuteOfDay({ ...cityTime(0, 'UTC'), hour: 22, minute: 40 })).toBe(1360);
});

test('waiting is told in seconds below a minute and a half, then in minutes, then in hours', () => {
  expect([0, 0.2, 40.1, 89, 90, 3540, 4800].map(waitText)).toEqual(
    ['1 s', '1 s', '41 s', '89 s', '2 min', '59 min', '1 h 20 min'].map((text) =>
      text.replaceAll(/ (?=s|min|h)/g, '\u2009'),
    ),
  );
});

test('sizes of files are told in MiB, with a tenth while they are small; years have no comma', () => {
  expect([formatBytes(3.25 * 2 ** 20).value, formatBytes(640 * 2 ** 20).value, formatBytes(0).unit]).toEqual([
    '3.3',
    '640',
    'MiB',
  ]);
  expect(formatFileSize(300)).toEqual({ value: '1', unit: 'KiB' });
  expect(formatFileSize(3.25 * 2 ** 20)).toEqual(formatBytes(3.25 * 2 ** 20));
  expect(formatYear(2027)).toBe('2027');
});

test('the scale bar is 1, 2 or 5 of a power of ten, never longer than its room and more than two fifths of it', () => {
  for (let metresPerPx = 1e-3; metresPerPx < 1e4; metresPerPx *= 1.13) {
    const { metres, widthPx } = scaleBar(metresPerPx, 110);
    const lead = metres / 10 ** Math.floor(Math.log10(metres) + 1e-9);
    expect([1, 2, 5].some((factor) => Math.abs(lead - factor) < 1e-6)).toBe(true);
    expect(widthPx).toBeLessThanOrEqual(110 * (1 + 1e-6));
    expect(widthPx).toBeGreaterThan(110 * 0.4 - 1e-6);
  }
});

test('a limit that is too small to be told is nought, without a sign', () => {
  expect(formatLimit(-1e-9)).toBe('0');
  expect(formatLimit(-0)).toBe('0');
});
