import { expect, test } from 'vitest';
import { PRESETS } from '../../../workers/crowd/core/walking.ts';
import { ADULT, caseOf, crossing, floorOf, play, room, spaceOf, walkers } from '../../validation/crowd-rooms.ts';

/** Beds 8, 12, 16 and 20 m before the exit of a corridor; pushed at 1 m/s, 20 s to make ready; staff walk back at 1.34 m/s. */
const ward = (teams: number) => {
  const patients = walkers(4, room(0, 0, 24, 3), {
    where: {
      kind: 'places',
      places: [
        [4, 0.6],
        [8, 0.6],
        [12, 0.6],
        [16, 0.6],
      ],
    },
    assist: { teams, prepareS: { kind: 'constant', value: 20 } },
  });
  const space = spaceOf([floorOf([room(0, 0, 24, 3)])], { exits: [crossing('out', [24, 0], [24, 3])] });
  return caseOf(space, [patients], {
    profiles: [{ ...ADULT, ...PRESETS.weidmann, speedMps: { kind: 'constant', value: 1 } }],
    endS: 400,
  });
};

test('one team takes four patients out, the nearest first, and walks back between', () => {
  const { result, laid } = play(ward(1));
  const order = [...result.leftS.keys()].sort((a, b) => result.leftS[a] - result.leftS[b]);
  expect(order.map((id) => laid.input.people.xM[id])).toEqual([16, 12, 8, 4]);
  // 20 + 8, + 12/1.34 + 20 + 12, + 16/1.34 + 20 + 16, + 20/1.34 + 20 + 20; looks every half second, three a patient, make each later.
  const known = [28, 68.96, 116.9, 171.83];
  for (const [k, id] of order.entries()) {
    expect(result.leftS[id]).toBeGreaterThan(known[k] - 0.5);
    expect(result.leftS[id]).toBeLessThan(known[k] + 1.5 * (k + 1));
  }
});

test('four teams take them at once; without a way out in time they are held, and said to be', () => {
  const { result } = play(ward(4));
  expect(Math.max(...result.leftS)).toBeLessThan(42);
  const short = play({ ...ward(1), endS: 50 });
  expect(short.result.remained.map(({ reason }) => reason)).toEqual(['held', 'held', 'held']);
});

test('a run of a ward goes on from a snapshot to the same hash', () => {
  const whole = play(ward(2));
  let saved: ReturnType<typeof whole.crowd.snapshot> | null = null;
  play(ward(2), (crowd) => {
    if (crowd.timeS === 25) saved = crowd.snapshot();
  });
  const again = play(ward(2), (crowd) => {
    if (crowd.timeS === 3 && saved) {
      crowd.restore(saved);
      saved = null;
    }
  });
  expect(again.result.hash).toBe(whole.result.hash);
});
