import { describe, expect, test } from 'vitest';
import { unreachableOf } from '../../../workers/crowd/check.ts';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { PRESETS, WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { buildCrowdSetup } from '../../../workers/crowd/lay-out.ts';
import {
  ADULT,
  caseOf,
  clearedS,
  crossing,
  floorOf,
  type Played,
  play,
  room,
  spaceOf,
  walkers,
} from '../../validation/crowd-rooms.ts';

const people = (count: number) => walkers(count, room(0.5, 0.5, 9.5, 9.5));

describe.each([0.25, 0.1])('an exit with other floor behind it, on cells of %s m', (cellM) => {
  const outOf = (gapM: number): Played => {
    const areas = [room(0, 0, 10, 10), room(10 + gapM, 0, 20, 10)];
    const space = spaceOf([floorOf(areas)], { exits: [crossing('out', [10, 4.5], [10, 5.5])], cellM });
    return play(caseOf(space, [people(50)], { endS: 200, frameEveryS: 10 }));
  };
  // With nothing behind it the last of the 50 leaves after 38 s.
  test.each([0.1, 0.35, 0.4, 0.5, 0.8, 1.1, 1.2])('a gap of %s m away lets everybody out as any other does', (gapM) => {
    const run = outOf(gapM);
    expect(run.result.remained).toEqual([]);
    expect(clearedS(run)).toBeGreaterThan(33);
    expect(clearedS(run)).toBeLessThan(46);
  });
});

test('an exit on the rim of a kiosk takes everybody in', () => {
  const kiosk = [room(0, 0, 10, 10), room(4.5, 4.5, 5.5, 5.5)];
  const floor = { ...floorOf([{ outer: kiosk[0].outer, holes: [kiosk[1].outer] }]) };
  const space = spaceOf([floor], { exits: [crossing('out', [4.5, 4.5], [4.5, 5.5])] });
  expect(play(caseOf(space, [people(50)], { endS: 200, frameEveryS: 10 })).result.remained).toEqual([]);
});

test('a line within a wall as thick as 1 m draws nobody to the wall from behind, and is named as out of reach', () => {
  const areas = [room(0, 0, 10, 10), room(11, 0, 21, 10)];
  const exits = [crossing('west', [10.1, 4.5], [10.1, 5.5]), crossing('east', [21, 4.5], [21, 5.5])];
  const east = walkers(100, room(12, 1, 20, 9));
  const { result, laid } = play(caseOf(spaceOf([floorOf(areas)], { exits }), [east], { endS: 120, frameEveryS: 10 }));
  expect(result.remained).toEqual([]);
  expect(unreachableOf(laid)).toEqual([{ code: 'exit-unreached', values: { exit: 'west' } }]);
});

describe.each(['prescriptive', 'weidmann', 'laboratory'] as const)('%s', (preset) => {
  const timeS = (areas: ReturnType<typeof room>[], widthM: number): number => {
    const space = spaceOf([floorOf(areas)], {
      exits: [crossing('out', [10, 5 - widthM / 2], [10, 5 + widthM / 2])],
    });
    const profiles = [{ ...ADULT, ...PRESETS[preset] }];
    const crowd = [walkers(150, room(0.3, 0.3, 9.7, 9.7))];
    return clearedS(play(caseOf(space, crowd, { profiles, endS: 400, frameEveryS: 10 })));
  };
  test.each([1, 2])('a door of %s m lets as many through with floor behind it as on the rim', (widthM) => {
    const rim = timeS([room(0, 0, 10, 10)], widthM);
    const [low, high] = [5 - widthM / 2, 5 + widthM / 2];
    const midst = timeS([room(0, 0, 10, 10), room(10, low, 10.2, high), room(10.2, 0, 20, 10)], widthM);
    expect(midst / rim).toBeGreaterThan(0.9);
    expect(midst / rim).toBeLessThan(1.15);
  });
});

test.each([0, 0.06, 0.125, 0.13, 0.2])('a door of 0.5 m is one wherever cells lie: moved by %s m', (byM) => {
  const [low, high] = [5 + byM - 0.25, 5 + byM + 0.25];
  const areas = [room(0, 0, 10, 10), room(10, low, 10.2, high), room(10.2, 0, 20, 10)];
  const space = spaceOf([floorOf(areas)], { exits: [crossing('out', [20, 4], [20, 6])] });
  const slim = { ...ADULT, radiusM: PRESETS.laboratory.radiusM };
  const { result } = play(caseOf(space, [people(20)], { profiles: [slim], endS: 200, frameEveryS: 10 }));
  expect(result.remained).toEqual([]);
});

test('a run that goes on from a snapshot has those who are on the way behind an exit', () => {
  const areas = [room(0, 0, 10, 10), room(10, 4, 10.2, 6), room(10.2, 0, 20, 10)];
  const space = spaceOf([floorOf(areas)], { exits: [crossing('out', [10.1, 4], [10.1, 6])] });
  const theCase = caseOf(space, [people(60)], { endS: 60 });
  const start = () => {
    const laid = buildCrowdSetup(theCase);
    return startCrowd((input) => new WalkingOracle(input), laid.input, new CrowdGuide(laid));
  };
  const whole = start();
  whole.advanceTo(60);
  const first = start();
  first.advanceTo(8);
  const saved = first.snapshot();
  expect(saved.leaving?.length).toBeGreaterThan(0);
  const second = start();
  second.restore(saved);
  second.advanceTo(60);
  expect(second.result([]).hash).toBe(whole.result([]).hash);
});
