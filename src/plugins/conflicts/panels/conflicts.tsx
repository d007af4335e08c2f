import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { STOCK_PLAN } from '../../../../model/plans/plan.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Skeleton } from '../../../kit/controls.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { EVERY_CONFLICT } from '../slice.ts';
import type { PlanFileParts } from '../tasks/plan-file-types.ts';
import { partsOf } from '../tasks/start-plan-file.ts';
import { CONFLICT_PARTS, type ConflictPart, conflictToolOf } from '../tools.ts';
import { BasisPanel } from './basis-part.tsx';
import { BlueprintPart } from './blueprint.tsx';
import { Comparison } from './comparison.tsx';
import { Decisions } from './decisions.tsx';
import { HeightList } from './heights.tsx';
import { PlanImportPart } from './plan-import.tsx';
import { PlanList } from './plan-list.tsx';
import { Resolution } from './resolution.tsx';
import { usePlanReport } from './use-plan-report.ts';
import { VersionsPart } from './versions.tsx';

/** 多规冲突: what contradicts what, what is done about it, and buildings over their limit of height; a click goes there. */
export function ConflictsPanel({ onClose, part }: PanelProps) {
  const { t } = useWords();
  const { twin, panels } = useApp();
  const controller = useController(conflictsController);
  const shown = CONFLICT_PARTS.find((one) => one === part) ?? 'plans';
  useTwin(({ planRecord }) => planRecord);
  useTwin(({ planOpened }) => planOpened);
  useEffect(() => {
    twin.getState().setPlanCheck({ isPlanGlance: false });
    void controller.ready();
  }, [twin, controller]);
  const [files, setFiles] = useState<PlanFileParts | null>(null);
  const bring = (chosen: PlanFileParts) => {
    controller.resolve(null);
    setFiles(chosen);
  };
  const leaveImport = () => {
    setFiles(null);
    panels.getState().openTool(conflictToolOf('plans'));
  };
  return (
    <Panel title={t(`conflicts.part_${shown}`)} className="dock conflicts" onClose={onClose}>
      <DropArea onFiles={bring}>
        {files ? <PlanImportPart files={files} onDone={leaveImport} /> : <Part part={shown} onFiles={bring} />}
      </DropArea>
    </Panel>
  );
}

function Part({ part, onFiles }: { part: ConflictPart; onFiles: (files: PlanFileParts) => void }) {
  const controller = useController(conflictsController);
  const report = usePlanReport();
  const resolved = useTwin(({ conflictResolved }) => conflictResolved);
  const conflict = controller.resolving();
  const isCase = (part === 'plans' || part === 'existing') && resolved !== null;
  if (isCase && conflict && report) return <Resolution conflict={conflict} report={report} />;
  switch (part) {
    case 'plans':
      return <Compared onFiles={onFiles} />;
    case 'existing':
      return <Existing />;
    case 'heights':
      return <Heights />;
    case 'rules':
      return <BasisPanel />;
    case 'decisions':
      return <Decisions />;
    case 'blueprint':
      return <BlueprintTool />;
  }
}

/** Conflicts with what stands and lies there today. */
function Existing() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsController);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  useTwin(({ comparesStock, planOpened }) => `${comparesStock} ${planOpened}`);
  const hasStock = controller.stock() !== null;
  const isIn = controller.hasStockIn();
  useEffect(() => {
    if (!isIn) return;
    set({ planFilter: { ...EVERY_CONFLICT, plan: STOCK_PLAN }, conflictShown: null });
    return () => set({ planFilter: EVERY_CONFLICT, conflictShown: null });
  }, [isIn, set]);
  if (!hasStock) return <EmptyState icon="layers">{t('conflicts.noStock')}</EmptyState>;
  if (isIn) return <Comparison />;
  const compare = () => {
    twin.getState().setPlanCheck({ comparesStock: true });
    void controller.compare();
  };
  return (
    <div className="conflict-ask">
      <p>{t('conflicts.askStock')}</p>
      <p className="row-head">
        <button type="button" className="btn primary" onClick={compare}>
          {t('conflicts.withStock')}
        </button>
      </p>
    </div>
  );
}

/** Buildings over their limit, once they are known. */
function Heights() {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const hasLayers = twin.city.layers.some(({ group, kind, count }) => group === 'plan' && kind === 'area' && count > 0);
  const heights = useQuery(hasLayers ? 'over limits' : null, () => catalogue.overLimits());
  const count = heights.kind === 'answered' ? heights.answer.length : null;
  useEffect(() => {
    if (count !== null) set({ overLimitCount: count });
  }, [count, set]);
  if (!hasLayers) return <EmptyState icon="layers">{t('conflicts.noHeightPlan')}</EmptyState>;
  if (heights.kind === 'asking') return <Skeleton />;
  if (heights.kind === 'failed') return <ErrorNotice what={t('conflicts.failed')} reason={heights.reason} />;
  return <HeightList over={heights.answer} />;
}

/** The blueprint goes by the plans as they are compared. */
function BlueprintTool() {
  const controller = useController(conflictsController);
  const check = useTwin(({ planCheck }) => planCheck);
  useTwin(({ planOpened }) => planOpened);
  const isFirst = check.kind === 'idle' && controller.isEnough();
  useEffect(() => {
    if (isFirst) void controller.compare();
  }, [isFirst, controller]);
  return <BlueprintPart />;
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
