import { expect, test } from 'vitest';
import { facingRad, routeOf } from '../../../src/plugins/crowd/crowd-moment.ts';
import { bodies, PARTS, PARTS_A_BODY } from '../../../src/plugins/crowd/scene/globe/crowd-body.ts';
import { NEAR_M, nearestPeople } from '../../../src/plugins/crowd/scene/globe/crowd-near.ts';
import type { CrowdGround, PackedCrowdFrame } from '../../../src/plugins/crowd/slice.ts';

const EYE = { at: [0, 0, 0], towards: [0, 1, 0] } as const;

/** North of the eye, one a metre; the last number says that they are there. */
const queue = (count: number) => Float32Array.from({ length: 4 * count }, (_, i) => (i % 4 === 1 ? (i + 3) / 4 : 0));

test('the nearest are bodies, as many as there are slots; none behind the eye, none who is gone, none far off', () => {
  const places = queue(400);
  places[4 * 3 + 3] = -1;
  places[4 * 5 + 1] = -10;
  const into = new Uint32Array(20);
  const found = [...into.subarray(0, nearestPeople(places, EYE, into))];
  expect(found).not.toContain(3);
  expect(found).not.toContain(5);
  // Counts over distance are in steps: somebody of the last step may be left out, nobody before it.
  expect(found.length).toBeGreaterThanOrEqual(18);
  expect(Math.max(...found)).toBeLessThan(24);

  const all = new Uint32Array(400);
  expect(nearestPeople(places, EYE, all)).toBe(NEAR_M - 1 - 2);
});

test('a body is 1.7 m high, stands on the ground and no wider than the door it fits; each vertex knows its own body', () => {
  const { positionM, row, index } = bodies(3, 6);
  const each = positionM.length / 9;
  const ups = [...positionM.filter((_, i) => i % 3 === 1)];
  expect(Math.min(...ups)).toBe(0);
  expect(Math.max(...ups)).toBeCloseTo(1.7, 5);
  const wide = [...positionM.filter((_, i) => i % 3 === 2)].map(Math.abs);
  expect(Math.max(...wide)).toBeLessThanOrEqual(0.31);
  expect([0, 1, 2].map((slot) => Math.floor((row?.[slot * each] ?? -1) / PARTS_A_BODY))).toEqual([0, 1, 2]);
  expect(new Set([...(row ?? [])].map((each) => each % PARTS_A_BODY))).toEqual(new Set(Object.values(PARTS)));
  expect(Math.max(...index)).toBe(3 * each - 1);
});

/** One person of frames a second apart, who stands, walks east, then north, and is gone. */
const PLACES = [
  [0, 0],
  [0, 0],
  [10, 0],
  [20, 0],
  [20, 10],
];
const GROUND = { box: { westM: 100, southM: 200, unitM: 0.1 }, baseM: 300, people: 1 } as CrowdGround;
const FRAMES = [...PLACES, [0, 0]].map(
  ([east, north], k) =>
    ({
      timeS: k,
      places: Uint16Array.of(east, north),
      levels: Uint8Array.of(k < PLACES.length ? 0 : 255),
      heightsCm: Uint16Array.of(150),
    }) as PackedCrowdFrame,
);

test('who stands faces where they will go, who stopped where they came from', () => {
  const facing = (frame: number) => facingRad({ ground: GROUND, frames: FRAMES }, frame, 0);
  expect([0, 1, 2, 3, 4].map(facing)).toEqual([0, 0, 0, Math.PI / 2, Math.PI / 2]);
  expect(facingRad({ ground: GROUND, frames: FRAMES.slice(0, 2) }, 0, 0)).toBeNull();
});

test('a route is where somebody moved, metres walked beside it', () => {
  const route = routeOf({ ground: GROUND, frames: FRAMES }, 0);
  expect(route.map(({ timeS }) => timeS)).toEqual([0, 2, 3, 4]);
  expect(route.map(({ walkedM }) => walkedM)).toEqual([0, 1, 2, 3].map((m) => expect.closeTo(m, 6)));
  expect(route[3].placeM).toEqual([102, 201, 301.5]);
});
