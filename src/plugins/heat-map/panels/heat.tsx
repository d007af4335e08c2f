import { useEffect } from 'react';
import { OutdoorHeatRequest, Planting, SURFACE_IDS } from '../../../../model/questions/outdoor-heat.ts';
import type { HeatFacts } from '../../../../workers/outdoor-heat/engine-types.ts';
import { AnalysisFacts, AnalysisRun, PlannedLayers } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { HEAT_MAP, heatController, requestOf } from '../controller.ts';
import type { HeatForm } from '../slice.ts';
import { DrawHeat } from './draw.tsx';
import { HeatOutcome } from './outcome.tsx';

/** Where and when; the weather; what changes; and what came of it. */
export function HeatPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(heatController);
  const form = useTwin(({ heatForm }) => heatForm);
  const set = useTwin(({ setHeatForm }) => setHeatForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const facts = useQuery(`heat facts ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(HEAT_MAP), [twin]);
  const request = requestOf(form);
  const answer = facts.kind === 'answered' ? facts.answer : null;
  return (
    <Panel title={t('heat.title')} className="dock heat analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('heat.about')}</p>
        <AnalysisFacts facts={facts} />
        <DrawHeat kind="area" isDrawn={form.ringM !== null} />
        <Fields of={OutdoorHeatRequest} only={['cellM', 'fromHour', 'toHour']} value={form} onChange={set} />
        <FormSection title={t('heat.weatherTitle')}>
          <Fields
            of={OutdoorHeatRequest}
            only={['month', 'day', 'coolestC', 'warmestC', 'humidityPct', 'windMps', 'cloudPct']}
            value={form}
            onChange={set}
          />
          <p className="note">
            <span className="tag unsure">{t('heat.assumed')}</span> {t('heat.weatherWhy')}
          </p>
        </FormSection>
        <Change form={form} planned={answer?.planned ?? []} />
        {answer && <Known facts={answer} />}
        {!request && <p className="note">{t('heat.missing')}</p>}
        <AnalysisRun
          plugin={HEAT_MAP}
          controller={controller}
          label={t('heat.run')}
          start={request ? () => void controller.analyse(request) : null}
        >
          <HeatOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

/** What is so afterwards: planned layers, another surface, and trees where they help most. */
function Change({ form, planned }: { form: HeatForm; planned: readonly string[] }) {
  const { t } = useWords();
  const set = useTwin(({ setHeatForm }) => setHeatForm);
  return (
    <FormSection title={t('heat.changeTitle')}>
      <PlannedLayers layers={planned} chosen={form.planned} onChange={(layers) => set({ planned: layers })} />
      <DrawHeat kind="cover" isDrawn={form.coverM !== null} />
      {form.coverM && (
        <>
          <ChoiceField
            label={t('heat.surface')}
            value={form.surface}
            options={SURFACE_IDS.map((value) => ({ value, label: t(`heat.surface_${value}`) }))}
            onChange={(surface) => set({ surface })}
          />
          <button type="button" className="link" onClick={() => set({ coverM: null })}>
            {t('heat.noResurfaced')}
          </button>
        </>
      )}
      <div className="field brings">
        <span>{t('heat.plants')}</span>
        <Switch label={t('heat.plants')} on={form.plants} onChange={(plants) => set({ plants })} />
      </div>
      {form.plants && (
        <Fields of={Planting} only={['trees', 'crownM', 'treeM', 'spacingM', 'weight']} value={form} onChange={set} />
      )}
    </FormSection>
  );
}

/** What the city lacks, and what is taken in its place. */
function Known({ facts }: { facts: HeatFacts }) {
  const { t } = useWords();
  return (
    <>
      <p className="note">{t('heat.trees_counted', { trees: formatNumber(facts.trees) })}</p>
      {facts.buildings === null && <p className="note">{t('heat.noBuildings')}</p>}
      {facts.isFlat && <p className="note">{t('heat.flat')}</p>}
      {facts.cover !== 'grid' && <p className="note">{t(facts.cover ? 'heat.coverOfLayers' : 'heat.noCover')}</p>}
      {facts.population.state === 'absent' && <p className="note">{t('heat.noResidents')}</p>}
    </>
  );
}
