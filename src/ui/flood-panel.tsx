import { useEffect, useState } from 'react';
import { Failure, Panel, Skeleton, Tabs } from './controls.tsx';
import { FloodFormBody } from './flood-form.tsx';
import { FloodRuns } from './flood-runs.tsx';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** 指挥, left, while the flood tool is open: what is to be played, and what was. */
export function FloodPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { flood, twin } = useSurroundings();
  const asked = useAsked('site', () => flood.open());
  const amount = useTwin((state) => state.floodRuns.length);
  const hasForm = useTwin((state) => state.floodForm !== null && state.floodSite !== null);
  const [tab, setTab] = useState<'form' | 'runs'>(amount > 0 ? 'runs' : 'form');
  useEffect(() => {
    twin.getState().planFlood(tab === 'form');
    return () => {
      twin.getState().planFlood(false);
      if (twin.getState().floodPicking) twin.getState().pickFlood(null);
    };
  }, [twin, tab]);
  return (
    <Panel
      title={t('flood.title')}
      actions={<span className="tag run">{t('run.simulated')}</span>}
      className="dock runs-panel flood"
      onClose={onClose}
    >
      <Tabs
        label={t('flood.title')}
        value={tab}
        options={[
          { value: 'form', label: t('run.setUp') },
          { value: 'runs', label: t('run.runs'), ...(amount > 0 ? { note: String(amount) } : {}) },
        ]}
        onChange={setTab}
      />
      {asked.kind === 'failed' ? (
        <Failure what={t('flood.notRead')} reason={asked.reason} rest={t('run.restWorks')} />
      ) : !hasForm ? (
        <Skeleton />
      ) : tab === 'form' ? (
        <FloodFormBody onStarted={() => setTab('runs')} />
      ) : (
        <FloodRuns onBranch={() => setTab('form')} />
      )}
    </Panel>
  );
}
