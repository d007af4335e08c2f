import { expect, test } from 'vitest';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { PlayedFlood } from '../../../workers/flood/played-flood.ts';
import type { Work } from '../../../workers/flood/works/works.ts';
import { RunHistory } from '../../../workers/shared/run-history.ts';
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
    {
      ...named('house'),
      at: [70, 8] as const,
      reachM: 3,
      sillM: 0.1,
      storeys: 1,
      storeyM: 3,
      dwellings: 1,
      residents: 3,
      vital: null,
    },
  ],
  roads: [],
  entrances: [],
};

const surroundings = {
  solverOf: oracle,
  exposure,
  gauges: [],
  network: null,
  notes: [],
  changeOf: (input: FloodInput) => input,
  onClose: () => {},
  onResult: () => {},
};

const historyOf = (input: FloodInput) => new RunHistory(input, { startMs: 0, fields: new Map() });

/** As the host plays: frame by frame, with what was changed; `editAt` is a change by hand. */
function play(history: RunHistory<FloodInput>, untilS: number, editAt?: FloodInput & { timeS: number }) {
  const { due, ...from } = history.open();
  const run = new PlayedFlood(surroundings, history.request, from);
  const openedS = run.timeS;
  const advanceTo = (timeS: number) => run.advanceTo(timeS, () => false);
  const look = () => {
    run.frame();
    history.keep(run);
  };
  const change = () => {
    for (; due[0]?.timeS <= run.timeS; due.shift()) run.change(due[0].request);
  };
  if (openedS === 0) look();
  change();
  for (let frameS = openedS + 30; frameS <= untilS; frameS += 30) {
    while (due[0]?.timeS < frameS) {
      advanceTo(due[0].timeS);
      change();
    }
    if (editAt && editAt.timeS > run.timeS && editAt.timeS < frameS) {
      advanceTo(editAt.timeS);
      history.change(run.timeS, editAt);
      run.change(editAt);
    }
    advanceTo(frameS);
    look();
    change();
  }
  return { run, openedS };
}

const resultOf = ({ run }: { run: PlayedFlood<FloodInput> }) => run.result({ fromS: 0, wallS: 1 });

const outcome = (played: { run: PlayedFlood<FloodInput> }) => {
  const { hash, impact } = resultOf(played);
  return { hash, impact };
};

test('a branch that changes nothing ends as its run did, bit by bit, from any frame', () => {
  const input = street();
  const history = historyOf(input);
  const whole = outcome(play(history, 300));
  expect(whole.impact.buildings[0].spans[0].fromS).toBeGreaterThan(60);
  for (const timeS of [0, 90, 210]) {
    const branch = play(history.branch({ timeS }, input), 300);
    expect(branch.openedS).toBe(timeS);
    expect(outcome(branch)).toEqual(whole);
  }
});

test('a change by hand between two frames is played again at its own step', () => {
  const input = street();
  const history = historyOf(input);
  const works = [...input.works, wall(60)];
  const whole = outcome(play(history, 300, { ...input, timeS: 101.7, works }));
  const again = new RunHistory(input, { startMs: 0, fields: new Map() }, [
    { timeS: 101.7, request: { ...input, works } },
  ]);
  // What was kept before the change and after it lead to the same end.
  expect(outcome(play(history.branch({ timeS: 90 }, input), 300)).hash).not.toBe(whole.hash);
  expect(outcome(play(history.branch({ timeS: 180 }, { ...input, works }), 300))).toEqual(whole);
  expect(outcome(play(again, 300))).toEqual(whole);
});

test('a wall from a moment on keeps dry what was dry then; a branch of a branch knows both', () => {
  const input = street();
  const history = historyOf(input);
  play(history, 300);
  const works = [...input.works, wall(60)];
  const walled = history.branch({ timeS: 60 }, { ...input, works });
  expect(outcome(play(walled, 300)).impact.buildings).toEqual([]);
  const opened = walled.branch({ timeS: 180 }, input);
  const later = play(opened, 300);
  expect(later.openedS).toBe(180);
  expect(outcome(later).impact.buildings[0].spans[0].fromS).toBeGreaterThan(180);
});

test('a levee that gives way in the branch alone is taken out of the ground under it, and no water with it', () => {
  // The bank itself is in the ground: 2.5 m high, two cells wide.
  const bank = (bedM: number) => grid(20, 4, (column) => (column === 10 || column === 11 ? bedM : 0));
  const whole = { ...street(), bedElevationM: bank(2.5) };
  const [crest, breach] = whole.works;
  const history = historyOf({ ...whole, works: [crest] });
  expect(outcome(play(history, 300)).impact.buildings).toEqual([]);
  const broken = { ...whole, bedElevationM: bank(0.5), works: [crest, { ...breach, beginS: 150 } as Work] };
  const played = play(history.branch({ timeS: 120 }, broken), 300);
  expect(played.openedS).toBe(120);
  expect(outcome(played).impact.buildings[0].spans[0].fromS).toBeGreaterThan(150);
  expect(Math.abs(played.run.frame().ledger.errorRatio)).toBeLessThan(1e-12);
  const again = play(history.branch({ timeS: 90 }, broken), 300);
  expect(again.openedS).toBe(90);
  const lower = { ...broken, bedElevationM: bank(-1) };
  expect(() => play(history.branch({ timeS: 120 }, lower), 300)).toThrow(/above the lowest ground/);
});
