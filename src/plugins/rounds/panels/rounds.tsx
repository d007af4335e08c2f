import { useEffect } from 'react';
import { RoundsRequest } from '../../../../model/questions/rounds.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { closedNow } from '../../../kit/facility-choice.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { ROUNDS, requestOf, roundsController } from '../controller.ts';
import { assumptionOf } from '../outcome.ts';
import { Choices } from './choices.tsx';
import { RoundsOutcome } from './outcome.tsx';

const ONLY_STOPS = ['capacity'] as const;

/** Where to go, from where, with what; and what came of it. */
export function RoundsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(roundsController);
  const form = useTwin(({ roundsForm }) => roundsForm);
  const set = useTwin(({ setRoundsForm }) => setRoundsForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`rounds facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(ROUNDS), [twin]);
  const answer = facts.kind === 'answered' ? facts.answer : null;
  const canRun = requestOf(form) !== null && answer !== null && answer.roads !== null;
  const run = async () => {
    twin.getState().endPicking(ROUNDS);
    set({ closed: closedNow(twin.getState()) });
    const request = requestOf(twin.getState().roundsForm);
    if (request) await controller.analyse(request);
  };
  return (
    <Panel title={t('rounds.title')} className="dock rounds analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('rounds.about')}</p>
        <AnalysisFacts facts={facts} />
        {answer && <Choices form={form} facts={answer} />}
        <FormSection title={t('rounds.fleet')}>
          <Fields
            of={RoundsRequest}
            only={[
              'vehicle',
              'vehicles',
              ...(form.by === 'stops' ? ONLY_STOPS : []),
              'startH',
              'shiftMin',
              'aim',
              'searchThousands',
            ]}
            value={form}
            onChange={set}
          />
        </FormSection>
        <p className="note">
          <span className="tag unsure">{t('rounds.assumed')}</span> {t(assumptionOf(form.by))}
        </p>
        {answer?.roads === null && <p className="note">{t('rounds.noRoads')}</p>}
        <SiteWorks />
        <AnalysisRun
          plugin={ROUNDS}
          controller={controller}
          label={t('rounds.run')}
          start={canRun ? () => void run() : null}
        >
          <RoundsOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}
