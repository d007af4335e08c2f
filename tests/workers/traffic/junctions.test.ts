import { expect, test } from 'vitest';
import { isWorthChanging } from '../../../workers/traffic/micro/lane-change.ts';
import { JUNCTIONS } from '../../validation/traffic-flow-junctions.ts';
import { LANES } from '../../validation/traffic-flow-lanes.ts';
import type { ValidationCase } from '../../validation/verdict.ts';

async function failuresOf(cases: readonly ValidationCase[], name: string): Promise<string[]> {
  const verdicts = await Promise.all(cases.filter((of) => of.name === name).map(({ run }) => run()));
  expect(verdicts.length).toBe(1);
  return verdicts.flat().flatMap(({ pass, case: of, value }) => (pass ? [] : [`${of}: ${value}`]));
}

test('nobody stops in the box, and the cross road flows while the main road stands', async () => {
  expect(await failuresOf(JUNCTIONS, 'traffic-flow.box')).toEqual([]);
});

test('a full block is reported as gridlock by the names of its streets after two minutes', async () => {
  expect(await failuresOf(JUNCTIONS, 'traffic-flow.gridlock')).toEqual([]);
});

test('a driver changes lanes for a gain that costs others little, and never before one who had to brake hard', () => {
  const still = { selfMps2: 0, newMps2: 0, newAfterMps2: 0, oldMps2: 0, oldAfterMps2: 0 };
  expect(isWorthChanging({ ...still, selfAfterMps2: 0.5 })).toBe(true);
  expect(isWorthChanging({ ...still, selfAfterMps2: 0.1 })).toBe(false);
  expect(isWorthChanging({ ...still, selfAfterMps2: 3, newAfterMps2: -4.1 })).toBe(false);
});

test('two cars side by side that have to swap both arrive', async () => {
  expect(await failuresOf(LANES, 'traffic-flow.lanes')).toEqual([]);
});
