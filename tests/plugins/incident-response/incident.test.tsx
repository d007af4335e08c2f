import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { fileCase } from '../../../model/cases/cases.ts';
import type { Near } from '../../../model/city/catalogue.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { incidentOf } from '../../../src/plugins/incident-response/incident.ts';
import { nearestByKind } from '../../../src/plugins/incident-response/nearest-by-kind.ts';
import {
  Forces,
  IncidentLine,
  ResponsePlan,
  Video,
} from '../../../src/plugins/incident-response/panels/incident-panels.tsx';
import type { SituationIncident } from '../../../src/twin/situation.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const NOON_MS = Date.UTC(2026, 6, 18, 4, 0, 0);

const sensor = (id: string, at: [number, number], streams: number): CitySensor => ({
  id,
  kind: 'pond',
  name: { zh: `${id}站`, en: `Station ${id}` },
  lonLat: [108, 34],
  at,
  of: '',
  datastreams: Array.from({ length: streams }, (_, i) => ({
    id: `${id}/${i}`,
    name: { zh: '值', en: 'value' },
    unit: 'm',
    cadenceS: 60,
  })),
});
const SENSORS = [sensor('a', [10, 20], 2), sensor('b', [30, 40], 1)];

const alarm = (stream: number, priority: Alarm['meaning']['priority'], state: Alarm['state']): Alarm => ({
  key: `${stream} warn`,
  stream,
  state,
  meaning: {
    priority,
    title: { zh: '道路积水', en: 'Ponding' },
    consequence: { zh: '危险', en: 'Danger' },
    action: { zh: '封路', en: 'Close the road' },
    cause: 'pond',
  },
  value: 1,
  limit: 1,
  by: null,
  isLate: false,
  raised: null,
});
const waiting = (atMs: number): Alarm['state'] => ({ kind: 'unacknowledged', raisedMs: atMs });

const one = fileCase(
  {
    key: 'a key of its own',
    title: '隧道积水',
    object: 'b',
    place: lonLatFromEnu(city.origin, [100, 200, 0]),
    alarm: null,
    priority: 1,
  },
  '20260718-0001',
  '甲',
  NOON_MS,
);

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city, NOON_MS);
  twin.getState().takeFeed({ feedMs: NOON_MS, sensors: SENSORS });
  await words.changeLanguage('zh');
});
const panels = () =>
  [<Forces key="f" />, <Video key="v" />, <ResponsePlan key="p" />].map((panel) => readable(markupIn(twin, panel)));

test('the incident is the open case; without one the gravest alarm that waits, the newest of equals', () => {
  const of = (alarms: readonly Alarm[], caseId: string | null = null) =>
    incidentOf({ alarms, caseId, cases: [one], sensors: SENSORS, open: null, isFeedShown: true }, city.origin);
  const least = alarm(0, 3, waiting(NOON_MS));
  const older = alarm(1, 1, waiting(NOON_MS - 9));
  const newer = alarm(2, 1, waiting(NOON_MS - 1));
  const over = alarm(2, 1, { kind: 'returned', raisedMs: NOON_MS, clearedMs: NOON_MS });
  const seen = alarm(2, 1, { kind: 'acknowledged', raisedMs: NOON_MS, by: '甲' });
  expect(of([least, older, newer])).toMatchObject({ kind: 'alarm', sensor: { id: 'b' }, place: { eastM: 30 } });
  expect(of([least, older])).toMatchObject({ sensor: { id: 'a' }, place: { eastM: 10, northM: 20 } });
  expect(of([least, over])).toMatchObject({ alarm: { stream: 0 } });
  expect(of([seen])).toBeNull();
  const opened = of([older], one.id);
  expect(opened).toMatchObject({ kind: 'case', one: { title: '隧道积水' } });
  expect(opened?.place?.eastM).toBeCloseTo(100, 3);
});

const underWay = (more: Partial<SituationIncident> = {}): SituationIncident => ({
  id: 'i-1',
  title: '老城积水',
  place: lonLatFromEnu(city.origin, [70, 80, 0]),
  hazard: 'flood',
  radiusM: 500,
  level: 2,
  plan: { zh: '内涝预案', en: 'Flood plan' },
  step: { number: 3, title: { zh: '封路', en: 'Close roads' }, dueMs: NOON_MS + 300_000 },
  stepsDone: 2,
  stepCount: 8,
  alarms: [],
  orders: [],
  runHashes: [],
  ownRuns: [],
  openedMs: NOON_MS,
  lastMs: NOON_MS,
  closedMs: null,
  isExercise: false,
  at: 'present',
  branch: null,
  isMeasured: true,
  ...more,
});

