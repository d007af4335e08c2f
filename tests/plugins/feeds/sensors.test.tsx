import { readFile } from 'node:fs/promises';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { rulesOf } from '../../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { isOnTarget, type TargetBand } from '../../../model/sensors/target-band.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { openCapacities } from '../../../src/plugins/feeds/capacities.ts';
import type { FeedController } from '../../../src/plugins/feeds/controller.ts';
import { followFreshAlarms, NEWS_MS } from '../../../src/plugins/feeds/fresh-alarms.ts';
import { RulesOfStream } from '../../../src/plugins/feeds/panels/alarm-rules.tsx';
import { AlarmStrip } from '../../../src/plugins/feeds/panels/alarm-strip.tsx';
import { AlarmPanel, AlarmsOfObject } from '../../../src/plugins/feeds/panels/alarms.tsx';
import { CasePanel } from '../../../src/plugins/feeds/panels/cases.tsx';
import { FeedHealth } from '../../../src/plugins/feeds/panels/feed-health.tsx';
import { RecordingLane } from '../../../src/plugins/feeds/panels/recordings.tsx';
import { FeedQualityPanel, ReadingOfSensor, SensorSection } from '../../../src/plugins/feeds/panels/sensors.tsx';
import { Sources } from '../../../src/plugins/feeds/panels/sources.tsx';
import { ChartLegend } from '../../../src/plugins/feeds/panels/stream-chart.tsx';
import { recordVital, Sparkline, TrendMark, trendPerH } from '../../../src/plugins/feeds/panels/vital-trend.tsx';
import { SensorVitals } from '../../../src/plugins/feeds/panels/vitals.tsx';
import { ageText, longAgoText, mapLabel, valueText } from '../../../src/plugins/feeds/sensor-text.ts';
import { chosenVitals, hourVital, kindVital, liveVital } from '../../../src/plugins/feeds/sensor-vitals.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import { emptyFeedQuality } from '../../../src/twin/live/truth.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { inCard } from '../../kit/slot-view.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4, 0, 0);

let twin: Twin;
/** Whoever keeps vitals is told from others by being another object. */
const noFeeds = {};

function sensor(id: string, kind: string, streams: Partial<CitySensor['datastreams'][number]>[]): CitySensor {
  return {
    id,
    kind,
    name: { zh: `${id}站`, en: `Station ${id}` },
    lonLat: [108, 34],
    at: [0, 0],
    of: 'bridge-1',
    datastreams: streams.map((stream, i) => ({
      id: `${id}/${i + 1}`,
      name: { zh: '值', en: 'value' },
      unit: 'm',
      cadenceS: 60,
      ...stream,
    })),
  };
}

function heard(sensors: readonly CitySensor[], values: readonly number[]): LiveValues {
  const live = new LiveValues(sensors, new Float64Array(sensors.length), [{ first: 0, gidBase: 0 }]);
  live.take({
    streams: Uint32Array.from(values, (_, i) => i),
    values: Float64Array.from(values),
    timesMs: Float64Array.from(values, () => NOON_MS - 20_000),
    receivedMs: Float64Array.from(values, () => NOON_MS),
  });
  return live;
}

const alarm = (stream: number, state: Alarm['state'], priority: 1 | 2 | 3 | 4 = 1, cause = 'level'): Alarm => ({
  key: `k${stream}`,
  stream,
  state,
  meaning: {
    priority,
    title: { zh: '道路积水', en: 'Ponding' },
    consequence: { zh: '危险', en: 'Danger' },
    action: { zh: '封路', en: 'Close' },
    cause,
  },
  value: 0.31,
  limit: 0.27,
  by: null,
  isLate: false,
  raised: null,
});

function markupOf(element: React.ReactNode, live: LiveValues, more: Partial<FeedController> = {}): string {
  const feeds: Partial<FeedController> = { live: () => live, kinds: () => mergeSensorKinds(BASE_KINDS), ...more };
  const app = testApp(twin, { feeds });
  return renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
}

const textOf = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

beforeEach(async () => {
  twin = pageTwin(smallCity().city, NOON_MS);
  twin.getState().takeFeed({ feedMs: NOON_MS });
  await words.changeLanguage('zh');
});

test('an alarm says what, where, its limit, since when and what to do; acknowledged it asks for nothing', () => {
  const live = heard([sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}])], [0.31, 0.1]);
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [
      alarm(1, { kind: 'acknowledged', raisedMs: NOON_MS - 3_725_000, by: '值班长' }, 2),
      alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS - 37_000 }),
    ],
  });
  const text = textOf(markupOf(<AlarmPanel />, live));
  expect(text).toMatch(/未确认 1\/2 .*实况/);
  expect(text).toMatch(/a站 0:37 道路积水 · 0\.31\s*m · 限值 0\.27 未确认 确认 b站 1:02:05 .*已确认 · 值班长 $/);
  twin.getState().takeFeed({ alarms: [alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS - 37_000 })] });
  expect(textOf(markupOf(<AlarmPanel />, live))).toMatch(
    /a站 0:37 .*确认 危险 → 封路 搁置… 15\s*min 1\s*h 4\s*h 8\s*h 停用 $/,
  );
  expect(text).toContain('未登录：仅在本页有效');
});

