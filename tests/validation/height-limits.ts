import type { Point } from '../../model/geo/plane/point.ts';
import type { HeightLimit } from '../../model/questions/height-limits.ts';
import { limitOver } from '../../workers/height-limits/offenders.ts';
import { type SurfaceKind, surfacesOf } from '../../workers/height-limits/surfaces.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Of an international foot. */
const FOOT_M = 0.3048;

/** A plan of 2 m whose south-west corner stands at a place. */
const plan = (x: number, y: number): Point[] => [
  [x, y],
  [x + 2, y],
  [x + 2, y + 2],
  [x, y + 2],
];

/** The lowest surface of a kind over a plan; NaN: none. */
function limitAt(limit: HeightLimit, kind: SurfaceKind, ringM: readonly Point[]): number {
  const found = surfacesOf([limit]).flatMap((surface) => {
    const over = surface.kind === kind ? limitOver(surface, { ringM, groundM: 0, topM: 1 }) : null;
    return over === null ? [] : [over];
  });
  return found.length === 0 ? Number.NaN : Math.min(...found);
}

/**
 * From an edge that runs 3 : 4 to the east and north: a place d to its left is limited at the edge's elevation and d times the ratio. The left of
 * (0.6, 0.8) is (−0.8, 0.6); the plan's lowest corner is the one nearest to the edge, its south-east one, 1.6 m nearer than the south-west one.
 */
async function slope(): Promise<Verdict[]> {
  const edge: HeightLimit = {
    kind: 'slope',
    name: 'edge',
    edgeM: [
      [0, 0],
      [300, 400],
    ],
    elevationM: 40,
    ratio: 1 / 3,
    depthM: 120,
  };
  let off = 0;
  for (let d = 6; d <= 110; d += 4)
    for (let along = 20; along <= 480; along += 46) {
      const at: [number, number] = [0.6 * along - 0.8 * d, 0.8 * along + 0.6 * d];
      off = Math.max(off, Math.abs(limitAt(edge, 'slope', plan(...at)) - (40 + (d - 1.6) / 3)));
    }
  // 3 m to the right of the edge nothing is limited, nor 122 m to its left.
  const free = [-6, 124].filter((d) => Number.isNaN(limitAt(edge, 'slope', plan(150 - 0.8 * d, 200 + 0.6 * d)))).length;
  return [
    atMost('height-limits.slope: a plane from an edge of 3 : 4, off by m', off, 1e-9),
    exactly('height-limits.slope: plans beside the plane that are free', free, 2),
  ];
}

/** A precision instrument runway by 14 CFR 77.19 from west to east, 8,000 ft long, 100 ft above the datum; lengths in feet. */
const PART_77 = {
  runwayFt: 8000,
  elevationFt: 100,
  beyondFt: 200,
  halfWidthFt: 500,
  horizontalFt: 150,
  radiusFt: 10_000,
};

function runway(): HeightLimit {
  const m = (feet: number) => feet * FOOT_M;
  const { runwayFt, elevationFt, beyondFt, halfWidthFt, horizontalFt, radiusFt } = PART_77;
  return {
    kind: 'airport',
    name: '14 CFR 77.19',
    runwayM: [
      [0, 0],
      [m(runwayFt), 0],
    ],
    elevationM: [m(elevationFt), m(elevationFt)],
    shape: {
      stripBeyondM: m(beyondFt),
      stripHalfWidthM: m(halfWidthFt),
      // From 1,000 ft of width to 16,000 ft over 50,000 ft.
      approachDivergenceRatio: 7500 / 50_000,
      approach: [
        { lengthM: m(10_000), ratio: 1 / 50 },
        { lengthM: m(40_000), ratio: 1 / 40 },
      ],
      transitionalRatio: 1 / 7,
      innerRadiusM: m(radiusFt),
      innerHeightM: m(horizontalFt),
      conicalRatio: 1 / 20,
      conicalHeightM: m(200),
    },
  };
}

/** Feet above the datum, of a plan whose nearest corner stands at feet east and north; the plan lies away from the runway's middle. */
function feetAt(kind: SurfaceKind, east: number, north: number): number {
  const x = east * FOOT_M - (east < 0 ? 2 : 0);
  const y = north * FOOT_M - (north < 0 ? 2 : 0);
  return limitAt(runway(), kind, plan(x, y)) / FOOT_M;
}

async function aerodrome(): Promise<Verdict[]> {
  const away = (kind: SurfaceKind, east: number, north: number, feet: number) =>
    Math.abs(feetAt(kind, east, north) - feet);
  const end = PART_77.runwayFt + PART_77.beyondFt;
  const cone = [0, 1000, 2000, 3000, 3900].map((d) => away('conical', 4000, 10_000 + d, 250 + d / 20));
  // Beyond an end the periphery is an arc about the end of the primary surface: 3 : 4 : 5 from there.
  const arc = [1000, 2000, 3000].map((d) =>
    away('conical', end + 0.6 * (10_000 + d), 0.8 * (10_000 + d), 250 + d / 20),
  );
  const approach = [500, 5000, 10_000].map((d) => away('approach', end + d, 0, 100 + d / 50));
  const second = [20_000, 30_000, 49_000].map((d) => away('approach', end + d, 0, 300 + (d - 10_000) / 40));
  const transitional = [70, 350, 700, 1000].map((d) => away('transitional', 4000, 500 + d, 100 + d / 7));
  const worst = (found: readonly number[]) => found.reduce((most, one) => Math.max(most, one), 0);
  return [
    atMost('height-limits.aerodrome: cone of 20 : 1 beside the runway, off by ft', worst(cone), 1e-6),
    atMost('height-limits.aerodrome: cone of 20 : 1 beyond its end, off by ft', worst(arc), 1e-6),
    atMost('height-limits.aerodrome: approach of 50 : 1, off by ft', worst(approach), 1e-6),
    atMost('height-limits.aerodrome: approach of 40 : 1 from 10,000 ft on, off by ft', worst(second), 1e-6),
    atMost('height-limits.aerodrome: transitional surface of 7 : 1, off by ft', worst(transitional), 1e-6),
    atMost(
      'height-limits.aerodrome: horizontal surface at 150 ft, off by ft',
      away('inner-horizontal', 4000, 6000, 250),
      1e-6,
    ),
    exactly(
      'height-limits.aerodrome: beyond the cone nothing is limited by it',
      Number(Number.isNaN(feetAt('conical', 4000, 14_001))),
      1,
    ),
  ];
}

export const CASES: ValidationCase[] = [
  { name: 'height-limits.slope', quick: true, run: slope },
  { name: 'height-limits.aerodrome', quick: true, run: aerodrome },
];
