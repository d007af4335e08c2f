import { expect, test } from 'vitest';
import type { Walkable } from '../../../model/city/grid.ts';
import { crowdSetupOf } from '../../../workers/crowd/checked-setup.ts';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { caseOfRequest, cityGround } from '../../../workers/crowd/request.ts';
import { asked, BOX, walkable } from './small-square.ts';

/** From the cellar 2 m up to the square: six people a trip, half a minute there and back. */
const lift: Walkable['stairs'][number] = {
  ...walkable.stairs[0],
  ...{ id: 'lift', kind: 'lift', foot: [-15, 10, 98], head: [3, 10, 100], persons: 6, roundS: 30, stepFree: true },
};
const lifted = (part: Partial<typeof lift> = {}): Walkable => ({
  ...walkable,
  stairs: [...walkable.stairs, { ...lift, ...part }],
});
const of = (profile: string) => ({
  ...asked,
  populations: [
    {
      ...asked.populations[0],
      profile,
      floor: 'under',
      count: 8,
      where: { kind: 'walkable' as const, ids: ['cellar'] },
    },
  ],
});

test('a city’s lift: its persons, and half of its round less the way for the doors, at 1 m/s', () => {
  expect(cityGround(lifted(), BOX).lifts).toEqual([
    {
      ...{ id: 'lift', capacity: 6, travelS: 2, dwellS: 13, stopsAtS: null },
      stops: [
        { floor: 'under', at: [-15, 10] },
        { floor: 'ground', at: [3, 10] },
      ],
    },
  ]);
});

test('wheelchairs leave by it, in as many trips as it takes; where they cannot, the case is refused', () => {
  const laid = crowdSetupOf(caseOfRequest(of('wheelchair'), cityGround(lifted(), BOX), null)).setup;
  const crowd = startCrowd((input) => new WalkingOracle(input), { ...laid.input, endS: 240 }, new CrowdGuide(laid));
  crowd.advanceTo(240);
  const { remained, leftS } = crowd.result([]);
  crowd.close();
  expect(remained).toEqual([]);
  // Two trips: the later riders leave at least the lift's round after the first ones.
  const times = [...leftS].sort((a, b) => a - b);
  expect(times[7] - times[0]).toBeGreaterThan(30);
  expect(() => crowdSetupOf(caseOfRequest(of('wheelchair'), cityGround(walkable, BOX), null))).toThrow(
    'expected a way to an exit',
  );
});

test('a case in which nobody rides has no cab; one in which the case has a lift of that id has the case’s', () => {
  const levelsOf = (profile: string) =>
    crowdSetupOf(caseOfRequest(of(profile), cityGround(lifted(), BOX), null)).setup.input.levels.map(({ id }) => id);
  expect(levelsOf('adult')).not.toContain('lift:cab');
  expect(levelsOf('wheelchair')).toContain('lift:cab');
  const { stops, ...own } = cityGround(lifted(), BOX).lifts[0];
  const lifts = [{ ...own, capacity: 2, stops, stopsAtS: undefined }];
  const written = caseOfRequest({ ...of('wheelchair'), lifts }, cityGround(lifted(), BOX), null);
  expect(written.lifts.map(({ capacity }) => capacity)).toEqual([2]);
});

test('a lift of which the city tells too little is left out, and noted', () => {
  for (const part of [{ persons: undefined }, { roundS: undefined }, { roundS: 6 }]) {
    const { lifts, notes } = cityGround(lifted(part), BOX);
    expect([lifts, notes]).toEqual([[], [{ code: 'lift-out', values: { id: 'lift' } }]]);
  }
});