test('two alarms of one sensor have buttons of different names', () => {
  const live = heard([sensor('a', 'pond', [{}, {}])], [0.31, 0.1]);
  const silent = { ...alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS }, 2, 'silence') };
  const title = { zh: '无数据', en: 'No data' };
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [
      alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS }),
      { ...alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS }, 2), key: 'deeper', limit: 0.5 },
      { ...silent, limit: null, meaning: { ...silent.meaning, title } },
    ],
  });
  const markup = markupOf(inCard('a', <AlarmsOfObject />), live);
  const names = [...markup.matchAll(/<button[^>]*aria-label="([^"]*)"|<button[^>]*>([^<]+)/g)].map(
    ([, a, b]) => a ?? b,
  );
  expect(names).toContain('停用 a站 · 无数据');
  expect(names).toHaveLength(new Set(names).size);
});

test('what is shelved, suppressed or out of service stands behind a word of its own, with who says it instead', () => {
  const live = heard([sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}])], [1, 1]);
  const suppressed = { ...alarm(1, { kind: 'suppressed', activeFromMs: NOON_MS }), key: 'quiet', by: 'k0' };
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS }), suppressed],
  });
  const text = textOf(markupOf(<AlarmPanel />, live));
  expect(text).toMatch(/待处理 1 按设计抑制 1/);
  expect(text).not.toContain('b站');
  expect(textOf(markupOf(inCard('b', <AlarmsOfObject />), live))).toContain('由“a站 · 道路积水”涵盖');
});

test('the rules of a stream are told with their limits before any has raised', () => {
  const one = sensor('r', 'river', [{ warn: 380, alarm: 382 }]);
  const text = textOf(markupOf(<RulesOfStream sensor={one} stream={one.datastreams[0]} />, heard([one], [377])));
  expect(text).toMatch(/告警规则 4 条/);
  expect(text).toMatch(/达到或超过 380\.00\s*m · 持续 1\s*min 后触发 · 抑制其余 1 条 正常/);
  expect(text).toMatch(/30\s*min 内上升 0\.25\s*m/);
  expect(text).toMatch(/5\s*min 无数据/);
});

test('the card of an object tells its alarms, and no others; one out of service can be put back', () => {
  const live = heard([sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}])], [1, 1]);
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [
      alarm(0, { kind: 'outOfService', by: '值班长', activeFromMs: null }),
      alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS }),
    ],
  });
  expect(textOf(markupOf(inCard('a', <AlarmsOfObject />), live))).toMatch(/告警 a站 .*停用 · 值班长 恢复使用/);
  expect(markupOf(inCard('other', <AlarmsOfObject />), live)).toBe('');
});

test('each source has its own figures; only an administrator names and forgets one', () => {
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  const payload = '<img src=x onerror=alert(1)>';
  const hub = {
    id: null,
    name: null,
    kind: null,
    status: { kind: 'live', sinceMs: 0 },
    quality: emptyFeedQuality(),
  } as const;
  const other = {
    id: 'x',
    name: payload,
    kind: 'ngsiLd',
    status: { kind: 'cut', sinceMs: NOON_MS - 65_000, reason: { zh: payload, en: payload }, hasAnswered: true },
    quality: {
      ...emptyFeedQuality(),
      perS: 2.5,
      streams: 7,
      late: 3,
      firstProblem: { zh: payload, en: payload },
      skewMs: 2600,
    },
  } as const;
  twin.getState().takeFeed({ feedQuality: emptyFeedQuality(), feedSources: [hub] });
  expect(markupOf(<Sources />, live)).toBe('');
  twin.getState().takeFeed({ feedSources: [hub, other] });
  const markup = markupOf(<Sources />, live);
  expect(markup).not.toContain('<img');
  expect(textOf(markup)).toMatch(
    /本机服务 实况 0\.0 条\/秒 · 0 条数据流 .*NGSI-LD 已断开 1:05 2\.5 条\/秒 · 7 条数据流 · 时钟 \+2\.6 s · 迟到 3/,
  );
  expect(markup).toContain('class="skewed"');
  expect(markup).not.toContain('<button');
  twin
    .getState()
    .takeAccount({ name: '管理员', role: 'administrator', scope: { areas: 'all', classes: 'all' }, areas: [] });
  expect(markupOf(<Sources />, live).match(/<button/g)).toHaveLength(2);
  twin.getState().takeAccount(null);
});

