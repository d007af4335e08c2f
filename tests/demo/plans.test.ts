import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { findPlanConflicts, LAND_USES } from '../../demo/plans/plans.ts';
import { isConvex } from '../../demo/shape/convex.ts';
import { isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';

const { zones, planted, decoys, conflicts, rules } = plan.plans;

test('the overlay finds the 117 conflicts that the plan states, none more, each area within 0.1 m²', () => {
  const found = new Map(findPlanConflicts(plan, planted).map((c) => [`${c.rule} ${c.shape} ${c.zone}`, c.areaM2]));
  const stated = new Map(conflicts.map(([rule, shape, zone, areaM2]) => [`${rule} ${shape} ${zone}`, areaM2]));
  expect(found.size).toBe(117);
  expect([...found.keys()].sort()).toEqual([...stated.keys()].sort());
  for (const [key, areaM2] of stated) expect(Math.abs((found.get(key) ?? 0) - areaM2)).toBeLessThanOrEqual(0.1);
});

test('82 are primary, one a planted shape at least, and all sixteen rules occur', () => {
  const primary = conflicts.filter((c) => c[4] === 'primary');
  expect(primary).toHaveLength(82);
  expect(new Set(primary.map((c) => c[1]))).toEqual(new Set(planted.map((shape) => shape.id)));
  expect(new Set(primary.map((c) => c[0]))).toEqual(new Set(rules.map(([id]) => id)));
});

test('the twelve decoys give no conflict', () => {
  expect(decoys).toHaveLength(12);
  expect(findPlanConflicts(plan, decoys)).toEqual([]);
});

test('a shape 0.6 m² over a zone is a sliver, 1.1 m² is a conflict', () => {
  const strip = (widthM: number) => ({
    id: 'x',
    layer: 'KG',
    code: '0701',
    polygon: [
      [1680, 1090 + widthM],
      [1680, 1060],
      [1690, 1060],
      [1690, 1090 + widthM],
    ] as [number, number][],
  });
  const forest = (widthM: number) => findPlanConflicts(plan, [strip(widthM)]).filter((c) => c.rule === 'T09');
  expect(forest(0.06)).toHaveLength(0);
  expect(forest(0.11)).toHaveLength(1);
});

test('zones are simple, planted shapes convex, and every code has a name', () => {
  expect(
    zones.every(
      (zone) => isSimple(zone.polygon) && Math.abs(Math.abs(signedAreaM2(zone.polygon)) / 1e4 - zone.areaHa) < 0.002,
    ),
  ).toBe(true);
  expect(planted.every((shape) => isConvex(shape.polygon))).toBe(true);
  for (const { code } of [...planted, ...decoys]) if (code !== null) expect(LAND_USES).toHaveProperty([code]);
});
