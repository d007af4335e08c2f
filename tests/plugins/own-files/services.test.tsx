import { beforeEach, expect, test, vi } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { ownFilesController } from '../../../src/plugins/own-files/controller.ts';
import { ServiceThingCard } from '../../../src/plugins/own-files/panels/service-thing.tsx';
import { serviceSceneLayers } from '../../../src/plugins/own-files/scene/layers.ts';
import { ACCOUNT_SESSION } from '../../../src/twin/account-session.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const named = { name: '邻镇', licence: 'CC0' };
const TILES = { ...named, id: 'a b', kind: '3dtiles', url: 'https://t.example/x/town.json', offsetM: 3 } as const;
const MAP = {
  ...named,
  id: 'm',
  kind: 'wms',
  url: 'https://t.example/wms',
  layer: 'x',
  crs: 'EPSG:3857',
  version: '1.3.0',
} as const;

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('zh');
});

test('services are drawn by addresses of the hub alone, raised as they were named', () => {
  const app = testApp(twin);
  const { showService } = app.controllerOf(ownFilesController);
  showService(TILES, true);
  showService(MAP, true);
  const [layer] = serviceSceneLayers;
  const drawn = layer.of(twin.getState(), app)?.services ?? [];
  expect(drawn.map(({ url, offsetM }) => [url.slice(app.hubUrl.length), offsetM])).toEqual([
    ['feature-services/a%20b/files/town.json', 3],
    ['feature-services/m/tiles/{z}/{x}/{y}', 0],
  ]);
  const before = layer.key?.(twin.getState(), app);
  twin.getState().changeServiceLayer('m', { status: 'failed' });
  expect(layer.key?.(twin.getState(), app)).toBe(before);
  twin.getState().changeServiceLayer('m', { opacityRatio: 0.5 });
  expect(layer.key?.(twin.getState(), app)).not.toBe(before);
  showService(TILES, false);
  expect(Object.keys(twin.getState().serviceLayers)).toEqual(['m']);
});

test('a map that is drawn says what stands at a place, or why not', async () => {
  const app = testApp(twin);
  const session = app.service(ACCOUNT_SESSION);
  if (!session) throw new Error('expected a session');
  const get = vi.spyOn(session, 'get').mockResolvedValue({ things: [{ 地类: '<b>水田</b>' }] });
  const { showService, lookAtMap } = app.controllerOf(ownFilesController);
  lookAtMap([0, 0, 0]);
  expect(get).not.toHaveBeenCalled();
  showService(MAP, true);
  lookAtMap([0, 0, 0]);
  await vi.waitFor(() => expect(twin.getState().serviceThing).not.toBeNull());
  expect(get.mock.calls[0][0]).toMatch(/^feature-services\/m\/information\?lonDeg=[\d.]+&latDeg=[\d.]+$/);
  expect(readable(markupIn(twin, <ServiceThingCard />))).toContain('地类 <b>水田</b>');
});