test('a vital keeps its hour and tells its trend; a jump of the time begins anew', () => {
  const minute = (i: number) => NOON_MS + 60_000 * i;
  let points = recordVital(noFeeds, 'level', { timeMs: minute(0), value: 380 });
  expect(trendPerH(points)).toBeNull();
  for (let i = 1; i <= 80; i++) points = recordVital(noFeeds, 'level', { timeMs: minute(i), value: 380 + i / 100 });
  expect([points.length, points[0].timeMs]).toEqual([61, minute(20)]);
  expect(trendPerH(points)).toBeCloseTo(0.6, 9);
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  const mark = (steady: number) => markupOf(<TrendMark points={points} unit="m" steady={steady} />, live);
  expect([mark(0.05), mark(1)].map((markup) => textOf(markup).trim())).toEqual([
    '上升，每小时 +0.60 m',
    '平稳，每小时 +0.60 m',
  ]);
  expect(markupOf(<Sparkline points={points} target={{ to: 382 }} />, live)).toContain('class="band"');
  expect(markupOf(<Sparkline points={points} target={null} />, live)).not.toContain('class="band"');
  expect(recordVital(noFeeds, 'level', { timeMs: minute(10), value: 1 })).toHaveLength(1);
});

test('ten alarms in ten minutes are a flood, told by their causes', () => {
  const sensors = Array.from({ length: 12 }, (_, i) => sensor(`s${i}`, 'pond', [{}]));
  const live = heard(
    sensors,
    sensors.map(() => 1),
  );
  twin.getState().takeFeed({
    sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: sensors.map((_, i) =>
      alarm(i, { kind: 'unacknowledged', raisedMs: NOON_MS - 1000 * i }, 2, i < 9 ? 'pond warn' : 'pipe warn'),
    ),
  });
  const text = textOf(markupOf(<AlarmPanel />, live));
  expect(text).toContain('告警泛滥');
  expect(text).toMatch(/道路积水 9 处 .*道路积水 3 处/);
});

test('a value that is back behind its limit says from where on the alarm is over', () => {
  const one = sensor('r', 'river', [{ warn: 380, alarm: 382 }]);
  const live = heard([one], [381.99]);
  const above = { ...alarm(0, { kind: 'acknowledged', raisedMs: NOON_MS, by: '甲' }), key: 'r/1 alarm', limit: 382 };
  twin
    .getState()
    .takeFeed({ sensors: [one], feed: { kind: 'live', sinceMs: 0 }, alarms: [{ ...above, value: 381.99 }] });
  expect(textOf(markupOf(<AlarmPanel />, live))).toMatch(/381\.99\s*m · 限值 382 · 低于 381\.6 方解除/);
  twin.getState().takeFeed({ alarms: [{ ...above, value: 382.4 }] });
  expect(textOf(markupOf(<AlarmPanel />, live))).not.toContain('方解除');
});

test('what raised an alarm stands beside the present value and the one that clears it; of an older hub it says that it was not kept', async () => {
  const one = sensor('r', 'river', [{ warn: 380, alarm: 382 }]);
  const live = heard([one], [381.7]);
  const raisedMs = NOON_MS - 7_080_000;
  const above = { ...alarm(0, { kind: 'unacknowledged', raisedMs }), key: 'r/1 alarm', limit: 382, value: 381.7 };
  const shown = (part: Partial<Alarm>) => {
    twin.getState().takeFeed({ sensors: [one], feed: { kind: 'live', sinceMs: 0 }, alarms: [{ ...above, ...part }] });
    return textOf(markupOf(<AlarmPanel />, live));
  };
  const raised = { value: 382.4, atMs: raisedMs };
  expect(shown({ raised })).toMatch(/· 触发时 382\.40\s*m（10:02） · 现 381\.70 · 低于 381\.6 方解除/);
  // While it still stands at what raised it, one figure says both; one of the day before yesterday has its day.
  expect(shown({ raised, value: 382.4 })).toMatch(/· 382\.40\s*m · 限值 382/);
  expect(shown({ raised: { value: 382.4, atMs: NOON_MS - 2 * 86_400_000 } })).toMatch(/（.*16.* 12:00）/);
  expect(shown({ raised: null })).toContain('触发值未记录');
  // Its crest, unless one of the other two figures is it.
  const extreme = { value: 383.1, atMs: raisedMs + 600_000 };
  expect(shown({ raised, extreme })).toMatch(/触发时 382\.40\s*m（10:02） · 现 381\.70 · 最高 383\.10（10:12）/);
  expect(shown({ raised, extreme: raised })).not.toContain('最高');
  expect(shown({ raised, extreme, value: 383.1 })).not.toContain('最高');
  expect(shown({ raised, key: 'r/1 none', extreme: null })).not.toContain('最高');
  await words.changeLanguage('en');
  expect(shown({ raised })).toMatch(/raised at 382\.40\s*m \(10:02\) · now 381\.70 · clears below 381\.6/);
  expect(shown({ raised, extreme })).toContain('highest 383.10 (10:12)');
});

