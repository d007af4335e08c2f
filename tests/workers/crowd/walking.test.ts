import { expect, test } from 'vitest';
import type { CrowdInput, CrowdResult, Guide, Line } from '../../../workers/crowd/core/crowd.ts';
import { type Crowd, startCrowd } from '../../../workers/crowd/core/run.ts';
import { PRESETS, WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { CLEARANCE_M } from '../../../workers/crowd/core/walls-beside.ts';
import { seeded } from '../../../workers/shared/random.ts';
import {
  fixedGuide,
  inputOf,
  lattice,
  levelOf,
  meanSpeedMps,
  type Person,
  type Plan,
  peopleOf,
  ring,
  roomWithDoor,
  spreadSpeeds,
} from '../../validation/crowd-plans.ts';

const start = (input: CrowdInput, guide: Guide): Crowd => startCrowd((of) => new WalkingOracle(of), input, guide);
const play = ({ input, guide }: Plan): Crowd => {
  const run = start(input, guide);
  run.advanceTo(input.endS);
  return run;
};

/** 40 × 2 m, everyone goes east and leaves after 40 m. */
function corridor(people: readonly Person[], lines: Line[] = [], more: Partial<CrowdInput> = {}): Plan {
  const level = levelOf([0, 0, 45, 2], [0, 0, 45, 0, 0, 2, 45, 2]);
  const exit: Line = { id: 'out', kind: 'exit', level: 0, from: [40, -1], to: [40, 3] };
  const input = inputOf([level], [exit, ...lines], peopleOf(people), { endS: 120, ...more });
  return { input, guide: fixedGuide(input, () => [1, 0]) };
}

test('one person walks 40 m at 1.33 m/s in 30 s, straight on (RiMEA 1)', () => {
  const { leftS, remained } = play(corridor([{ x: 0.1, y: 1, desiredMps: 1.33 }])).result([]);
  expect(leftS[0]).toBeCloseTo(39.9 / 1.33, 0);
  expect(remained).toEqual([]);
});

test('who starts later stands in the way until then, and who appears later is not there', () => {
  const people = [
    { x: 1, y: 1, startS: 10 },
    { x: 3, y: 1, appearS: 20 },
  ];
  const { leftS, appearedS } = play(corridor(people)).result([]);
  expect(leftS[0]).toBeCloseTo(10 + 39 / 1.34, 0);
  expect(appearedS[1]).toBeCloseTo(20, 5);
  expect(leftS[1]).toBeCloseTo(20 + 37 / 1.34, 0);
});

test('who follows keeps the time gap: no nearer than contact, and as fast as the slow one ahead', () => {
  const run = start(
    ...(Object.values(
      corridor([
        { x: 3, y: 1, desiredMps: 0.5 },
        { x: 1, y: 1 },
      ]),
    ) as [CrowdInput, Guide]),
  );
  run.advanceTo(10);
  const { xM, yM, speedMps } = run.people;
  const apart = Math.hypot(xM[0] - xM[1], yM[0] - yM[1]);
  expect(apart).toBeGreaterThanOrEqual(0.399);
  // Behind at 0.8 s · 0.5 m/s, or beside on the way past.
  expect(xM[1] > xM[0] || Math.abs(speedMps[1] - 0.5) < 0.05 || Math.abs(yM[1] - yM[0]) > 0.3).toBe(true);
});

test('nobody steps over a wall or nearer than 8 cm, though all press on it', () => {
  const walls = [0, 0, 10, 0, 10, 0, 10, 4, 10, 4, 0, 4, 0, 4, 0, 0];
  const people = Array.from({ length: 60 }, (_, i) => ({ x: 4 + 0.45 * (i % 12), y: 0.6 + 0.6 * Math.floor(i / 12) }));
  const input = inputOf([levelOf([0, 0, 12, 4], walls)], [], peopleOf(people), { endS: 30 });
  const run = play({ input, guide: fixedGuide(input, () => [1, 0.3]) });
  const { xM, yM } = run.people;
  for (let id = 0; id < people.length; id++) {
    expect(xM[id]).toBeLessThanOrEqual(10 - CLEARANCE_M + 1e-4);
    expect(yM[id]).toBeLessThanOrEqual(4 - CLEARANCE_M + 1e-4);
    expect(Math.min(xM[id], yM[id])).toBeGreaterThan(0);
  }
  const { remained } = run.result([]);
  expect(remained.map(({ reason }) => reason).filter((reason) => reason !== 'jammed' && reason !== 'onTheWay')).toEqual(
    [],
  );
  expect(remained.length).toBe(60);
});

test('people behind a wall are not seen', () => {
  const walls = [0, 1, 45, 1, 0, 0, 45, 0, 0, 2, 45, 2];
  const beside = [
    { x: 1, y: 0.7 },
    { x: 2, y: 1.2, desiredMps: 0.2, radiusM: 0.4 },
  ];
  const input = inputOf([levelOf([0, 0, 45, 2], walls)], [], peopleOf(beside), { endS: 5 });
  const run = play({ input, guide: fixedGuide(input, () => [1, 0]) });
  expect(run.people.xM[0]).toBeCloseTo(1 + 5 * 1.34, 1);
});

test('a turnstile lets one through every 2 s; a shut gate nobody, and they wait before it', () => {
  const gate = (everyS: number, forward: boolean): Line => ({
    id: 'gate',
    kind: 'gate',
    level: 0,
    from: [20, 0],
    to: [20, 2],
    gate: { forward, backward: false, everyS },
  });
  const people = Array.from({ length: 8 }, (_, i) => ({ x: 2 + i, y: 1 }));
  const { forwardS } = play(corridor(people, [gate(2, true)])).crossingsOf(1);
  expect(forwardS.length).toBe(8);
  for (let i = 1; i < 8; i++) expect(forwardS[i] - forwardS[i - 1]).toBeGreaterThanOrEqual(1.999);
  const shut = play(corridor(people, [gate(0, false)]));
  expect(shut.inside).toBe(8);
  expect(Math.max(...shut.people.xM)).toBeLessThan(20);
});

test('an exit lets out only those whose way it is', () => {
  const level = levelOf([0, 0, 45, 2], [0, 0, 45, 0, 0, 2, 45, 2]);
  const own: Line = { id: 'own', kind: 'exit', level: 0, from: [10, 0], to: [10, 2], fields: [1] };
  const all: Line = { id: 'all', kind: 'exit', level: 0, from: [20, 0], to: [20, 2] };
  const input = inputOf(
    [level],
    [own, all],
    peopleOf([
      { x: 5, y: 0.5 },
      { x: 5, y: 1.5, field: 1 },
    ]),
    { fieldCount: 2 },
  );
  const run = play({ input, guide: fixedGuide(input, () => [1, 0]) });
  expect([...run.result([]).exit]).toEqual([1, 0]);
});

test('the guide may hold people, put them elsewhere, take them out and shut a gate', () => {
  const gate: Line = {
    id: 'gate',
    kind: 'gate',
    level: 0,
    from: [20, 0],
    to: [20, 2],
    gate: { forward: true, backward: true, everyS: 0 },
  };
  const { input, guide } = corridor(
    [
      { x: 1, y: 0.5 },
      { x: 3, y: 1.5 },
      { x: 5, y: 0.5 },
      { x: 15, y: 1.5 },
    ],
    [gate],
  );
  const run = start(input, {
    ...guide,
    decide(timeS, people) {
      guide.decide(timeS, people);
      if (timeS === 0) people.speedRatio[0] = 0;
      if (timeS === 1) people.place(1, 0, 30, 1);
      if (timeS === 2) people.remove(2, 'sweptAway');
      if (timeS === 2) people.setGate(1, { forward: false, backward: true, everyS: 0 });
    },
  });
  run.advanceTo(60);
  const { remained, leftS } = run.result([]);
  expect(remained.map(({ id, reason }) => [id, reason])).toEqual([
    [0, 'held'],
    [2, 'sweptAway'],
    [3, 'jammed'],
  ]);
  expect(leftS[1]).toBeCloseTo(1 + 10 / 1.34, 0);
});

test('a link leads to the next level and back, people near it are seen from both', () => {
  const left = { ...levelOf([0, 0, 10, 2], [0, 0, 10, 0, 0, 2, 10, 2]), id: 'left' };
  const right = { ...levelOf([10, 0, 20, 2], [10, 0, 20, 0, 10, 2, 20, 2]), id: 'right' };
  const link: Line = { id: 'link', kind: 'link', level: 0, toLevel: 1, from: [10, 0], to: [10, 2], shift: [0, 0] };
  const people = [
    { x: 9, y: 0.5 },
    { x: 10.6, y: 0.5, level: 1, desiredMps: 0.1 },
    { x: 15, y: 1.6, level: 1, field: 1 },
  ];
  const input = inputOf([left, right], [link], peopleOf(people), { endS: 12, fieldCount: 2 });
  const run = start(
    input,
    fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]),
  );
  run.advanceTo(0.5);
  expect(run.people.speedMps[0]).toBeLessThan(1.34);
  run.advanceTo(12);
  expect([...run.people.level]).toEqual([1, 1, 0]);
  expect(run.crossingsOf(0)).toMatchObject({ forwardS: [expect.any(Number)], backwardS: [expect.any(Number)] });
});

