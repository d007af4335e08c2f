import { beforeEach, describe, expect, test } from 'vitest';
import { SUN_RULES, type SunRules } from '../../../model/questions/sun-rules.ts';
import { words } from '../../../src/kit/words.ts';
import { DwellingList } from '../../../src/plugins/sun/panels/dwelling-list.tsx';
import { SunResultPanel } from '../../../src/plugins/sun/panels/sun-result.tsx';
import { wantsShadows } from '../../../src/twin/appearance.ts';
import type { SunResult } from '../../../workers/sun/engine-types.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** One house of one storey with three dwellings: 3 h, 0.5 h instead of 2.5 h, and 1 h as before. */
const resultBy = (rules: SunRules, hasScheme = true): SunResult => ({
  rules,
  fromMs: 0,
  toMs: 1,
  hasScheme,
  planned: [],
  buildings: [
    {
      layer: 'building',
      row: 0,
      id: 'a',
      name: { zh: '永里巷 9 号', en: 'Yongli Lane 9' },
      use: 'residential',
      dwellings: 3,
      atM: [0, 0, 0],
      windows: 3,
      judged: 3,
      metBefore: 2,
      metAfter: 1,
      lost: 1,
      worst: { storey: 0, beforeMin: 150, afterMin: 30 },
      storeys: [],
    },
  ],
  windows: {
    count: 3,
    placesM: Float64Array.of(0, 0, 1, 0, -1, 5, 0, 1, 0, -1, 9, 0, 1, 0, -1),
    building: Int32Array.of(0, 0, 0),
    storey: Int32Array.of(0, 0, 0),
    facade: Int32Array.of(0, 0, 0),
    beforeMin: Float32Array.of(180, 150, 60),
    afterMin: Float32Array.of(180, 30, 60),
    openMin: Float32Array.of(480, 480, 480),
    widthM: Float32Array.of(3, 3, 3),
    heightM: Float32Array.of(3, 3, 3),
    dwelling: Int32Array.of(0, 1, 2),
  },
  dwellings: {
    count: 3,
    counts: { judged: 3, metBefore: 2, metAfter: 1, lost: 1 },
    building: Int32Array.of(0, 0, 0),
    storey: Int32Array.of(0, 0, 0),
    place: Int32Array.of(0, 1, 2),
    ofStorey: Int32Array.of(3, 3, 3),
    isAlongNorth: Uint8Array.of(0, 0, 0),
    beforeMin: Float32Array.of(180, 150, 60),
    afterMin: Float32Array.of(180, 30, 60),
  },
  counts: { insideParts: 0, underGround: 0, storeysAssumed: 0, pitched: 0, blockers: 1 },
  hash: 'abc',
});

const [unconfirmed] = SUN_RULES;
const confirmed: SunRules = { ...unconfirmed, verified: true };

function shown(result: SunResult): string {
  const twin = pageTwin(smallCity().city);
  twin.getState().setSunStudied({ kind: 'done', serial: 1 });
  const controllers = { sun: { result: () => result, reckoned: () => null } };
  return readable(markupIn(twin, <SunResultPanel onClose={() => {}} />, controllers));
}

describe('the result of a study of sunlight', () => {
  beforeEach(() => words.changeLanguage('zh'));

  test('says that nobody loses sun where nobody does, and otherwise who loses most', () => {
    const result = resultBy(unconfirmed);
    const withAfter = (afterMin: Float32Array<ArrayBuffer>): SunResult => ({
      ...result,
      dwellings: { ...result.dwellings, counts: { ...result.dwellings.counts, lost: 0 }, afterMin },
    });
    expect(shown(withAfter(result.dwellings.beforeMin))).toContain('没有一户的日照变少');
    // The third has least, the second loses most: 2.5 h become 2.1 h.
    expect(shown(withAfter(Float32Array.of(180, 126, 60)))).toContain('2.5 h 变为 2.1 h');
  });

  test('is a verdict of each dwelling where the rule is confirmed, the worst first', () => {
    const text = shown(resultBy(confirmed));
    expect(text).toContain('1 户将不再满足大寒日 2 小时（共 3 户）');
    expect(text).toContain('最重的是永里巷 9 号 1 层西起第 2 户：2.5 h 变为 0.5 h。');
    const rows = [...text.matchAll(/西起第 (\d) 户 ([\d.]+) ([\d.]+) (满足|不满足)/g)].map((found) => found.slice(1));
    expect(rows).toEqual([
      ['2', '2.5', '0.5', '不满足'],
      ['3', '1.0', '1.0', '不满足'],
      ['1', '3.0', '3.0', '满足'],
    ]);
  });

  test('is hours and no verdict where nobody confirmed it, and says so once', () => {
    const text = shown(resultBy(unconfirmed));
    expect(text).toContain('1 户的日照会降到 2 小时以下（共 3 户）');
    expect(text).not.toMatch(/不满足|将不再满足/);
    expect(text.split('规则未经确认').length).toBe(2);
  });

  test('of a house as it stands counts the dwellings that have enough', () => {
    expect(shown(resultBy(confirmed, false))).toContain('1 户满足大寒日 2 小时（共 3 户）');
  });

  test('says that windows and dwellings are assumed in a plain line, and nothing of texts that nobody read', () => {
    const text = shown(resultBy(unconfirmed));
    expect(text).toContain('窗点沿立面每 3 m、逐层假定一个');
    expect(text).toContain('户是假定的');
    expect(text).not.toMatch(/课程材料|原文未读|不是实有/);
  });
});

test('shadows are drawn while the study is open, and afterwards as before', () => {
  const twin = pageTwin(smallCity().city);
  testApp(twin);
  twin.getState().reportDrawsSparingly();
  expect(wantsShadows(twin.getState())).toBe(false);
  twin.getState().setTool('sun');
  expect(wantsShadows(twin.getState())).toBe(true);
  twin.getState().setTool(null);
  expect(wantsShadows(twin.getState())).toBe(false);
});

test('below the tool stand the dwellings that fall short, those that lose their sun first', async () => {
  await words.changeLanguage('zh');
  const twin = pageTwin(smallCity().city);
  twin.getState().setSunStudied({ kind: 'done', serial: 1 });
  const result = resultBy(confirmed);
  const list = markupIn(twin, <DwellingList />, { sun: { result: () => result } });
  expect(readable(list).replaceAll('\u2009', ' ')).toBe(
    '不足 2 小时的住户 永里巷 9 号 1 层西起第 2 户 2.5 → 0.5 h 永里巷 9 号 1 层西起第 3 户 1.0 h',
  );
  const app = testApp(twin, { sun: { result: () => result } });
  const panel = app.placed('worklist').find(({ id }) => id === 'sun.list');
  expect(panel?.isShown?.(twin.getState(), app)).toBe(true);
});