test('an incident that is under way comes before alarms and after an opened case; it has its own place', () => {
  const of = (caseId: string | null, open: SituationIncident | null = underWay(), isFeedShown = true) =>
    incidentOf(
      { alarms: [alarm(1, 1, waiting(NOON_MS))], caseId, cases: [one], sensors: SENSORS, open, isFeedShown },
      city.origin,
    );
  expect(of(null)).toMatchObject({ kind: 'incident', key: 'i-1' });
  expect(of(null)?.place?.eastM).toBeCloseTo(70, 3);
  expect(of(one.id)).toMatchObject({ kind: 'case' });
  expect(of(null, underWay({ place: null }))).toMatchObject({ kind: 'incident', place: null });
  expect(of(null, null)).toMatchObject({ kind: 'alarm' });
  // The log of another time comes before cases and alarms of the present.
  expect(of(one.id, underWay({ at: 'replay' }))).toMatchObject({ kind: 'incident' });
  expect(of(one.id, null, false)).toBeNull();
});

test('a replayed incident fills the desk: its title, its step of that time, and no all-clear of today', () => {
  const app = testApp(twin);
  const shown = (panel: ReactNode) => readable(renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>));
  const dueMs = NOON_MS - 86_340_000;
  twin.getState().showTime(NOON_MS - 86_400_000);
  expect(shown(<IncidentLine />)).toBe('当时无事件');
  twin
    .getState()
    .takeSituationIncident(
      underWay({ at: 'replay', step: { number: 3, title: { zh: '封路', en: 'Close roads' }, dueMs } }),
    );
  expect(shown(<IncidentLine />)).toBe('老城积水');
  expect(shown(<Forces />)).toContain('老城积水');
  expect(shown(<ResponsePlan />)).toMatch(/第 3 步：封路 \d\d:01 前 内涝预案 · 已完成 2\/8 步/);
  twin.getState().takeSituationIncident(underWay({ plan: null }));
  expect(shown(<ResponsePlan />)).toContain('未选用预案');
});

test('of each kind of force the nearest are told, and never the object itself', () => {
  const near = (id: string, kind: string, distanceM: number): Near => ({
    distanceM,
    object: {
      gid: distanceM,
      id,
      layerId: 'resources',
      values: [{ name: 'kind', value: kind }],
      place: { eastM: 0, northM: 0, upM: 0, radiusM: 0 },
    },
  });
  const all = [near('t3', 'team', 30), near('t1', 'team', 10), near('t2', 'team', 20), near('s1', 'shelter', 99)];
  expect(nearestByKind(all, 't2', 1).map(({ object }) => object.id)).toEqual(['t1', 's1']);
  expect(nearestByKind(all, '', 2).map(({ object }) => object.id)).toEqual(['t1', 't2', 's1']);
  const farthestFirst = ({ distanceM }: Near) => -distanceM;
  expect(nearestByKind(all, '', 1, farthestFirst).map(({ object }) => object.id)).toEqual(['s1', 't3']);
});

test('without an incident the column says what it waits for; a city without forces, cameras and plans says that', () => {
  expect(panels()).toEqual([
    expect.stringContaining('建立突发事件，或有未确认告警时，列出最近的队伍'),
    expect.stringContaining('列出最近的摄像头'),
    expect.stringContaining('未确认的告警中没有能在地图上定位的'),
  ]);
  twin.getState().takeFeed({ alarms: [alarm(0, 1, waiting(NOON_MS))] });
  expect(panels()).toEqual([
    expect.stringMatching(/a站 .*本市没有应急资源数据/),
    expect.stringMatching(/事发点视频 .*本市没有摄像头数据/),
    expect.stringMatching(/封路 危险 本市未载入应急预案；以上为告警规则的建议/),
  ]);
});

test('of an open case the stages stand there, the next with its limit, and whether it is late', () => {
  twin.getState().takeFeed({ cases: [one] });
  twin.getState().openCase(one.id);
  expect(panels()[2]).toMatch(/立案 派遣 处置 核查 结案 下一步：派遣 \d\d:05 前 · 甲 本市未载入应急预案/);
  twin.getState().takeFeed({ feedMs: NOON_MS + 6 * 60_000 });
  expect(panels()[2]).toMatch(/应于 \d\d:05 前完成，已超时/);
});

test('while the hub is not heard neither the top bar nor the steps read as an all-clear', async () => {
  await words.changeLanguage('zh');
  const twin = pageTwin(city);
  const told = () =>
    [<IncidentLine key="line" />, <ResponsePlan key="plan" />].map((one) => readable(markupIn(twin, one)));
  twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: 0 } });
  expect(told()[0]).toBe('当前无事件');
  twin.getState().takeFeed({ feed: { kind: 'cut', sinceMs: 0, reason: { zh: '断', en: 'cut' }, hasAnswered: true } });
  expect(told().every((text) => text.includes('事件状态未知'))).toBe(true);
  expect(told().join()).not.toMatch(/当前无事件|没有打开的案件/);
});