test('while nothing is heard no list reads as an all-clear, and what is known stands under a warning', () => {
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  const sinceMs = Date.now() - 18_000;
  twin
    .getState()
    .takeFeed({ feed: { kind: 'cut', sinceMs, reason: { zh: '断', en: 'cut' }, hasAnswered: true }, alarms: [] });
  const cut = textOf(markupOf(<AlarmPanel />, live));
  expect(cut).toMatch(/连接中断 0:1[789]，告警状态未知；最后在线 \d\d:\d\d:\d\d/);
  expect(cut).not.toContain('无告警');
  // Nothing heard is not zero: neither of alarms nor of cases.
  expect(cut).toContain('未确认 —/—');
  expect(textOf(markupOf(<CasePanel />, live))).toMatch(/— 立案.*— 结案 .*连接中断，案件状态未知/);
  // What never answered was never online.
  twin.getState().takeFeed({ feed: { kind: 'cut', sinceMs, reason: { zh: '断', en: 'cut' }, hasAnswered: false } });
  const never = textOf(markupOf(<AlarmPanel />, live));
  expect(never).toMatch(/实时数据自 \d\d:\d\d:\d\d 打开页面起未连上，告警状态未知/);
  expect(never).toContain('未连上');
  expect(never).not.toMatch(/最后在线|已断开/);
  twin.getState().takeFeed({ feed: { kind: 'connecting' } });
  const connecting = textOf(markupOf(<AlarmPanel />, live));
  expect(connecting).toContain('告警状态未知');
  expect(connecting).not.toContain('无告警');
  twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: 0 } });
  expect(textOf(markupOf(<AlarmPanel />, live))).toContain('无告警。全部规则运行正常。');
});

test('over a tool in the place of the list a strip tells how many wait, the gravest of them and a cut', () => {
  const live = heard([sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}])], [1, 1]);
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [
      alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS - 9000 }, 3),
      alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS - 60_000 }, 1),
    ],
  });
  expect(textOf(markupOf(<AlarmStrip />, live))).toMatch(/告警 未确认 2 实况 查看告警 .*b站 · 道路积水 1:00 确认/);
  twin
    .getState()
    .takeFeed({ feed: { kind: 'cut', sinceMs: Date.now(), reason: { zh: '断', en: 'cut' }, hasAnswered: true } });
  expect(textOf(markupOf(<AlarmStrip />, live))).toContain('告警状态未知');
  twin.getState().takeFeed({ alarms: [] });
  expect(textOf(markupOf(<AlarmStrip />, live))).toContain('未确认 —');
});

test('a new alarm of the highest priorities marks the strip for as long as it is news; what stood before, or was raised long ago, does not', () => {
  const live = heard([sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}])], [1, 1]);
  const followed = followFreshAlarms(twin);
  const tell = (alarms: readonly Alarm[], feedMs = NOON_MS) =>
    twin
      .getState()
      .takeFeed({ sensors: live.sensors, feed: { kind: 'live', sinceMs: 0 }, alarms: [...alarms], feedMs });
  const old = alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS - 1000 });
  tell([old]);
  expect(followed.newsMs.getState()).toBeNull();
  tell([old, alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS }, 3)]);
  tell([old, alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS - 3_600_000 }, 2)]);
  expect(followed.newsMs.getState()).toBeNull();
  tell([old]);
  tell([old, alarm(1, { kind: 'unacknowledged', raisedMs: NOON_MS }, 2)]);
  expect(followed.newsMs.getState()).toBe(NOON_MS);
  const strip = (feedMs: number) => {
    twin.getState().takeFeed({ feedMs });
    return markupOf(<AlarmStrip />, live, { newsMs: followed.newsMs });
  };
  expect(strip(NOON_MS + 3000)).toMatch(/alarm-strip news.*新告警/);
  expect(strip(NOON_MS + NEWS_MS)).not.toMatch(/news|新告警/);
  followed.close();
});

