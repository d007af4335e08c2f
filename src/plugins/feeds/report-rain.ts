import type { SensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { LiveFeed } from '../../twin/live/live-feed.ts';
import type { Twin } from '../../twin/twin.ts';
import { hourVital, kindVital } from './sensor-vitals.ts';

/** Name under which the feeds report rain. */
const REPORTER = 'feeds';

/** Interval at which gauges are read, ms of the feed's time. */
const EVERY_MS = 60_000;

/** Tells the picture how hard it rained in the last hour by the gauges, while somebody wants the weather that is reported. */
export function reportRain(
  twin: Twin,
  feeds: LiveFeed & { kinds(): SensorKinds },
  report: (reason: unknown) => void,
): () => void {
  let lastSerial = 0;
  return twin.follow(
    ({ weather, feed, feedMs, replay }) =>
      weather === 'reported' && feed.kind === 'live' ? `${Math.floor(feedMs / EVERY_MS)} ${replay !== null}` : null,
    (wanted, { feedMs, replay, reportRain }) => {
      const serial = ++lastSerial;
      const tell = (mmPerH: number | null) => {
        if (serial !== lastSerial) return;
        reportRain(REPORTER, mmPerH === null ? null : { mmPerH, from: replay === null ? 'live' : 'recorded' });
      };
      const rain = wanted === null ? null : kindVital(feeds.kinds(), 'rain');
      if (!rain) tell(null);
      else hourVital(rain, feeds, feedMs).then((vital) => tell(vital?.number ?? null), report);
    },
  );
}
