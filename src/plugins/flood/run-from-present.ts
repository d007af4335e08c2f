import type { App } from '../../kit/plugin.ts';
import { nextRunName } from '../../kit/run-parts.tsx';
import { pageLanguage, words } from '../../kit/words.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { FIRST_LIVE_H, readLiveGauges, streamReader } from './flood-live.ts';
import { presetOf } from './presets.ts';
import type { FloodRunController } from './run-controller.ts';
import { floodRuns } from './slice.ts';

/** Starts a run of the present at once: works as they are, rivers by their gauges, and the rain that the gauges measured last. */
export async function runFromPresent(
  { twin, service }: Pick<App, 'twin' | 'service'>,
  runs: FloodRunController,
): Promise<void> {
  await runs.open();
  const { floodSite: site, changeFlood } = twin.getState();
  if (!site) return;
  changeFlood(presetOf('live', site) ?? {});
  const { floodForm: form, sensors, feedMs } = twin.getState();
  const feeds = service(LIVE_FEED);
  const read = feeds && streamReader(feeds);
  if (form && read && sensors) {
    const reading = await readLiveGauges(read, sensors, site, { area: form.area, hours: FIRST_LIVE_H, nowMs: feedMs });
    changeFlood({ rain: { kind: 'live', hours: FIRST_LIVE_H, reading }, endH: FIRST_LIVE_H });
  }
  const nameOf = (letter: string) => words.in(pageLanguage())('flood.runName', { letter });
  runs.start(nextRunName(floodRuns(twin.getState()).list, nameOf));
}