test('who wants no movement has the mark of a new alarm without the pulse', async () => {
  const css = await readFile('src/plugins/feeds/style.css', 'utf8');
  expect(css).toMatch(/@media \(prefers-reduced-motion: reduce\) \{\s*\.alarm-strip\.news \{\s*animation: none;/);
});

test('no row is cut away: the rest of a long list comes on demand, and what is over is acknowledged at once', () => {
  const sensors = Array.from({ length: 70 }, (_, i) => sensor(`s${i}`, 'pond', [{}]));
  const live = heard(
    sensors,
    sensors.map(() => 1),
  );
  twin.getState().takeFeed({
    sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: sensors.map((_, i) =>
      i < 65
        ? alarm(i, { kind: 'unacknowledged', raisedMs: NOON_MS - 3_600_000 - i }, 2)
        : alarm(i, { kind: 'returned', raisedMs: NOON_MS - 9000, clearedMs: NOON_MS }, 2, 'pond warn'),
    ),
  });
  const text = textOf(markupOf(<AlarmPanel />, live));
  expect(text).toContain('再显示，还有 6 条');
  expect(text).toContain('已恢复的 5 条一并确认');
  expect(text).toMatch(/未恢复 65 .*已恢复 5/);
});

test('the truth of the stream is told in figures, the cut with its age', () => {
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  twin.getState().takeFeed({
    feed: { kind: 'cut', sinceMs: NOON_MS - 65_000, reason: { zh: '连接已断开', en: 'closed' }, hasAnswered: true },
    feedQuality: {
      ...emptyFeedQuality(),
      perS: 65.4,
      lost: 3,
      streams: 3544,
      firstProblem: { zh: '观测值应为数字', en: 'result: expected a number' },
      watermark: { ms: NOON_MS - 120_000, stream: 'sn-levee-0001/1' },
      skewMs: -3140,
    },
    feedLatency: { p50Ms: 12, p99Ms: 48, ageP99Ms: 412, count: 10 },
  });
  const text = textOf(markupOf(<FeedQualityPanel onClose={() => {}} />, live));
  expect(text).toMatch(
    /已断开 1:05 .*消息速率 65\.4\s*1\/s 数据流数 3,544 显示延迟 P99 48\s*ms 端到端延迟 P99 412\s*ms 数据完整至 \d\d:58:00 来源时钟偏差 −3\.1\s*s 丢失 3 /,
  );
  expect(markupOf(<FeedQualityPanel onClose={() => {}} />, live)).toContain('sn-levee-0001/1');
  expect(text).toContain('观测值应为数字');
});

test('the card of an object shows every stream that watches it; a stale one says since when', () => {
  const live = heard([sensor('a', 'bridge', [{}, { cadenceS: 5, unit: 'Cel' }])], [1.239, 20]);
  twin.getState().takeFeed({ sensors: live.sensors, feed: { kind: 'live', sinceMs: 0 } });
  const text = textOf(markupOf(inCard('bridge-1', <SensorSection />), live));
  expect(text).toMatch(/a站 1\.24\s*m .*a站 20\.00\s*°C .*已过期 20\s*s/);
  expect(markupOf(inCard('other', <SensorSection />), live)).toBe('');
});

test('a stream that is not open to the account says so in place of a value, and how many there are', () => {
  const live = heard([sensor('a', 'pond', [{}, {}])], [0.4]);
  live.takeUnlisted(Uint32Array.of(1));
  twin
    .getState()
    .takeFeed({ sensors: live.sensors, feed: { kind: 'live', sinceMs: 0 }, feedQuality: emptyFeedQuality() });
  const card = markupOf(inCard('a', <SensorSection />), live);
  expect(card.split('本账户不可见')).toHaveLength(2);
  expect(markupOf(<AlarmPanel />, live)).toContain('本账户可见的数据流无告警');
  expect(markupOf(<FeedQualityPanel onClose={() => {}} />, live)).toContain('另有 1 条数据流对本账户不可见');
});

test('markup in names, units and problems stays text', () => {
  const payloads = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    '<iframe srcdoc="<script>alert(1)</script>">',
    '{{constructor.constructor("alert(1)")()}}',
    '<a href="javascript:alert(1)">x</a>',
    '\u202e<b onmouseover=alert(1)>',
  ];
  for (const payload of payloads) {
    const wild = {
      ...sensor('a', 'pond', [{ unit: payload, name: { zh: payload, en: payload } }]),
      name: { zh: payload, en: payload },
    };
    const live = heard([wild], [1]);
    const told = alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS });
    live.takeAlarms([told]);
    twin.getState().takeFeed({
      sensors: [wild],
      feed: { kind: 'cut', sinceMs: 0, reason: { zh: payload, en: payload }, hasAnswered: true },
      alarms: [{ ...told, key: payload }],
      feedQuality: { ...emptyFeedQuality(), firstProblem: { zh: payload, en: payload } },
    });
    const markup = [
      <AlarmPanel key="a" />,
      <FeedQualityPanel key="s" onClose={() => {}} />,
      inCard('a', <SensorSection key="c" />),
    ]
      .map((element) => markupOf(element, live))
      .join('');
    expect(markup).not.toMatch(/<(script|img|iframe|a|b)\b|<svg onload/);
    expect([...markup.replace(/"[^"]*"/g, '').matchAll(/<[^>]*\son\w+=/g)]).toEqual([]);
    expect(mapLabel(live, 0, 'zh')).toContain(payload.slice(0, 3));
  }
});

test('vitals: the station highest against its warning, streets under water, what pumps lift, rain of an hour', async () => {
  const sensors = [
    sensor('r1', 'river', [{ warn: 382 }]),
    sensor('r2', 'river', [{ warn: 376 }]),
    sensor('p1', 'pond', [{}]),
    sensor('p2', 'pond', [{}]),
    sensor('b1', 'pump', [{ unit: '1' }, { unit: 'A' }, { unit: 'm3/s' }]),
    sensor('b2', 'pump', [{ unit: '1' }, { unit: 'A' }, { unit: 'm3/s' }]),
    sensor('g1', 'rain', [{ unit: 'mm' }]),
    sensor('g2', 'rain', [{ unit: 'mm' }]),
  ];
  const live = heard(sensors, [381, 375.5, 0.3, 0.29, 1, 40, 1.25, 0, 0, 0, 0.2, 0.4]);
  const kinds = mergeSensorKinds(BASE_KINDS);
  const ofKind = (id: string) => kindVital(kinds, id) ?? expect.fail(`no vital ${id}`);
  const vital = (id: string, nowMs: number) => liveVital(ofKind(id), live, nowMs);
  expect(vital('level', NOON_MS)).toMatchObject({
    station: { id: 'r2', name: { en: 'Station r2' } },
    value: '375.50',
    note: { word: 'sensors.belowWarn', value: '0.50\u2009m' },
  });
  const at = (chosen: Parameters<typeof liveVital>[3]) =>
    liveVital(ofKind('level'), live, NOON_MS, chosen)?.station?.id;
  expect([at({ pinnedId: 'r1' }), at({ pinnedId: 'gone' }), at({ shownId: 'r1' })]).toEqual(['r1', 'r2', 'r2']);
  expect(vital('ponding', NOON_MS)).toMatchObject({ value: '1', note: { value: '2' } });
  expect(vital('outflow', NOON_MS)).toMatchObject({ value: '1.3', note: { value: '1/2' } });
  const series = { timesMs: Float64Array.of(1, 2), values: Float64Array.of(0.5, 2) };
  const feeds = { live: () => live, series: async () => series };
  expect(await hourVital(ofKind('rain'), feeds, NOON_MS)).toMatchObject({
    value: '2.5',
  });
  expect(vital('level', NOON_MS + 600_000)).toBeNull();
});

test('the strip says how many pumping stations are in use and what all of them can lift', async () => {
  const pumps = ['b1', 'b2'].map((id) => sensor(id, 'pump', [{ unit: '1' }, { unit: 'A' }, { unit: 'm3/s' }]));
  const live = heard(pumps, [1, 40, 1.25, 0, 0, 0]);
  twin.getState().takeFeed({ sensors: pumps, feed: { kind: 'live', sinceMs: 0 } });
  const capacities = { version: createStore(() => 0), of: () => 12 };
  expect(textOf(markupOf(<SensorVitals />, live, { capacities }))).toMatch(/1\.3\s*m³\/s .*在用 1\/2 台 · 能力 12\.0/);
  const unknown = { version: createStore(() => 0), of: () => null };
  expect(textOf(markupOf(<SensorVitals />, live, { capacities: unknown }))).not.toContain('能力');
});

test('what devices can do together is read from their objects once, and part of it is not taken for all', async () => {
  const pumps = [
    { ...sensor('b1', 'pump', [{ unit: 'm3/s' }]), of: 'ps-1' },
    { ...sensor('b2', 'pump', [{ unit: 'm3/s' }]), of: 'ps-2' },
  ];
  const live = heard(pumps, [1, 1]);
  const layer = {
    ...smallCity().city.layers[0],
    attributes: [{ ...smallCity().city.layers[0].attributes[0], name: 'rate', type: 'number' as const, unit: 'm3/s' }],
  };
  const told = (rates: Record<string, number | null>) => ({
    gidOf: async (id: string) => Object.keys(rates).indexOf(id),
    describe: async (gid: number) => ({
      ...{ gid, id: '', layerId: layer.id, place: { eastM: 0, northM: 0, upM: 0, radiusM: 0 } },
      values: [{ name: 'rate', value: Object.values(rates)[gid] }],
    }),
  });
  const failed = (reason: unknown) => expect.fail(String(reason));
  const sum = async (rates: Record<string, number | null>) => {
    const there = pageTwin({ ...smallCity().city, layers: [layer] });
    const capacities = openCapacities({ twin: there, catalogue: told(rates) }, () => live, failed);
    expect(capacities.of('pump', 'm3/s')).toBeNull();
    await expect.poll(() => capacities.version.getState()).toBe(1);
    return capacities.of('pump', 'm3/s');
  };
  expect(await sum({ 'ps-1': 6, 'ps-2': 9 })).toBe(15);
  expect(await sum({ 'ps-1': 6, 'ps-2': null })).toBeNull();
});

test('the station of the level goes to another only when that stands clearly nearer its warning', () => {
  const sensors = [sensor('r1', 'river', [{ warn: 382 }]), sensor('r2', 'river', [{ warn: 376 }])];
  const level = kindVital(mergeSensorKinds(BASE_KINDS), 'level') ?? expect.fail('no level');
  const shownAfter = (values: number[]) => liveVital(level, heard(sensors, values), NOON_MS, { shownId: 'r1' });
  expect(shownAfter([381.42, 375.5])?.station?.id).toBe('r1');
  expect(shownAfter([381.3, 375.5])?.station?.id).toBe('r2');
  expect(shownAfter([382.25, 376])?.note).toEqual({ word: 'sensors.aboveWarn', value: '0.25\u2009m' });
});

test('the card of a sensor leads with its reading, the limit and the age; an object that is watched has no such head', () => {
  const live = heard([sensor('r1', 'river', [{ warn: 382 }])], [381.5]);
  twin.getState().takeFeed({ sensors: live.sensors, feed: { kind: 'live', sinceMs: 0 } });
  expect(textOf(markupOf(inCard('r1', <ReadingOfSensor />), live))).toMatch(
    /读数 381\.50\s*m 限值 382\.00\s*m 读数距今 20\s*s/,
  );
  expect(markupOf(inCard('bridge-1', <ReadingOfSensor />), live)).toBe('');
});

test('each dashed line of a chart says which rule it is', () => {
  const one = sensor('r1', 'river', [{ warn: 382 }]);
  const live = heard([one], [381.5]);
  const rule = rulesOf(mergeSensorKinds(BASE_KINDS), one, one.datastreams[0]).find(({ id }) => id === 'warn');
  if (!rule) return expect.fail('no rule of a warning');
  const line = { rule, fromMs: 0, fromValue: 382, toMs: 1, toValue: 382 };
  const text = textOf(markupOf(<ChartLegend lines={[line, line]} unit="m" hasForecast />, live));
  expect(text).toBe(` 实测 趋势外推 ${rule.title.zh} 382.00\u2009m `.replace('\u2009', ' '));
});

test('one line tells of how many streams the values count; while nothing is heard it counts none', () => {
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  const feedQuality = { ...emptyFeedQuality(), streams: 64, stale: 3 };
  twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: 0 }, feedQuality });
  expect(textOf(markupOf(<FeedHealth />, live))).toMatch(/实况 数据流 61\/64 3 过期/);
  twin
    .getState()
    .takeFeed({ feed: { kind: 'cut', sinceMs: NOON_MS, reason: { zh: '断', en: 'cut' }, hasAnswered: true } });
  expect(textOf(markupOf(<FeedHealth />, live))).toContain('数据流 —/64');
});

