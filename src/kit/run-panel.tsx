import { type ReactNode, useEffect, useState } from 'react';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { runsOf } from '../twin/runs.ts';
import { useApp, useQuery, useTwin } from './app-context.tsx';
import { ErrorNotice, Panel, Skeleton, Tabs } from './controls.tsx';
import { HowComputed } from './story.tsx';
import { useWords } from './words.ts';

/**
 * The panel of an engine's tool: what is to be played, and what was. Every engine's is this one; its plug-in hands in the two bodies.
 */
export function RunPanel({
  engine,
  title,
  className,
  notRead,
  hasForm,
  open,
  onPlan,
  form,
  runs,
  onClose,
}: {
  engine: EngineId;
  title: string;
  className: string;
  /** What is said when the city could not be read. */
  notRead: string;
  /** The city was read, and there is a form to fill in. */
  hasForm: boolean;
  open(): Promise<void>;
  /** The form is being filled in, or no more: what it says stands on the picture meanwhile. */
  onPlan(isPlanned: boolean): void;
  form(onStarted: () => void): ReactNode;
  runs(onBranch: () => void): ReactNode;
  onClose(): void;
}) {
  const { t } = useWords();
  const siteQuery = useQuery('site', open);
  const amount = useTwin((state) => runsOf(state, engine).list.length);
  const [tab, setTab] = useState<'form' | 'runs'>(amount > 0 ? 'runs' : 'form');
  usePlanned(engine, tab === 'form', onPlan);
  return (
    <Panel
      title={title}
      actions={<span className="tag run">{t('run.simulated')}</span>}
      className={`dock runs-panel ${className}`}
      onClose={onClose}
    >
      <Tabs
        label={title}
        value={tab}
        options={[
          { value: 'form', label: t('run.setUp') },
          { value: 'runs', label: t('run.runs'), ...(amount > 0 ? { note: String(amount) } : {}) },
        ]}
        onChange={setTab}
      />
      {siteQuery.kind === 'failed' ? (
        <ErrorNotice what={notRead} reason={siteQuery.reason} rest={t('run.restWorks')} />
      ) : !hasForm ? (
        <Skeleton />
      ) : tab === 'form' ? (
        form(() => setTab('runs'))
      ) : (
        runs(() => setTab('form'))
      )}
      <HowComputed plugin={engine} />
    </Panel>
  );
}

/** The plan stands on the picture while its form is open; points for it are taken no longer. The owner of its picking is the engine. */
function usePlanned(engine: EngineId, isPlanned: boolean, onPlan: (isPlanned: boolean) => void): void {
  const { twin } = useApp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onPlan` is written inline and means the same each time
  useEffect(() => {
    onPlan(isPlanned);
    return () => {
      onPlan(false);
      twin.getState().endPicking(engine);
    };
  }, [twin, isPlanned]);
}