test('a stair slows those who go up and those who go down by their own factors', () => {
  const stair = {
    ...levelOf([0, 0, 45, 2], []),
    slope: { up: [1, 0] as [number, number], ascentRatio: 0.5, descentRatio: 0.8 },
  };
  const people = [
    { x: 1, y: 0.5 },
    { x: 20, y: 1.5, field: 1 },
  ];
  const input = inputOf([stair], [], peopleOf(people), { endS: 2, fieldCount: 2 });
  const run = play({ input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) });
  expect(run.people.speedMps[0]).toBeCloseTo(0.67, 3);
  expect(run.people.speedMps[1]).toBeCloseTo(1.072, 3);
});

test('thirty people against thirty in a corridor of 2 m pass each other (59 of them stood for good)', () => {
  const walls = [-3, 0, 15, 0, -3, 2, 15, 2];
  const random = seeded(1);
  const people = [
    ...lattice(30, [0, 0.3, 5, 1.7], random).map((person) => ({ ...person, field: 0 })),
    ...lattice(30, [7, 0.3, 12, 1.7], random).map((person) => ({ ...person, field: 1 })),
  ];
  const lines: Line[] = [
    { id: 'east', kind: 'exit', level: 0, from: [13, 0], to: [13, 2], fields: [0] },
    { id: 'west', kind: 'exit', level: 0, from: [-1, 0], to: [-1, 2], fields: [1] },
  ];
  const input = inputOf([levelOf([-3, 0, 15, 2], walls)], lines, peopleOf(people), { fieldCount: 2, endS: 90 });
  const run = play({ input, guide: fixedGuide(input, (_x, _y, field) => [field === 0 ? 1 : -1, 0]) });
  expect(run.inside).toBe(0);
});

