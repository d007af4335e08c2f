import { AnalysisFacts } from '../../../kit/analysis-parts.tsx';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Tabs } from '../../../kit/controls.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { HowComputed } from '../../../kit/story.tsx';
import { useWords } from '../../../kit/words.ts';
import { resourceDispatchController } from '../controller.ts';
import type { DispatchTab } from '../slice.ts';
import { Closures } from './closures.tsx';
import { Orders } from './orders.tsx';
import { Reach } from './reach.tsx';
import { ResourceList } from './resources.tsx';

const TABS: readonly DispatchTab[] = ['closures', 'resources', 'reach', 'orders'];

/** Closed roads, who can be sent, how far they come, and who goes where. */
export function DispatchPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  const tab = useTwin(({ dispatchTab }) => dispatchTab);
  const set = useTwin(({ setDispatch }) => setDispatch);
  const failure = useTwin(({ dispatchFailure }) => dispatchFailure);
  const facts = useQuery('dispatch facts', () => controller.facts());
  const choose = (dispatchTab: DispatchTab) => {
    controller.clear();
    set({ dispatchTab });
  };
  const hasRoads = facts.kind === 'answered' && facts.answer.origin !== null;
  return (
    <Panel title={t('dispatch.title')} className="dock dispatch analysis" onClose={onClose}>
      <AnalysisFacts facts={facts} />
      {facts.kind === 'answered' && !hasRoads && <EmptyState icon="truck">{t('dispatch.noRoads')}</EmptyState>}
      {hasRoads && (
        <>
          <Tabs
            label={t('dispatch.title')}
            value={tab}
            options={TABS.map((value) => ({ value, label: t(`dispatch.${value}`) }))}
            onChange={choose}
          />
          {failure && <ErrorNotice what={t('analysis.failed')} reason={failure} />}
          {tab === 'closures' && <Closures streets={facts.answer.streets} />}
          {tab === 'resources' && <ResourceList />}
          {tab === 'reach' && <Reach />}
          {tab === 'orders' && <Orders />}
          <HowComputed plugin={resourceDispatchController.id} />
        </>
      )}
    </Panel>
  );
}