test('an account that may not act on alarms is told which may', () => {
  const live = heard([sensor('a', 'pond', [{}])], [1]);
  const account = { name: '甲', role: 'administrator', scope: { areas: 'all', classes: 'all' }, areas: [] } as const;
  twin.getState().takeAccount(account);
  twin.getState().takeFeed({
    sensors: live.sensors,
    feed: { kind: 'live', sinceMs: 0 },
    alarms: [alarm(0, { kind: 'unacknowledged', raisedMs: NOON_MS })],
  });
  expect(textOf(markupOf(<AlarmPanel />, live))).toMatch(/本账户（管理员）无权处置告警.*须由调度员或控制员处置/);
  expect(textOf(markupOf(<RecordingLane />, live))).toMatch(/本账户（管理员）不能回放/);
  twin.getState().takeAccount(null);
});

test('a figure whose sensors are silent says so, and not that none is connected', () => {
  const ponds = [sensor('a', 'pond', [{}])];
  const live = heard(ponds, [0.4]);
  const shownAt = (feedMs: number) => {
    twin.getState().takeFeed({ sensors: ponds, feed: { kind: 'live', sinceMs: 0 }, feedMs });
    return textOf(markupOf(<SensorVitals />, live));
  };
  expect(shownAt(NOON_MS)).toMatch(/积水 ≥ 0\.3 m 1 /);
  expect(shownAt(NOON_MS + 3_600_000)).toMatch(/积水 ≥ 0\.3 m — 无新读数/);
});

