import { useState } from 'react';
import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Skeleton, Tabs } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { hasPlans } from '../open.ts';
import { Comparison, usePlanReport } from './comparison.tsx';
import { HeightList } from './heights.tsx';

type View = 'plans' | 'heights';

/** 多规冲突: what contradicts what, and buildings over their limit of height; a click goes there. */
export function ConflictsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const hasLayers = twin.city.layers.some(({ group, kind, count }) => group === 'plan' && kind === 'area' && count > 0);
  const heights = useQuery(hasLayers ? 'over limits' : null, () => catalogue.overLimits());
  const report = usePlanReport();
  const [view, show] = useState<View>('plans');
  const isRunning = useTwin(({ planCheck }) => planCheck.kind === 'running');
  const found = report && !isRunning ? formatNumber(report.conflicts.length) : '—';
  const over = heights.kind === 'answered' ? formatNumber(heights.answer.length) : '—';
  return (
    <Panel title={t('conflicts.title')} className="dock conflicts" onClose={onClose}>
      {hasPlans(twin) || hasLayers ? (
        <>
          <Tabs
            label={t('conflicts.view')}
            value={view}
            options={[
              { value: 'plans', label: t('conflicts.plans', { count: found }) },
              { value: 'heights', label: t('conflicts.heights', { count: over }) },
            ]}
            onChange={show}
          />
          {view === 'plans' &&
            (hasPlans(twin) ? <Comparison /> : <EmptyState icon="layers">{t('conflicts.onePlan')}</EmptyState>)}
          {view === 'heights' && (
            <>
              {heights.kind === 'asking' && <Skeleton />}
              {heights.kind === 'failed' && <ErrorNotice what={t('conflicts.failed')} reason={heights.reason} />}
              {heights.kind === 'answered' && <HeightList over={heights.answer} />}
            </>
          )}
        </>
      ) : (
        <EmptyState icon="layers">{t('conflicts.none')}</EmptyState>
      )}
    </Panel>
  );
}
