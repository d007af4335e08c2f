import { describe, expect, test } from 'vitest';
import { QUOTED_CRANE_CLEARANCE } from '../../../model/questions/construction-space.ts';
import { globalIdOf, isGlobalId } from '../../../workers/construction/global-id.ts';
import { type Crane, overlapOf, oversails, reachOf } from '../../../workers/construction/space/crane.ts';
import { cutVolumeM3, type Pit, pitElevationM, truckTrips } from '../../../workers/construction/space/cut-volume.ts';
import {
  equivalentDb,
  judgeNoise,
  levelDb,
  type NoiseSource,
  SITE_NOISE_LIMITS,
} from '../../../workers/construction/space/site-noise.ts';
import { seeded } from '../../../workers/shared/random.ts';

const crane = (part: Partial<Crane> = {}): Crane => ({
  id: 'c',
  eastM: 0,
  northM: 0,
  reachM: 50,
  leastReachM: 3,
  jibBottomM: 40,
  jibTopM: 43,
  mastHalfM: 1,
  fromDay: 10,
  toDay: 20,
  momentTm: 100,
  ...part,
});

describe('a tower crane', () => {
  test('lifts what is within its reach and its moment: 2 t at 50 m as 100 t at 1 m', () => {
    expect(reachOf(crane(), { eastM: 30, northM: 40, massT: 2 })).toEqual({
      status: 'within',
      distanceM: 50,
      loadRatio: 1,
    });
    expect(reachOf(crane(), { eastM: 30, northM: 40, massT: 2.1 }).status).toBe('tooHeavy');
    expect(reachOf(crane(), { eastM: 51, northM: 0, massT: 0.1 }).status).toBe('tooFar');
    expect(reachOf(crane(), { eastM: 2, northM: 0, massT: 0.1 }).status).toBe('tooNear');
  });

  test('is in the way of another only while both stand, and where their discs overlap', () => {
    expect(overlapOf(crane(), crane({ eastM: 60, fromDay: 20, toDay: 30 }), QUOTED_CRANE_CLEARANCE)).toBeNull();
    expect(overlapOf(crane(), crane({ eastM: 100 }), QUOTED_CRANE_CLEARANCE)).toBeNull();
    expect(overlapOf(crane(), crane({ eastM: 60, fromDay: 15, toDay: 30 }), QUOTED_CRANE_CLEARANCE)).toMatchObject({
      fromDay: 15,
      toDay: 20,
    });
  });

  test('swings clear below another whose mast its tip does not reach and whose jib is two metres higher', () => {
    const higher = crane({ eastM: 60, reachM: 30, jibBottomM: 43 + QUOTED_CRANE_CLEARANCE.tipToMastM, jibTopM: 48 });
    expect(overlapOf(crane(), higher, QUOTED_CRANE_CLEARANCE)).toMatchObject({ tipToMastM: 9, heightM: 2, broken: [] });
    expect(overlapOf(higher, crane(), QUOTED_CRANE_CLEARANCE)).toMatchObject({ tipToMastM: 9, heightM: 2, broken: [] });
    expect(overlapOf(crane(), { ...higher, jibBottomM: 44 }, QUOTED_CRANE_CLEARANCE)?.broken).toEqual(['height']);
    expect(overlapOf(crane(), { ...higher, eastM: 52.5 }, QUOTED_CRANE_CLEARANCE)?.broken).toEqual(['tipToMast']);
  });

  test('is held to the distances that its city has, each by itself', () => {
    const higher = crane({ eastM: 60, reachM: 30, jibBottomM: 45, jibTopM: 48 });
    const broken = (tipToMastM: number, betweenJibsM: number) =>
      overlapOf(crane(), higher, { tipToMastM, betweenJibsM })?.broken;
    expect([broken(9, 2), broken(9.5, 2), broken(9, 2.5)]).toEqual([[], ['tipToMast'], ['height']]);
  });

  test('sweeps an area in common that counting points confirms', () => {
    for (const [apartM, otherM] of [
      [60, 50],
      [40, 30],
      [10, 5],
    ]) {
      const area = overlapOf(crane(), crane({ eastM: apartM, reachM: otherM }), QUOTED_CRANE_CLEARANCE)?.areaM2 ?? 0;
      const random = seeded(apartM);
      const count = 40_000;
      let both = 0;
      for (let i = 0; i < count; i++) {
        const x = 100 * random() - 50;
        const y = 100 * random() - 50;
        if (Math.hypot(x, y) < 50 && Math.hypot(x - apartM, y) < otherM) both++;
      }
      expect(Math.abs((both / count) * 10_000 - area)).toBeLessThan(110);
    }
    expect(overlapOf(crane(), crane({ eastM: 10, reachM: 5 }), QUOTED_CRANE_CLEARANCE)?.areaM2).toBeCloseTo(
      25 * Math.PI,
      9,
    );
  });

  test('goes over a plot that its jib reaches, or on which it stands', () => {
    const plot = (west: number) =>
      [
        [west, -10],
        [west + 20, -10],
        [west + 20, 10],
        [west, 10],
      ] as const;
    expect(oversails(crane(), plot(49))).toBe(true);
    expect(oversails(crane(), plot(50.1))).toBe(false);
    expect(oversails(crane({ reachM: 1 }), plot(-10))).toBe(true);
    expect(oversails(crane({ reachM: 1 }), plot(5))).toBe(false);
  });
});