test('a run ends and says why: no way from there, never started, was held', () => {
  const people = [
    { x: 1, y: 0.5 },
    { x: 5, y: 1.5, startS: 99 },
    { x: 9, y: 0.5, desiredMps: 0 },
    { x: 12, y: 1, appearS: 99 },
  ];
  const input = inputOf([levelOf([0, 0, 45, 2], [])], [], peopleOf(people), { endS: 3 });
  const run = play({ input, guide: fixedGuide(input, (x) => (x < 3 ? [0, 0] : [1, 0])) });
  expect(run.result([]).remained.map(({ reason }) => reason)).toEqual(['noWay', 'notStarted', 'held', 'notEntered']);
});

test('a run goes on from a snapshot bit by bit', () => {
  const plan = () => roomWithDoor(8, 1, 60, PRESETS.prescriptive, { endS: 12 });
  const whole = play(plan());
  const half = start(plan().input, plan().guide);
  half.advanceTo(6);
  const later = startCrowd((of) => new WalkingOracle(of), plan().input, plan().guide, half.snapshot());
  later.advanceTo(12);
  expect(later.result([]).hash).toBe(whole.result([]).hash);
  expect(later.crossingsOf(1)).toEqual(whole.crossingsOf(1));
});

test('at 2 people/m² they walk as fast as Weidmann saw, within 0.1 m/s', () => {
  const plan = ring(20, 5, 200, { endS: 30 }, PRESETS.weidmann);
  const run = start(spreadSpeeds(plan, 4), plan.guide);
  run.advanceTo(30);
  expect(Math.abs(meanSpeedMps(run.people) - 0.606)).toBeLessThan(0.1);
});

