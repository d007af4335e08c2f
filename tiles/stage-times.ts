/** Parts of a bake whose processor time is measured apart; what belongs to none of them is the rest. */
type TimedStage = 'placing' | 'tiles' | 'columns' | 'light' | 'grids' | 'compression';

const spentS = new Map<TimedStage, number>();
let running: TimedStage | null = null;
let sinceS = 0;

/**
 * Counts the processor time of `work`, which must not await, to a stage; a stage within a stage is counted to the inner one alone. The
 * time is the whole process's, so that the sums hold for a bake on one thread only.
 */
export function timed<T>(stage: TimedStage, work: () => T): T {
  const outer = running;
  turnTo(stage);
  try {
    return work();
  } finally {
    turnTo(outer);
  }
}

function turnTo(stage: TimedStage | null): void {
  const nowS = cpuS();
  if (running !== null) spentS.set(running, (spentS.get(running) ?? 0) + nowS - sinceS);
  running = stage;
  sinceS = nowS;
}

/** Returns the seconds of each stage since the process began. */
export const stageTimes = (): Partial<Record<TimedStage, number>> => Object.fromEntries(spentS);

/** Returns the processor time of the process so far, all of its threads together. */
export function cpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
