import { QUOTED_CRANE_CLEARANCE } from '../../model/questions/construction-space.ts';
import { type Crane, overlapOf, reachOf } from '../../workers/construction/space/crane.ts';
import { cutVolumeM3, type Pit } from '../../workers/construction/space/cut-volume.ts';
import { equivalentDb, judgeNoise, levelDb } from '../../workers/construction/space/site-noise.ts';
import { meetings, type TimedBoxes, timedBoxes } from '../../workers/construction/space/sweep.ts';
import { seeded } from '../../workers/shared/random.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * A tower going up: elements of up to 4 × 4 × 3 m over 60 × 60 m and `storeys` × 3 m, storey after storey, each worked on for 1 to 10
 * days.
 */
export function tower(count: number): TimedBoxes {
  const random = seeded(20);
  const boxes = timedBoxes(count);
  const storeys = Math.max(1, Math.round(count / 500));
  for (let i = 0; i < count; i++) {
    const storey = Math.floor((i / count) * storeys);
    boxes.minX[i] = random() * 60;
    boxes.minY[i] = random() * 60;
    boxes.minZ[i] = storey * 3 + random();
    boxes.maxX[i] = boxes.minX[i] + 0.2 + random() * 3.8;
    boxes.maxY[i] = boxes.minY[i] + 0.2 + random() * 3.8;
    boxes.maxZ[i] = boxes.minZ[i] + 0.2 + random() * 2.8;
    boxes.fromDay[i] = Math.floor(storey * 14 + random() * 90);
    boxes.toDay[i] = boxes.fromDay[i] + 1 + Math.floor(random() * 10);
  }
  return boxes;
}

/** Every pair held against every other, in the order in which `meetings` tells them. */
function bruteForce({ minX, minY, minZ, maxX, maxY, maxZ, fromDay, toDay }: TimedBoxes): number[] {
  const pairs: number[] = [];
  for (let a = 0; a < minX.length; a++) {
    for (let b = a + 1; b < minX.length; b++) {
      if (fromDay[a] >= toDay[b] || fromDay[b] >= toDay[a]) continue;
      if (minX[a] >= maxX[b] || minX[b] >= maxX[a] || minY[a] >= maxY[b] || minY[b] >= maxY[a]) continue;
      if (minZ[a] < maxZ[b] && minZ[b] < maxZ[a]) pairs.push(a, b);
    }
  }
  return pairs;
}

function sweepVerdicts(count: number): Verdict[] {
  const boxes = tower(count);
  const { pairs, fromDay, toDay } = meetings(boxes);
  const all = bruteForce(boxes);
  const wrongPairs =
    pairs.length === all.length ? pairs.findIndex((i, at) => i !== all[at]) : Math.abs(pairs.length - all.length);
  const wrongDays = fromDay.findIndex((day, k) => {
    const [a, b] = pairs.subarray(2 * k, 2 * k + 2);
    return (
      day !== Math.max(boxes.fromDay[a], boxes.fromDay[b]) || toDay[k] !== Math.min(boxes.toDay[a], boxes.toDay[b])
    );
  });
  const missedByWeeks = fromDay.filter((from, k) => Math.ceil(from / 7) * 7 >= toDay[k]).length;
  const name = (figure: string) => `construction.sweep.${count}.${figure}`;
  return [
    { case: name('pairs'), value: pairs.length / 2, mark: '> 0', pass: pairs.length > 0 },
    exactly(name('differsFromBruteForce'), wrongPairs, -1),
    exactly(name('wrongInterval'), wrongDays, -1),
    {
      case: name('missedBySteppingWeeks'),
      value: missedByWeeks,
      mark: '> 0: intervals miss none',
      pass: missedByWeeks > 0,
    },
  ];
}

const PIT: Pit = { westM: 20, southM: 20, lengthM: 40, widthM: 30, floorElevationM: -8, slope: 0.75 };

function pitOffPct(cellM: number): number {
  const [columns, rows] = [80 / cellM, 70 / cellM];
  const ground = { westM: 0, southM: 0, cellM, columns, rows, elevationM: new Float64Array(columns * rows) };
  // The prismoid: (floor + 4 · middle + top) · depth / 6.
  const exactM3 = ((40 * 30 + 4 * 46 * 36 + 52 * 42) * 8) / 6;
  return 100 * Math.abs(cutVolumeM3(PIT, ground) / exactM3 - 1);
}

const crane = (more: Partial<Crane>): Crane => ({
  ...{ id: 'A', eastM: 0, northM: 0, reachM: 50, leastReachM: 3, jibBottomM: 40, jibTopM: 43, mastHalfM: 1 },
  ...{ fromDay: 0, toDay: 100, momentTm: 200 },
  ...more,
});

