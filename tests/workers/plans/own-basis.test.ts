import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import type { LandUseClass } from '../../../model/plans/land-use.ts';
import { type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import type { PlanRule } from '../../../model/plans/plan-rules.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import type { PlanReport } from '../../../workers/plans/plan-types.ts';
import { HOME, openTownPlans } from './town-plans.ts';

let town: Awaited<ReturnType<typeof openTownPlans>>;
let questions: (typeof town)['questions'];

beforeAll(async () => {
  town = await openTownPlans();
  ({ questions } = town);
});
afterAll(() => town.close());

const REQUEST = { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false };
const compare = async (basis?: PlanBasis, edits: PlanReport['request']['edits'] = []): Promise<PlanReport> =>
  (await questions.compare({ ...REQUEST, edits, ...(basis ? { basis: structuredClone(basis) } : {}) }, () => {})) ??
  expect.fail('stopped');

function withRule(rule: string, part: Partial<PlanRule>): PlanBasis {
  const { rules } = BASE_PLAN_BASIS;
  const changed = rules.rules.map((one) => (one.id === rule ? { ...one, ...part } : one));
  return { ...BASE_PLAN_BASIS, rules: { ...rules, edition: '2 + own 1', rules: changed } };
}

function withCode(system: string, code: string, use: LandUseClass): PlanBasis {
  const { crosswalk } = BASE_PLAN_BASIS;
  const rows = crosswalk.rows.map((row) => (row.system === system && row.code === code ? { ...row, class: use } : row));
  return { ...BASE_PLAN_BASIS, crosswalk: { ...crosswalk, edition: '1 + own 1', rows } };
}

const figures = ({ conflicts }: PlanReport) => conflicts.map(({ id, areaM2, at }) => [id, areaM2, at]);
const kinds = ({ conflicts }: PlanReport) => conflicts.map(({ rule }) => rule);

test('a rule that is switched off gives no conflict, and the figures of the others stay to the last bit', async () => {
  const before = await compare();
  expect(kinds(before)).toEqual([
    'construction-farmland',
    'construction-river',
    'use-crosswalk',
    'water-planned-building',
  ]);
  const after = await compare(withRule('construction-river', { isOff: true }));
  expect(figures(after)).toEqual(figures(before).filter(([id]) => !String(id).startsWith('construction-river/')));
  expect(after.rules.map(({ id }) => id)).not.toContain('construction-river');
  expect(after.basis.rules.rules.find(({ id }) => id === 'construction-river')?.isOff).toBe(true);
  expect([after.hash === before.hash, after.inputHash === before.inputHash]).toEqual([false, false]);
});

test('a threshold and a severity are those of the rules that were brought', async () => {
  expect(kinds(await compare(withRule('water-planned-building', { distanceM: 1 })))).not.toContain(
    'water-planned-building',
  );
  const { conflicts } = await compare(withRule('construction-farmland', { severity: 'negotiate' }));
  expect(conflicts[0]).toMatchObject({ rule: 'construction-farmland', severity: 'negotiate' });
});

test('a row of the crosswalk decides whether two codes contradict each other', async () => {
  expect(kinds(await compare())).toContain('use-crosswalk');
  const own = withCode('gb50137-2011', 'B', 'residential');
  const report = await compare(own);
  expect(kinds(report)).not.toContain('use-crosswalk');
  expect(report.by).toEqual(stampsOf(own));
  // What was compared before is not taken for it.
  expect(kinds(await compare())).toContain('use-crosswalk');
  const drawn = await questions.drawn('own-1', own.crosswalk);
  expect(drawn.shapes.find(({ id }) => id === 'shops')?.use).toBe('residential');
  expect((await questions.drawn('own-1', null)).shapes.find(({ id }) => id === 'shops')?.use).toBe('commercial');
});

test('a result says by which rules and crosswalk it was made; the same content in other words of JSON is the same', async () => {
  const shipped = await compare();
  expect(shipped.by).toEqual(stampsOf(BASE_PLAN_BASIS));
  const { hash, inputHash, by, request } = await compare(BASE_PLAN_BASIS);
  expect({ hash, inputHash, by }).toEqual({ hash: shipped.hash, inputHash: shipped.inputHash, by: shipped.by });
  expect(request).not.toHaveProperty('basis');
});

test('a recheck after an edit goes by the rules of its own question, as a whole comparison does', async () => {
  const own = withRule('construction-river', { isOff: true });
  await compare(own);
  const now = (await questions.shape({ plan: 'own-0', shape: 'homes' })) ?? expect.fail('no shape');
  const { geometry } = now.state;
  const edits = [
    { plan: 'own-0', shape: 'homes', was: now.hash, next: { properties: { ...HOME, code: '1401' }, geometry } },
  ];
  const again = await compare(own, edits);
  expect(kinds(again)).toEqual(['use-crosswalk', 'water-planned-building']);
  expect(again.by).toEqual(stampsOf(own));
  // With the shipped ones in between nothing is kept: all is laid anew.
  await compare();
  expect(figures(await compare(own, edits))).toEqual(figures(again));
});

test('a blueprint says what its conflicts were found by, and another basis is another hash', async () => {
  const own = withRule('construction-river', { isOff: true });
  const one = await questions.blueprint([], null);
  const other = await questions.blueprint([], own);
  expect(JSON.parse(one.geoJson).shapan).toMatchObject(stampsOf(BASE_PLAN_BASIS));
  expect(JSON.parse(other.geoJson).shapan).toMatchObject(stampsOf(own));
  expect(one.hash).not.toBe(other.hash);
  expect(one.shapes).toBe(other.shapes);
});
