import { expect, test } from 'vitest';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { percentile, simulate } from '../../../workers/construction/risk.ts';
import { CPM_CASES } from '../../validation/construction-cpm-cases.ts';
import { readCase } from '../../validation/construction-network.ts';

const options = { runs: 40, seed: 1, shape: 'triangular' as const };

/** As late as possible and progress override are what risk leaves out. */
const plain = CPM_CASES.filter((line) => !/ALAP|override/.test(line));

/** Their end waits in time off for the next opening; risk counts it from the closing before, the same place of the calendar. */
const HELD_BY_TIME_OFF = [
  '| A20@C, B0fm@W | A FS B | A 0-20 tf12 ff12, B Tu8-Tu8',
  '| A130@C, B8@W | A FF B | A 0-Sa10 tf46 ff46, B Fr8-2Mo8',
  '| A8@W, B0sm@W, D4@C | A FS B, B FS-20% D | A Mo8-Mo16, B Tu8-Tu8, D Tu8-Tu12 tf0',
];

test('without a spread every run ends when the critical path method says', () => {
  expect(plain.length).toBeGreaterThan(120);
  const off = plain.filter((line) => {
    const { schedule } = readCase(line);
    const compiled = compileNetwork(schedule);
    if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
    const { finishMin } = simulate(schedule, compiled.network, options);
    return finishMin[0] !== finishMin[39] || finishMin[0] !== analyse(schedule, compiled.network).finishMin;
  });
  expect(off).toEqual(HELD_BY_TIME_OFF);
});

test('what drives the finish has criticality 1 and its duration goes with it; what cannot has 0', () => {
  const { schedule } = readCase('| A4, B9, C2 | A FS B, A FS C | A 0-4');
  schedule.activities[1].estimate = { lowMin: 500, likelyMin: 540, highMin: 700 };
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const result = simulate(schedule, compiled.network, { ...options, runs: 1000 });
  expect([...result.criticality]).toEqual([1, 1, 0]);
  expect(result.correlation[1]).toBeCloseTo(1, 2);
  expect(result.correlation[2]).toBe(0);
  expect(percentile(result, 50)).toBeLessThan(percentile(result, 80));
});
