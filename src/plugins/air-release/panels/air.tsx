import { useEffect } from 'react';
import { ReleaseRequest, TraceRequest } from '../../../../model/questions/air.ts';
import type { Text } from '../../../../model/text/text.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { AIR_RELEASE, airReleaseController, requestOf } from '../controller.ts';
import { windName } from '../outcome.ts';
import type { AirForm } from '../slice.ts';
import { AirPickField } from './air-pick.tsx';
import { AirOutcome } from './outcome.tsx';
import { Readings } from './readings.tsx';

/** What each form of a release is asked by. */
const FORM_FIELDS = {
  timed: ['rateGps', 'durationMin'],
  steady: ['rateGps'],
  sudden: ['massKg'],
} as const satisfies Record<AirForm['form'], readonly (keyof AirForm)[]>;

/** What leaves where, or what was noted where; the wind; and what comes of it. */
export function AirPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(airReleaseController);
  const form = useTwin(({ airForm }) => airForm);
  const set = useTwin(({ setAirForm }) => setAirForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`air facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(AIR_RELEASE), [twin]);
  const request = requestOf(form);
  const population = facts.kind === 'answered' ? facts.answer.population : null;
  const choose = (kind: AirForm['kind']) => {
    controller.clear();
    set({ kind });
  };
  return (
    <Panel title={t('air.title')} className="dock air analysis" onClose={onClose}>
      <section className="part">
        <ChoiceField
          label={t('air.question')}
          value={form.kind}
          options={(['release', 'trace'] as const).map((value) => ({ value, label: t(`air.${value}`) }))}
          onChange={choose}
        />
        <p className="note">{t(`air.${form.kind}About`)}</p>
        <AnalysisFacts facts={facts} />
        {form.kind === 'release' ? <WhatLeaves form={form} /> : <Readings form={form} />}
        <Air form={form} weather={facts.kind === 'answered' ? facts.answer.weather : null} />
        {form.kind === 'release' && <WhatIsShown form={form} />}
        {population?.state === 'absent' && <p className="note">{t('air.noResidents')}</p>}
        {population?.label && <p className="note">{t('people.given', { layer: of(population.label) })}</p>}
        {!request && <p className="note">{t(form.kind === 'release' ? 'air.noPlace' : 'air.fewReadings')}</p>}
        <AnalysisRun
          plugin={AIR_RELEASE}
          controller={controller}
          label={t('air.run')}
          start={request ? () => void controller.analyse(request) : null}
        >
          <AirOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

interface FormProps {
  form: AirForm;
}

function WhatLeaves({ form }: FormProps) {
  const { t } = useWords();
  const set = useTwin(({ setAirForm }) => setAirForm);
  const { atM, substance } = form;
  return (
    <FormSection title={t('air.whatLeaves')}>
      <AirPickField what="place" isPicked={atM !== null} />
      {atM && <p className="note">{t('air.picked', { east: Math.round(atM[0]), north: Math.round(atM[1]) })}</p>}
      <Fields
        of={ReleaseRequest}
        only={['substance', ...(substance === 'own' ? (['ownLimitMgPerM3'] as const) : [])]}
        value={form}
        onChange={set}
      />
      <Fields
        of={ReleaseRequest}
        only={['form', ...FORM_FIELDS[form.form], 'heightM', 'heatMw']}
        value={form}
        onChange={set}
      />
    </FormSection>
  );
}

/** The wind and what it does to a cloud: typed, or of the layer that tells the weather. */
function Air({ form, weather }: FormProps & { weather: Text | null }) {
  const { t, of } = useWords();
  const set = useTwin(({ setAirForm }) => setAirForm);
  const { kind, stability, windFromDeg } = form;
  const bySky = stability === 'sky' ? (['sky'] as const) : [];
  return (
    <FormSection title={t('air.weather')}>
      {kind === 'release' && (weather || form.wind !== 'stated') && (
        <Fields of={ReleaseRequest} only={['wind']} value={form} onChange={set} />
      )}
      {kind === 'release' && form.wind !== 'stated' ? (
        <p className="note">{weather ? t('air.windGiven', { layer: of(weather) }) : t('air.windMissing')}</p>
      ) : (
        <>
          <Fields of={ReleaseRequest} only={['windMps', 'windFromDeg']} value={form} onChange={set} />
          <p className="note">
            {windName(t, windFromDeg)} {t('air.windTyped')}
          </p>
        </>
      )}
      <Fields
        of={ReleaseRequest}
        only={['stability', ...bySky, 'terrain', ...(kind === 'trace' ? (['heightM'] as const) : []), 'lidM']}
        value={form}
        onChange={set}
      />
      {kind === 'trace' && (
        <Fields of={TraceRequest} only={['spreadPct', 'hasBackground']} value={form} onChange={set} />
      )}
    </FormSection>
  );
}

function WhatIsShown({ form }: FormProps) {
  const set = useTwin(({ setAirForm }) => setAirForm);
  const shown = form.show === 'at' ? (['shownMin'] as const) : [];
  return (
    <Fields of={ReleaseRequest} only={['show', ...shown, 'stayMin', 'airChangePerH']} value={form} onChange={set} />
  );
}
