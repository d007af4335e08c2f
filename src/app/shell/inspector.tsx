import { Suspense, useEffect, useRef, useState } from 'react';
import { useApp, usePanels, useTwin } from '../../kit/app-context.tsx';
import { useHeldFocus } from '../../kit/focus-holder.tsx';
import { Icon } from '../../kit/icons.tsx';
import { PanelHeadContext } from '../../kit/panel-head.ts';
import type { PlacedPanel } from '../../kit/plugin.ts';
import { PanelInPlace, Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { deskOf } from '../../twin/appearance.ts';
import { isRunActive } from '../../twin/runs.ts';
import { stepOfTool } from './steps.ts';

/** The one thing that the inspector shows: what is selected, a tool with its result, or the desk's first card. */
type Inspected =
  | { kind: 'object'; panel: PlacedPanel; behind: PlacedPanel | null }
  | { kind: 'tool'; panel: PlacedPanel; result: PlacedPanel | null }
  | { kind: 'start'; panel: PlacedPanel };

/** What the inspector shows now: of a tool and a selection the one that came last. Null: nothing. */
export function useInspected(): Inspected | null {
  const { panels } = useApp();
  const tools = useSlot('tool');
  const openId = usePanels((state) => state.tool);
  const tool = tools.find(({ id }) => id === openId) ?? null;
  const [object] = useSlot('object');
  const [start] = useSlot('start');
  const results = useSlot('result');
  const front = usePanels((state) => state.front);
  const isStartOpen = usePanels((state) => state.isStartOpen);
  const selected = useTwin(({ selectedGid }) => selectedGid);
  const objectKey = object ? `${object.id} ${selected}` : null;
  const toolId = tool?.id ?? null;
  const last = useRef({ objectKey, toolId });
  useEffect(() => {
    const { objectKey: objectBefore, toolId: toolBefore } = last.current;
    last.current = { objectKey, toolId };
    if (objectKey !== null && objectKey !== objectBefore) panels.getState().bringToFront('object');
    else if (toolId !== null && toolId !== toolBefore) panels.getState().bringToFront('tool');
  }, [objectKey, toolId, panels]);
  if (object && (front === 'object' || !tool)) return { kind: 'object', panel: object, behind: tool };
  if (tool) return { kind: 'tool', panel: tool, result: results.find(({ ofTool }) => ofTool === tool.id) ?? null };
  return start && isStartOpen ? { kind: 'start', panel: start } : null;
}

/** At the right, or in one column over the steps: a card, a form or a result. */
export function Inspector({ inspected }: { inspected: Inspected }) {
  const { t } = useWords();
  const strips = useSlot('foot');
  return (
    <aside className="inspector" aria-label={t('shell.inspector')}>
      <Suspense>
        <Inside key={`${inspected.kind} ${inspected.panel.id}`} inspected={inspected} />
      </Suspense>
      <div className="inspector-foot">
        {strips.map((panel) => (
          <Placed key={panel.id} panel={panel} />
        ))}
      </div>
    </aside>
  );
}

/** Whether the result of a tool is in view, or its form: a result that has just come is, once what computes it is over, since the form holds the way to pause and cancel. */
function useResultView(result: PlacedPanel | null): [boolean, (shown: boolean) => void] {
  const hasResult = result !== null;
  const isComputing = useTwin(
    ({ runs }) =>
      Object.entries(runs)
        .find(([engine]) => engine === result?.ofTool)?.[1]
        .list.some(({ status }) => isRunActive(status)) ?? false,
  );
  const isComplete = hasResult && !isComputing;
  const [isShown, setShown] = useState(isComplete);
  useEffect(() => setShown(isComplete), [isComplete]);
  return [hasResult && isShown, setShown];
}

function Inside({ inspected }: { inspected: Inspected }) {
  const { t, of } = useWords();
  const { twin, panels } = useApp();
  const desk = useTwin(deskOf);
  const holder = useRef<HTMLDivElement>(null);
  const result = inspected.kind === 'tool' ? inspected.result : null;
  const [showsResult, showResult] = useResultView(result);
  useHeldFocus(() => (inspected.kind === 'start' ? null : holder.current));
  const toolId = inspected.kind === 'tool' ? inspected.panel.id : null;
  // In one column the row that opened the tool was hidden and lost the focus: it has it again once it is in view.
  useEffect(() => {
    if (toolId === null) return;
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        document.querySelector<HTMLElement>(`.step-tools [data-tool="${toolId}"]`)?.focus({ preventScroll: true });
      });
    };
  }, [toolId]);
  const step = inspected.kind === 'tool' ? stepOfTool(desk, inspected.panel) : null;
  const { openTool, openStart } = panels.getState();
  const close = () => {
    if (inspected.kind === 'object') twin.getState().select(null);
    else if (inspected.kind === 'tool') openTool(null);
    else openStart(false);
  };
  const backTitle = inspected.kind === 'object' && inspected.behind?.title;
  const lead = (
    <>
      <button
        type="button"
        className={`btn ghost ico back${backTitle ? '' : ' to-steps'}`}
        aria-label={backTitle ? t('shell.backTo', { name: t(backTitle) }) : t('shell.backToSteps')}
        title={backTitle ? t('shell.backTo', { name: t(backTitle) }) : t('shell.backToSteps')}
        onClick={() =>
          inspected.kind === 'object' && inspected.behind ? panels.getState().bringToFront('tool') : close()
        }
      >
        <Icon name="undo" />
      </button>
      {step && (
        <>
          <span className="crumb-step" title={of(step.label)}>
            {of(step.label)}
          </span>
          <Icon name="chev" />
        </>
      )}
    </>
  );
  const trail = result && (
    <button type="button" className="btn small" onClick={() => showResult(!showsResult)}>
      {t(showsResult ? 'shell.toForm' : 'shell.toResult')}
    </button>
  );
  return (
    <div ref={holder} className="inside" data-kind={inspected.kind}>
      <PanelHeadContext value={{ lead, trail, onClose: close }}>
        <PanelInPlace panel={showsResult && result ? result : inspected.panel} />
      </PanelHeadContext>
    </div>
  );
}
