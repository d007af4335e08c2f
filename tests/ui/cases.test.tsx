import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { type CityCase, escalate, fileCase, stepCase } from '../../src/city/cases.ts';
import { openCatalogue } from '../../src/city/catalogue-core.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { CasePanel } from '../../src/ui/cases.tsx';
import { createPanels } from '../../src/ui/panels.ts';
import { caseLabel } from '../../src/ui/sensor-text.ts';
import { SurroundingsContext } from '../../src/ui/surroundings.tsx';
import { words } from '../../src/ui/words.ts';
import { smallCity } from '../city/small-city.ts';
import { noBuild, noCrowds, noFeeds, noFloods, noGlobe, noLinking, noProject, noSession } from './no-surroundings.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const MINUTE_MS = 60_000;

let twin: Twin;

function textOf(element: React.ReactNode): string {
  const { city, files } = smallCity();
  const surroundings = {
    twin,
    catalogue: openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array()),
    globe: noGlobe,
    crowd: noCrowds,
    flood: noFloods,
    build: noBuild,
    project: noProject,
    linking: noLinking,
    feeds: noFeeds,
    session: noSession,
    panels: createPanels(false),
  };
  const markup = renderToStaticMarkup(<SurroundingsContext value={surroundings}>{element}</SurroundingsContext>);
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
    const next = stepCase(known, { word, by, note: '已抽干', unit: '排水一队', atMs: NOON_MS + (i + 1) * MINUTE_MS });
    if (typeof next === 'string') throw new Error(next);
    return next;
  }, one);
}

beforeEach(async () => {
  twin = createTwin(smallCity().city, NOON_MS);
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
    /案件 超时 1 件 1 立案 0 派遣 0 处置 1 核查 0 结案 路灯不亮 超时 1:00 20260718-0001 · 立案 已升级 1 级 南门积水 余 2:00 20260718-0002 · 核查 · 排水一队/,
  );
});

test('who is not on duty reads the log and has no word to say; who handled it may not accept it', () => {
  twin.getState().openCase('20260718-0002');
  const read = textOf(<CasePanel />);
  expect(read).toMatch(/12:00:00 立案 · 甲 12:01:00 派遣 · 甲 · 已抽干 12:02:00 接单 · 乙/);
  expect(read).toContain('处理案件须登录值班账号');
  twin.getState().takeAccount({ name: '甲', role: 'dispatcher', scope: { areas: 'all', classes: 'all' }, areas: [] });
  expect(textOf(<CasePanel />)).toMatch(/核查通过，结案 退回重办/);
  twin.getState().takeFeed({ replay: { name: 'a', fromMs: 0, toMs: 1 } });
  expect(textOf(<CasePanel />)).not.toContain('退回重办');
});

test('a pin names its case in both languages', () => {
  expect([caseLabel({ id: '20260718-0002' }, 'zh'), caseLabel({ id: '20260718-0002' }, 'en')]).toEqual([
    '案 0002',
    'Case 0002',
  ]);
});
