import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { ConflictList, ConflictsPanel } from '../../../src/plugins/conflicts/panels/conflicts.tsx';
import { byRule, parsePlanConflicts, readPlanConflicts } from '../../../src/plugins/conflicts/plan-conflicts.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const conflict = (id: string, rule: string, areaM2: number, kind = 'primary') => ({
  id,
  rule,
  shape: `KG-${id}`,
  zone: 'PBF-1',
  areaM2,
  kind,
  at: [10, 20],
});
const FILE = {
  rules: [
    { id: 'T01', nameZh: '控规建设用地 × 永久基本农田', layer: 'KG', zone: 'PBF', how: 'intersection' },
    { id: 'T02', nameZh: '控规建设用地 × 生态保护红线', layer: 'KG', zone: 'ERL', how: 'intersection' },
    { id: 'X', nameZh: '本市另一条规则', layer: 'own', zone: 'other', how: 'intersection' },
  ],
  toleranceM2: 1,
  conflicts: [conflict('a', 'T01', 5), conflict('b', 'T01', 25_000, 'consequent'), conflict('c', 'X', 0)],
};

beforeEach(async () => {
  await words.changeLanguage('zh');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('conflicts stand by rule, the largest first; a rule without one is left out', () => {
  const found = byRule(parsePlanConflicts(FILE)).map(({ rule, found }) => [rule.id, found.map(({ id }) => id)]);
  expect(found).toEqual([
    ['T01', ['b', 'a']],
    ['X', ['c']],
  ]);
});

test('a file that is none names the field that is wrong', () => {
  expect(() => parsePlanConflicts({ ...FILE, conflicts: [conflict('a', 'T01', Number.NaN)] })).toThrow(
    /conflicts\.0\.areaM2/,
  );
});

test('a city without the file has no list, and that is no failure', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  expect(await readPlanConflicts('http://city.invalid/a/')).toBeNull();
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
  await expect(readPlanConflicts('http://city.invalid/a/')).rejects.toThrow('got 500');
  vi.stubGlobal('fetch', async () => Response.json(FILE));
  expect((await readPlanConflicts('http://city.invalid/a/'))?.conflicts).toHaveLength(3);
});

test('each conflict names both sides, its size and whether it follows from another; rules of the words in either language', async () => {
  const twin = pageTwin(city, 0);
  const list = <ConflictList list={parsePlanConflicts(FILE)} />;
  expect(readable(markupIn(twin, list))).toMatch(
    /全部 3 主要 2 控规建设用地 × 永久基本农田 2 KG-b × PBF-1 2\.50\s*ha b · 连带 KG-a × PBF-1 5\.0\s*m² a · 主要 本市另一条规则 1 KG-c × PBF-1 — c · 主要 重叠不足 1 m² 的不计/,
  );
  await words.changeLanguage('en');
  expect(readable(markupIn(twin, list))).toMatch(
    /Regulatory plan parcel × Permanent basic farmland 2 .*本市另一条规则 1/,
  );
});

test('a city without plans says so in place of an empty list', () => {
  const twin = pageTwin({ ...city, layers: city.layers.filter(({ group }) => group !== 'plan') }, 0);
  expect(readable(markupIn(twin, <ConflictsPanel onClose={() => {}} />))).toContain('本市没有规划图层');
});