describe('noise of a site', () => {
  const source = (part: Partial<NoiseSource> = {}): NoiseSource => ({
    eastM: 0,
    northM: 0,
    heightM: 0,
    soundPowerDb: 108,
    runningRatio: 1,
    ...part,
  });
  const at = (eastM: number) => ({ eastM, northM: 0, heightM: 0 });

  test('falls by 8 dB to a metre, by 20 to ten times the distance, and by 6 to twice', () => {
    expect(levelDb(source(), at(1))).toBe(100);
    expect(levelDb(source(), at(10))).toBeCloseTo(80, 9);
    expect(levelDb(source(), at(20)) - levelDb(source(), at(10))).toBeCloseTo(-6.02, 2);
    expect(levelDb(source(), at(0.1))).toBe(100);
  });

  test('of two alike is 3 dB more, of half of the time 3 dB less, and of none silence', () => {
    const one = equivalentDb([source()], at(10));
    expect(equivalentDb([source(), source()], at(10)) - one).toBeCloseTo(3.01, 2);
    expect(equivalentDb([source({ runningRatio: 0.5 })], at(10)) - one).toBeCloseTo(-3.01, 2);
    expect(equivalentDb([], at(10))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('is judged by its mean in the day, and at night by its loudest moment too', () => {
    const { dayDb, nightDb, nightPeakOverDb } = SITE_NOISE_LIMITS;
    const loudAt = (db: number, runningRatio = 1) => [source({ soundPowerDb: db + 28, runningRatio })];
    expect(judgeNoise(loudAt(dayDb), at(10), false).pass).toBe(true);
    expect(judgeNoise(loudAt(dayDb + 0.1), at(10), false).pass).toBe(false);
    expect(judgeNoise(loudAt(dayDb), at(10), true).pass).toBe(false);
    const peak = nightDb + nightPeakOverDb;
    expect(judgeNoise(loudAt(peak, 0.01), at(10), true)).toMatchObject({ pass: true, limitDb: nightDb });
    expect(judgeNoise(loudAt(peak + 0.1, 0.01), at(10), true).pass).toBe(false);
    expect(judgeNoise(loudAt(peak + 0.1, 0.01), at(10), false).pass).toBe(true);
    expect(judgeNoise(loudAt(200, 0), at(10), true).pass).toBe(true);
  });
});

describe('a pit', () => {
  const pit: Pit = { westM: 10, southM: 20, lengthM: 40, widthM: 30, floorElevationM: 392, slope: 0.5 };
  const ground = (cellM: number, elevationM: (eastM: number) => number) => {
    const columns = Math.round(80 / cellM);
    const rows = Math.round(80 / cellM);
    return {
      westM: 0,
      southM: 0,
      cellM,
      columns,
      rows,
      elevationM: Float64Array.from({ length: columns * rows }, (_, i) => elevationM(((i % columns) + 0.5) * cellM)),
    };
  };

  test('has its floor where it is flat, and rises by its slope beside it', () => {
    expect(pitElevationM(pit, 30, 30)).toBe(392);
    expect(pitElevationM(pit, 9, 30)).toBe(394);
    expect(pitElevationM(pit, 51, 52)).toBe(396);
    expect(pitElevationM({ ...pit, slope: 0 }, 9, 30)).toBe(Number.POSITIVE_INFINITY);
  });

  test('of straight walls is a box; one with slopes a prismoid', () => {
    expect(
      cutVolumeM3(
        { ...pit, slope: 0 },
        ground(0.5, () => 400),
      ),
    ).toBeCloseTo(40 * 30 * 8, 6);
    // Simpson's rule is exact for it: floor 40 × 30, top 48 × 38, middle 44 × 34.
    const prismoid = (8 / 6) * (40 * 30 + 4 * 44 * 34 + 48 * 38);
    const dug = cutVolumeM3(
      pit,
      ground(0.5, () => 400),
    );
    expect(Math.abs(dug / prismoid - 1)).toBeLessThan(0.001);
  });

  test('takes no soil where the ground lies below it, and half a box where it slopes through', () => {
    expect(
      cutVolumeM3(
        pit,
        ground(1, () => 391),
      ),
    ).toBe(0);
    const flat = { ...pit, slope: 0 };
    const sloping = cutVolumeM3(
      flat,
      ground(1, (eastM) => 392 + (eastM - 30) * 0.2),
    );
    expect(sloping).toBeCloseTo(((20 * 0.2 * 20) / 2) * 30, 6);
  });

  test('is taken away in whole trucks, looser than it lay', () => {
    expect(truckTrips(1000, 0.25, 12.5)).toBe(100);
    expect(truckTrips(1000.1, 0.25, 12.5)).toBe(101);
    expect(truckTrips(0, 0.25, 12.5)).toBe(0);
  });
});

test('names for life are those of IFC, the same for the same thing and others for others', () => {
  const ids = Array.from({ length: 500 }, (_, i) => globalIdOf(`task ${i}`));
  expect(ids.every(isGlobalId)).toBe(true);
  expect(new Set(ids).size).toBe(500);
  expect(globalIdOf('task 7')).toBe(ids[7]);
  for (const other of ['', '0123', '4aaaaaaaaaaaaaaaaaaaaa', '0aaaaaaaaaaaaaaaaaaa-a', `${ids[0]}a`])
    expect(isGlobalId(other)).toBe(false);
});
