import { hourOf } from '../city-hour.ts';

/** What the clock's hour makes of the studio: how far its lamp is turned down, and how many windows are lit. */
interface TableHour {
  /** 0 by day, 1 by night. */
  readonly nightRatio: number;
  readonly litRatio: number;
}

/** Share of lit windows on a night that is none of the clock's: that of nine in the evening. */
export const EVENING_LIT_RATIO = 0.3;

/** Share of windows with light by hour of the city's clock: 30 % at 21:00, 8 % at 02:00 (LOOK §9), the rest between them by eye. */
const LIT: readonly (readonly [hour: number, ratio: number])[] = [
  [0, 0.15],
  [2, 0.08],
  [5, 0.08],
  [6.5, 0.2],
  [8, 0.12],
  [16, 0.12],
  [19.5, 0.3],
  [21, EVENING_LIT_RATIO],
  [24, 0.15],
];

/** From this altitude of the sun the lamp is full, and from the lower one it is night. */
const DAY_DEG = 4;
const NIGHT_DEG = -6;

export function tableHour(timeMs: number, zone: string, sunAltitudeDeg: number): TableHour {
  const t = Math.min(1, Math.max(0, (DAY_DEG - sunAltitudeDeg) / (DAY_DEG - NIGHT_DEG)));
  const nightRatio = t * t * (3 - 2 * t);
  return { nightRatio, litRatio: nightRatio * litAt(hourOf(timeMs, zone)) };
}

function litAt(hour: number): number {
  const next = LIT.findIndex(([at]) => at > hour);
  if (next <= 0) return LIT[0][1];
  const [fromHour, from] = LIT[next - 1];
  const [toHour, to] = LIT[next];
  return from + ((to - from) * (hour - fromHour)) / (toHour - fromHour);
}
