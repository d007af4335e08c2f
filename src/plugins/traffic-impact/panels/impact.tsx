import { useEffect } from 'react';
import { TrafficRequest } from '../../../../model/questions/traffic.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { requestOf, TRAFFIC_IMPACT, trafficImpactController } from '../controller.ts';
import { isOneState } from '../outcome.ts';
import { EvacuationPart } from './evacuation.tsx';
import { FlowPart } from './flow.tsx';
import { ImpactOutcome } from './outcome.tsx';
import { RoadChanges } from './road-changes.tsx';
import { RoadFaults } from './road-faults.tsx';

/** Which roads close and open, how many trips there are, and who is late. */
export function ImpactPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(trafficImpactController);
  const form = useTwin(({ impactForm }) => impactForm);
  const set = useTwin(({ setImpactForm }) => setImpactForm);
  const failure = useTwin(({ impactFailure }) => impactFailure);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const layers = useTwin((state) => Object.keys(state.layers).join(' '));
  const facts = useQuery(`impact facts ${layers} ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(TRAFFIC_IMPACT), [twin]);
  const answer = facts.kind === 'answered' ? facts.answer : null;
  const canRun = answer !== null && answer.roads !== null && answer.population.state !== 'absent';
  const run = () => {
    twin.getState().endPicking(TRAFFIC_IMPACT);
    set({ roads: twin.getState().roadState });
    const request = requestOf(twin.getState().impactForm);
    twin.getState().setImpact({ impactColours: isOneState({ request }) ? 'ratio' : 'change' });
    void controller.analyse(request);
  };
  return (
    <Panel title={t('impact.title')} className="dock impact analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('impact.about')}</p>
        <AnalysisFacts facts={facts} />
        {answer?.roads === null && <p className="note">{t('impact.noRoads')}</p>}
        {answer?.population.state === 'absent' && <p className="note">{t('impact.noResidents')}</p>}
        {answer?.population.label && (
          <p className="note">{t('people.given', { layer: of(answer.population.label) })}</p>
        )}
        {failure && <ErrorNotice what={t('analysis.failed')} reason={failure} />}
        <RoadChanges />
        <Fields
          of={TrafficRequest}
          only={[
            'hour',
            'gapRatio',
            'tripsPerPerson',
            'carRatio',
            'peoplePerCar',
            'hourRatio',
            'outsideRatio',
            'decayPerMin',
            'greenRatio',
            'zoneM',
          ]}
          value={form}
          known={{ gapRatio: { textOf: (gap) => t('impact.gapText', { percent: 100 * gap }) } }}
          onChange={set}
        />
        <p className="note">
          <span className="tag unsure">{t('impact.assumed')}</span> {t('impact.assumedWhy')}
        </p>
        <AnalysisRun
          plugin={TRAFFIC_IMPACT}
          controller={controller}
          label={t('impact.run')}
          start={canRun ? run : null}
        >
          <ImpactOutcome />
        </AnalysisRun>
        <EvacuationPart canRun={canRun} />
        <FlowPart canRun={canRun} />
        {answer?.roads && <RoadFaults />}
      </section>
    </Panel>
  );
}
