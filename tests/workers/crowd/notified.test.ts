import { expect, test } from 'vitest';
import { crowdSetupOf } from '../../../workers/crowd/checked-setup.ts';
import { caseOfRequest, cityGround } from '../../../workers/crowd/request.ts';
import { asked, BOX, walkable } from './small-square.ts';

const startsOf = (toldAtS?: number) => {
  const populations = asked.populations.map((one) => (toldAtS === undefined ? one : { ...one, toldAtS }));
  const request = { ...asked, populations };
  return [...crowdSetupOf(caseOfRequest(request, cityGround(walkable, BOX), null)).setup.input.people.startS];
};

test('who is told after a minute sets off a minute later, after the same hesitation', () => {
  expect(new Set(startsOf())).toEqual(new Set([2]));
  expect(new Set(startsOf(60))).toEqual(new Set([62]));
  expect(startsOf(0)).toEqual(startsOf());
});
