import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import { Page } from '../../src/app/shell/page.tsx';
import { AppContext } from '../../src/kit/app-context.tsx';
import type { App } from '../../src/kit/plugin.ts';
import { words } from '../../src/kit/words.ts';
import { DescribedCard } from '../../src/plugins/card/panels/object-card.tsx';
import { Why } from '../../src/plugins/card/panels/why.tsx';
import { Readings } from '../../src/plugins/measure/panels/measure.tsx';
import type { Twin } from '../../src/twin/twin.ts';
import { smallCatalogue, testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { isLong } from '../long.ts';
import { smallCity } from '../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4, 0, 0);

let twin: Twin;
let app: App;

function page(): string {
  return renderToStaticMarkup(<Page app={app} isKiosk={false} />);
}

function within(panel: ReactNode): string {
  return renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
}

/** What a reader sees: no tags, no entities that matter here. */
function textOf(markup: string): string {
  return markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

beforeEach(async () => {
  twin = pageTwin(smallCity().city, NOON_MS);
  app = testApp(twin);
  app.panels.getState().openTool('layers');
  await words.changeLanguage('zh');
});

test('the help button opens the guide at the page of the open desk, in the language of the page', async () => {
  expect(page()).toContain('href="guide/zh/use/plan.html"');
  twin.getState().openDesk('command');
  await words.changeLanguage('en');
  expect(page()).toContain('href="guide/en/use/command.html"');
});

test('the top bar names the city, says that it is fictional, and has four desks', () => {
  const text = textOf(page());
  expect(text).toContain('小城');
  expect(text).toContain('虚构城市');
  for (const desk of ['规划', '指挥', '建造', '展厅']) expect(text).toContain(desk);
});

test('alarms stay at the foot of the task column whatever tool is open; the list of them is a tool', () => {
  twin.getState().openDesk('command');
  const column = () => page().split('<aside class="tasks">')[1].split('</aside>')[0];
  const inspector = () => page().split('<aside class="inspector"')[1];
  app.panels.getState().openTool('feeds.alarms');
  expect(column()).toContain('alarm-strip');
  expect(inspector()).toContain('class="panel dock grows alarms');
  app.panels.getState().openTool('flood');
  expect(column()).toContain('alarm-strip');
  expect(inspector()).not.toContain('class="panel dock grows alarms');
  expect(inspector()).toContain('洪涝推演');
});

test('the inspector shows one thing: a selection in front of the tool, and the tool again when it is let go', () => {
  const inside = () => page().split('<aside class="inspector"')[1].split('data-kind="')[1].split('"')[0];
  expect(inside()).toBe('tool');
  twin.getState().select(0);
  app.panels.getState().bringToFront('object');
  expect(inside()).toBe('object');
  twin.getState().select(null);
  expect(inside()).toBe('tool');
  app.panels.getState().openTool(null);
  expect(inside()).toBe('start');
});

test('the page speaks English when told', async () => {
  await words.changeLanguage('en');
  const text = textOf(page());
  expect(text).toContain('Smalltown');
  expect(text).toContain('Fictional city');
  expect(text).toContain('Storm sewers');
  expect(text).not.toMatch(/图层|雨水管/);
});

test('the layer tree lists every layer in its folder with its count', () => {
  const text = textOf(page());
  expect(text).toContain('显示 2 / 3');
  expect(text).toMatch(/地下管线 0 \/ 1 .*雨水管 3/);
  expect(text).toMatch(/规划 1 \/ 1 控制性详细规划 规划 2/);
});

test('filters hide layers and say so', () => {
  twin.getState().filterStates(['planned']);
  const text = textOf(page());
  expect(text).toContain('显示 1 / 3');
  expect(text).toContain('已被筛选隐藏');
});

test('a layer that failed shows why, and the others stay', () => {
  const reason = { zh: 'building/3.glb：读取失败（HTTP 404）', en: 'building/3.glb: expected 200, got 404' };
  twin.getState().setLayerStatus('building', { kind: 'failed', reason });
  const text = textOf(page());
  expect(text).toContain('此图层未完整加载');
  expect(text).toContain(reason.zh);
  expect(text).toContain('控制性详细规划');
});

test('the card shows labels, units, words for codes, and a dash where nothing is known', async () => {
  const description = await smallCatalogue().describe(0);
  if (!description) throw new Error('expected building 0');
  const card = (gid: typeof description) => textOf(within(<DescribedCard description={gid} onClose={() => {}} />));
  const text = card(description);
  expect(text).toContain('bld-ED1-00002');
  expect(text).toContain('文峰塔');
  expect(text).toMatch(/高度 32\.5 \u2009?m/);
  expect(text).toMatch(/类别 里弄 lane/);
  expect(text).toContain('CC0-1.0');
  const nameless = await smallCatalogue().describe(4);
  if (!nameless) throw new Error('expected building 4');
  expect(card(nameless)).toMatch(/高度 — 层数 —/);
});

test('attribute text that looks like markup stays text', async () => {
  const hostile = await smallCatalogue().describe(4);
  if (!hostile) throw new Error('expected building 4');
  const markup = within(<DescribedCard description={hostile} onClose={() => {}} />);
  expect(markup).not.toContain('<img');
  expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('the English card of an object with a Chinese name says both', async () => {
  const description = await smallCatalogue().describe(0);
  if (!description) throw new Error('expected building 0');
  await words.changeLanguage('en');
  const named = { ...description, values: [...description.values, { name: 'nameEn', value: 'Wenfeng Pagoda' }] };
  expect(textOf(within(<DescribedCard description={named} onClose={() => {}} />))).toContain(
    'Wenfeng Pagoda Existing 文峰塔 Buildings',
  );
});

test('why: source, edition, unit, column, and the guess that went into it', () => {
  const [buildings] = twin.city.layers;
  const attribute = (name: string) => {
    const found = buildings.attributes.find((one) => one.name === name);
    if (!found) throw new Error(`expected ${name}`);
    return found;
  };
  const height = textOf(within(<Why layer={buildings} attribute={attribute('height')} />));
  expect(height).toMatch(/来源 测试数据 版次 2026-11-20 许可 CC0-1.0 单位 m .*数据列 building\/height/);
  expect(height).toContain('1 个对象没有高度，以 3 m 代之');
  expect(textOf(within(<Why layer={buildings} attribute={attribute('storeys')} />))).toContain('未作假设');
});

test('the ruler says its lengths with units, and a dash for what wants more points', () => {
  const at = (eastM: number, elevationM: number, on: 'ground' | 'object') => ({
    lonLat: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 },
    enu: [eastM, 0, elevationM] as const,
    elevationM,
    on,
  });
  const read = (kind: 'distance' | 'area' | 'height', points: SurfacePoint[]) =>
    textOf(
      within(
        <Readings
          pick={{ ruler: kind, points }}
          facts={{ flatM: 1234.5, alongM: 1240, riseM: -3.2, areaM2: 25_000 }}
        />,
      ),
    );
  const [low, high] = [at(0, 380, 'ground'), at(1234.5, 376.8, 'ground')];
  expect(read('distance', [low])).toMatch(/水平距离 — 沿地面距离 — 末点与起点高差 — 末点高程 380\.00 \u2009?m/);
  expect(read('distance', [low, high])).toMatch(
    /水平距离 1,234\.5 \u2009?m 沿地面距离 1,240\.0 \u2009?m 末点与起点高差 −3\.20/,
  );
  expect(read('distance', [low, at(9, 400, 'object')])).toContain('空间距离 1,240.0');
  expect(read('area', [low, high])).toContain('水平面积 —');
  expect(read('area', [low, high, low])).toMatch(/水平面积 2\.50 \u2009?公顷/);
});

test('pipes and plans that are shown have their colours in words on the map', () => {
  expect(textOf(page())).toMatch(/B1 R2/);
  twin.getState().showLayer('plan-kg', false);
  twin.getState().showLayer('pipe-storm', true);
  const markup = page();
  expect(textOf(markup.slice(markup.indexOf('legend-own'), markup.indexOf('map-foot')))).toContain('雨水管');
});

/** In part each tool is drawn on one desk, in full on every one. */
test('every desk and every tool draws in both languages', async () => {
  const desks = ['plan', 'command', 'build', 'tour'] as const;
  for (const language of ['zh', 'en'] as const) {
    await words.changeLanguage(language);
    for (const [deskAt, desk] of desks.entries()) {
      twin.getState().openDesk(desk);
      const tools = app.placed('tool').map(({ id }) => id);
      for (const tool of [null, ...tools.filter((_, toolAt) => isLong || toolAt % desks.length === deskAt)]) {
        app.panels.getState().openTool(tool);
        expect(page()).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  }
});

test('the command desk shows no figure that no feed has given', () => {
  twin.getState().openDesk('command');
  app.panels.getState().show('layers', false);
  const markup = page();
  const vitals = markup.slice(markup.indexOf('class="vitals"'), markup.indexOf('class="centre"'));
  expect(textOf(vitals).match(/— 未接入/g)).toHaveLength(5);
});

test('the tour starts with a cover and then shows chapter, caption and rail', () => {
  twin.getState().openDesk('tour');
  expect(textOf(page())).toContain('轻触任意处开始');
  twin.getState().startTour(1);
  const text = textOf(page());
  expect(text).toContain('第二章，共二章');
  expect(text).toContain('路面之下有七种管线。');
  expect(text).toContain('一 河与城');
  twin.getState().holdTour();
  twin.getState().reportTour(0.4, 9.2);
  expect(textOf(page())).toContain('10 秒后继续');
});

test('the sun panel shows the hour of the city and where the sun stands', () => {
  app.panels.getState().openTool('sun');
  const text = textOf(page());
  expect(text).toContain('07-18 周六 12:00');
  expect(text).toMatch(/太阳高度角 7\d°，方位角 1\d\d°/);
  expect(text).toContain('Asia/Shanghai UTC+8');
});

test('an excavation shows its volume once the picture has cut it', () => {
  app.panels.getState().openTool('underground');
  twin.getState().startDigging();
  expect(textOf(page())).toContain('已绘 0 点');
  for (const point of [
    [0, 0],
    [10, 0],
    [10, 10],
  ] as const)
    twin.getState().addPickPoint({
      lonLat: { lonDeg: 108.75, latDeg: 34.3, heightM: 380 },
      enu: [...point, 380],
      elevationM: 380,
      on: 'ground',
    });
  expect(textOf(page())).toContain('已绘 3 点');
});
