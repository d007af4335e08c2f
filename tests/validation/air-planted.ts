import { briggsSpread } from '../../workers/air/briggs.ts';
import { downwind, plumeGPerM3 } from '../../workers/air/plume.ts';
import { type Dilution, groundWithin, traceSource } from '../../workers/air/source-tracing.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { atLeast, atMost, type ValidationCase, type Verdict } from './verdict.ts';

const TRIALS = 200;
const SENSORS = 12;
const HOURS = 24;
const SIDE_M = 2000;
const CELL_M = 50;
const SPREAD_RATIO = 0.2;

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface Trial {
  offM: number;
  rateRatio: number;
  isHeld: boolean;
  areaM2: number;
}

/** A source anywhere, twelve sensors anywhere, a day of winds, 20 % of scatter: where is it taken to be? */
async function trialOf(seed: number): Promise<Trial> {
  const random = seeded(seed);
  const anywhere = (sideM: number) => [(random() - 0.5) * sideM, (random() - 0.5) * sideM] as const;
  const sensors = Array.from({ length: SENSORS }, () => anywhere(SIDE_M));
  const [eastM, northM] = anywhere(0.8 * SIDE_M);
  const rateGps = 1 + 9 * random();
  const spread = briggsSpread('urban', 'D');
  const hours = Array.from({ length: HOURS }, () => {
    const windMps = 1.5 + 4 * random();
    const toward = downwind(360 * random());
    return { toward, perGps: plumeGPerM3({ windMps, spread, heightM: 10, buoyancyM4ps3: 0, lidM: null }, 1) };
  });
  const dilution: Dilution = (fromEastM, fromNorthM, into) => {
    for (const [h, { toward, perGps }] of hours.entries())
      for (const [s, [x, y]] of sensors.entries()) {
        const dx = x - fromEastM;
        const dy = y - fromNorthM;
        into[h * SENSORS + s] = perGps(dx * toward[0] + dy * toward[1], dy * toward[0] - dx * toward[1], 1.5);
      }
  };
  const gPerM3 = new Float64Array(SENSORS * HOURS);
  dilution(eastM, northM, gPerM3);
  for (let i = 0; i < gPerM3.length; i++)
    gPerM3[i] = Math.max(0, gPerM3[i] * rateGps * (1 + SPREAD_RATIO * normal(random)));
  const columns = SIDE_M / CELL_M;
  const grid = { westM: -SIDE_M / 2, southM: -SIDE_M / 2, cellM: CELL_M, columns, rows: columns };
  const readings = { gPerM3, dilution, spreadRatio: SPREAD_RATIO, hasBackground: false };
  const traced = await traceSource(readings, grid, async () => false);
  if (!traced) return { offM: SIDE_M, rateRatio: 0, isHeld: false, areaM2: 0 };
  const ground = groundWithin(traced, 0.9);
  return {
    offM: Math.hypot(traced.meanM[0] - eastM, traced.meanM[1] - northM),
    rateRatio: traced.meanRateGps / rateGps,
    isHeld: ground.some(
      (piece) => Math.max(Math.abs(piece.eastM - eastM), Math.abs(piece.northM - northM)) <= piece.sideM / 2,
    ),
    areaM2: ground.reduce((sum, { sideM }) => sum + sideM * sideM, 0),
  };
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function planted(): Promise<Verdict[]> {
  const trials: Trial[] = [];
  for (let i = 0; i < TRIALS; i++) trials.push(await trialOf(1000 + i));
  const rate = trials.reduce((sum, { rateRatio }) => sum + rateRatio, 0) / TRIALS;
  const held = trials.filter(({ isHeld }) => isHeld).length / TRIALS;
  const off = trials.map(({ offM }) => offM);
  return [
    atMost(`air.A19: ${TRIALS} planted sources, middle distance, m`, middleOf(off), 20),
    atLeast('air.A19: 90 % ground holds the source, part of trials', held, 0.85),
    atLeast('air.A19: rate found ÷ rate planted', rate, 0.97),
    atMost('air.A19: rate found ÷ rate planted', rate, 1.03),
    atMost('air.A19: middle size of the 90 % ground, m²', middleOf(trials.map(({ areaM2 }) => areaM2)), 2500),
  ];
}

/** Sources that were planted and have to be found. */
export const PLANTED: ValidationCase = { name: 'air.planted', quick: false, run: planted };