function craneVerdicts(): Verdict[] {
  const one = crane({});
  const reach = [
    reachOf(one, { eastM: 30, northM: 40, massT: 4 }),
    reachOf(one, { eastM: 30, northM: 40, massT: 4.01 }),
    reachOf(one, { eastM: 30, northM: 40.01, massT: 1 }),
    reachOf(one, { eastM: 2, northM: 2, massT: 1 }),
  ].map(({ status }) => status);
  const other = crane({ id: 'B', eastM: 60, jibBottomM: 50, jibTopM: 53, fromDay: 90, toDay: 120 });
  const overlap = overlapOf(one, other, QUOTED_CRANE_CLEARANCE);
  const near = overlapOf(one, crane({ eastM: 52, jibBottomM: 44, jibTopM: 47 }), QUOTED_CRANE_CLEARANCE);
  // Two discs of 50 m whose middles are 60 m apart: 2 r² acos(d / 2r) − d/2 √(4r² − d²).
  const lensM2 = 2 * 2500 * Math.acos(0.6) - 30 * Math.sqrt(10_000 - 3600);
  const same = (name: string, got: string, mark: string): Verdict => ({
    case: `construction.crane.${name}`,
    value: got,
    mark: `= ${mark}`,
    pass: got === mark,
  });
  return [
    same('reach', reach.join(' '), 'within tooHeavy tooFar tooNear'),
    same('interval', `${overlap?.fromDay}–${overlap?.toDay}`, '90–100'),
    atMost('construction.crane.areaOffM2', Math.abs((overlap?.areaM2 ?? 0) - lensM2), 1e-9),
    exactly('construction.crane.tipToMastM', overlap?.tipToMastM ?? 0, 60 - 50 - 1),
    exactly('construction.crane.heightM', overlap?.heightM ?? 0, 50 - 43),
    same('allowed', overlap?.broken.join(' ') ?? '', ''),
    same('broken', near?.broken.join(' ') ?? '', 'tipToMast height'),
    same('neverTogether', String(overlapOf(one, { ...other, fromDay: 100 }, QUOTED_CRANE_CLEARANCE)), 'null'),
    same('farApart', String(overlapOf(one, { ...other, eastM: 100 }, QUOTED_CRANE_CLEARANCE)), 'null'),
  ];
}

function noiseVerdicts(): Verdict[] {
  const at = { eastM: 0, northM: 0, heightM: 1.5 };
  const source = (eastM: number, soundPowerDb: number, runningRatio = 1) => ({
    eastM,
    northM: 0,
    heightM: 1.5,
    soundPowerDb,
    runningRatio,
  });
  const off = (name: string, got: number, byHand: number) =>
    atMost(`construction.noise.${name}OffDb`, Math.abs(got - byHand), 0.1);
  const alone = source(10, 100);
  return [
    off('point', levelDb(alone, at), 100 - 20 - 8),
    off('tenTimesAsFar', levelDb(source(100, 100), at), 100 - 40 - 8),
    off('twoAlike', equivalentDb([alone, source(-10, 100)], at), 72 + 3.01),
    off('tenDbLess', equivalentDb([alone, source(-10, 90)], at), 72 + 0.41),
    off('halfTheTime', equivalentDb([source(10, 100, 0.5)], at), 72 - 3.01),
    exactly('construction.noise.dayPasses', Number(judgeNoise([source(10, 98)], at, false).pass), 1),
    exactly('construction.noise.dayFails', Number(judgeNoise([source(10, 98.1)], at, false).pass), 0),
    exactly('construction.noise.nightPeakFails', Number(judgeNoise([source(10, 98.1, 0.01)], at, true).pass), 0),
    exactly('construction.noise.nightPasses', Number(judgeNoise([source(10, 97, 0.01)], at, true).pass), 1),
  ];
}

export const SPACE: ValidationCase[] = [
  { name: 'construction.sweep', quick: true, run: async () => [...sweepVerdicts(5000), ...sweepVerdicts(20_000)] },
  {
    name: 'construction.cut',
    quick: true,
    run: async () => [
      atMost('construction.cut.1mPct', pitOffPct(1), 0.05),
      atMost('construction.cut.025mPct', pitOffPct(0.25), 0.005),
    ],
  },
  { name: 'construction.crane', quick: true, run: async () => craneVerdicts() },
  { name: 'construction.noise', quick: true, run: async () => noiseVerdicts() },
];
