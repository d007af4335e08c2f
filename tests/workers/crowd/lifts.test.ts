import { describe, expect, test } from 'vitest';
import { type People, STATUS } from '../../../workers/crowd/core/crowd.ts';
import { cabSideM, type LiftPlan, type LiftState, moveLift } from '../../../workers/crowd/core/lifts.ts';

const CAB = 9;

/** A lift of three floors, four people a trip, ten seconds from floor to floor and six at a stop. */
const plan = {
  lift: { id: 'lift', capacity: 4, travelS: 10, dwellS: 6, stopsAtS: null, stops: [{}, {}, {}] },
  stops: [0, 1, 2].map((level) => ({ level, at: [0, 0] })),
  cab: CAB,
  corner: [100, 100],
  outs: [0, 1, 2].map(() => [
    [5, 0],
    [6, 0],
    [7, 0],
    [8, 0],
    [9, 0],
  ]),
} as unknown as LiftPlan;

const started = (): LiftState => ({ stop: 0, readyS: 0, riders: [], trips: 0 });

/** People beside the lift, each on a floor. */
function peopleOn(floors: readonly number[]): People {
  const count = floors.length;
  const people = {
    count,
    xM: Float32Array.from(floors, (_, id) => 0.1 * id),
    yM: new Float32Array(count),
    level: Uint8Array.from(floors),
    status: new Uint8Array(count).fill(STATUS.inside),
    place(id: number, level: number, x: number, y: number) {
      people.level[id] = level;
      people.xM[id] = x;
      people.yM[id] = y;
    },
  };
  return people as unknown as People;
}

/** Lets the lift run; `goals` by person, asked only of who waits at a stop that is not theirs. */
function run(people: People, goals: readonly number[], untilS: number, state = started(), from = plan) {
  const wantsTo = (id: number, stop: number) => (goals[id] === stop ? -1 : goals[id]);
  for (let timeS = 0; timeS <= untilS; timeS++) moveLift(from, state, timeS, people, wantsTo);
  return state;
}

describe('a lift', () => {
  test('takes who waits at its door, and lets them out where they want', () => {
    const people = peopleOn([0, 0]);
    run(people, [2, 2], 60);
    expect([...people.level]).toEqual([2, 2]);
    expect([...people.xM]).toEqual([5, 6]);
  });

  test('takes a floor for each travel and a stop for each dwell', () => {
    const people = peopleOn([0]);
    const state = run(people, [2], 3);
    expect([people.level[0], state.stop, state.readyS]).toEqual([CAB, 2, 3 + 2 * 10 + 6]);
  });

  test('takes no more than have room, and comes back for the others', () => {
    const people = peopleOn([0, 0, 0, 0, 0]);
    const state = run(people, [1, 1, 1, 1, 1], 10);
    expect([...people.level].filter((level) => level === CAB)).toHaveLength(4);
    run(people, [1, 1, 1, 1, 1], 200, state);
    expect([...people.level]).toEqual([1, 1, 1, 1, 1]);
  });

  test('comes for who waits elsewhere, and stands where nobody does', () => {
    const people = peopleOn([2]);
    expect(run(people, [0], 0).stop).toBe(2);
    expect(run(peopleOn([]), [], 100)).toEqual({ stop: 0, readyS: 0, riders: [], trips: 0 });
  });

  test('leaves who stands too far from its door', () => {
    const people = peopleOn([0]);
    people.xM[0] = 1.6;
    run(people, [1], 60);
    expect(people.level[0]).toBe(0);
  });

  test('lets nobody out onto somebody else', () => {
    const people = peopleOn([0, 1]);
    people.xM[1] = 5.2;
    run(people, [1, 1], 60);
    expect([people.level[0], people.xM[0]]).toEqual([1, 6]);
  });

  test('takes nobody any more once it stands still, and lets its riders out', () => {
    const stopping = { ...plan, lift: { ...plan.lift, stopsAtS: 5 } };
    const people = peopleOn([0, 0]);
    people.status[1] = STATUS.later;
    const state = run(people, [1, 1], 4, started(), stopping);
    people.status[1] = STATUS.inside;
    const wantsTo = () => 1;
    for (let timeS = 5; timeS < 100; timeS++) moveLift(stopping, state, timeS, people, wantsTo);
    expect([...people.level]).toEqual([1, 0]);
  });

  test('seats nobody on a place that is taken, where some got out on the way and others came in', () => {
    const people = peopleOn([0, 0, 0, 0, 1, 1]);
    const goals = [1, 1, 2, 2, 2, 2];
    const state = started();
    const wantsTo = (id: number, stop: number) => (goals[id] === stop ? -1 : goals[id]);
    let timeS = 0;
    for (; state.riders.length < 4 || people.level[4] !== CAB || people.level[5] !== CAB; timeS++) {
      expect(timeS).toBeLessThan(100);
      moveLift(plan, state, timeS, people, wantsTo);
    }
    const seats = state.riders.map(({ id }) => `${people.xM[id]} ${people.yM[id]}`);
    expect(new Set(seats).size).toBe(4);
  });
});

test('a cab is as wide as its people stand, half a metre each, and a quarter at each wall', () => {
  expect([1, 4, 5, 9].map(cabSideM)).toEqual([1, 1.5, 2, 2]);
});
