import { expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { Quiet } from '../../../src/plugins/incident-log/panels/quiet.tsx';
import { incidentLog } from '../../../src/plugins/incident-log/plugin.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('a quiet desk says so once the hub is heard, and offers two drills of its city and an incident by hand', async () => {
  await words.changeLanguage('zh');
  const { city } = smallCity();
  const twin = pageTwin({ ...city, id: 'chengchuan' });
  const isShown = () => incidentLog.places.start?.[0].isShown?.(twin.getState(), testApp(twin));
  expect(isShown()).toBe(false);
  twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: 0 } });
  expect(isShown()).toBe(true);
  const text = readable(markupIn(twin, <Quiet />));
  expect(text).toContain('城市平静');
  expect(text.match(/开始演练/g)).toHaveLength(2);
  expect(text).toContain('没有带预警值的水位站在报数');
  expect(text).toContain('建立事件');
  expect(readable(markupIn(pageTwin(city), <Quiet />))).not.toContain('开始演练');
});

test('who comes to the desk of a made-up city by hand is met by a drill until one was opened, whatever sensors say', async () => {
  await words.changeLanguage('zh');
  const { city } = smallCity();
  const twin = pageTwin({ ...city, id: 'chengchuan', fictional: true });
  let hasBeenOpened = false;
  const app = testApp(twin, { 'incident-log': { scenarios: { hasBeenOpened: () => hasBeenOpened } } });
  const isShown = () => incidentLog.places.start?.[0].isShown?.(twin.getState(), app);
  expect(isShown()).toBe(false);
  app.panels.getState().enter(twin.getState().desk);
  expect(isShown()).toBe(true);
  hasBeenOpened = true;
  expect(isShown()).toBe(false);
  const text = readable(markupIn(twin, <Quiet />));
  expect(text.indexOf('开始演练')).toBeLessThan(text.indexOf('下一个风险'));
});
