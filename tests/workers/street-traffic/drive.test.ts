import { describe, expect, test } from 'vitest';
import {
  AMBER_S,
  CYCLE_S,
  type Drive,
  driveLane,
  GAP_M,
  isGreen,
  type Lane,
  safeMps,
} from '../../../workers/street-traffic/drive.ts';

const lane = (more: Partial<Lane> = {}): Lane => ({
  lengthM: 600,
  speedAt: () => 15,
  stops: [],
  endSpeedMps: 15,
  ...more,
});
/** Cars alone, unless said otherwise. */
const drive = (one: Lane, count: number, firstS: number, lengthOf = (_: number) => 4.6): Drive[] =>
  driveLane(one, count, firstS, lengthOf);
const placeAt = ({ startS, placesM }: Drive, timeS: number): number | undefined => placesM[timeS - startS];
/** All vehicles of several cycles, as they follow one another. */
const repeated = (drives: readonly Drive[], cycles: number): Drive[] =>
  Array.from({ length: cycles }, (_, m) => drives.map((one) => ({ ...one, startS: one.startS + m * CYCLE_S }))).flat();

describe('one vehicle', () => {
  test('a free lane is driven at its speed: 600 m at 15 m/s take 40 s', () => {
    const [only] = drive(lane(), 1, 0);
    expect(only.placesM).toHaveLength(41);
    expect(only.placesM[40]).toBe(600);
  });

  test('the safe speed by hand: 40 m behind one that stands, at 10 m/s, braking 2.5: 40 / (10 / 5 + 1)', () => {
    expect(safeMps(10, 40, 0)).toBeCloseTo(40 / 3, 12);
    expect(safeMps(10, 20, 10)).toBeCloseTo(10 + 10 / 5, 12);
    expect(safeMps(10, -3, 0)).toBe(0);
  });
});

describe('a lane with a signal', () => {
  const stop = { atM: 300, clearM: 330, greenFromS: 50, greenS: 40 };
  // Every third is a bus.
  const lengthOf = (k: number) => (k % 3 === 0 ? 11.3 : 4.6);
  const drives = drive(lane({ stops: [stop] }), 8, 3, lengthOf);

  test('all that come pass in a cycle, and the next cycle is the same', () => {
    expect(drives).toHaveLength(8);
    expect(drive(lane({ stops: [stop] }), 8, 3, lengthOf)).toEqual(drives);
  });

  test('nobody crosses the line while it is red, but for amber', () => {
    for (const { startS, placesM } of repeated(drives, 3)) {
      const at = placesM.findIndex((placeM) => placeM > stop.atM);
      const crossedS = startS + at - 1;
      const mayCross = isGreen(stop, crossedS) || isGreen(stop, crossedS - AMBER_S);
      expect({ crossedS, mayCross }).toMatchObject({ mayCross: true });
    }
    expect(drives.some(({ placesM }) => placesM.some((one, s) => s > 0 && one - placesM[s - 1] < 0.01))).toBe(true);
  });

  test('nobody is nearer to the one before than a car and its gap', () => {
    const all = repeated(drives, 4);
    for (let i = 1; i < all.length; i++)
      for (let s = all[i].startS; s < all[i].startS + all[i].placesM.length; s++) {
        const before = placeAt(all[i - 1], s);
        const own = placeAt(all[i], s) ?? 0;
        if (before !== undefined) expect(before - all[i - 1].lengthM - own).toBeGreaterThan(GAP_M - 0.01);
      }
  });

  test('of more than the green lets through fewer are taken', () => {
    const few = drive(lane({ stops: [{ ...stop, greenS: 12 }] }), 30, 0);
    expect(few.length).toBeGreaterThan(2);
    expect(few.length).toBeLessThan(12);
  });
});

test('nobody comes to stand in a crossing, though the next signal is red and near', () => {
  const first = { atM: 200, clearM: 250, greenFromS: 0, greenS: 40 };
  const next = { atM: 275, clearM: 300, greenFromS: 45, greenS: 30 };
  const drives = drive(lane({ stops: [first, next] }), 8, 0);
  // Between crossing and line are 25 m: three cars of 4.6 m with their gaps, a cycle.
  expect(drives).toHaveLength(3);
  const stood = drives.flatMap(({ placesM }) => placesM.filter((placeM, s) => s > 0 && placeM - placesM[s - 1] < 0.3));
  expect(stood.filter((placeM) => placeM > first.atM && placeM - 4.6 < first.clearM)).toEqual([]);
  expect(stood.some((placeM) => placeM <= first.atM)).toBe(true);
  expect(stood.some((placeM) => placeM >= first.clearM && placeM <= next.atM)).toBe(true);
});

test('a street that ends at another is left slowly', () => {
  const [only] = drive(lane({ endSpeedMps: 4 }), 1, 0);
  const last = only.placesM.length - 1;
  expect(only.placesM[0]).toBe(0);
  expect(only.placesM[1]).toBeLessThan(6);
  expect(only.placesM[last] - only.placesM[last - 1]).toBeLessThan(6.5);
});
