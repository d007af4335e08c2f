import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { AppContext, useNarrow, usePanels, useTwin } from '../../kit/app-context.tsx';
import { ErrorBoundary } from '../../kit/error-boundary.tsx';
import { FocusHolder, useHeldFocus } from '../../kit/focus-holder.tsx';
import { FLOATING_ROW, FreeSpace } from '../../kit/free-space.tsx';
import type { App, PlacedPanel } from '../../kit/plugin.ts';
import { PanelInPlace, Placed, SlotPanels, useSlot } from '../../kit/slots.tsx';
import { MapFoot } from './map-foot.tsx';
import { MapLegend } from './map-legend.tsx';
import { MapTools } from './map-tools.tsx';
import { PictureInWords } from './picture-words.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TopBar } from './top-bar.tsx';

/** A notice stands as long as it takes to read it. */
const NOTICE_MS = 2500;
const NOTICE_MS_PER_CHARACTER = 150;
/** A notice waits no longer than this for a city that does not come. */
const CITY_WAIT_MS = 60_000;

/** Everything below `root`, without a document: tests render it to text. */
export function Page({ app, isKiosk }: { app: App; isKiosk: boolean }) {
  return (
    <AppContext value={app}>
      <div className="ui">
        <PictureInWords />
        {!isKiosk && <TopBar />}
        <ErrorBoundary>
          <Desk />
        </ErrorBoundary>
        <SlotPanels slot="window" />
        {!isKiosk && <Shortcuts />}
        <Notice />
      </div>
    </AppContext>
  );
}

/** What stands in place of a map with docks, or the map with its docks. */
function Desk() {
  const [stage] = useSlot('stage');
  const isNarrow = useNarrow();
  if (stage) return <Placed panel={stage} />;
  return isNarrow ? <NarrowDesk /> : <WideDesk />;
}

/** Left, right and bottom docks around what is free of the map. */
function WideDesk() {
  const desk = useTwin((state) => state.desk);
  const tool = useOpenTool();
  const left = useLeft(tool);
  const right = useSlot('right');
  return (
    <main className={`desk ${desk}`}>
      <Dock side="left" panels={left} />
      <SlotPanels slot="vitals" />
      <Centre>{tool && !tool.isDocked && <ToolHolder key={tool.id} tool={tool} />}</Centre>
      <Dock side="right" panels={right} />
      <SlotPanels slot="bottom" />
    </main>
  );
}

/** On a phone: one sheet at the bottom, for what was asked for last. */
function NarrowDesk() {
  const desk = useTwin((state) => state.desk);
  const openTool = usePanels((state) => state.openTool);
  const selectedGid = useTwin((state) => state.selectedGid);
  const tool = useOpenTool();
  const left = useLeft(null);
  const strips = useSlot('left').filter(({ isBesideTool }) => isBesideTool && tool?.isDocked);
  const right = useSlot('right');
  useEffect(() => {
    if (selectedGid !== null) openTool(null);
  }, [selectedGid, openTool]);
  const alone = [...left, ...right].filter(({ isAlone }) => isAlone).sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const atRest = alone[0] ? alone.slice(0, 1) : left;
  return (
    <main className={`desk narrow ${desk}`}>
      <Centre />
      {(tool || atRest.length > 0) && (
        <div className={strips.length > 0 ? 'sheet with-strip' : 'sheet'}>
          {strips.map((panel) => (
            <Placed key={panel.id} panel={panel} />
          ))}
          {tool ? <ToolHolder key={tool.id} tool={tool} /> : <Stack panels={atRest} />}
        </div>
      )}
    </main>
  );
}

/** The left dock: its panels, or a docked tool with what stays in view above it. */
function useLeft(tool: PlacedPanel | null): readonly PlacedPanel[] {
  const left = useSlot('left');
  if (!tool?.isDocked) return left.filter(({ isBesideTool }) => !isBesideTool);
  return [...left.filter(({ isBesideTool }) => isBesideTool), tool];
}

function Dock({ side, panels }: { side: 'left' | 'right'; panels: readonly PlacedPanel[] }) {
  if (panels.length === 0) return null;
  return (
    <div className={side}>
      <Stack panels={panels} />
    </div>
  );
}

/** One panel fills its dock; several stand in it one above the other. */
function Stack({ panels }: { panels: readonly PlacedPanel[] }) {
  const [first] = panels;
  if (panels.length === 1 && first.isDocked) return <DockedTool key={first.id} tool={first} />;
  if (panels.length === 1 && first.isAlone) return <Placed key={first.id} panel={first} />;
  const tool = panels.find(({ isDocked }) => isDocked);
  if (tool)
    return (
      <div className="tool-stack">
        {panels.map((panel) =>
          panel === tool ? <DockedTool key={panel.id} tool={panel} /> : <Placed key={panel.id} panel={panel} />,
        )}
      </div>
    );
  return (
    <div className="dock-stack">
      {panels.map((panel) => (
        <Placed key={panel.id} panel={panel} />
      ))}
    </div>
  );
}

/** The tool that is open, where this desk has it. */
function useOpenTool(): PlacedPanel | null {
  const tools = useSlot('tool');
  const open = usePanels((state) => state.tool);
  return tools.find(({ id }) => id === open) ?? null;
}

function Centre({ children }: { children?: ReactNode }) {
  return (
    <div className="centre">
      <FreeSpace className="free" />
      <SlotPanels slot="bar" />
      <div className="centre-top">{children}</div>
      <div className="centre-bottom">
        <div className="strip" {...FLOATING_ROW}>
          <MapTools />
          <MapLegend />
          <SlotPanels slot="foot" />
          <span className="space" />
          <MapFoot />
        </div>
      </div>
    </div>
  );
}

/** A tool in a dock, whose panel takes the focus as one beside the map does. */
function DockedTool({ tool }: { tool: PlacedPanel }) {
  return (
    <Suspense>
      <FocusedTool tool={tool} />
    </Suspense>
  );
}

function FocusedTool({ tool }: { tool: PlacedPanel }) {
  const end = useRef<HTMLSpanElement>(null);
  useHeldFocus(() => end.current?.previousElementSibling);
  return (
    <>
      <PanelInPlace panel={tool} />
      <span ref={end} hidden />
    </>
  );
}

/** A tool beside the map. */
function ToolHolder({ tool }: { tool: PlacedPanel }) {
  return (
    <Suspense>
      <FocusHolder className="tool-holder">
        <PanelInPlace panel={tool} />
      </FocusHolder>
    </Suspense>
  );
}

/** A notice is read once the city stands: nobody reads what passes over an empty picture. */
function Notice() {
  const notice = usePanels((state) => state.notice);
  const notify = usePanels((state) => state.notify);
  const hasCity = useTwin(({ layers }) => {
    const kinds = Object.values(layers).map(({ status }) => status.kind);
    return kinds.includes('ready') && !kinds.includes('loading');
  });
  useEffect(() => {
    if (notice === null) return;
    const readingMs = Math.max(NOTICE_MS, notice.length * NOTICE_MS_PER_CHARACTER);
    const timer = setTimeout(() => notify(null), readingMs + (hasCity ? 0 : CITY_WAIT_MS));
    return () => clearTimeout(timer);
  }, [notice, notify, hasCity]);
  return (
    <p className="notice" role="status">
      {notice}
    </p>
  );
}
