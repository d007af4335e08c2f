import { describe, expect, test } from 'vitest';
import { CROWD_STOPS, HEAT_STOPS } from '../../../src/plugins/crowd/crowd-colours.ts';
import { type CrowdNow, formatRunClock } from '../../../src/plugins/crowd/crowd-time.ts';
import { crowdVitals, densestOf } from '../../../src/plugins/crowd/crowd-vitals.ts';

const NOT_INSIDE = 255;
const STATES = ['waits', 'walks', 'queues', 'wades', 'trapped', 'refuge', 'swept'];

describe('the figures of a frame', () => {
  const now = (levels: number[], states: number[]): CrowdNow =>
    ({
      record: {
        frames: [
          {
            left: 7,
            inside: 4,
            lost: 2,
            upstairs: 3,
            densestPerM2: 2.5,
            levels: Uint8Array.from(levels),
            states: Uint8Array.from(states),
          },
        ],
        ground: { states: STATES },
      },
      frame: 0,
    }) as unknown as CrowdNow;

  test('count who queues, who stands in water, trapped or not, who was swept away and who went up', () => {
    expect(crowdVitals(now([0, 0, 1, 1, 0, 0], [2, 3, 4, 1, 5, 6]))).toEqual({
      swept: 2,
      upstairs: 3,
      left: 7,
      inside: 4,
      queueing: 1,
      inWater: 2,
      densest: 2.5,
    });
  });

  test('leave out who is not inside, whatever was last said of them', () => {
    expect(crowdVitals(now([NOT_INSIDE, NOT_INSIDE, 0], [2, 3, 0]))).toMatchObject({ queueing: 0, inWater: 0 });
  });
});

test('the densest moment is the first of those that are as dense', () => {
  const frames = [0.5, 3, 3, 2].map((densestPerM2, i) => ({ timeS: 10 * i, densestPerM2 }));
  expect(densestOf(frames)).toEqual({ perM2: 3, timeS: 10 });
  expect(densestOf([])).toEqual({ perM2: 0, timeS: 0 });
});

test("a run's clock says minutes and seconds, and does not begin an hour", () => {
  expect([0, 9.6, 187, 3725].map(formatRunClock)).toEqual(['T+0:00', 'T+0:10', 'T+3:07', 'T+62:05']);
});

describe('classes of people', () => {
  const tokenAt = (stops: readonly { from: number; token: string | null }[], value: number) =>
    stops.findLast(({ from }) => from <= value)?.token ?? null;

  test("are Fruin's levels of service on walkways", () => {
    const levels = [0.1, 0.31, 0.5, 0.9, 1.5, 3].map((perM2) => tokenAt(CROWD_STOPS.density, perM2));
    expect(levels).toEqual(['los-a', 'los-b', 'los-c', 'los-d', 'los-e', 'los-f']);
  });

  test('leave ground uncoloured that nearly nobody stands on', () => {
    expect(tokenAt(HEAT_STOPS, 0.04)).toBeNull();
    expect(tokenAt(HEAT_STOPS, 0.05)).toBe('los-a');
    expect(HEAT_STOPS.slice(1).map(({ from }) => from)).toEqual(CROWD_STOPS.density.slice(1).map(({ from }) => from));
  });

  test("take a state by its number in the frame, as the engine's list has it", () => {
    expect(CROWD_STOPS.state.map(({ state }) => state)).toEqual(STATES);
    expect(STATES.map((_, i) => tokenAt(CROWD_STOPS.state, i))).toEqual(CROWD_STOPS.state.map(({ token }) => token));
  });

  test('are stronger where people are slower', () => {
    expect([0, 0.5, 1.34].map((mps) => tokenAt(CROWD_STOPS.speed, mps))).toEqual(['seq-7', 'seq-6', 'seq-3']);
  });
});
