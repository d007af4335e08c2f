/** Period over which more arrive than pass, hours, and the constants of a fixed signal without filtering before it (Highway Capacity Manual). */
const PERIOD_H = 0.25;
const INCREMENT = 0.5;
const FILTER = 1;

/** Green of one movement within a cycle, and the vehicles an hour that pass while it lasts. */
interface SignalGreen {
  cycleS: number;
  greenS: number;
  saturationPerH: number;
}

/** Returns the vehicles an hour that a signal lets through. */
export const signalCapacity = ({ cycleS, greenS, saturationPerH }: SignalGreen): number =>
  (saturationPerH * greenS) / cycleS;

/** Returns the seconds that vehicles which come evenly wait at a signal on average (Webster's first term; d1 of the Highway Capacity Manual). */
export function uniformDelayS(green: SignalGreen, flowPerH: number): number {
  const { cycleS, greenS } = green;
  const ratio = greenS / cycleS;
  const saturation = Math.min(1, flowPerH / signalCapacity(green));
  return (0.5 * cycleS * (1 - ratio) * (1 - ratio)) / (1 - saturation * ratio);
}

/** Returns the seconds that chance and a queue over a quarter of an hour add (d2 of the Highway Capacity Manual). */
export function incrementalDelayS(green: SignalGreen, flowPerH: number): number {
  const capacity = signalCapacity(green);
  const over = flowPerH / capacity - 1;
  const chance = (8 * INCREMENT * FILTER * (flowPerH / capacity)) / (capacity * PERIOD_H);
  return 900 * PERIOD_H * (over + Math.sqrt(over * over + chance));
}

/** Returns the control delay of a signal, seconds a vehicle. */
export const signalDelayS = (green: SignalGreen, flowPerH: number): number =>
  uniformDelayS(green, flowPerH) + incrementalDelayS(green, flowPerH);

/** Returns the seconds of Webster's own formula (1958), whose third term takes off what two terms say too much. */
export function websterDelayS(green: SignalGreen, flowPerH: number): number {
  const { cycleS, greenS } = green;
  const ratio = greenS / cycleS;
  const perS = flowPerH / 3600;
  const saturation = flowPerH / signalCapacity(green);
  const waiting = (saturation * saturation) / (2 * perS * (1 - saturation));
  const taken = 0.65 * Math.cbrt(cycleS / (perS * perS)) * saturation ** (2 + 5 * ratio);
  return uniformDelayS(green, flowPerH) + waiting - taken;
}

/** Returns the cycle of least delay, seconds (Webster 1958), for so many seconds lost a cycle and the sum of the critical flow ratios. */
export const websterCycleS = (lostS: number, flowRatio: number): number => (1.5 * lostS + 5) / (1 - flowRatio);

/** Returns the seconds that people on foot wait at a signal on average. */
export const walkerDelayS = (cycleS: number, greenS: number): number => (cycleS - greenS) ** 2 / (2 * cycleS);
