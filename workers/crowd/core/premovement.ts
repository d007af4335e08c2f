import { type Random, seeded } from '../../shared/random.ts';

/** How a quantity of people is spread: times until they start, speeds, numbers in a group. */
export type Spread =
  | { kind: 'constant'; value: number }
  | { kind: 'uniform'; from: number; to: number }
  /** Cut at `from` and `to`: drawn again beyond them. */
  | { kind: 'normal'; mean: number; deviation: number; from: number; to: number }
  /** Mean and deviation of the logarithm. */
  | { kind: 'lognormal'; mean: number; deviation: number }
  | { kind: 'gamma'; shape: number; scale: number }
  | { kind: 'weibull'; scale: number; shape: number };

const MAX_SAMPLING_ATTEMPTS = 1000;

/** One draw. Inverse functions where there are, Marsaglia and Tsang (2000) for gamma. */
export function draw(spread: Spread, random: Random): number {
  switch (spread.kind) {
    case 'constant':
      return spread.value;
    case 'uniform':
      return spread.from + (spread.to - spread.from) * random();
    case 'normal': {
      for (let k = 0; k < MAX_SAMPLING_ATTEMPTS; k++) {
        const value = spread.mean + spread.deviation * normal(random);
        if (value >= spread.from && value <= spread.to) return value;
      }
      return Math.max(spread.from, Math.min(spread.to, spread.mean));
    }
    case 'lognormal':
      return Math.exp(spread.mean + spread.deviation * normal(random));
    case 'gamma':
      return spread.scale * gamma(spread.shape, random);
    case 'weibull':
      return spread.scale * (-Math.log(1 - random())) ** (1 / spread.shape);
  }
}

/** A stream of its own for each subject, so that one more draw here moves nothing there. */
export function streamOf(seed: number, name: string): Random {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return seeded(hash >>> 0);
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
