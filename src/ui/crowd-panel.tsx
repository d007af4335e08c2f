import { useEffect, useState } from 'react';
import { Failure, Panel, Skeleton, Tabs } from './controls.tsx';
import { CrowdFormBody } from './crowd-form.tsx';
import { CrowdRuns } from './crowd-runs.tsx';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** 指挥, left, while the crowd tool is open: what is to be played, and what was. */
export function CrowdPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { crowd, twin } = useSurroundings();
  const asked = useAsked('site', () => crowd.open());
  const amount = useTwin((state) => state.crowdRuns.length);
  const hasForm = useTwin((state) => state.crowdForm !== null && state.crowdSite !== null);
  const [tab, setTab] = useState<'form' | 'runs'>(amount > 0 ? 'runs' : 'form');
  useEffect(() => {
    twin.getState().planCrowd(tab === 'form');
    return () => {
      twin.getState().planCrowd(false);
      if (twin.getState().crowdPicking) twin.getState().pickCrowd(null);
    };
  }, [twin, tab]);
  return (
    <Panel
      title={t('crowd.title')}
      actions={<span className="tag run">{t('run.simulated')}</span>}
      className="dock runs-panel crowd"
      onClose={onClose}
    >
      <Tabs
        label={t('crowd.title')}
        value={tab}
        options={[
          { value: 'form', label: t('run.setUp') },
          { value: 'runs', label: t('run.runs'), ...(amount > 0 ? { note: String(amount) } : {}) },
        ]}
        onChange={setTab}
      />
      {asked.kind === 'failed' ? (
        <Failure what={t('crowd.notRead')} reason={asked.reason} rest={t('run.restWorks')} />
      ) : !hasForm ? (
        <Skeleton />
      ) : tab === 'form' ? (
        <CrowdFormBody onStarted={() => setTab('runs')} />
      ) : (
        <CrowdRuns />
      )}
    </Panel>
  );
}
