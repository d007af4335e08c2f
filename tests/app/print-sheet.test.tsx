import { expect, test } from 'vitest';
import { PrintSheet } from '../../src/app/shell/print-sheet.tsx';
import { words } from '../../src/kit/words.ts';
import { markupIn, readable } from '../kit/rendered.tsx';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
const sheet = (metresWide: number | null) => (
  <PrintSheet sheet={{ url: 'data:,', aspectRatio: 1.6, metresWide }} onDone={() => {}} />
);

test('a sheet has its title, the time shown, the sources of what is shown and how long a piece of the picture is', async () => {
  await words.changeLanguage('zh');
  const twin = pageTwin(city, Date.UTC(2026, 6, 18, 4, 0));
  const text = readable(markupIn(twin, sheet(5000)));
  expect(text).toContain(`${city.name.zh} · 虚构城市 规划`);
  expect(text).toMatch(/所示时刻 2026-07-18 周六 \d\d:00 数据来源 /);
  const [shown] = city.layers.filter(({ shownAtStart }) => shownAtStart);
  expect(text).toContain(shown.source.name.zh);
  // A sixth of 5 km at most: 500 m, a tenth of the picture's width.
  expect(text).toContain('500\u2009m');
  expect(markupIn(twin, sheet(5000))).toContain('calc(0.1 * min(100vw, (100vh - 42mm) * 1.6))');
});

test('a picture whose middle is sky has no scale', () => {
  const twin = pageTwin(city, 0);
  expect(markupIn(twin, sheet(null))).not.toContain('calc(');
});
