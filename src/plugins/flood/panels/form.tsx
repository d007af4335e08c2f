import { useMemo } from 'react';
import type { EnuSphere } from '../../../../model/city/catalogue.ts';
import { FloodQuestion } from '../../../../model/questions/flood.ts';
import { floodNoteText } from '../../../../model/scenarios/flood-note.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { useFieldSources } from '../../../kit/field-sources.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE, waitText } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { GuessedGround } from '../../../kit/inferred-fact.tsx';
import { nextRunName, useEstimate } from '../../../kit/run-parts.tsx';
import { RunStart } from '../../../kit/run-start.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf } from '../../../twin/failure.ts';
import { isRunActive, type RunOrigin } from '../../../twin/runs.ts';
import { floodController } from '../controller.ts';
import { elapsedText } from '../flood-time.ts';
import { PIT_FIELD } from '../run-controller.ts';
import { catchmentOfForm, type FloodForm, type FloodScheme, type FloodSite, floodRuns } from '../slice.ts';
import { startHourText } from '../start-hour.ts';
import { FloodCaseFile } from './case-file.tsx';
import { FloodPick } from './pick.tsx';
import { FloodPresets } from './presets-form.tsx';
import { FloodRainForm } from './rain-form.tsx';
import { FloodWorksForm } from './works-form.tsx';

/** Cells of a run in cells of the city. */
const COARSER = [1, 2, 4, 8];

