import { ServiceAreaRequest } from '../../../../model/questions/service-areas.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { closedNow } from '../../../kit/facility-choice.ts';
import { FacilityFields } from '../../../kit/facility-fields.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { requestOf, SERVICE_AREAS, serviceAreasController } from '../controller.ts';
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
        {answer && <FacilityFields codes={answer.layers} value={form} onChange={set} />}
        <Fields of={ServiceAreaRequest} only={['direction', 'crossingWaitS']} value={form} onChange={set} />
        <p className="note">
          <span className="tag unsure">{t('service.assumed')}</span> {t('service.waitWhy')}
        </p>
        <Fields of={ServiceAreaRequest} only={['demandPerResident']} value={form} onChange={set} />
        {answer?.roads === null && <p className="note">{t('service.noRoads')}</p>}
        {answer?.isFlat && <p className="note">{t('service.flat')}</p>}
        {answer?.population.state === 'absent' && <p className="note">{t('service.noResidents')}</p>}
        {answer?.population.label && (
          <p className="note">{t('people.given', { layer: of(answer.population.label) })}</p>
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
