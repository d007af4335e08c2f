import type { ReactNode } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { words } from '../../src/kit/words.ts';
import { ClashList } from '../../src/plugins/build/panels/clash-list.tsx';
import { OffenderList } from '../../src/plugins/height-limits/panels/offender-list.tsx';
import { ClearanceList } from '../../src/plugins/pipe-network/panels/clearance-list.tsx';
import type { Twin } from '../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../kit/rendered.tsx';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

/** What the tool works through stands at the foot of the task column while the tool is open: name, figure, note, and the mark of each row. */
let twin: Twin;
beforeEach(async () => {
  await words.changeLanguage('zh');
  twin = pageTwin(smallCity().city);
});
const named = (name: string) => ({ zh: name, en: name });
const rowsOf = (list: ReactNode, controllers: Readonly<Record<string, object>>) => {
  const markup = markupIn(twin, list, controllers);
  return markup
    .split('<li>')
    .slice(1)
    .map((row) => [
      attributeOf(tagsOf(row, 'button')[0], 'class'),
      readable(row.split('</li>')[0]).replaceAll('\u2009', ' '),
    ]);
};
const isOffered = (id: string, controllers: Readonly<Record<string, object>>) => {
  const app = testApp(twin, controllers);
  return app
    .placed('worklist')
    .find((panel) => panel.id === id)
    ?.isShown?.(twin.getState(), app);
};

test('buildings above the limits, the most first; a city with none has no list', () => {
  twin.getState().setAnalysis('height-limits', { kind: 'done', serial: 1 });
  const offender = (name: string, excessM: number) => ({ building: { name: named(name) }, surface: 'strip', excessM });
  const of = (...offenders: object[]) => ({ 'height-limits': { result: () => ({ offenders }) } });
  const two = of(offender('会展塔楼', 12.34), offender('永里巷 9 号', 0.5));
  expect(rowsOf(<OffenderList />, two)).toEqual([
    ['severe', '会展塔楼 +12.3 m 升降带'],
    ['severe', '永里巷 9 号 +0.5 m 升降带'],
  ]);
  expect([isOffered('height-limits.list', two), isOffered('height-limits.list', of())]).toEqual([true, false]);
});

test('pipes that are too near; what an unconfirmed table says is marked so, and a burst has no list', () => {
  twin.getState().setAnalysis('pipe-network', { kind: 'done', serial: 1 });
  const finding = (status: string, other: object | null) => ({
    ...{ check: other ? 'crossing' : 'cover', pipe: { id: '给水-1' }, other, excessM: 0.25, status },
  });
  const of = (result: object) => ({ 'pipe-network': { result: () => result } });
  const findings = [finding('read', { id: '燃气-2' }), finding('unverified', null)];
  const found = of({ kind: 'clearance', findings });
  expect(rowsOf(<ClearanceList />, found)).toEqual([
    ['severe', '给水-1 × 燃气-2 −0.25 m 交叉'],
    ['open', '给水-1 −0.25 m 覆土'],
  ]);
  expect([isOffered('pipe-network.list', found), isOffered('pipe-network.list', of({ kind: 'burst' }))]).toEqual([
    true,
    false,
  ]);
});

test('what meets what on the site, the marked group pressed', () => {
  const group = (verdict: string, names: string[]) => ({
    ...{ verdict, names, title: named('塔吊与塔吊'), value: 1.5, unit: 'm' },
  });
  const groups = [
    group('fail', ['1 号塔吊', '2 号塔吊']),
    group('unsure', ['基坑', '给水管']),
    group('allowed', ['板']),
  ];
  twin.setState({ space: { kind: 'done', serial: 1 }, spaceFocus: 1 });
  const controllers = { build: { build: { review: { space: () => ({ groups }) } } } };
  expect(rowsOf(<ClashList />, controllers)).toEqual([
    ['severe', '1 号塔吊 × 2 号塔吊 1.50 m 塔吊与塔吊'],
    ['open', '基坑 × 给水管 1.50 m 塔吊与塔吊'],
    ['done', '板 1.50 m 塔吊与塔吊'],
  ]);
  const pressed = tagsOf(markupIn(twin, <ClashList />, controllers), 'button').map((tag) =>
    attributeOf(tag, 'aria-pressed'),
  );
  expect(pressed.slice(0, 3)).toEqual(['false', 'true', 'false']);
});
