import { useEffect } from 'react';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Skeleton, Tabs } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsOpener, hasPlans } from '../open.ts';
import { Comparison, usePlanReport } from './comparison.tsx';
import { Decisions } from './decisions.tsx';
import { HeightList } from './heights.tsx';
import { Resolution } from './resolution.tsx';

/** 多规冲突: what contradicts what, what is done about it, and buildings over their limit of height; a click goes there. */
export function ConflictsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const controller = useController(conflictsOpener);
  const hasLayers = twin.city.layers.some(({ group, kind, count }) => group === 'plan' && kind === 'area' && count > 0);
  const heights = useQuery(hasLayers ? 'over limits' : null, () => catalogue.overLimits());
  const report = usePlanReport();
  const view = useTwin(({ planView }) => planView);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const isRunning = useTwin(({ planCheck }) => planCheck.kind === 'running');
  const resolved = useTwin(({ conflictResolved }) => conflictResolved);
  useTwin(({ planRecord }) => planRecord);
  useTwin(({ planOpened }) => planOpened);
  useEffect(() => void controller.ready(), [controller]);
  const found = report && !isRunning ? formatNumber(report.conflicts.length) : '—';
  const over = heights.kind === 'answered' ? formatNumber(heights.answer.length) : '—';
  const conflict = controller.resolving();
  const isEnough = hasPlans(twin) || controller.plans().length >= 2;
  return (
    <Panel title={t('conflicts.title')} className="dock conflicts" onClose={onClose}>
      {hasLayers || isEnough || controller.plans().length > 0 ? (
        <>
          <Tabs
            label={t('conflicts.view')}
            value={view}
            options={[
              { value: 'plans', label: t('conflicts.plans', { count: found }) },
              {
                value: 'decisions',
                label: t('conflicts.decisions', { count: formatNumber(controller.decisions().size) }),
              },
              { value: 'heights', label: t('conflicts.heights', { count: over }) },
            ]}
            onChange={(planView) => set({ planView })}
          />
          {view === 'plans' &&
            (resolved !== null && conflict && report ? (
              <Resolution conflict={conflict} report={report} />
            ) : isEnough ? (
              <Comparison />
            ) : (
              <EmptyState icon="layers">{t('conflicts.onePlan')}</EmptyState>
            ))}
          {view === 'decisions' && <Decisions />}
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
