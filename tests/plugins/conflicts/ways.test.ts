import { expect, test } from 'vitest';
import type { PlanInfo } from '../../../model/plans/plan.ts';
import type { PlanKind } from '../../../model/plans/plan-kinds.ts';
import { offeredWays, presetWay, wayKey } from '../../../src/plugins/conflicts/ways.ts';
import type { PlanConflict } from '../../../workers/plans/plan-types.ts';

const conflict = (a: PlanKind, b: PlanKind | null, plans: readonly [string, string] = ['a', 'b']): PlanConflict => ({
  id: 'c',
  rule: 'r',
  type: 'line',
  severity: 'prohibited',
  a: { plan: plans[0], shape: 's', kind: a, use: null },
  b: b && { plan: plans[1], shape: 't', kind: b, use: null },
  ...{ areaM2: 1, ellipsoidalM2: 1, meanWidthM: 1, at: [0, 0], coordinates: [] },
});
const plan = (id: string, part: Partial<PlanInfo>) => ({ id, status: 'draft', ...part }) as PlanInfo;
const report = (...plans: PlanInfo[]) => ({ plans, rules: [] });
const told = (one: PlanConflict, by = report()) => {
  const ways = offeredWays(one, by);
  const preset = presetWay(ways);
  return {
    preset: preset && wayKey(preset.way),
    reason: preset?.reason ?? null,
    locked: ways.filter(({ needsApproval }) => needsApproval).map(({ way }) => wayKey(way)),
  };
};

test('a rigid line wins by itself on either side, and its own change is locked', () => {
  for (const kind of ['farmland', 'ecology'] as const) {
    expect(told(conflict('parcel', kind))).toEqual({ preset: 'give-up a', reason: 'rigid', locked: ['give-up b'] });
    expect(told(conflict(kind, 'urban-boundary'))).toEqual({
      preset: 'give-up b',
      reason: 'rigid',
      locked: ['give-up a'],
    });
  }
});

test('of two rigid lines neither gives way without an approval, nor does one that is cut along another', () => {
  expect(told(conflict('farmland', 'ecology'))).toEqual({
    preset: null,
    reason: null,
    locked: ['give-up b', 'give-up a'],
  });
  expect(told(conflict('ecology', null))).toEqual({ preset: null, reason: null, locked: ['give-up a'] });
});

test('a plan gives way to lines of control and to what stands, else to the approved and the later plan', () => {
  expect(told(conflict('parcel', 'river'))).toMatchObject({ preset: 'give-up a', reason: 'line' });
  expect(told(conflict('parcel', 'building', ['a', 'stock']))).toMatchObject({
    preset: 'give-up a',
    reason: 'stands',
  });
  const [approved, draft] = [plan('a', { status: 'approved' }), plan('b', {})];
  expect(told(conflict('parcel', 'parcel'), report(approved, draft))).toMatchObject({
    preset: 'give-up b',
    reason: 'approved',
  });
  const [earlier, later] = [
    plan('a', { period: { from: '2024-06-18' } }),
    plan('b', { period: { from: '2025-03-02' } }),
  ];
  expect(told(conflict('parcel', 'parcel'), report(earlier, later))).toMatchObject({
    preset: 'give-up a',
    reason: 'later',
  });
  expect(told(conflict('parcel', 'parcel'))).toEqual({ preset: null, reason: null, locked: [] });
  expect(told(conflict('parcel', null))).toMatchObject({ preset: 'give-up a' });
});
