import { balancedTrips } from '../../workers/traffic/demand/balanced-trips.ts';
import { decay } from '../../workers/traffic/demand/decay.ts';
import { GAP_NEEDS, gapCapacity, roundaboutCapacity, stopDelayS } from '../../workers/traffic/gap-acceptance.ts';
import {
  signalDelayS,
  uniformDelayS,
  walkerDelayS,
  websterCycleS,
  websterDelayS,
} from '../../workers/traffic/signal-delay.ts';
import { CITY } from './traffic-city.ts';
import { EQUILIBRIA } from './traffic-equilibria.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** Answers are known to four decimals. */
const ROUNDING = 5.1e-5;

const within = (name: string, value: number, known: number, mark = ROUNDING): Verdict =>
  atMost(`${name}: ${value.toFixed(4)}, off ${known} by`, Math.abs(value - known), mark);

/** Cycle, green, saturation, flow; uniform delay and control delay of the Highway Capacity Manual. */
const SIGNALS: readonly (readonly [number, number, number, number, number, number])[] = [
  [90, 40, 1900, 500, 18.8492, 21.893],
  [90, 40, 1900, 700, 21.9907, 31.2152],
  [90, 40, 1900, 800, 23.9899, 44.5355],
  [90, 40, 1900, 900, 25, 75.0366],
  [60, 27, 1900, 700, 14.3688, 22.9696],
];

const junctions = (): Verdict[] => [
  ...SIGNALS.flatMap(([cycleS, greenS, saturationPerH, flow, uniform, delay]) => {
    const green = { cycleS, greenS, saturationPerH };
    const name = `traffic.junctions: signal ${cycleS}/${greenS} s, ${flow}/h`;
    return [
      within(`${name}, uniform delay, s`, uniformDelayS(green, flow), uniform),
      within(`${name}, control delay, s`, signalDelayS(green, flow), delay),
    ];
  }),
  within(
    'traffic.junctions: delay by Webster, s',
    websterDelayS({ cycleS: 90, greenS: 40, saturationPerH: 1900 }, 700),
    28.39,
  ),
  within('traffic.junctions: cycle by Webster, s', websterCycleS(12, 0.7), 76.6667),
  within('traffic.junctions: wait on foot, s', walkerDelayS(90, 20), 27.2222),
  within('traffic.junctions: gaps, minor right, 600/h', gapCapacity(GAP_NEEDS.minorRight, 600), 504.6478),
  within('traffic.junctions: gaps, minor left, 900/h', gapCapacity(GAP_NEEDS.minorLeft, 900), 261.5764),
  within('traffic.junctions: gaps, major left, 600/h', gapCapacity(GAP_NEEDS.majorLeft, 600), 986.9666),
  within('traffic.junctions: delay at a stop, s', stopDelayS(200, 504.6478), 16.7389),
  within('traffic.junctions: roundabout, HCM 6', roundaboutCapacity(600, 'hcm-6'), 748.326),
  within('traffic.junctions: roundabout, HCM 2010', roundaboutCapacity(600, 'hcm-2010'), 620.1571),
];

const MINUTES = [5, 10, 15, 10, 4, 12, 15, 12, 6];
const TRIPS = [471.741, 388.5258, 139.7332, 145.1571, 359.1521, 95.6907, 83.1019, 152.3221, 164.576];

function gravity(): Verdict[] {
  const { trips } = balancedTrips(
    Float64Array.from(MINUTES, (minutes) => decay(0.1 * minutes)),
    [1000, 600, 400],
    [700, 900, 400],
  );
  const worst = TRIPS.reduce((most, known, i) => Math.max(most, Math.abs(trips[i] - known)), 0);
  const mean = trips.reduce((sum, one, i) => sum + one * MINUTES[i], 0) / 2000;
  return [
    atMost('traffic.gravity: balanced table of three zones, farthest off', worst, 1e-4),
    within('traffic.gravity: mean minutes', mean, 8.2191),
  ];
}

/** Traffic: signals, gaps, distribution of trips and equilibria against known answers. */
export const CASES: ValidationCase[] = [
  { name: 'traffic.junctions', quick: true, run: async () => junctions() },
  { name: 'traffic.gravity', quick: true, run: async () => gravity() },
  ...EQUILIBRIA,
  CITY,
];
