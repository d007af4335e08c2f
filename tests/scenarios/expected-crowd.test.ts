import { expect, test } from 'vitest';
import { checkExpectedCrowd } from '../../scenarios/expected-crowd.ts';

const at = { level: 0, xM: 0, yM: 0 };
const result = {
  ...{ clearance50S: Number.NaN, clearance95S: Number.NaN, clearance100S: Number.NaN },
  ...{ crossings: [], hash: 'a' },
};
const never = [{ kind: 'clearance', part: 1, atS: null, toleranceS: 0, source: 'by hand' }] as const;

test('people who are jammed for good are never as expected, though a case expects that nobody gets out', () => {
  expect(checkExpectedCrowd(never, { ...result, remained: [{ id: 0, reason: 'held', at }] })).toEqual([]);
  const [shortfall] = checkExpectedCrowd(never, { ...result, remained: [{ id: 0, reason: 'jammed', at }] });
  expect(shortfall).toMatchObject({ what: 'jammed for good', expected: 'nobody', got: '1 people' });
});
