import { useCallback } from 'react';
import { LAND_USE_CLASSES, type LandUseClass } from '../../../../model/plans/land-use.ts';
import { CandidateFilter, FloodedCells, GivenCandidates, Grid } from '../../../../model/questions/site-selection.ts';
import type { SitingFacts } from '../../../../workers/site-selection/engine-types.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { FacilityFields } from '../../../kit/facility-fields.tsx';
import { useFieldSources } from '../../../kit/field-sources.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { PickedPoints } from '../../../kit/picked-points.tsx';
import { WordChoice } from '../../../kit/word-choice.tsx';
import { useWords } from '../../../kit/words.ts';
import { SITE_SELECTION } from '../controller.ts';
import { DEPTH_FIELD } from '../flooded-cells.ts';
import type { SitingForm } from '../slice.ts';

const DEMANDS = { residents: 'siting.residents', things: 'siting.things' } as const;
const CANDIDATES = {
  grid: 'siting.grid',
  junctions: 'siting.junctions',
  places: 'siting.things',
  points: 'siting.points',
} as const;
const WITH_GIVEN = { ...CANDIDATES, given: 'siting.given' } as const;
const EXISTING = { none: 'siting.none', stay: 'siting.stay', move: 'siting.move' } as const;

/** For whom, where it may stand, and what stands. */
export function Choices({
  form,
  facts,
}: {
  form: SitingForm;
  facts: Pick<SitingFacts, 'layers' | 'hasCandidates' | 'hasPlans' | 'hasPipes'>;
}) {
  const { layers: codes, hasCandidates } = facts;
  const { t } = useWords();
  const set = useTwin(({ setSitingForm }) => setSitingForm);
  const { demandBy, demandOf, candidatesBy, candidatesOf, existing, existingOf } = form;
  return (
    <>
      <FormSection title={t('siting.who')}>
        <WordChoice label="siting.demand" of={DEMANDS} value={demandBy} onChange={(by) => set({ demandBy: by })} />
        {demandBy === 'things' && (
          <FacilityFields codes={codes} value={demandOf} onChange={(of) => set({ demandOf: of })} />
        )}
      </FormSection>
      <FormSection title={t('siting.where')}>
        <WordChoice<SitingForm['candidatesBy']>
          label="siting.candidates"
          of={hasCandidates || candidatesBy === 'given' ? WITH_GIVEN : CANDIDATES}
          value={candidatesBy}
          onChange={(by) => set({ candidatesBy: by })}
        />
        {candidatesBy === 'grid' && <Fields of={Grid} only={['spacingM', 'maxSlopePct']} value={form} onChange={set} />}
        {candidatesBy === 'given' && <Fields of={GivenCandidates} only={['minGroundM2']} value={form} onChange={set} />}
        {candidatesBy === 'places' && (
          <FacilityFields codes={codes} value={candidatesOf} onChange={(of) => set({ candidatesOf: of })} />
        )}
        {candidatesBy === 'points' && <PickedCandidates count={form.pointsM.length} />}
      </FormSection>
      <Conditions form={form} facts={facts} />
      <FormSection title={t('siting.there')}>
        <WordChoice label="siting.existing" of={EXISTING} value={existing} onChange={(may) => set({ existing: may })} />
        {existing !== 'none' && (
          <FacilityFields codes={codes} value={existingOf} onChange={(of) => set({ existingOf: of })} />
        )}
      </FormSection>
    </>
  );
}

const USES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];

/** Candidates must meet these conditions; those that the city has no data for are not offered. */
function Conditions({
  form,
  facts: { hasPlans, hasPipes },
}: {
  form: SitingForm;
  facts: Pick<SitingFacts, 'hasPlans' | 'hasPipes'>;
}) {
  const { t, of } = useWords();
  const set = useTwin(({ setSitingForm }) => setSitingForm);
  const uses = [
    { value: 'any' as const, label: t('siting.anyUse') },
    ...USES.map((value) => ({ value, label: of(LAND_USE_CLASSES[value]) })),
  ];
  return (
    <FormSection title={t('siting.conditions')}>
      {form.candidatesBy !== 'grid' && <Fields of={CandidateFilter} only={['slopePct']} value={form} onChange={set} />}
      {hasPlans && (
        <>
          <ChoiceField
            label={t('siting.use')}
            value={form.use}
            options={uses}
            onChange={(use: SitingForm['use']) => set({ use })}
          />
          <Fields of={CandidateFilter} only={['minParcelM2', 'isOffProtected']} value={form} onChange={set} />
          <p className="note">{t('siting.protectedNote')}</p>
        </>
      )}
      {hasPipes && <Fields of={CandidateFilter} only={['pipeM']} value={form} onChange={set} />}
      <Water form={form} />
    </FormSection>
  );
}

/** A flood run that candidates must be out of. */
function Water({ form: { waterId, flooded, maxDepthM } }: { form: SitingForm }) {
  const { t } = useWords();
  const set = useTwin(({ setSitingForm }) => setSitingForm);
  const runs = useFieldSources(DEPTH_FIELD);
  const isKept = waterId === null && flooded !== null;
  const options = [
    { value: '', label: t('siting.noWater') },
    ...(isKept ? [{ value: 'kept', label: t('siting.waterKept', { label: flooded.label }) }] : []),
    ...runs.map(({ sourceId, label }) => ({ value: sourceId, label })),
  ];
  return (
    <>
      <ChoiceField
        label={t('siting.water')}
        value={isKept ? 'kept' : (waterId ?? '')}
        options={options}
        onChange={(id) => id !== 'kept' && set({ waterId: id === '' ? null : id, flooded: null })}
      />
      {waterId !== null && <Fields of={FloodedCells} only={['maxDepthM']} value={{ maxDepthM }} onChange={set} />}
    </>
  );
}

/** Candidates that are clicked on the map. */
function PickedCandidates({ count }: { count: number }) {
  const { t } = useWords();
  const set = useTwin(({ setSitingForm }) => setSitingForm);
  const take = useCallback((pointsM: SitingForm['pointsM']) => set({ pointsM }), [set]);
  return (
    <PickedPoints
      owner={SITE_SELECTION}
      kind="candidates"
      label="siting.pick"
      hint="siting.pickHint"
      countText={count > 0 ? t('siting.picked', { count }) : null}
      onChange={take}
    />
  );
}
