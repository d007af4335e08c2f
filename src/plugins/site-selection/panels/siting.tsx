import { useEffect } from 'react';
import { canLimit, SiteSelectionRequest } from '../../../../model/questions/site-selection.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { closedNow } from '../../../kit/facility-choice.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { requestOf, SITE_SELECTION, siteSelectionController } from '../controller.ts';
import { floodedNow } from '../flooded-cells.ts';
import type { SitingForm } from '../slice.ts';
import { Choices } from './choices.tsx';
import { SitingOutcome } from './outcome.tsx';

type AimField = 'sites' | 'limitMin' | 'farMin' | 'firstRatio' | 'chargePersonMin' | 'capacity' | 'budget' | 'siteCost';

/** What each aim is asked by. */
const AIM_FIELDS: Readonly<Record<SitingForm['aim'], readonly AimField[]>> = {
  cover: ['sites', 'limitMin', 'farMin'],
  median: ['sites', 'limitMin', 'farMin'],
  centre: ['sites', 'limitMin', 'farMin'],
  all: ['limitMin', 'farMin'],
  backup: ['sites', 'limitMin', 'firstRatio', 'farMin'],
  charge: ['chargePersonMin', 'limitMin', 'farMin'],
  dispersion: ['sites', 'limitMin', 'farMin'],
};

/** The question holds the limits that the aim can keep, and what a site costs where money counts. */
function fieldsOf({ aim, budget, candidatesBy }: SitingForm): AimField[] {
  const isPaid = canLimit('budget', aim) && (budget > 0 || (aim === 'charge' && candidatesBy === 'given'));
  return [
    ...AIM_FIELDS[aim],
    ...(canLimit('capacity', aim) ? (['capacity'] as const) : []),
    ...(canLimit('budget', aim) ? (['budget'] as const) : []),
    ...(isPaid ? (['siteCost'] as const) : []),
  ];
}

const ONLY_WALKING = ['crossingWaitS'] as const;

/** Aim and numbers, for whom, where it may stand, what stands; and what came of it. */
export function SitingPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin, fields } = useApp();
  const controller = useController(siteSelectionController);
  const form = useTwin(({ sitingForm }) => sitingForm);
  const set = useTwin(({ setSitingForm }) => setSitingForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`siting facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(SITE_SELECTION), [twin]);
  const answer = facts.kind === 'answered' ? facts.answer : null;
  const canRun = requestOf(form) !== null && answer !== null && answer.roads !== null;
  const run = async () => {
    twin.getState().endPicking(SITE_SELECTION);
    const water = await floodedNow(fields, form);
    // A run that is gone cannot be kept out of: the form says so, and who reads it computes again.
    set({ closed: closedNow(twin.getState()), ...(water ?? { waterId: null }) });
    if (!water) return;
    const request = requestOf(twin.getState().sitingForm);
    if (request) await controller.analyse(request);
  };
  return (
    <Panel title={t('siting.title')} className="dock siting analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('siting.about')}</p>
        <AnalysisFacts facts={facts} />
        <Fields of={SiteSelectionRequest} only={['aim', ...fieldsOf(form)]} value={form} onChange={set} />
        {answer && <Choices form={form} facts={answer} />}
        <Fields
          of={SiteSelectionRequest}
          only={['vehicle', 'direction', ...(form.vehicle === 'foot' ? ONLY_WALKING : []), 'searchMillions']}
          value={form}
          onChange={set}
        />
        <p className="note">
          <span className="tag unsure">{t('siting.assumed')}</span> {t('siting.assumedWhy')}
        </p>
        {answer?.roads === null && <p className="note">{t('siting.noRoads')}</p>}
        {answer?.isFlat && <p className="note">{t('siting.flat')}</p>}
        {answer?.population.state === 'absent' && form.demandBy === 'residents' && (
          <p className="note">{t('siting.noResidents')}</p>
        )}
        {answer?.population.label && form.demandBy === 'residents' && (
          <p className="note">{t('people.given', { layer: of(answer.population.label) })}</p>
        )}
        <SiteWorks />
        <AnalysisRun
          plugin={SITE_SELECTION}
          controller={controller}
          label={t('siting.run')}
          start={canRun ? () => void run() : null}
        >
          <SitingOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}
