import { useMemo } from 'react';
import type { Place } from '../city/catalogue.ts';
import { floodNoteText } from '../city/flood-note.ts';
import type { FloodForm, FloodOrigin, FloodScheme, FloodSite } from '../twin/flood.ts';
import type { FloodEstimate } from '../twin/flood-desk.ts';
import { isGoing, reasonOf } from '../twin/runs.ts';
import { Failure, Segmented, Slider, Switch } from './controls.tsx';
import { FloodPick } from './flood-pick.tsx';
import { FloodRainForm } from './flood-rain-form.tsx';
import { elapsedText, waitText } from './flood-time.ts';
import { FloodWorksForm } from './flood-works-form.tsx';
import { Choice, Part } from './form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from './format.ts';
import { Icon } from './icons.tsx';
import { type Estimated, freeName, useEstimate } from './run-parts.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Cells of a run in cells of the city. */
const COARSER = [1, 2, 4, 8];
const DURATIONS_H = [1, 2, 3, 6, 12, 24];
const FRAMES_MIN = [1, 2, 5, 10, 15, 30];

/** All that a run is asked, and what it will cost before it is begun; of a branch, what it changes. */
export function FloodFormBody({ onStarted }: { onStarted: () => void }) {
  const { t } = useWords();
  const { flood, twin } = useSurroundings();
  const form = useTwin((state) => state.floodForm);
  const site = useTwin((state) => state.floodSite);
  const origin = useTwin((state) => state.floodOrigin);
  const isBusy = useTwin((state) => state.floodRuns.some(({ status }) => isGoing(status)));
  const estimate = useEstimate(
    useMemo(() => form && { form, origin }, [form, origin]),
    () => (form ? flood.estimate(form, origin) : Promise.reject(new Error('no form'))),
  );
  if (!form || !site) return null;
  const start = () => {
    flood.start(freeName(twin.getState().floodRuns, (letter) => t('run.runName', { letter })));
    onStarted();
  };
  return (
    <div className="run-form">
      {origin ? (
        <Origin origin={origin} />
      ) : (
        <>
          <Area form={form} site={site} />
          <FloodRainForm form={form} site={site} />
          <River form={form} site={site} />
        </>
      )}
      <FloodWorksForm form={form} site={site} />
      {!origin && <Scheme form={form} />}
      <div className="run-it">
        <Cost estimate={estimate} />
        <button
          type="button"
          className="btn primary wide"
          disabled={isBusy || estimate?.kind !== 'answered'}
          onClick={start}
        >
          <Icon name="play" />
          {t(isBusy ? 'run.busy' : origin ? 'flood.startBranch' : 'run.start')}
        </button>
      </div>
    </div>
  );
}

/** Which run the branch leaves, and when; the same button makes the form one of a whole run again. */
function Origin({ origin: { name, timeS } }: { origin: FloodOrigin }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  return (
    <Part title={t('flood.branch')}>
      <p>{t('flood.branchOf', { name, time: elapsedText(timeS) })}</p>
      <p className="note">{t('flood.branchRule')}</p>
      <div className="actions">
        <button type="button" className="btn small" onClick={() => twin.getState().branchFlood(null)}>
          {t('common.cancel')}
        </button>
      </div>
    </Part>
  );
}

