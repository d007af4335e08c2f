import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { TimeAxisContext } from '../../../src/kit/time-axis.tsx';
import { words } from '../../../src/kit/words.ts';
import { NowLane } from '../../../src/plugins/feeds/panels/now-lane.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const HOUR_MS = 3_600_000;

const alarm = (key: string, state: Alarm['state'], priority: 1 | 2 | 3 | 4): Alarm => ({
  ...{ key, stream: null, state, value: null, raised: null, limit: null, by: null, isLate: false },
  meaning: {
    priority,
    title: { zh: key, en: key },
    consequence: { zh: '', en: '' },
    action: { zh: '', en: '' },
    cause: 'level',
  },
});
const waits = (hoursAgo: number): Alarm['state'] => ({
  kind: 'unacknowledged',
  raisedMs: NOON_MS - hoursAgo * HOUR_MS,
});

/** The ticks on a bar of a day that ends at noon: place, class and title of each. */
function ticks(alarms: readonly Alarm[]): string[] {
  const twin = pageTwin(smallCity().city, NOON_MS);
  twin.getState().takeFeed({ feedMs: NOON_MS, alarms });
  const app = testApp(twin, { feeds: { live: () => null, kinds: () => mergeSensorKinds(BASE_KINDS) } });
  const placeOf = (ms: number) => 100 + (100 * (ms - NOON_MS)) / (24 * HOUR_MS);
  const markup = renderToStaticMarkup(
    <AppContext value={app}>
      <TimeAxisContext value={placeOf}>
        <NowLane />
      </TimeAxisContext>
    </AppContext>,
  );
  const found = markup.matchAll(/class="alarm-tick (p\d)" style="left:([\d.]+)%" title="([^"]*)"/g);
  return [...found].map(([, priority, left, title]) => `${left} ${priority} ${title}`);
}

beforeEach(() => void words.changeLanguage('zh'));

test('without a run the bar has a tick for each alarm that waits, where it was raised, by its priority', () => {
  expect(ticks([alarm('积水', waits(6), 3), alarm('水位', waits(12), 1)])).toEqual([
    '50 p1 00:00 水位',
    '75 p3 06:00 积水',
  ]);
});

test('what is over or acknowledged, and what lies beyond the bar, has none', () => {
  const taken = alarm('已确认', { kind: 'acknowledged', raisedMs: NOON_MS - HOUR_MS, by: '甲' }, 1);
  expect(ticks([alarm('昨日', waits(30), 1), alarm('正常', { kind: 'normal' }, 1)])).toEqual([]);
  expect(ticks([taken]).length).toBeLessThanOrEqual(1);
});

test('of alarms on one spot the gravest has the tick', () => {
  expect(ticks([alarm('轻', waits(12), 4), alarm('重', waits(12.01), 1)]).map((one) => one.slice(-1))).toEqual(['重']);
});
