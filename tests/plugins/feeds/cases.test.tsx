import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { type CityCase, escalate, fileCase, nextCase } from '../../../model/cases/cases.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { CasePanel } from '../../../src/plugins/feeds/panels/cases.tsx';
import { caseLabel } from '../../../src/plugins/feeds/sensor-text.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const MINUTE_MS = 60_000;

let twin: Twin;

function textOf(element: React.ReactNode): string {
  const app = testApp(twin);
  const markup = renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
  return markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

const filed = (number: number, title: string, priority: 1 | 2 | 3 | 4): CityCase =>
  fileCase(
    { key: `key of ${number}`, title, object: 'road-1', place: null, alarm: null, priority },
    `20260718-000${number}`,
    '甲',
    NOON_MS,
  );

function after(one: CityCase, ...words: ['dispatch' | 'take' | 'report', string][]): CityCase {
  return words.reduce((known, [word, by], i) => {
    const next = nextCase(known, { word, by, note: '已抽干', unit: '排水一队', atMs: NOON_MS + (i + 1) * MINUTE_MS });
    if ('text' in next) throw new Error(next.text.en);
    return next;
  }, one);
}

beforeEach(async () => {
  twin = pageTwin(smallCity().city, NOON_MS);
  await words.changeLanguage('zh');
  const late = escalate(filed(1, '路灯不亮', 3), NOON_MS + 31 * MINUTE_MS) ?? filed(1, '', 3);
  const checking = after(filed(2, '南门积水', 1), ['dispatch', '甲'], ['take', '乙'], ['report', '乙']);
  twin.getState().takeFeed({
    feed: { kind: 'live', sinceMs: NOON_MS },
    feedMs: NOON_MS + 31 * MINUTE_MS,
    cases: [checking, late],
  });
});

test('the board counts each stage; the late case is on top and says so; the next has its time', () => {
  expect(textOf(<CasePanel />)).toMatch(
    /案件 超时 1 件 1 立案 0 派遣 0 处置 1 核查 0 结案 路灯不亮 超时 1:00 20260718-0001 · 立案 已升级 1 级 南门积水 剩余 2:00 20260718-0002 · 核查 · 排水一队/,
  );
});

test('who is not on duty reads the log and has no word to say; who handled it may not accept it', () => {
  twin.getState().openCase('20260718-0002');
  const read = textOf(<CasePanel />);
  expect(read).toMatch(/12:00:00 立案 · 甲 12:01:00 派遣 · 甲 · 已抽干 12:02:00 接单 · 乙/);
  expect(read).toContain('处理案件须登录值班账户');
  twin.getState().takeAccount({ name: '甲', role: 'dispatcher', scope: { areas: 'all', classes: 'all' }, areas: [] });
  expect(textOf(<CasePanel />)).toMatch(/核查通过，结案 退回重办/);
  twin.getState().takeFeed({ replay: { name: 'a', fromMs: 0, toMs: 1 } });
  expect(textOf(<CasePanel />)).not.toContain('退回重办');
});

test('a pin names its case in both languages', () => {
  expect([caseLabel({ id: '20260718-0002' }, 'zh'), caseLabel({ id: '20260718-0002' }, 'en')]).toEqual([
    '案件 0002',
    'Case 0002',
  ]);
});
