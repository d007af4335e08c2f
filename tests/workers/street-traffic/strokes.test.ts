import { describe, expect, test } from 'vitest';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { CYCLE_S, isGreen } from '../../../workers/street-traffic/drive.ts';
import { trafficStreams } from '../../../workers/street-traffic/streams.ts';
import { rankOf, strokesOf } from '../../../workers/street-traffic/strokes.ts';

const road = (
  id: string,
  from: number,
  to: number,
  points: [number, number][],
  more: Partial<RoadSegment> = {},
): RoadSegment => ({
  id,
  name: { zh: '', en: '' },
  class: 'primary',
  form: 'ground',
  lanes: 4,
  widthM: 24,
  speedKmPerH: 60,
  direction: 'both',
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  from,
  to,
  points,
  assumed: [],
  ...more,
});

/** Two streets that cross at right angles in the middle, 400 m each way. */
const crossing = (more: Partial<RoadSegment> = {}): Pick<RoadNetwork, 'segments' | 'junctions'> => ({
  junctions: [
    [0, 0],
    [-400, 0],
    [400, 0],
    [0, -400],
    [0, 400],
  ],
  segments: [
    road('west', 1, 0, [
      [-400, 0],
      [0, 0],
    ]),
    road('east', 0, 2, [
      [0, 0],
      [400, 0],
    ]),
    road(
      'south',
      3,
      0,
      [
        [0, -400],
        [0, 0],
      ],
      { class: 'secondary', widthM: 14, lanes: 2, ...more },
    ),
    road(
      'north',
      0,
      4,
      [
        [0, 0],
        [0, 400],
      ],
      { class: 'secondary', widthM: 14, lanes: 2, ...more },
    ),
  ],
});

describe('strokes', () => {
  test('streets go straight on over a crossing', () => {
    const ids = strokesOf(crossing()).map((parts) => parts.map(({ segment }) => segment.id));
    expect(ids).toEqual([
      ['west', 'east'],
      ['south', 'north'],
    ]);
  });

  test('a bend of more than 45° ends a street, one name or not', () => {
    const bent = {
      junctions: [
        [0, 0],
        [-400, 0],
        [0, 400],
      ] as [number, number][],
      segments: [
        road('a', 1, 0, [
          [-400, 0],
          [0, 0],
        ]),
        road('b', 0, 2, [
          [0, 0],
          [0, 400],
        ]),
      ],
    };
    expect(strokesOf(bent)).toHaveLength(2);
  });

  test('one-way roads join only as they are driven', () => {
    const opposed = crossing();
    Object.assign(opposed.segments[0], { direction: 'along' });
    Object.assign(opposed.segments[1], { direction: 'against' });
    expect(strokesOf(opposed)).toHaveLength(3);
    Object.assign(opposed.segments[1], { direction: 'along' });
    expect(strokesOf(opposed)).toHaveLength(2);
  });

  test('nobody is drawn in lanes, yards and tunnels', () => {
    const [any] = crossing().segments;
    for (const more of [{ class: 'lane' as const }, { isPrivate: true }, { form: 'tunnel' as const }])
      expect(rankOf({ ...any, ...more })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('streams', () => {
  const flat = () => 0;
  const streams = trafficStreams(crossing(), flat, (elevationM) => elevationM);

  test('four paths; the wide street has two lanes a direction, the narrow one', () => {
    expect([...streams.lengthM]).toEqual([800, 800, 800, 800]);
    expect([...streams.lanePath]).toEqual([0, 0, 1, 1, 2, 3]);
    // 24 m: (12 − .4 − .15) / 2 a lane, from .15 m right of the middle.
    expect(streams.places[3]).toBeCloseTo(0.15, 5);
    expect(streams.places[4]).toBeCloseTo(5.725, 5);
  });

  test('400 and 240 vehicles an hour and lane are 10 and 6 a cycle', () => {
    const counts = [...streams.firstDrive].slice(1).map((end, i) => end - streams.firstDrive[i]);
    expect(counts).toEqual([10, 10, 10, 10, 6, 6]);
  });

  test('at the crossing nobody is in it from both streets at once', () => {
    const half = 12 + 7;
    const isIn = (path: number, timeS: number): boolean => {
      for (let lane = 0; lane < streams.lanePath.length; lane++) {
        if (streams.lanePath[lane] !== path) continue;
        for (let d = streams.firstDrive[lane]; d < streams.firstDrive[lane + 1]; d++)
          for (let m = streams.firstMoment[d]; m < streams.firstMoment[d + 1]; m++) {
            const at = streams.startS[d] + (m - streams.firstMoment[d]);
            const isNow = (((at - timeS) % CYCLE_S) + CYCLE_S) % CYCLE_S === 0;
            if (isNow && Math.abs(streams.momentsM[m] - 400) < half / 2) return true;
          }
      }
      return false;
    };
    let crossings = 0;
    for (let timeS = 0; timeS < CYCLE_S; timeS++) {
      const wide = isIn(0, timeS) || isIn(1, timeS);
      const narrow = isIn(2, timeS) || isIn(3, timeS);
      crossings += Number(wide) + Number(narrow);
      expect({ timeS, both: wide && narrow }).toEqual({ timeS, both: false });
    }
    expect(crossings).toBeGreaterThan(20);
  });

  test('the same network comes to the same hash; another speed to another', () => {
    expect(trafficStreams(crossing(), flat, (e) => e).hash).toBe(streams.hash);
    expect(trafficStreams(crossing({ speedKmPerH: 40 }), flat, (e) => e).hash).not.toBe(streams.hash);
  });

  test('a deck is driven at its stated levels, straight between them', () => {
    const raised = crossing();
    Object.assign(raised.segments[0], {
      form: 'bridge',
      levels: [
        [0, 10],
        [200, 18],
        [400, 10],
      ],
    });
    const { places } = trafficStreams(raised, flat, (elevationM) => elevationM - 5);
    expect(places[2]).toBe(5);
    expect(places[5 * 20 + 2]).toBeCloseTo(9, 5);
    expect(places[5 * 90 + 2]).toBe(0);
  });
});

test('green repeats with the cycle', () => {
  const stop = { atM: 0, clearM: 0, greenFromS: 80, greenS: 20 };
  expect([79, 80, 89, 90, 99, 100].map((timeS) => isGreen(stop, timeS))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
});
