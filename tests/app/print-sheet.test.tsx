import { expect, test } from 'vitest';
import { PrintSheet } from '../../src/app/shell/print-sheet.tsx';
import { namesIn } from '../../src/app/shell/sheet-names.ts';
import { words } from '../../src/kit/words.ts';
import { markupIn, readable } from '../kit/rendered.tsx';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
/** In the middle of the picture. */
const NAMES = [{ text: '澄河', className: 'map-label map-label-water', xRatio: 0.5, yRatio: 0.25 }];
const sheet = (metresWide: number | null) => (
  <PrintSheet sheet={{ url: 'data:,', aspectRatio: 1.6, metresWide, names: NAMES }} onDone={() => {}} />
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
  expect(markupIn(twin, sheet(5000))).toContain('calc(0.1 * max(100vw, (100vh - 42mm) * 1.6))');
});

test('a picture whose middle is sky has no scale', () => {
  const twin = pageTwin(city, 0);
  expect(markupIn(twin, sheet(null))).not.toContain('calc(');
});

test('a sheet has the names of the map where they stood on the screen', () => {
  const markup = markupIn(pageTwin(city, 0), sheet(5000));
  expect(markup).toContain('<span class="map-label map-label-water" style="left:50%;top:25%">澄河</span>');
  const picture = { left: 100, top: 50, width: 800, height: 400 };
  const label = (text: string, left: number, isSeen = true) => ({
    text,
    className: 'map-label',
    box: { left, top: 240, width: 40, height: 20 },
    isSeen,
  });
  // One in the middle, one over the edge, one that is hidden.
  const names = namesIn(picture, [label('a', 480), label('b', 880), label('c', 480, false)]);
  expect(names.map(({ text, xRatio, yRatio }) => [text, xRatio, yRatio])).toEqual([['a', 0.5, 0.5]]);
});
