import { useState } from 'react';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { pageLanguage } from '../../../kit/words.ts';
import { failureOf, reasonIn } from '../../../twin/failure.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import { gaugesFor, readLiveGauges, streamReader } from '../flood-live.ts';
import type { FloodForm, FloodSite } from '../slice.ts';

type Reading = { kind: 'idle' } | { kind: 'reading' } | { kind: 'failed'; reason: string };

/** Reads the gauges when it is asked to, never by itself: the form keeps what it was given, as one that came by link does. */
export function useLiveRain(form: FloodForm, site: FloodSite) {
  const { twin } = useApp();
  const feeds = useOffered(LIVE_FEED);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live');
  const sensors = useTwin((state) => state.sensors) ?? [];
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const hasGauges = sensors.some(({ kind }) => kind === 'rain');
  const taken = form.rain.kind === 'live' ? form.rain.reading.rain.map(({ gauge }) => gauge) : null;
  const now = taken && gaugesFor(sensors, form.area).gauges.map(({ id }) => id);
  return {
    state,
    whyNot: !isFeedConnected ? ('noHub' as const) : !hasGauges ? ('noGauges' as const) : null,
    /** The box was moved since: other gauges would be taken now. */
    isElsewhere: now !== null && now.length > 0 && now.join() !== taken?.join(),
    read(hours: number) {
      const read = feeds && streamReader(feeds);
      if (!read) return;
      setState({ kind: 'reading' });
      readLiveGauges(read, sensors, site, { area: form.area, hours, nowMs: twin.getState().feedMs }).then(
        (reading) => {
          setState({ kind: 'idle' });
          twin.getState().changeFlood({ rain: { kind: 'live', hours, reading }, endH: hours });
        },
        (error: unknown) => setState({ kind: 'failed', reason: reasonIn(failureOf(error), pageLanguage()) }),
      );
    },
  };
}