/** All that a run is asked, and what it will cost before it is begun; of a branch, what it changes. */
export function FloodFormBody({ onStarted }: { onStarted: () => void }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const flood = useController(floodController);
  const form = useTwin((state) => state.floodForm);
  const site = useTwin((state) => state.floodSite);
  const origin = useTwin((state) => state.floodOrigin);
  const isBusy = useTwin((state) => floodRuns(state).list.some(({ status }) => isRunActive(status)));
  const estimate = useEstimate(
    useMemo(() => form && { form, origin }, [form, origin]),
    () => (form ? flood.estimate(form, origin) : Promise.reject(new Error('no form'))),
  );
  if (!form || !site) return null;
  const start = () => {
    flood.start(nextRunName(floodRuns(twin.getState()).list, (letter) => t('flood.runName', { letter })));
    onStarted();
  };
  return (
    <div className="run-form">
      {origin ? (
        <Origin origin={origin} />
      ) : (
        <>
          <FloodPresets form={form} site={site} />
          <FloodCaseFile form={form} />
          <Area form={form} site={site} />
          <FloodRainForm form={form} site={site} />
          <River form={form} site={site} />
          <Pit form={form} />
        </>
      )}
      <FloodWorksForm form={form} site={site} />
      {!origin && <Scheme form={form} site={site} />}
      <RunStart
        estimate={estimate}
        isBusy={isBusy}
        label={t(origin ? 'flood.startBranch' : 'run.start')}
        costOf={({ cells, seconds, memoryBytes }) =>
          t('flood.cost', {
            cells: formatTotal(cells, language),
            time: waitText(seconds),
            memory: `${formatNumber(memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
          })
        }
        notesOf={({ notes }) => notes.map((note) => floodNoteText(note, language))}
        refusalOf={failureOf}
        onStart={start}
      />
    </div>
  );
}

/** Which run the branch leaves, and when; the same button makes the form one of a whole run again. */
function Origin({ origin: { name, timeS } }: { origin: RunOrigin }) {
  const { t } = useWords();
  const { twin } = useApp();
  return (
    <FormSection title={t('flood.branch')}>
      <p>{t('flood.branchOf', { name, time: elapsedText(timeS) })}</p>
      <p className="note">{t('flood.branchRule')}</p>
      <div className="actions">
        <button type="button" className="btn small" onClick={() => twin.getState().branchFlood(null)}>
          {t('common.cancel')}
        </button>
      </div>
    </FormSection>
  );
}

function Area({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const { changeFlood } = twin.getState();
  const catchment = useTwin(catchmentOfForm);
  const { westM, southM, eastM, northM } = form.area;
  const km = (metres: number) => formatNumber(metres / 1000, 2);
  return (
    <FormSection title={t('flood.area')}>
      <p>
        {km(eastM - westM)} × {km(northM - southM)}
        {THIN_SPACE}km
      </p>
      <div className="actions">
        <FloodPick what="area" icon="pin" label={t('run.pickArea')} hint={t('run.pickingArea')} />
        <FloodPick what="catchment" icon="pin" label={t('flood.pickCatchment')} hint={t('flood.pickingCatchment')} />
        <button type="button" className="btn small" onClick={() => changeFlood({ area: site.area })}>
          {t('flood.wholeCity')}
        </button>
        <button type="button" className="btn small" onClick={() => view.flyToPlace(placeOf(form.area))}>
          <Icon name="camera" />
          {t('run.lookAtArea')}
        </button>
      </div>
      {catchment && (
        <p className="note">
          {t('flood.catchment', { area: formatNumber(catchment.areaM2 / 1e6, 2) })}
          {catchment.isCut && ` ${t('flood.catchmentCut')}`}
        </p>
      )}
      <GuessedGround />
    </FormSection>
  );
}

function placeOf({ westM, southM, eastM, northM }: FloodForm['area']): EnuSphere {
  return {
    eastM: (westM + eastM) / 2,
    northM: (southM + northM) / 2,
    upM: 0,
    radiusM: Math.hypot(eastM - westM, northM - southM) / 2,
  };
}

function River({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const nameOf = ({ gauge }: { gauge: string }) =>
    of(site.gauges.find(({ id }) => id === gauge)?.label ?? { zh: gauge, en: gauge });
  const stages = form.rain.kind === 'live' ? form.rain.reading.stages : [];
  if (site.riverYears.length === 0 && stages.length === 0) return null;
  const byGauge = stages.length > 0 && (
    <Fields of={FloodQuestion} only={['riverByGauge']} value={form} onChange={changeFlood} />
  );
  if (stages.length > 0 && form.riverByGauge)
    return (
      <FormSection title={t('flood.river')}>
        {byGauge}
        <p className="note">{t('flood.live.riverRule', { gauges: stages.map(nameOf).join(', ') })}</p>
      </FormSection>
    );
  return (
    <FormSection title={t('flood.river')}>
      {byGauge}
      <Fields
        of={FloodQuestion}
        only={form.riverYears === null ? ['riverYears'] : ['riverYears', 'riverFromH']}
        value={form}
        known={{
          riverYears: { offers: site.riverYears, textOf: (years) => t('flood.yearsValue', { years }) },
          riverFromH: {
            max: site.riverEndH,
            textOf: (hour) => t('flood.riverHour', { hour: formatNumber(hour, 1) }),
          },
        }}
        onChange={changeFlood}
      />
      {form.riverYears !== null && <p className="note">{startHourText(form.riverFromH, site.riverPeakH, t)}</p>}
    </FormSection>
  );
}

/** The excavation of an open construction case: it lies in the ground of the run, as deep as it is on the run's first day. */
function Pit({ form }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const sources = useFieldSources(PIT_FIELD);
  const { changeFlood } = twin.getState();
  if (sources.length === 0) return null;
  return (
    <FormSection title={t('flood.pit')}>
      <ChoiceField
        label={t('flood.pitOf')}
        value={sources.findIndex(({ sourceId }) => sourceId === form.pit)}
        options={[{ value: -1, label: t('flood.noPit') }, ...sources.map(({ label }, value) => ({ value, label }))]}
        onChange={(at) => changeFlood({ pit: sources[at]?.sourceId ?? null })}
      />
      {form.pit !== null && <p className="note">{t('flood.pitRule')}</p>}
    </FormSection>
  );
}

/** How long, and how it is computed; the numerics are folded away. */
function Scheme({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const hasBreach = form.breaches.length > 0;
  const schemes: FloodScheme[] = hasBreach ? ['second', 'first'] : ['second', 'first', 'fast'];
  return (
    <FormSection title={t('flood.computing')}>
      <Fields of={FloodQuestion} only={['endH']} value={form} onChange={changeFlood} />
      <details className="advanced">
        <summary>{t('flood.advanced', { cell: form.cellM, scheme: t(`flood.${form.scheme}`) })}</summary>
        <Fields
          of={FloodQuestion}
          only={['cellM', 'raisedBuildingsM']}
          value={form}
          known={{
            cellM: { offers: COARSER.map((times) => times * site.cellM) },
            raisedBuildingsM: {
              textOf: (height) => t('flood.buildingRaised', { height: formatNumber(height, 2) }),
            },
          }}
          onChange={changeFlood}
        />
        <p className="note">
          {t(form.raisedBuildingsM === null ? 'flood.buildingWallsRule' : 'flood.buildingRaisedRule')}
        </p>
        <Fields
          of={FloodQuestion}
          only={['frameEveryMin', 'scheme']}
          value={form}
          known={{ scheme: { only: schemes } }}
          onChange={changeFlood}
        />
        <p className="note">{t(hasBreach ? 'flood.noFast' : `flood.${form.scheme}Hint`)}</p>
      </details>
    </FormSection>
  );
}
