import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowser } from '../e2e/browser.ts';
import { ROOT } from '../e2e/house.ts';
import { figureOf } from '../validation/crowd-report.ts';

/** The stadium's curve, in public/pictures: who has left when, dry and with the underpass flooded, of whole runs of `shapan sim crowd`. */
const PICTURES = join(ROOT, 'public/pictures');
const RUNS = { dry: 'chengchuan-stadium', 'underpass flooded': 'chengchuan-stadium-flooded' };
/** One point of so many people: thirty thousand make no smoother line. */
const EVERY = 50;

const fileOf = (id: string) => join(ROOT, 'build/runs', id, 'n-t.csv');
const isAbsent = Object.values(RUNS).some((id) => !existsSync(fileOf(id)));

test.skipIf(isAbsent)(`who had left when (needs build/runs of ${Object.values(RUNS).join(', ')})`, async () => {
  const series = Object.entries(RUNS).map(([name, id]) => ({
    name,
    points: readFileSync(fileOf(id), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').map(Number))
      .filter((_, k, rows) => k % EVERY === 0 || k === rows.length - 1)
      .map(([timeS, left]): [number, number] => [timeS / 60, left]),
  }));
  const figure = figureOf({ title: '30,000 leave the stadium', x: 'time, min', y: 'people out', series });
  mkdirSync(PICTURES, { recursive: true });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.setContent(
      `<style>body{margin:0;background:#fff;font:15px system-ui}figure{width:640px;margin:8px}</style>${figure}`,
    );
    const jpeg = await page
      .locator('figure')
      .screenshot({ path: join(PICTURES, 'stadium-n-t.jpg'), type: 'jpeg', quality: 88 });
    expect(jpeg.length).toBeGreaterThan(10_000);
  } finally {
    await browser.close();
  }
});
