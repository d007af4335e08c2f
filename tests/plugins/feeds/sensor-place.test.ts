import { expect, test } from 'vitest';
import type { Near } from '../../../model/city/catalogue.ts';
import { lacksPlace, placeNear, sharedNames, withPlace } from '../../../src/plugins/feeds/sensor-place.ts';
import { openSensorPlaces } from '../../../src/plugins/feeds/sensor-places.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const sensor = (id: string, of: string, zh: string, en = zh) => ({
  ...{
    id,
    of,
    name: { zh, en },
    kind: 'pond',
    lonLat: [108, 34] as [number, number],
    at: [10, 20] as [number, number],
  },
  datastreams: [],
});
const near = (layerId: string, zh: string | null, distanceM: number): Near => ({
  distanceM,
  object: {
    ...{ gid: 0, layerId, id: `${zh} ${distanceM}`, place: { eastM: 0, northM: 0, upM: 0, radiusM: 1 } },
    values: [
      { name: 'name', value: zh },
      { name: 'nameEn', value: zh && `${zh} Rd` },
    ],
  },
});

const SLABS = [
  sensor('sn-1', 'site-1-el-00012', 'S-base 板 沉降'),
  sensor('sn-2', 'site-1-el-00013', 'S-base 板 沉降'),
  sensor('sn-3', 'mh-YS-4984', '检查井 mh-YS-4984'),
  sensor('sn-4', 'ps-1', '体育路雨水泵站'),
];

test('a name lacks its place where it is an id, has one in it or is that of others; one of its own does not', () => {
  const shared = sharedNames(SLABS);
  expect(SLABS.map((one) => lacksPlace(one, shared))).toEqual([true, true, true, false]);
});

test('a crossing by both its streets, a street by itself, else a building near; nothing far', () => {
  const street = near('roads', '永济路', 20);
  const again = near('roads', '永济路', 30);
  expect(placeNear([near('roads', '中轴路', 40), again, street])).toEqual({
    zh: '永济路与中轴路路口',
    en: '永济路 Rd at 中轴路 Rd',
  });
  expect(placeNear([street, again, near('roads', '中轴路', 90), near('buildings', '鼓楼', 5)])?.zh).toBe('永济路');
  expect(placeNear([near('roads', '永济路', 300), near('buildings', null, 3), near('buildings', '鼓楼', 50)])?.zh).toBe(
    '鼓楼旁',
  );
  expect(placeNear([near('roads', '永济路', 300), near('buildings', '鼓楼', 200)])).toBeNull();
});

test('the name keeps its number behind the place', () => {
  expect(withPlace(SLABS[2].name, { zh: '永济路', en: 'Yongji Road' }).zh).toBe('永济路 · 检查井 mh-YS-4984');
  expect(withPlace(SLABS[2].name, null)).toEqual(SLABS[2].name);
});

test('a place is asked for once, when a row shows it, and rows hear of it', async () => {
  const { city } = smallCity();
  const twin = pageTwin({ ...city, layers: [{ ...city.layers[0], id: 'roads' }] });
  const asked: number[] = [];
  const live = new LiveValues(SLABS, new Float64Array(SLABS.length), [{ first: 0, gidBase: 0 }]);
  const catalogue = {
    nearest: async ({ eastM }: { eastM: number }) => {
      asked.push(eastM);
      return [near('roads', '永济路', 12)];
    },
  };
  const fail = (reason: unknown) => {
    throw reason;
  };
  const places = openSensorPlaces({ twin, catalogue, cityUrl: '' }, () => live, fail);
  expect(places.nameOf(SLABS[2], false).zh).toBe('检查井 mh-YS-4984');
  expect(asked).toEqual([]);
  for (let row = 0; row < 3; row++) places.nameOf(SLABS[2], true);
  await expect.poll(() => places.version.getState()).toBe(1);
  expect(places.nameOf(SLABS[2], true).zh).toBe('永济路 · 检查井 mh-YS-4984');
  expect(places.nameOf(SLABS[3], true).zh).toBe('体育路雨水泵站');
  expect(asked).toEqual([10]);
});