test('a figure of the city’s own kind stands where no usual one has sensors, and goes when no such sensor is there', () => {
  const label = { zh: '鸟群', en: 'Birds' };
  const vital = { id: 'birds', label, unit: '1', figure: 'sum' as const, steadyPerH: 1 };
  const kinds = mergeSensorKinds(BASE_KINDS, { kinds: [{ id: 'bird-counter', label, vital }] });
  const shownFor = (sensors: readonly CitySensor[]) => {
    const live = heard(
      sensors,
      sensors.map(() => 21),
    );
    twin.getState().takeFeed({ sensors, feed: { kind: 'live', sinceMs: 0 } });
    const feeds: Partial<FeedController> = { live: () => live, kinds: () => kinds };
    const app = testApp(twin, { feeds });
    return textOf(
      renderToStaticMarkup(
        <AppContext value={app}>
          <SensorVitals />
        </AppContext>,
      ),
    );
  };
  expect(
    shownFor([sensor('b', 'bird-counter', [{ unit: '1' }]), sensor('c', 'bird-counter', [{ unit: '1' }])]),
  ).toMatch(/^ 鸟群 42 .*共 2 个测站 $/);
  expect(shownFor([sensor('p', 'pond', [{}])])).not.toContain('鸟群');
});

test('alerts stand apart from alarms, with nothing to acknowledge, by what caused them', () => {
  const sensors = [sensor('a', 'pond', [{}]), sensor('b', 'pond', [{}]), sensor('c', 'pond', [{}])];
  const live = heard(sensors, [1, 1, 1]);
  const alert = (i: number) => alarm(i, { kind: 'alert', raisedMs: NOON_MS }, 4, 'pond silent');
  twin.getState().takeFeed({ sensors, feed: { kind: 'live', sinceMs: 0 }, alarms: [alert(0), alert(1)] });
  const alertsAlone = textOf(markupOf(<AlarmPanel />, live));
  expect(alertsAlone).toMatch(/未确认 0\/2 .*待处理 0 提示 2/);
  twin.getState().takeFeed({ alarms: [alert(0), alert(1), alarm(2, { kind: 'unacknowledged', raisedMs: NOON_MS })] });
  const text = textOf(markupOf(<AlarmPanel />, live));
  expect(text).toMatch(/未确认 1\/3 .*待处理 1 提示 2 .*c站/);
  expect(text).not.toContain('a站');
});

