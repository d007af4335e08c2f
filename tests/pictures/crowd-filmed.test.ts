import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILMED_BOTH_WAYS, FILMED_EXITS, FILMED_ONE_WAY } from '../../model/scenarios/crowd-filmed.ts';
import { openBrowser } from '../e2e/browser.ts';
import { ROOT } from '../e2e/house.ts';
import { type Figure, figureOf } from '../validation/crowd-report.ts';

/** Curves of calm young adults in public/pictures: as filmed, and as the program walks them. */
const PICTURES = join(ROOT, 'public/pictures');

const speeds = (title: string, of: typeof FILMED_ONE_WAY | typeof FILMED_BOTH_WAYS): Figure => ({
  title,
  x: 'people/m²',
  y: 'm/s',
  series: [
    { name: 'filmed', points: of.map(({ perM2, filmedMps }) => [perM2, filmedMps]) },
    { name: 'walked', points: of.map(({ perM2, walkedMps }) => [perM2, walkedMps]) },
  ],
});

const exits = (title: string, y: string, of: 'perS' | 'perM2'): Figure => ({
  title,
  x: 'exit, m',
  y,
  series: (['filmed', 'walked'] as const).map((name) => ({
    name,
    points: FILMED_EXITS.map((exit) => [exit.exitM, exit[name][of]]),
    dots: true,
  })),
});

test('filmed and walked: exits of corridors, corridors one way and both ways', async () => {
  const figures = [
    exits('Flow through an exit', 'people/s', 'perS'),
    exits('Density in the last 2 m', 'people/m²', 'perM2'),
    speeds('A corridor one way', FILMED_ONE_WAY),
    speeds('A corridor both ways', FILMED_BOTH_WAYS),
  ];
  mkdirSync(PICTURES, { recursive: true });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.setContent(
      `<style>body{margin:0;background:#fff;font:15px system-ui}main{display:grid;grid-template-columns:1fr 1fr;width:1000px}figure{margin:8px}</style><main>${figures.map(figureOf).join('')}</main>`,
    );
    const jpeg = await page
      .locator('main')
      .screenshot({ path: join(PICTURES, 'crowd-filmed.jpg'), type: 'jpeg', quality: 88 });
    expect(jpeg.length).toBeGreaterThan(10_000);
  } finally {
    await browser.close();
  }
});
