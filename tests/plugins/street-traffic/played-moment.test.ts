import { expect, test } from 'vitest';
import type { TrafficFrameState } from '../../../model/roads/traffic-frame.ts';
import { PLACED_NUMBERS } from '../../../src/plugins/street-traffic/placed.ts';
import { playedNear } from '../../../src/plugins/street-traffic/played-moment.ts';
import type { PlayedTraffic } from '../../../src/twin/played-traffic.ts';

const WIDE = { eastM: 0, northM: 0, reachM: 10_000 };

/** Vehicles that head east at 8 m/s (32 steps), by their numbers and fronts. */
function frameOf(vehicles: readonly (readonly [id: number, frontM: number])[], speed = 32): TrafficFrameState {
  return {
    ids: Uint32Array.from(vehicles, ([id]) => id),
    places: Uint16Array.from(vehicles.flatMap(([, frontM]) => [10 * frontM, 0])),
    upDm: Int16Array.from(vehicles, () => 15),
    ways: Int8Array.from(vehicles.flatMap(() => [127, 0])),
    speeds: Uint8Array.from(vehicles, () => speed),
    roads: new Uint8Array(),
    figures: { waiting: 0, driving: vehicles.length, arrived: 0, refused: 0, standing: 0, kmPerH: 28.8 },
  };
}

const record = (...states: TrafficFrameState[]): PlayedTraffic => ({
  startMs: 1000,
  opening: { box: { westM: 0, southM: 0, unitM: 0.1 }, roads: [], vehicleM: 4.8 },
  frames: states.map((state, i) => ({ timeS: 2 * i, states: [state] })),
});

test('a vehicle moves between two frames at its speed, and its middle is half a length behind its front', () => {
  const out = new Float32Array(4 * PLACED_NUMBERS);
  const played = record(frameOf([[3, 100]]), frameOf([[3, 116]]));
  expect(playedNear(played, 2000, 0, WIDE, out)).toBe(1);
  expect(out[0]).toBeCloseTo(108 - 2.4, 4);
  expect(out[2]).toBeCloseTo(1.5, 6);
  expect([out[3], out[4]]).toEqual([1, 0]);
});

test('who arrived is gone in the next frame, who set out is there from his first', () => {
  const out = new Float32Array(4 * PLACED_NUMBERS);
  const played = record(
    frameOf([
      [1, 50],
      [2, 80],
    ]),
    frameOf([
      [2, 96],
      [5, 10],
    ]),
  );
  expect(playedNear(played, 1000, 0, WIDE, out)).toBe(2);
  expect(playedNear(played, 3000, 0, WIDE, out)).toBe(2);
  expect(out[0]).toBeCloseTo(96 - 2.4, 4);
});

test('before its start a run shows nobody, and nobody out of reach', () => {
  const out = new Float32Array(4 * PLACED_NUMBERS);
  const played = record(frameOf([[1, 50]]));
  expect(playedNear(played, 0, 0, WIDE, out)).toBe(0);
  expect(playedNear(played, 1000, 0, { ...WIDE, reachM: 10 }, out)).toBe(0);
});

test('who stands is red, who goes at 8 m/s yellow', () => {
  const out = new Float32Array(PLACED_NUMBERS);
  playedNear(record(frameOf([[1, 50]], 0)), 1000, 0, WIDE, out);
  expect(out[6]).toBe(8);
  playedNear(record(frameOf([[1, 50]])), 1000, 0, WIDE, out);
  expect(out[6]).toBe(10);
});
