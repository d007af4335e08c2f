/** A mean tropical year is so much longer than 365 days. */
const YEAR_REST_DAYS = 0.2422;

/**
 * The day of December on which the sun stands at 270° of its path (冬至), in China's time; by the counting rule that almanacs use for 2000 to
 * 2099 (寿星公式), at most a day off outside.
 */
export function winterSolsticeDay(year: number): number {
  const past = year - 2000;
  return Math.floor(past * YEAR_REST_DAYS + 21.94) - Math.floor(past / 4);
}

/** The day of January on which the sun stands at 300° (大寒), by the same rule. */
export function greatColdDay(year: number): number {
  const past = year - 2000;
  return Math.floor(past * YEAR_REST_DAYS + 20.12) - Math.floor((past - 1) / 4);
}
