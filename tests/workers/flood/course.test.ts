import { expect, test } from 'vitest';
import { type Change, Course, changed } from '../../../workers/flood/course.ts';
import type { Flood, FloodInput } from '../../../workers/flood/flood.ts';
import type { ImpactLog } from '../../../workers/flood/impact.ts';
import type { Work } from '../../../workers/flood/works.ts';
import { grid, oracle, smallFlood } from './small-flood.ts';

/** 40 m of street behind a levee at 40 m east that breaks after a minute; the river stands 2 m high. */
const street = (): FloodInput =>
  smallFlood(20, 4, 4, {
    depthM: grid(20, 4, (column) => (column < 10 ? 2 : 0)),
    works: [
      {
        kind: 'crest',
        id: 'levee',
        line: [
          [40, -1, 3],
          [40, 17, 3],
        ],
      },
      {
        kind: 'breach',
        id: 'b',
        of: 'levee',
        at: [40, 8],
        beginS: 60,
        growS: 30,
        widthStartM: 4,
        widthEndM: 8,
        sillM: 0.5,
      },
    ],
    endS: 300,
    frameEveryS: 30,
  });

const wall = (eastM: number): Work => ({
  kind: 'crest',
  id: 'wall',
  line: [
    [eastM, -1, 4],
    [eastM, 17, 4],
  ],
});

const named = (id: string) => ({ id, name: { zh: id, en: id } });
const exposure = {
  buildings: [
    { ...named('house'), at: [70, 8] as const, reachM: 3, sillM: 0.1, dwellings: 1, residents: 3, vital: null },
  ],
  roads: [],
  entrances: [],
};

/** As the worker plays: frame by frame, with what was changed; `editAt` is a change by hand. */
function play(course: Course, untilS: number, editAt?: Change & { timeS: number }) {
  const { log, due, ...opened } = course.open(oracle, exposure);
  let { flood } = opened;
  const openedS = flood.timeS;
  const look = () => {
    log.watch(flood.frame());
    course.keep(flood, log);
  };
  const change = () => {
    for (; due[0]?.timeS <= flood.timeS; due.shift()) flood = changed(oracle, flood, due[0]);
  };
  if (openedS === 0) look();
  change();
  for (let frameS = openedS + 30; frameS <= untilS; frameS += 30) {
    while (due[0]?.timeS < frameS) {
      flood.advanceTo(due[0].timeS);
      change();
    }
    if (editAt && editAt.timeS > flood.timeS && editAt.timeS < frameS) {
      flood.advanceTo(editAt.timeS);
      flood = course.edit(oracle, flood, editAt);
    }
    flood.advanceTo(frameS);
    look();
    change();
  }
  return { flood, log, openedS };
}

const outcome = ({ flood, log }: { flood: Flood; log: ImpactLog }) => ({
  hash: flood.result([]).hash,
  impact: log.report(flood.maxima),
});

test('a branch that changes nothing ends as its run did, bit by bit, from any frame', () => {
  const input = street();
  const course = new Course(input);
  const whole = outcome(play(course, 300));
  expect(whole.impact.buildings[0].spans[0].fromS).toBeGreaterThan(60);
  for (const timeS of [0, 90, 210]) {
    const branch = play(course.branch({ ...input, timeS }), 300);
    expect(branch.openedS).toBe(timeS);
    expect(outcome(branch)).toEqual(whole);
  }
});

test('a change by hand between two frames is played again at its own step', () => {
  const input = street();
  const course = new Course(input);
  const works = [...input.works, wall(60)];
  const whole = outcome(play(course, 300, { ...input, timeS: 101.7, works }));
  const again = new Course(input, [{ ...input, timeS: 101.7, works }]);
  // What was kept before the change and after it lead to the same end.
  expect(outcome(play(course.branch({ ...input, timeS: 90 }), 300)).hash).not.toBe(whole.hash);
  expect(outcome(play(course.branch({ ...input, timeS: 180, works }), 300))).toEqual(whole);
  expect(outcome(play(again, 300))).toEqual(whole);
});

test('a wall from a moment on keeps dry what was dry then; a branch of a branch knows both', () => {
  const input = street();
  const course = new Course(input);
  play(course, 300);
  const works = [...input.works, wall(60)];
  const walled = course.branch({ ...input, timeS: 60, works });
  const { flood, log } = play(walled, 300);
  expect(log.report(flood.maxima).buildings).toEqual([]);
  const opened = walled.branch({ ...input, timeS: 180 });
  const later = play(opened, 300);
  expect(later.openedS).toBe(180);
  expect(later.log.report(later.flood.maxima).buildings[0].spans[0].fromS).toBeGreaterThan(180);
});

test('a levee that gives way in the branch alone is taken out of the ground under it, and no water with it', () => {
  // The bank itself is in the ground: 2.5 m high, two cells wide.
  const bank = (bedM: number) => grid(20, 4, (column) => (column === 10 || column === 11 ? bedM : 0));
  const whole = { ...street(), bedElevationM: bank(2.5) };
  const [crest, breach] = whole.works;
  const course = new Course({ ...whole, works: [crest] });
  expect(outcome(play(course, 300)).impact.buildings).toEqual([]);
  const broken = { ...whole, bedElevationM: bank(0.5), works: [crest, { ...breach, beginS: 150 } as Work] };
  const { flood, log, openedS } = play(course.branch({ ...broken, timeS: 120 }), 300);
  expect(openedS).toBe(120);
  expect(log.report(flood.maxima).buildings[0].spans[0].fromS).toBeGreaterThan(150);
  expect(Math.abs(flood.ledger().errorRatio)).toBeLessThan(1e-12);
  const again = play(course.branch({ ...broken, timeS: 90 }), 300);
  expect(again.openedS).toBe(90);
  const lower = { ...broken, bedElevationM: bank(-1) };
  expect(() => play(course.branch({ ...lower, timeS: 120 }), 300)).toThrow(/above the lowest ground/);
});
