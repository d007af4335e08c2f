import { useState } from 'react';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FormSection, NumberField, RadioField } from '../../../kit/form-fields.tsx';
import { THIN_SPACE } from '../../../kit/format.ts';
import { pageLanguage, useWords } from '../../../kit/words.ts';
import { failureOf, reasonIn } from '../../../twin/failure.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import { gaugesFor, NoObservations, readLiveGauges, streamReader } from '../flood-live.ts';
import { defaultStorm } from '../flood-storm.ts';
import type { FloodForm, FloodSite } from '../slice.ts';
import { useRainGrids } from './grids-form.tsx';
import { FloodReading } from './reading.tsx';
import { FloodStormForm } from './storm-form.tsx';

const LIVE_HOURS = [1, 2, 3, 6, 12, 24];
const FIRST_LIVE_H = 3;

/** What falls: nothing, a design storm, a depth, a storm that moves, grids of a radar, or what the city's gauges told in the last hours. */
export function FloodRainForm({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { rain } = form;
  const { stormYears } = site;
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const live = useLiveRain(form, site);
  const grids = useRainGrids(rain);
  const hours = rain.kind === 'design' || rain.kind === 'depth' ? rain.hours : 2;
  return (
    <FormSection title={t('flood.rain')}>
      <RadioField
        label={t('flood.rainKind')}
        value={rain.kind}
        options={[
          { value: 'none', label: t('flood.noRain') },
          ...(stormYears
            ? ([
                { value: 'design', label: t('flood.designStorm') },
                { value: 'depth', label: t('flood.givenDepth') },
              ] as const)
            : []),
          { value: 'moving', label: t('flood.storm.title') },
          { value: 'grids', label: t('flood.grids.title') },
          { value: 'live', label: t('flood.live.rain'), disabled: live.whyNot !== null },
        ]}
        onChange={(kind) => {
          if (kind === 'none') changeFlood({ rain: { kind } });
          else if (kind === 'depth') changeFlood({ rain: { kind, depthMm: 120, hours } });
          else if (kind === 'design') changeFlood({ rain: { kind, years: stormYears?.at(-1) ?? 100, hours } });
          else if (kind === 'moving') changeFlood({ rain: defaultStorm(form.area) });
          else if (kind === 'grids') grids.choose();
          else live.read(FIRST_LIVE_H);
        }}
      />
      {grids.report}
      {live.state.kind === 'reading' && <p className="note">{t('flood.live.reading')}</p>}
      {live.state.kind === 'failed' && <ErrorNotice what={t('flood.live.failed')} reason={live.state.reason} />}
      <StormFields rain={rain} stormYears={stormYears} />
      {rain.kind === 'moving' && <FloodStormForm area={form.area} storm={rain} />}
      {rain.kind === 'live' && <LiveFields rain={rain} live={live} />}
      {live.whyNot && <p className="note">{t(`flood.live.whyNot.${live.whyNot}`)}</p>}
    </FormSection>
  );
}

type RainOf<K extends FloodForm['rain']['kind']> = Extract<FloodForm['rain'], { kind: K }>;

/** How much of a design storm or of a given depth falls, and for how long. */
function StormFields({ rain, stormYears }: { rain: FloodForm['rain']; stormYears: FloodSite['stormYears'] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  return (
    <>
      {rain.kind === 'design' && stormYears && (
        <RadioField
          label={t('flood.years')}
          value={rain.years}
          options={stormYears.map((years) => ({ value: years, label: t('flood.yearsValue', { years }) }))}
          onChange={(years) => changeFlood({ rain: { ...rain, years } })}
        />
      )}
      {rain.kind === 'depth' && (
        <NumberField
          label={t('flood.depthMm')}
          unit="mm"
          value={rain.depthMm}
          min={1}
          max={1000}
          onChange={(depthMm) => changeFlood({ rain: { ...rain, depthMm } })}
        />
      )}
      {(rain.kind === 'design' || rain.kind === 'depth') && (
        <NumberField
          label={t('flood.hours')}
          unit="h"
          value={rain.hours}
          min={0.25}
          max={24}
          step={0.25}
          onChange={(value) => changeFlood({ rain: { ...rain, hours: value } })}
        />
      )}
    </>
  );
}

/** What the gauges told in the last hours, as it was read; another span, or the same once more, is read anew. */
function LiveFields({ rain, live }: { rain: RainOf<'live'>; live: ReturnType<typeof useLiveRain> }) {
  const { t } = useWords();
  return (
    <>
      <RadioField
        label={t('flood.live.last')}
        value={rain.hours}
        options={LIVE_HOURS.map((value) => ({ value, label: `${value}${THIN_SPACE}h` }))}
        onChange={live.read}
      />
      <FloodReading reading={rain.reading} />
      {live.isElsewhere && <p className="note">{t('flood.live.elsewhere')}</p>}
      <div className="actions">
        <button
          type="button"
          className="btn small"
          disabled={live.whyNot !== null}
          onClick={() => live.read(rain.hours)}
        >
          {t('flood.live.again')}
        </button>
      </div>
    </>
  );
}

type Reading = { kind: 'idle' } | { kind: 'reading' } | { kind: 'failed'; reason: string };

/** Reads the gauges when it is asked to, never by itself: the form keeps what it was given, as one that came by link does. */
function useLiveRain(form: FloodForm, site: FloodSite) {
  const { t } = useWords();
  const { twin } = useApp();
  const feeds = useOffered(LIVE_FEED);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live');
  const sensors = useTwin((state) => state.sensors) ?? [];
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const hasGauges = sensors.some(({ kind }) => kind === 'rain');
  const taken = form.rain.kind === 'live' ? form.rain.reading.rain.map(({ gauge }) => gauge) : null;
  const now = taken && gaugesFor(sensors, form.area).gauges.map(({ id }) => id);
  const failed = (error: unknown) => {
    if (error instanceof NoObservations) return t('flood.live.nothing');
    return reasonIn(failureOf(error), pageLanguage());
  };
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
        (error: unknown) => setState({ kind: 'failed', reason: failed(error) }),
      );
    },
  };
}
