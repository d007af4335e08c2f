import { ServiceAreaRequest } from '../../../../model/questions/service-areas.ts';
import type { ServiceFacts } from '../../../../workers/service-areas/engine-types.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { closedNow, requestOf, SERVICE_AREAS, serviceAreasController } from '../controller.ts';
import type { ServiceForm } from '../slice.ts';
import { ServiceOutcome } from './outcome.tsx';

/** Which facilities, under which assumptions, and who reaches them. */
export function ServicePanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const controller = useController(serviceAreasController);
  const form = useTwin(({ serviceForm }) => serviceForm);
  const set = useTwin(({ setServiceForm }) => setServiceForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`service facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  const { twin } = useApp();
  const isComplete = requestOf(form) !== null;
  const answer = facts.kind === 'answered' ? facts.answer : null;
  const canRun = isComplete && answer !== null && answer.roads !== null;
  const run = () => {
    set({ closed: closedNow(twin.getState()) });
    const request = requestOf(twin.getState().serviceForm);
    if (request) void controller.analyse(request);
  };
  return (
    <Panel title={t('service.title')} className="dock service analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('service.about')}</p>
        <AnalysisFacts facts={facts} />
        {answer && <Facilities form={form} facts={answer} />}
        <Fields of={ServiceAreaRequest} only={['direction', 'crossingWaitS']} value={form} onChange={set} />
        <p className="note">
          <span className="tag unsure">{t('service.assumed')}</span> {t('service.waitWhy')}
        </p>
        <Fields of={ServiceAreaRequest} only={['demandPerResident']} value={form} onChange={set} />
        {answer?.roads === null && <p className="note">{t('service.noRoads')}</p>}
        {answer?.isFlat && <p className="note">{t('service.flat')}</p>}
        {answer?.population.state === 'absent' && <p className="note">{t('service.noResidents')}</p>}
        {answer?.population.label && (
          <p className="note">{t('service.givenPeople', { layer: of(answer.population.label) })}</p>
        )}
        <SiteWorks />
        <AnalysisRun
          plugin={SERVICE_AREAS}
          controller={controller}
          label={t('service.run')}
          start={canRun ? run : null}
        >
          <ServiceOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

/** The layer with its attribute, and one of its values. */
function Facilities({ form, facts }: { form: ServiceForm; facts: ServiceFacts }) {
  const { t, of } = useWords();
  const { layers: cityLayers } = useApp().twin.city;
  const set = useTwin(({ setServiceForm }) => setServiceForm);
  const nameOf = (layer: string, attribute: string) => {
    const info = cityLayers.find(({ id }) => id === layer)?.attributes.find(({ name }) => name === attribute);
    return info ? of(info.label) : attribute;
  };
  const keyOf = (layer: string, attribute: string) => (layer === '' ? '' : `${layer} ${attribute}`);
  const chosen = facts.layers.find(({ layer, attribute }) => layer === form.layer && attribute === form.attribute);
  const layers = facts.layers.map(({ layer, label, attribute, given }) => ({
    value: keyOf(layer, attribute),
    label: [
      of(label),
      ...(attribute === '' ? [] : [nameOf(layer, attribute)]),
      ...(given ? [t('service.given')] : []),
    ].join(' · '),
  }));
  const values = (chosen?.values ?? []).map(({ value, label, count }) => ({
    value,
    label: t('service.option', { name: of(label), amount: formatNumber(count) }),
  }));
  const none = { value: '', label: t('service.choose'), disabled: true };
  const chooseLayer = (key: string) => {
    const next = facts.layers.find(({ layer, attribute }) => keyOf(layer, attribute) === key);
    if (next) set({ layer: next.layer, attribute: next.attribute, value: '' });
  };
  return (
    <>
      <ChoiceField
        label={t('service.layer')}
        value={keyOf(form.layer, form.attribute)}
        options={[none, ...layers]}
        onChange={chooseLayer}
      />
      {chosen?.attribute !== '' && (
        <ChoiceField
          label={t('service.facility')}
          value={form.value}
          options={[none, ...values]}
          onChange={(value) => set({ value })}
        />
      )}
    </>
  );
}