test('on a stair a crowd of 1.5/m² keeps more of its free speed than on the level: slow legs need less room ahead', () => {
  const kept = (ratio: number): number => {
    const plan = ring(20, 5, 150, { endS: 30 }, PRESETS.weidmann);
    const input = spreadSpeeds(plan, 4);
    input.levels[0].slope = { up: [1, 0], ascentRatio: ratio, descentRatio: ratio };
    const run = start(input, plan.guide);
    run.advanceTo(30);
    return meanSpeedMps(run.people) / (ratio * 1.34);
  };
  // Weidmann: 1 − exp(−γ·(1/1.5 − 1/5.4)), γ = 3.722 on steps and 1.913 on the level, is 0.833 and 0.602.
  expect(Math.abs(kept(0.5) - 0.833)).toBeLessThan(0.08);
  expect(Math.abs(kept(1) - 0.602)).toBeLessThan(0.08);
});

test.each([0.5, 0.6, 0.8])('a hundred people leave by a door of %s m, and none waits for half a minute', (doorM) => {
  const run = play(roomWithDoor(8, doorM, 100, PRESETS.weidmann, { endS: 240 }));
  expect(run.inside).toBe(0);
  const { forwardS } = run.crossingsOf(1);
  expect(Math.max(...forwardS.slice(1).map((timeS, k) => timeS - forwardS[k]))).toBeLessThan(30);
});

test('a run in which people are jammed for good gives no clearance time; one in which they queue does', () => {
  const shut = (endS: number): CrowdResult => {
    const gate: Line = {
      id: 'gate',
      kind: 'gate',
      level: 0,
      from: [20, 0],
      to: [20, 2],
      gate: { forward: true, backward: true, everyS: 0 },
    };
    const { input, guide } = corridor(
      Array.from({ length: 10 }, (_, i) => ({ x: 30 - 3 * i, y: 1 })),
      [gate],
      { endS },
    );
    const run = start(input, {
      ...guide,
      decide(timeS, people) {
        guide.decide(timeS, people);
        if (timeS === 0.5) people.setGate(1, { forward: false, backward: false, everyS: 0 });
      },
    });
    run.advanceTo(endS);
    return run.result([]);
  };
  const early = shut(30);
  const reasons = early.remained.map(({ reason }) => reason);
  expect(reasons).toContain('queueing');
  expect(reasons).not.toContain('jammed');
  const late = shut(80);
  expect(late.remained.map(({ reason }) => reason)).toContain('jammed');
  expect([late.clearance50S, late.clearance95S, late.clearance100S]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test.each(['collision-free-speed', 'anticipation-velocity', 'social-force'] as const)(
  'two who meet head on pass each other: %s',
  (model) => {
    const level = levelOf([0, 0, 20, 2], [0, 0, 20, 0, 0, 2, 20, 2]);
    const people = [
      { x: 5, y: 1 },
      { x: 15, y: model === 'social-force' ? 1.05 : 1, field: 1 },
    ];
    const walking = { model } as const;
    const input = inputOf([level], [], peopleOf(people), { endS: 30, fieldCount: 2, walking });
    const run = start(
      input,
      fixedGuide(input, (x, _y, field) => (field === 0 ? [x < 18 ? 1 : 0, 0] : [x > 2 ? -1 : 0, 0])),
    );
    run.advanceTo(30);
    expect(run.people.xM[0]).toBeGreaterThan(17);
    expect(run.people.xM[1]).toBeLessThan(3);
  },
);

test.each(['anticipation-velocity', 'social-force'] as const)('a room empties: %s', (model) => {
  const walking = { model } as const;
  const run = play(roomWithDoor(8, 1.2, 40, PRESETS.prescriptive, { endS: 90, walking }));
  expect(run.inside).toBe(0);
});
