import { type ComponentProps, type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { type QueryState, useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Skeleton, Tabs } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import type { PlanFileParts } from '../tasks/plan-file-types.ts';
import { partsOf } from '../tasks/start-plan-file.ts';
import { BasisPanel } from './basis-part.tsx';
import { Comparison } from './comparison.tsx';
import { Decisions } from './decisions.tsx';
import { HeightList } from './heights.tsx';
import { PlanImportPart } from './plan-import.tsx';
import { PlanList } from './plan-list.tsx';
import { Resolution } from './resolution.tsx';
import { usePlanReport } from './use-plan-report.ts';
import { VersionsPart } from './versions.tsx';

/** 多规冲突: what contradicts what, what is done about it, and buildings over their limit of height; a click goes there. */
export function ConflictsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const controller = useController(conflictsController);
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
  const [files, setFiles] = useState<PlanFileParts | null>(null);
  const bring = (chosen: PlanFileParts) => {
    set({ planView: 'plans' });
    controller.resolve(null);
    setFiles(chosen);
  };
  return (
    <Panel title={t('conflicts.title')} className="dock conflicts" onClose={onClose}>
      <DropArea onFiles={bring}>
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
            { value: 'rules', label: t('conflicts.rules') },
          ]}
          onChange={(planView) => set({ planView })}
        />
        {view === 'plans' && files && <PlanImportPart files={files} onDone={() => setFiles(null)} />}
        {view === 'plans' &&
          !files &&
          (resolved !== null && conflict && report ? (
            <Resolution conflict={conflict} report={report} />
          ) : (
            <Compared onFiles={bring} />
          ))}
        {view === 'decisions' && <Decisions />}
        {view === 'rules' && <BasisPanel />}
        {view === 'heights' && <Heights heights={heights} />}
      </DropArea>
    </Panel>
  );
}

/** Buildings over their limit, once they are known. */
function Heights({ heights }: { heights: QueryState<ComponentProps<typeof HeightList>['over']> }) {
  const { t } = useWords();
  if (heights.kind === 'asking') return <Skeleton />;
  if (heights.kind === 'failed') return <ErrorNotice what={t('conflicts.failed')} reason={heights.reason} />;
  return <HeightList over={heights.answer} />;
}

/** The plans there are, and what they contradict each other in. */
function Compared({ onFiles }: { onFiles: (files: PlanFileParts) => void }) {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const isRead = useTwin(({ planOpened }) => planOpened > 0);
  useTwin(({ plansLeftOut }) => plansLeftOut);
  useTwin(({ comparesStock, plansAtDate, planDay }) => `${comparesStock} ${plansAtDate && planDay}`);
  return (
    <>
      <PlanList onFiles={onFiles} />
      {isRead && !controller.isEnough() && (
        <EmptyState icon="layers">
          {t(controller.plans().length === 0 ? 'conflicts.noPlans' : 'conflicts.onePlan')}
        </EmptyState>
      )}
      {controller.plans().length >= 2 && <VersionsPart key={controller.plans().length} />}
      {controller.isEnough() && <Comparison />}
    </>
  );
}

/** Takes what is dropped on the panel for a plan, before the window takes it for a layer. */
function DropArea({ onFiles, children }: { onFiles: (files: PlanFileParts) => void; children: ReactNode }) {
  const over = (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const files = partsOf(event.dataTransfer.files);
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by hand
    <div className="plan-drop" onDragOver={over} onDrop={drop}>
      {children}
    </div>
  );
}
