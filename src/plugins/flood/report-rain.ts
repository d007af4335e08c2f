import type { Twin } from '../../twin/twin.ts';
import type { FloodRunController } from './run-controller.ts';
import { shownFlood } from './slice.ts';

/** Name under which floods report rain. */
const REPORTER = 'flood';

/** Rain of the shown run at the shown time, mm/h, the mean of its place; null outside of the run. */
export function rainOfRun(
  run: ReturnType<typeof shownFlood>,
  flood: Pick<FloodRunController, 'record'>,
  shownTimeMs: number,
): number | null {
  const record = run && flood.record(run.id);
  if (!record) return null;
  const timeS = (shownTimeMs - run.startMs) / 1000;
  if (timeS < run.timesS[0] || timeS > (run.timesS.at(-1) ?? -1)) return null;
  const { stepS, ratesMmPerH } = record.ground.rain;
  return ratesMmPerH[Math.floor(timeS / stepS)] ?? 0;
}

/** Tells the picture how hard it rains in the run that is shown, second by second of the clock. */
export function reportRain(twin: Twin, flood: Pick<FloodRunController, 'record'>): () => void {
  return twin.follow(
    (state) => `${shownFlood(state)?.id} ${shownFlood(state)?.timesS.length} ${Math.floor(state.shownTimeMs / 1000)}`,
    (_, state) => {
      const mmPerH = rainOfRun(shownFlood(state), flood, state.shownTimeMs);
      state.reportRain(REPORTER, mmPerH === null ? null : { mmPerH, from: 'simulated' });
    },
  );
}
