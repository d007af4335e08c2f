import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { CityInput } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const ORIGIN = { lonDeg: 108.9, latDeg: 34.2, heightM: 0 };
const TEXT = { zh: '河口镇', en: 'Hekou' };
const SOURCE = { name: TEXT, licence: 'none' };
type At = [x: number, y: number];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-sights-'));
  write('houses', [
    [box(0, 0, 40), { name: '钟楼', name_en: 'Bell Tower', height: 48, start_date: '1384-02' }],
    [box(400, 0, 90), { name: '会展馆', height: 20 }],
    [box(-400, 50, 12), { height: 9 }],
  ]);
  write('streets', [
    [line([-500, -50], [500, -50]), { name: '东大街' }],
    [line([500, -50], [900, -50]), { name: '东大街' }],
    [line([0, -50], [0, -90]), { name: '短巷' }],
  ]);
  // A basin of 60 m is no name on the map of a town.
  write('river', [
    [bent(), { name: '月牙湖' }],
    [box(700, 400, 60), { name: '3号调蓄池' }],
  ]);
  write('names', [
    [
      { type: 'Point', coordinates: lonLat([100, 200]) },
      { kind: 'district', name: '北关' },
    ],
    [
      { type: 'Point', coordinates: lonLat([-900, 0]) },
      { kind: 'station', name_en: 'West', name_zh: '西站' },
    ],
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const lonLat = ([x, y]: At): [number, number] => {
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
  return [lonDeg, latDeg];
};
const polygon = (ring: At[]) => ({ type: 'Polygon', coordinates: [[...ring, ring[0]].map(lonLat)] });
const line = (...points: At[]) => ({ type: 'LineString', coordinates: points.map(lonLat) });
const box = (x: number, y: number, size: number) =>
  polygon([
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ]);
/** A lake like the letter C, whose centroid lies on land. */
const bent = () =>
  polygon([
    [0, 300],
    [300, 300],
    [300, 340],
    [40, 340],
    [40, 560],
    [300, 560],
    [300, 600],
    [0, 600],
  ]);

function write(name: string, features: [geometry: object, properties: object][]): void {
  const json = features.map(([geometry, properties]) => ({ type: 'Feature', properties, geometry }));
  writeFileSync(join(folder, `${name}.geojson`), JSON.stringify({ type: 'FeatureCollection', features: json }));
}

const column = (field: string) => ({ field, type: 'string', label: TEXT });
const layer = (id: string, more: object) => ({
  id,
  label: TEXT,
  source: SOURCE,
  file: `${id}.geojson`,
  columns: [column('name')],
  assume: { ids: 'sequence' },
  ...more,
});

const town = (more: object = {}): Promise<CityInput> =>
  readCity(
    parseRecipe(
      {
        id: 'town',
        name: TEXT,
        zone: 'Asia/Shanghai',
        origin: { lonDeg: ORIGIN.lonDeg, latDeg: ORIGIN.latDeg },
        layers: [
          layer('houses', {
            kind: 'building',
            fields: { height: 'height' },
            columns: [column('name'), column('name_en'), column('start_date')],
          }),
          layer('streets', {
            kind: 'area',
            group: 'road',
            geometry: 'line',
            assume: { ids: 'sequence', widthM: 7 },
          }),
          layer('river', { kind: 'water' }),
        ],
        ...more,
      },
      'recipe.json',
      folder,
    ),
  );

test('names on the map are those of features, each once: in the water, on the longest piece of a street, over the roof', async () => {
  const { labels, facts } = await town();
  expect(labels.map(({ kind, text }) => `${kind} ${text.zh} ${text.en}`)).toEqual([
    'water 月牙湖 月牙湖',
    'landmark 会展馆 会展馆',
    'landmark 钟楼 Bell Tower',
    'street 东大街 东大街',
  ]);
  const [lake, , tower, street] = labels;
  expect(lake.eastM < 40 || lake.northM < 340 || lake.northM > 560).toBe(true);
  expect(tower.upM).toBeCloseTo(48 + 6, 1);
  expect(street.eastM).toBeCloseTo(0, 0);
  expect(street.northM).toBeCloseTo(-50, 0);
  expect(street.bearingDeg).toBe(90);
  expect(tower.bearingDeg).toBeUndefined();
  expect(facts.labels).toEqual({
    state: 'inferred',
    code: 'labels-of-names',
    values: { street: 1, water: 1, landmark: 2 },
  });
});

test('given names stand beside inferred ones of other kinds', async () => {
  const { labels } = await town({ labels: 'names.geojson' });
  expect(labels.slice(0, 2).map(({ kind, text }) => [kind, text])).toEqual([
    ['district', { zh: '北关', en: '北关' }],
    ['station', { zh: '西站', en: 'West' }],
  ]);
  expect(labels).toHaveLength(6);
  expect(await town({ labels: 'names.geojson', infer: { labels: false } }).then((city) => city.labels)).toHaveLength(2);
});

test('a tour shows what stands out, with its figures, and looks at it', async () => {
  const { tour, facts, origin } = await town({ labels: 'names.geojson' });
  expect(tour.map(({ id, caption }) => `${id} ${caption.zh}`)).toEqual([
    'tour-overview 河口镇：3 栋建筑，道路 1.4 公里。',
    'tour-highest 钟楼，高 48 米。',
    'tour-largest 会展馆，占地 8,100 平方米。',
    'tour-water 月牙湖，占地 3.3 公顷。',
    'tour-station 西站。',
  ]);
  expect(tour[1].caption.en).toBe('Bell Tower rises 48 m.');
  for (const [i, at] of [
    [1, [20, 20]],
    [2, [445, 45]],
    [4, [-900, 0]],
  ] as const) {
    const { view } = tour[i];
    const [x, y, up] = enuFromLonLat(origin, view);
    const heading = (view.headingDeg * Math.PI) / 180;
    const aheadM = up / Math.tan((-view.pitchDeg * Math.PI) / 180);
    expect(Math.hypot(x + aheadM * Math.sin(heading) - at[0], y + aheadM * Math.cos(heading) - at[1])).toBeLessThan(80);
  }
  expect(facts.tour).toEqual({ state: 'inferred', code: 'tour-of-sights', values: { stops: 5 } });
});

test('the oldest house is a chapter where its year is its own, not the blank of a register that several share', async () => {
  const register = (name: string, years: readonly number[]) => {
    const rows = years.map((year, i): [object, object] => [box(400 * i, 0, 30), { start_date: String(year) }]);
    write(name, rows);
    return layer(name, { kind: 'building', assume: { ids: 'sequence', heightM: 9 }, columns: [column('start_date')] });
  };
  const captionOf = async (years: readonly number[]) => {
    const { tour } = await town({ layers: [register('register', years)] });
    return tour.find(({ id }) => id === 'tour-oldest')?.caption.en ?? null;
  };
  expect(await captionOf([1950, 1800, 1800])).toBeNull();
  expect(await captionOf([1950, 1790, 1800])).toContain('dates from 1790');
});

test('a tour of its own takes its place; one that is none is refused by its place', async () => {
  const stop = (await town()).tour[0];
  writeFileSync(join(folder, 'tour.json'), JSON.stringify([{ ...stop, id: 'mine' }]));
  const { tour, facts } = await town({ tour: 'tour.json' });
  expect(tour.map(({ id }) => id)).toEqual(['mine']);
  expect(facts.tour).toEqual({ state: 'given' });
  writeFileSync(join(folder, 'broken.json'), JSON.stringify([{ ...stop, view: { lonDeg: 1 } }]));
  await expect(town({ tour: 'broken.json' })).rejects.toThrow(/broken\.json.*latDeg/s);
  expect((await town({ infer: { tour: false, labels: false } })).tour).toEqual([]);
});
