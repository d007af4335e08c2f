import { expect, test } from 'vitest';
import { faultScript, permutationLaw, walkLaw } from '../../validation/feeds-laws.ts';

/** `validate feeds` plays them in full: 10,000 message sets, 100,000 walks, ten scripts. */
test('any permutation and duplication of a message set leads to the same samples, alarms and lives of alarms', () => {
  expect(permutationLaw(300, 1)).toEqual({ alike: 300, counterexample: null });
});

test('an alarm takes the arrows of ISA-18.2 and no others, and every one of them is taken', () => {
  expect(walkLaw(5000, 7)).toMatchObject({ walks: 5000, illegal: 0, untaken: 0 });
});

test('an hour of faults ends as the clean hour does', async () => {
  const told = await faultScript(2026);
  expect(told).toMatchObject({ disconnects: 20, isSame: true, isSameButClocks: true, holesLeft: 0 });
  expect(told.lost / told.messages).toBeGreaterThan(0.01);
  expect(told.duplicates / told.messages).toBeGreaterThan(0.04);
  expect(told.alarmSteps).toBeGreaterThan(100);
});
