import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Scheme } from '../../model/schemes/scheme.ts';
import type { SiteFigures } from '../../model/schemes/site-figures.ts';
import { pointInside } from '../../model/schemes/site-geometry.ts';
import { atMap, openTool } from './desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** A real town in the page: the land-use plan of Grasleben, baked, and a scheme on one of its areas that have a floor-area ratio. */
const DATA = process.env.SHAPAN_DATA ?? join(ROOT, '../shared/data');
const PLAN = join(DATA, 'plans/xplanung/fnp-grasleben.xplan51.gml.gz');
const hasPlan = existsSync(PLAN);

const RECIPE = {
  id: 'grasleben',
  name: { zh: '格拉斯莱本', en: 'Grasleben' },
  zone: 'Europe/Berlin',
  layers: [
    {
      id: 'fnp',
      kind: 'area',
      label: { zh: '用地规划', en: 'Land-use plan' },
      file: 'fnp.gml',
      format: 'xplan',
      source: { name: { zh: '格拉斯莱本', en: 'Samtgemeinde Grasleben' }, licence: '' },
      columns: [
        { field: 'GFZ', type: 'number', label: { zh: '容积率', en: 'GFZ' } },
        { field: 'xplanType', type: 'code', label: { zh: '类型', en: 'Type' } },
      ],
    },
  ],
  plans: [
    {
      id: 'fnp',
      authority: { zh: '格拉斯莱本', en: 'Grasleben' },
      name: { zh: '用地规划', en: 'Land-use plan' },
      status: 'approved',
      codes: 'mnr-2023',
      parts: [
        {
          layer: 'fnp',
          kind: { field: 'xplanType', values: { FP_BebauungsFlaeche: 'parcel' } },
          fields: { farMax: 'GFZ' },
        },
      ],
    },
  ],
};

let folder = '';
let house: House | null = null;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  if (!hasPlan) return;
  folder = mkdtempSync(join(tmpdir(), 'shapan-town-e2e-'));
  writeFileSync(join(folder, 'fnp.gml'), gunzipSync(readFileSync(PLAN)));
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(RECIPE));
  const cli = join(ROOT, 'build/node/cli/shapan.js');
  execFileSync(process.execPath, [cli, 'bake', join(folder, 'recipe.json'), '--out', join(folder, 'cities')], {
    timeout: 120_000,
  });
  house = await openHouse({ cities: join(folder, 'cities') });
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    ...(process.env.SHOT ? { scale: 0.5 } : {}),
    at: '?city=grasleben&quality=fast#desk=plan&lang=zh',
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
}, 200_000);
afterAll(async () => {
  await house?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Areas with a floor-area ratio, the largest of at most three hectares first: a point inside, and the ratio. */
function limitedAreas(): { at: LonLat; far: number; areaM2: number }[] {
  const read = (path: string) => JSON.parse(readFileSync(join(folder, 'cities/grasleben', path), 'utf8'));
  const origin = read('manifest.json').origin as LonLat;
  const { features } = read('plans/fnp.geojson') as {
    features: { properties: { farMax?: number }; geometry: { type: string; coordinates: [number, number][][] } }[];
  };
  return features
    .flatMap(({ properties: { farMax }, geometry: { type, coordinates } }) => {
      if (farMax === undefined || type !== 'Polygon') return [];
      const corners = coordinates[0].slice(0, -1);
      const ring = corners.map(([lonDeg, latDeg]): [number, number] => {
        const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
        return [x, y];
      });
      const [x, y] = pointInside(ring);
      const areaM2 = Math.abs(
        ring.reduce((sum, [ax, ay], i) => {
          const [bx, by] = ring[(i + 1) % ring.length];
          return sum + (ax * by - bx * ay) / 2;
        }, 0),
      );
      // Metres to degrees about the first corner: enough to look there.
      const [lonDeg, latDeg] = corners[0];
      const perLon = 111_320 * Math.cos((latDeg * Math.PI) / 180);
      const at = {
        lonDeg: lonDeg + (x - ring[0][0]) / perLon,
        latDeg: latDeg + (y - ring[0][1]) / 111_320,
        heightM: 0,
      };
      return [{ at, far: farMax, areaM2 }];
    })
    .filter(({ areaM2 }) => areaM2 < 30_000)
    .sort((a, b) => b.areaM2 - a.areaM2);
}

test.skipIf(!hasPlan)(
  `a scheme on an area of Grasleben’s plan keeps its floor-area ratio and has a scorecard (skipped without ${PLAN})`,
  async () => {
    const [{ at, far, areaM2 }] = limitedAreas();
    await act(page, 'setShadows', false);
    await openTool(page, 'scheme-design');
    await act(page, 'flyTo', { ...at, heightM: 600, headingDeg: 0, pitchDeg: -90 }, 0);
    await untilReady(page);
    const panel = page.getByRole('region', { name: '方案设计' });
    await panel.getByRole('button', { name: '新方案', exact: true }).click();
    await panel.getByRole('button', { name: '选取规划地块', exact: true }).click();
    // The camera looks straight down on it: it is in the middle of the picture.
    await page.mouse.click(...(await atMap(page)));
    const schemes = async () => (await readTwin(page, 'schemes')) as Scheme[];
    await expect.poll(async () => (await schemes())[0].buildings.length).toBeGreaterThan(0);
    const [{ parcels, buildings }] = await schemes();
    expect(parcels[0].controls.far).toBe(far);
    // Its shapes have ids that a program made and no names; a plan of this kind says little beside the ratio, which the panel tells.
    expect(parcels[0].name).toBe('地块 1');
    expect(parcels[0].assumed).toEqual(['use', 'densityMaxPct', 'heightMaxM', 'greenMinPct', 'setbackM']);
    await panel.getByText('规划未载明：用途、密度上限、限高、绿地率下限、退线').waitFor();
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-town.png` });
    await panel.getByLabel('限高', { exact: true }).fill('9');
    await expect.poll(async () => (await schemes())[0].parcels[0].assumed).not.toContain('heightMaxM');
    await expect
      .poll(async () => Math.max(...(await schemes())[0].buildings.map(({ heightM }) => heightM)))
      .toBeLessThanOrEqual(9);
    const site = async () => ((await readTwin(page, 'schemeSites')) as Record<string, SiteFigures | undefined>).s1;
    await expect.poll(async () => (await site())?.lacks).toContain('no-roads');
    await panel.getByRole('tab', { name: '指标', exact: true }).click();
    const figure = async (metric: string) =>
      Number(
        (await panel.locator(`[data-metric=${metric}]`).first().innerText()).replaceAll(',', '').match(/[\d.]+/)?.[0],
      );
    expect(await figure('siteM2')).toBeCloseTo(areaM2, -1);
    expect(await figure('far')).toBeLessThanOrEqual(far);
    expect(await figure('population')).toBeGreaterThan(0);
    expect(await figure('far')).toBeGreaterThan(far / 2);
    expect(buildings.every(({ storeys }) => storeys >= 1)).toBe(true);
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-town-figures.png` });
    await panel.getByRole('button', { name: '复制方案', exact: true }).click();
    await panel.getByRole('button', { name: '比选', exact: true }).click();
    await expect.poll(() => page.getByRole('region', { name: '方案比选' }).locator('[data-score]').count()).toBe(2);
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-town-scores.png` });
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
  },
  60_000,
);
