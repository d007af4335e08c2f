/** 1 / e, the same digits on every machine. */
const INVERSE_E = 0.36787944117144233;
/** Terms of the series after which nothing is added. */
const TERMS = 20;

/** Returns e to the power of −x for x ≥ 0 by sums and products alone: `Math.exp` may differ in its last bit from machine to machine, and results are hashed. */
export function decay(x: number): number {
  const whole = Math.floor(x);
  const rest = x - whole;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= TERMS; n++) {
    term *= -rest / n;
    sum += term;
  }
  let scale = 1;
  let base = INVERSE_E;
  for (let bits = Math.min(whole, 1e6); bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) scale *= base;
    base *= base;
  }
  return sum * scale;
}
