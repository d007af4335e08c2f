import { expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import { landUseClass } from '../../../model/plans/crosswalk.ts';
import { type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { type PlanRules, parsePlanRules } from '../../../model/plans/plan-rules.ts';
import {
  besideOthers,
  changeOf,
  changesOf,
  inCodeOrder,
  isUnchanged,
  mayBeCited,
  missingRules,
  type UsedEdition,
  withName,
  withRows,
  withRule,
  withShippedRule,
  withSlivers,
} from '../../../src/plugins/conflicts/own-basis.ts';

const shipped = BASE_PLAN_BASIS;
const { rules, crosswalk } = shipped;
const [first, second] = rules.rules;

const off = (own: PlanRules, i: number, used: readonly UsedEdition[] = []) =>
  withRule(own, own.rules[i], { isOff: !own.rules[i].isOff }, rules, used);

test('the first change gives an own name and edition with what it was made from; taken back, the shipped set is there again', () => {
  const own = off(rules, 0);
  expect(own).toMatchObject({
    edition: '3 + own 1',
    name: { zh: `${rules.name.zh} · 自定`, en: `${rules.name.en} · own` },
    basedOn: { edition: '3', hash: stampsOf(shipped).rules.hash },
  });
  expect(off(own, 0)).toBe(rules);
  expect(withShippedRule(own, first.id, rules, [])).toBe(rules);
});

test('further changes stay in one edition until a result or a file goes by it', () => {
  const own = off(off(rules, 0), 1);
  expect(own.edition).toBe('3 + own 1');
  const { edition, hash } = stampsOf({ ...shipped, rules: own }).rules;
  const next = off(own, 2, [{ edition, hash }]);
  expect(next.edition).toBe('3 + own 2');
  // What was used comes back under its edition.
  expect(off(next, 2, [{ edition, hash }]).edition).toBe('3 + own 1');
});

test('an edition that the planner gave is kept, and numbered where it was used for other content', () => {
  const own: PlanRules = { ...off(rules, 0), edition: '试行' };
  expect(off(own, 1).edition).toBe('试行');
  const used = [stampsOf({ ...shipped, rules: own }).rules];
  expect(off(own, 1, used).edition).toBe('试行 + own 1');
});

test('an edition of the shipped set, or of other content, is refused; another name after use needs another edition', () => {
  const own: PlanBasis = { ...shipped, rules: off(rules, 0) };
  const view = { now: own, shipped };
  const used = [stampsOf(own).rules, { edition: '乙', hash: '0'.repeat(64) }];
  expect(mayBeCited('rules', view, '3', used)).toBe(false);
  expect(mayBeCited('rules', view, '', used)).toBe(false);
  expect(mayBeCited('rules', view, '乙', used)).toBe(false);
  expect(mayBeCited('rules', view, '甲', used)).toBe(true);
  expect(withName('rules', view, '城北', used).rules).toMatchObject({ name: { zh: '城北' }, edition: '3 + own 2' });
});

test('what differs is told by field, and what no field shows as that', () => {
  const own = withRule(rules, first, { severity: 'check', distanceM: 5 }, rules, []);
  expect(changeOf(own.rules[0], rules)).toMatchObject({ fields: ['severity', 'distanceM'], isOtherwise: false });
  expect(isUnchanged(changeOf(own.rules[1], rules))).toBe(true);
  expect(changeOf({ ...second, edition: '2030' }, rules)).toMatchObject({ fields: [], isOtherwise: true });
  const foreign = parsePlanRules({ ...rules, edition: 'x', rules: [{ ...first, id: 'foreign' }] }, 'x');
  expect(changeOf(foreign.rules[0], rules).shipped).toBeNull();
  expect(missingRules(foreign, rules)).toHaveLength(rules.rules.length);
});

test('another class of a code is another edition of the crosswalk, and a new code stands in its place', () => {
  const rows = crosswalk.rows.map((row) => (row.code === 'B' ? { ...row, class: 'public' as const } : row));
  const own = withRows(crosswalk, rows, crosswalk, []);
  expect([own.edition, landUseClass(own, 'gb50137-2011', 'B1')]).toEqual(['3 + own 1', 'public']);
  expect(withRows(own, crosswalk.rows, crosswalk, [])).toBe(crosswalk);
  const added = inCodeOrder([...crosswalk.rows, { system: 'mnr-2023', code: '0704', class: 'public' }], crosswalk);
  const at = added.findIndex(({ code }) => code === '0704');
  expect([added[at - 1].code, added[at + 1].code]).toEqual(['07', '08']);
});

test('all differences are listed for a report: rules by title, codes by system', () => {
  const own = {
    rules: off(rules, 0),
    crosswalk: withRows(crosswalk, crosswalk.rows.slice(1), crosswalk, []),
  };
  expect(changesOf(own, shipped)).toEqual([
    { what: first.title, field: 'isOff', shipped: 'on', own: 'off' },
    { what: 'mnr-2023 01', field: 'class', shipped: { zh: '耕地', en: 'farmland' }, own: null },
  ]);
  expect(changesOf(shipped, shipped)).toEqual([]);
});

test('a policy of slivers is a part of the rules: an edition of its own, listed for a report, gone when it is the shipped one again', () => {
  const own = withSlivers(rules, { minAreaM2: 4, minWidthM: 0.5 }, rules, []);
  expect(own).toMatchObject({ edition: '3 + own 1', slivers: { minAreaM2: 4, minWidthM: 0.5 } });
  expect(changesOf({ rules: own, crosswalk }, shipped)).toEqual([
    { what: null, field: 'minAreaM2', shipped: 1, own: 4 },
  ]);
  expect(withSlivers(own, { minAreaM2: 1, minWidthM: 0.5 }, rules, [])).toBe(rules);
  // A rule that is taken back leaves the policy; both taken back are the shipped set.
  const both = off(own, 0);
  expect(off(both, 0)).toMatchObject({ slivers: { minAreaM2: 4, minWidthM: 0.5 } });
  expect(off(withSlivers(both, { minAreaM2: 1, minWidthM: 0.5 }, rules, []), 0)).toBe(rules);
});

test('of a city whose rules state a policy, that is the one to come back to', () => {
  const city: PlanRules = { ...rules, edition: 'town', slivers: { minAreaM2: 10, minWidthM: 1 } };
  const own = withSlivers(city, { minAreaM2: 1, minWidthM: 0.5 }, city, []);
  expect(own.slivers).toEqual({ minAreaM2: 1, minWidthM: 0.5 });
  expect(withSlivers(own, { minAreaM2: 10, minWidthM: 1 }, city, [])).toBe(city);
});

test('rules that were changed here get another edition where others share theirs under the same', () => {
  const own = off(rules, 0);
  const theirs = { ...rules, edition: own.edition, slivers: { minAreaM2: 4, minWidthM: 0.5 } };
  const next = { ...shipped, rules: theirs };
  const { edition, hash } = stampsOf(next).rules;
  const kept = besideOthers({ ...shipped, rules: own }, next, { rules: [{ edition, hash }], crosswalk: [] });
  expect(kept.rules).toMatchObject({ edition: '3 + own 2', basedOn: { edition, hash } });
  expect(kept.rules.rules[0].isOff).toBe(true);
  expect(kept.crosswalk).toBe(crosswalk);
  // Who changed nothing goes by theirs.
  expect(besideOthers(next, next, { rules: [{ edition, hash }], crosswalk: [] }).rules).toBe(theirs);
});
