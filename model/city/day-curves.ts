/** Shares of the day's greatest, hundredths, hour by hour: assumptions of this project. Streets have two peaks, people on squares too. */
export const STREETS = [12, 8, 6, 5, 8, 22, 48, 86, 100, 78, 66, 64, 62, 64, 66, 70, 82, 98, 92, 70, 56, 44, 32, 20];
export const PEOPLE = [4, 2, 1, 1, 2, 8, 28, 70, 88, 72, 70, 78, 86, 80, 72, 70, 76, 94, 100, 90, 74, 52, 28, 10];
/** Shares of power and water: one long evening. */
export const LOADS = [58, 54, 52, 51, 52, 56, 64, 76, 86, 92, 95, 96, 92, 93, 95, 96, 97, 98, 100, 99, 95, 86, 74, 64];

/** Share of the day's greatest at an hour of a city's clock, 0 to 24. */
export function ratioOfDay(curve: readonly number[], hour: number, isWeekend: boolean, weekendRatio = 0.8): number {
  const at = Math.floor(hour) % 24;
  const next = (at + 1) % 24;
  const ratio = (curve[at] + (curve[next] - curve[at]) * (hour - Math.floor(hour))) / 100;
  return isWeekend ? ratio * weekendRatio : ratio;
}