function Cost({ estimate }: { estimate: Estimated<FloodEstimate> }) {
  const { t, language } = useWords();
  if (estimate?.kind === 'failed') return <Failure what={t('run.refused')} reason={reasonOf(estimate.error)} />;
  const answer = estimate?.answer;
  return (
    <section className="cost" aria-live="polite">
      <p>
        {answer
          ? t('flood.cost', {
              cells: formatTotal(answer.cells, language),
              time: waitText(answer.seconds),
              memory: `${formatNumber(answer.memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
            })
          : t('run.costing')}
      </p>
      {answer && answer.notes.length > 0 && (
        <details>
          <summary className="note">{t('run.limits', { amount: answer.notes.length })}</summary>
          <ul className="notes">
            {answer.notes.map((note) => (
              <li key={`${note.code} ${JSON.stringify(note.values)}`} className="note">
                {floodNoteText(note, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Area({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin, globe } = useSurroundings();
  const { changeFlood } = twin.getState();
  const { westM, southM, eastM, northM } = form.area;
  const km = (metres: number) => formatNumber(metres / 1000, 2);
  return (
    <Part title={t('flood.area')}>
      <p>
        {km(eastM - westM)} × {km(northM - southM)}
        {THIN_SPACE}km
      </p>
      <div className="actions">
        <FloodPick what="area" icon="pin" label={t('run.pickArea')} hint={t('run.pickingArea')} />
        <button type="button" className="btn small" onClick={() => changeFlood({ area: site.area })}>
          {t('flood.wholeCity')}
        </button>
        <button type="button" className="btn small" onClick={() => globe.flyToPlace(placeOf(form.area))}>
          <Icon name="camera" />
          {t('run.lookAtArea')}
        </button>
      </div>
      <Choice
        label={t('flood.cell')}
        value={form.cellM}
        options={COARSER.map((times) => ({ value: times * site.cellM, label: `${times * site.cellM}${THIN_SPACE}m` }))}
        onChange={(cellM) => changeFlood({ cellM })}
      />
    </Part>
  );
}

function placeOf({ westM, southM, eastM, northM }: FloodForm['area']): Place {
  return {
    eastM: (westM + eastM) / 2,
    northM: (southM + northM) / 2,
    upM: 0,
    radiusM: Math.hypot(eastM - westM, northM - southM) / 2,
  };
}

function River({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const nameOf = ({ gauge }: { gauge: string }) =>
    of(site.gauges.find(({ id }) => id === gauge)?.label ?? { zh: gauge, en: gauge });
  const stages = form.rain.kind === 'live' ? form.rain.reading.stages : [];
  if (site.riverYears.length === 0 && stages.length === 0) return null;
  const byGauge = stages.length > 0 && (
    <div className="field">
      <span>{t('flood.live.river')}</span>
      <Switch
        label={t('flood.live.river')}
        on={form.riverByGauge}
        onChange={(riverByGauge) => changeFlood({ riverByGauge })}
      />
    </div>
  );
  if (stages.length > 0 && form.riverByGauge)
    return (
      <Part title={t('flood.river')}>
        {byGauge}
        <p className="note">{t('flood.live.riverRule', { gauges: stages.map(nameOf).join(', ') })}</p>
      </Part>
    );
  return (
    <Part title={t('flood.river')}>
      {byGauge}
      <Choice
        label={t('flood.riverFlood')}
        value={form.riverYears ?? 0}
        options={[
          { value: 0, label: t('flood.riverStill') },
          ...site.riverYears.map((years) => ({ value: years, label: t('flood.yearsValue', { years }) })),
        ]}
        onChange={(years) => changeFlood({ riverYears: years === 0 ? null : years })}
      />
      {form.riverYears !== null && (
        <Slider
          label={t('flood.riverFrom')}
          value={form.riverFromH}
          min={0}
          max={site.riverEndH}
          step={0.5}
          text={t('flood.riverHour', { hour: formatNumber(form.riverFromH, 1) })}
          onChange={(riverFromH) => changeFlood({ riverFromH })}
        />
      )}
      {form.riverYears !== null && <p className="note">{t('flood.riverPeak', { hour: site.riverPeakH })}</p>}
    </Part>
  );
}

function Scheme({ form }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const hasBreach = form.breaches.length > 0;
  const schemes: FloodScheme[] = hasBreach ? ['second', 'first'] : ['second', 'first', 'fast'];
  return (
    <Part title={t('flood.computing')}>
      <Segmented
        small
        label={t('flood.scheme')}
        value={form.scheme}
        options={schemes.map((value) => ({ value, label: t(`flood.${value}`) }))}
        onChange={(scheme) => changeFlood({ scheme })}
      />
      <p className="note">{t(hasBreach ? 'flood.noFast' : `flood.${form.scheme}Hint`)}</p>
      <Choice
        label={t('flood.end')}
        value={form.endH}
        options={DURATIONS_H.map((value) => ({ value, label: `${value}${THIN_SPACE}h` }))}
        onChange={(endH) => changeFlood({ endH })}
      />
      <Choice
        label={t('flood.every')}
        value={form.frameEveryMin}
        options={FRAMES_MIN.map((value) => ({ value, label: `${value}${THIN_SPACE}min` }))}
        onChange={(frameEveryMin) => changeFlood({ frameEveryMin })}
      />
    </Part>
  );
}