test('values and ages as they are read', () => {
  expect([valueText(381.2, 'm'), valueText(1240, '1/h'), valueText(Number.NaN, 'm')]).toEqual([
    { value: '381.20', unit: 'm' },
    { value: '1,240', unit: '/h' },
    { value: '—', unit: '' },
  ]);
  expect([ageText(37_000), ageText(-5), ageText(7_471_000)]).toEqual(['0:37', '0:00', '2:04:31']);
  const plain = (ms: number) => longAgoText(ms).replaceAll('\u2009', ' ');
  expect([-5, 37_000, 372_000, 7_471_000, 7_200_000, 277_200_000].map(plain)).toEqual([
    '0 s',
    '37 s',
    '6 min',
    '2 h 4 min',
    '2 h',
    '3 d 5 h',
  ]);
});

describe('which figures the strip shows, and where they should be', () => {
  const vital = (kind: string, id: string) =>
    ({ kind, label: { zh: id, en: id }, doesRun: false, rule: { id } }) as Parameters<typeof chosenVitals>[1][number];
  const all = [vital('rain', 'rain'), vital('river', 'level'), vital('pond', 'ponding'), vital('bike', 'bikes')];

  test('those that the city names; else those that its sensors give, its own kinds among them', () => {
    expect(chosenVitals(['bikes', 'level'], all, () => true)).toEqual(['bikes', 'level']);
    expect(chosenVitals(undefined, all, (kind) => kind !== 'pond')).toEqual(['level', 'rain', 'bikes']);
    expect(chosenVitals(undefined, all, null)).toEqual(['level', 'rain', 'ponding', 'affected', 'outflow']);
    expect(chosenVitals(undefined, all, () => false)).toContain('level');
  });

  test('a strip holds five: what is the city’s own stays, usual ones give way', () => {
    const own = ['a', 'b', 'c', 'd'].map((id) => vital(id, id));
    expect(chosenVitals(undefined, [...all, ...own], () => true)).toEqual(['bikes', 'a', 'b', 'c', 'd']);
  });

  test('a figure is within its band, beside it, or nobody told one', () => {
    expect([isOnTarget(0, { to: 0 }), isOnTarget(2, { to: 0 })]).toEqual([true, false]);
    expect([isOnTarget(18, { from: 18, to: 24 }), isOnTarget(17.9, { from: 18, to: 24 })]).toEqual([true, false]);
    expect([isOnTarget(1, undefined), isOnTarget(1, {})]).toEqual([null, null]);
  });

  test('a band stands where it is: above its lower edge, below its upper one', () => {
    const live = heard([sensor('a', 'pond', [{}])], [1]);
    const points = [0, 1, 2].map((i) => ({ timeMs: NOON_MS + 60_000 * i, value: 10 * i }));
    const bandOf = (target: TargetBand) =>
      /class="band" x="0" y="([\d.]+)" width="100" height="([\d.]+)"/
        .exec(markupOf(<Sparkline points={points} target={target} />, live))
        ?.slice(1)
        .map(Number);
    expect(bandOf({ from: 5, to: 15 })).toEqual([4.5, 7]);
    expect(bandOf({ to: 10 })).toEqual([8, 8]);
    expect(bandOf({ from: 10 })).toEqual([0, 8]);
  });
});
