import { DistrictsRequest, FreshDistricts } from '../../../../model/questions/districts.ts';
import type { DistrictsFacts } from '../../../../workers/districting/engine-types.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { FacilityFields } from '../../../kit/facility-fields.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { DISTRICTING, districtsController, requestOf } from '../controller.ts';
import type { DistrictsForm } from '../slice.ts';
import { DistrictsOutcome } from './outcome.tsx';

/** Asks whom to share out among which districts, how evenly and with how little change; and shows what came of it. */
export function DistrictsPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const controller = useController(districtsController);
  const form = useTwin(({ districtsForm }) => districtsForm);
  const set = useTwin(({ setDistrictsForm }) => setDistrictsForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`districts facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  const answer = facts.kind === 'answered' ? facts.answer : null;
  const request = requestOf(form);
  const canWalk = form.fromBy !== 'places' || answer?.roads != null;
  return (
    <Panel title={t('districts.title')} className="dock districts analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('districts.about')}</p>
        <AnalysisFacts facts={facts} />
        {answer && <From form={form} facts={answer} />}
        {answer && <Load form={form} facts={answer} />}
        <Fields of={DistrictsRequest} only={fieldsOf(form)} value={form} onChange={set} />
        <p className="note">
          <span className="tag unsure">{t('districts.assumed')}</span> {t('districts.assumedWhy')}
        </p>
        {answer && !canWalk && <p className="note">{t('districts.noRoads')}</p>}
        {answer?.population.state === 'absent' && form.loadBy === 'residents' && (
          <p className="note">{t('districts.noResidents')}</p>
        )}
        {answer?.population.label && form.loadBy === 'residents' && (
          <p className="note">{t('people.given', { layer: of(answer.population.label) })}</p>
        )}
        <AnalysisRun
          plugin={DISTRICTING}
          controller={controller}
          label={t('districts.run')}
          start={request && answer && canWalk ? () => void controller.analyse(request) : null}
        >
          <DistrictsOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

type Shown = 'balance' | 'tolerancePct' | 'changeM' | 'changeMin' | 'cellM' | 'searchThousands';

const FIELDS: Readonly<Record<DistrictsForm['fromBy'], readonly Shown[]>> = {
  places: ['balance', 'tolerancePct', 'changeMin', 'cellM', 'searchThousands'],
  areas: ['tolerancePct', 'changeM', 'cellM', 'searchThousands'],
  count: ['tolerancePct', 'cellM', 'searchThousands'],
};

const fieldsOf = ({ fromBy }: DistrictsForm): readonly Shown[] => FIELDS[fromBy];

/** Asks where districts come from. */
function From({ form, facts: { layers, areas } }: { form: DistrictsForm; facts: DistrictsFacts }) {
  const { t, of } = useWords();
  const set = useTwin(({ setDistrictsForm }) => setDistrictsForm);
  const options = (['places', 'areas', 'count'] as const).map((value) => ({
    value,
    label: t(`districts.from-${value}`),
  }));
  return (
    <FormSection title={t('districts.from')}>
      <ChoiceField
        label={t('districts.from')}
        value={form.fromBy}
        options={options}
        onChange={(fromBy: DistrictsForm['fromBy']) => set({ fromBy })}
      />
      {form.fromBy === 'places' && (
        <FacilityFields codes={layers} value={form.places} onChange={(places) => set({ places })} />
      )}
      {form.fromBy === 'areas' && areas.length === 0 && <p className="note">{t('districts.noAreas')}</p>}
      {form.fromBy === 'areas' && areas.length > 0 && (
        <ChoiceField
          label={t('districts.areas')}
          value={form.areas}
          options={[
            { value: '', label: t('districts.choose'), disabled: true },
            ...areas.map(({ id, label }) => ({ value: id, label: of(label) })),
          ]}
          onChange={(id) => set({ areas: id })}
        />
      )}
      {form.fromBy === 'count' && <Fields of={FreshDistricts} only={['count']} value={form} onChange={set} />}
    </FormSection>
  );
}

/** Asks what is shared out. */
function Load({ form, facts: { layers } }: { form: DistrictsForm; facts: DistrictsFacts }) {
  const { t } = useWords();
  const set = useTwin(({ setDistrictsForm }) => setDistrictsForm);
  const options = (['residents', 'things'] as const).map((value) => ({ value, label: t(`districts.${value}`) }));
  return (
    <FormSection title={t('districts.load')}>
      <ChoiceField
        label={t('districts.load')}
        value={form.loadBy}
        options={options}
        onChange={(loadBy: DistrictsForm['loadBy']) => set({ loadBy })}
      />
      {form.loadBy === 'things' && (
        <FacilityFields codes={layers} value={form.loadOf} onChange={(loadOf) => set({ loadOf })} />
      )}
    </FormSection>
  );
}
