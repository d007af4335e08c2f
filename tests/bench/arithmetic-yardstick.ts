/**
 * Marks are for an AMD Zen 5 core. Beside each figure in seconds stands the same moment's yardstick: plain arithmetic of known work,
 * that JavaScript engines cannot skip.
 */
const YARDSTICK_STEPS = 20_000_000;

export function yardstickS(): number {
  const cpu = process.cpuUsage();
  let state = 1;
  const table = new Float64Array(1024);
  for (let i = 0; i < YARDSTICK_STEPS; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    table[state & 1023] += state * 1e-9;
  }
  if (table[0] < 0) throw new Error('bench: expected a sum above 0');
  return cpuSince(cpu);
}

/** Seconds of all threads of this process. */
export function cpuSince(cpu: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e6;
}

/** The middle one of an odd number of values. */
export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
