import { expect, test } from 'vitest';
import { caseOfForm } from '../../../src/plugins/crowd/crowd-case.ts';
import { centredPlan, placedPlan } from '../../../src/plugins/crowd/crowd-plan.ts';
import { boxOfCrowd, type CrowdForm, type CrowdSiteOptions } from '../../../src/plugins/crowd/slice.ts';
import { PLAIN } from './plain-form.ts';

/** A hall of 20 × 10 m far from its drawing's origin, with a door of 2 m in the east. */
const plan = centredPlan(
  {
    areas: [
      {
        outer: [
          [1000, 500],
          [1020, 500],
          [1020, 510],
          [1000, 510],
        ],
        holes: [],
      },
    ],
    walls: [],
    exits: [{ from: [1020, 504], to: [1020, 506] }],
    m2: 200,
    notes: [],
  },
  'hall.dxf',
);
const at = { eastM: 300, northM: -40, turnDeg: 90 };
const form: CrowdForm = {
  place: { kind: 'plan', people: 50, ...at },
  ...{ stands: [], homes: null, orders: [], exits: [], lines: [], shut: [] },
  ...{ preset: 'prescriptive', hesitate: false, endMin: 5, seed: 1, waterId: null },
  ...PLAIN,
};
const offer: CrowdSiteOptions = { exits: [], gates: [], stands: [], homes: null, walkableM2: 0 };

test('a plan lies about its own middle, and a quarter turn counter-clockwise takes its east door to the north', () => {
  expect(plan.areas[0].outer[0]).toEqual([-10, -5]);
  expect([plan.reachEastM, plan.reachNorthM]).toEqual([10, 5]);
  expect(placedPlan(plan, at).exits).toEqual([{ from: [301, -30], to: [299, -30] }]);
});

test('its box in the city holds it however it is turned', () => {
  const reachM = Math.hypot(10, 5);
  expect(boxOfCrowd(form, [], plan)).toEqual([300 - reachM, -40 - reachM, 300 + reachM, -40 + reachM]);
  expect(boxOfCrowd(form, [], null)).toBeNull();
});

test('its case is a plan that the command line plays: floor and exits where they stand, and those that were drawn', () => {
  const drawn = { id: 'exit-1', kind: 'exit' as const, from: [295, -45] as const, to: [295, -43] as const };
  const made = caseOfForm({ ...form, lines: [drawn] }, offer, 'c', [], plan);
  if (made.ground.kind !== 'plan') expect.fail('expected a plan');
  expect(made.ground.floors[0].areas[0].outer[0]).toEqual([305, -50]);
  expect(made.exits.map(({ id }) => id)).toEqual(['plan-exit-1', 'exit-1']);
  expect(made.populations.map(({ count }) => count)).toEqual([50]);
  expect(made.title.en).toBe('50 people · evacuation of hall.dxf');
});

test('without its file, and without an exit, it is refused in words', () => {
  expect(() => caseOfForm(form, offer, 'c', [], null)).toThrow('open its file again');
  expect(() => caseOfForm(form, offer, 'c', [], { ...plan, exits: [] })).toThrow('exits');
});
