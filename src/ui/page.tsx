import { type ReactNode, useEffect, useRef } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Catalogue } from '../city/catalogue.ts';
import type { AccountSession } from '../twin/account.ts';
import type { BuildDesk } from '../twin/build-desk.ts';
import { shownCrowd } from '../twin/crowd.ts';
import type { CrowdDesk } from '../twin/crowd-desk.ts';
import { shownFlood } from '../twin/flood.ts';
import type { FloodDesk } from '../twin/flood-desk.ts';
import type { LinkingDesk } from '../twin/linking-desk.ts';
import type { ProjectDesk } from '../twin/project-desk.ts';
import type { FeedDesk } from '../twin/sensors/feed-desk.ts';
import type { Twin } from '../twin/twin.ts';
import { AccountPanel } from './account.tsx';
import { BuildLeft } from './build-findings.tsx';
import { BuildLegend } from './build-legend.tsx';
import { Verdicts } from './build-verdicts.tsx';
import { ColourPanel } from './colour-panel.tsx';
import { CompareLine, ComparePanel } from './compare.tsx';
import { CrowdBar } from './crowd-bar.tsx';
import { CrowdPanel } from './crowd-panel.tsx';
import { CommandLeft, CommandRight, Vitals } from './desks.tsx';
import { FloodBar } from './flood-bar.tsx';
import { FloodPanel } from './flood-panel.tsx';
import { FreeSpace } from './free-space.tsx';
import type { GlobeApi } from './globe-api.ts';
import { Guard } from './guard.tsx';
import { LayerTree } from './layer-tree.tsx';
import { MapLegend } from './legend.tsx';
import { MapFoot } from './map-foot.tsx';
import { MapTools } from './map-tools.tsx';
import { MeasurePanel } from './measure-panel.tsx';
import { ObjectCard } from './object-card.tsx';
import { isDocked, type Panels, type Tool, usePanels } from './panels.ts';
import { ReplayBar } from './recordings.tsx';
import { Schedule, ScheduleClock } from './schedule.tsx';
import { SourcePanel } from './sources.tsx';
import { SunPanel } from './sun-panel.tsx';
import { SurroundingsContext, useNarrow, useTwin } from './surroundings.tsx';
import { TimeBar } from './time-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { TourDesk } from './tour.tsx';
import { UndergroundPanel } from './underground-panel.tsx';
import { words } from './words.ts';

const NOTICE_MS = 2500;

/** Everything below `root`, without a document: tests render it to text. */
export function Page({
  twin,
  catalogue,
  globe,
  flood,
  crowd,
  build,
  project,
  linking,
  feeds,
  session,
  panels,
  isKiosk,
}: {
  twin: Twin;
  catalogue: Catalogue;
  globe: GlobeApi;
  flood: FloodDesk;
  crowd: CrowdDesk;
  build: BuildDesk;
  project: ProjectDesk;
  linking: LinkingDesk;
  feeds: FeedDesk;
  session: AccountSession;
  panels: Panels;
  isKiosk: boolean;
}) {
  return (
    <I18nextProvider i18n={words}>
      <SurroundingsContext
        value={{ twin, catalogue, globe, flood, crowd, build, project, linking, feeds, session, panels }}
      >
        <div className="ui">
          {!isKiosk && <TopBar />}
          <Guard>
            <Desk />
          </Guard>
          <AccountPanel />
          <SourcePanel />
          <Notice />
        </div>
      </SurroundingsContext>
    </I18nextProvider>
  );
}

function Desk() {
  const desk = useTwin((state) => state.desk);
  return desk === 'tour' ? <TourDesk /> : <MapDesk desk={desk} />;
}

/** Left, right and bottom docks around what is free of the map; on a phone one sheet at the bottom, for what was asked for last. */
function MapDesk({ desk }: { desk: 'plan' | 'command' | 'build' }) {
  const isNarrow = useNarrow();
  const hasLayers = usePanels((state) => state.layers);
  const showLayers = usePanels((state) => state.showLayers);
  const tool = usePanels((state) => state.tool);
  const openTool = usePanels((state) => state.openTool);
  const selectedGid = useTwin((state) => state.selectedGid);
  const hasRun = useTwin((state) => ((shownCrowd(state) ?? shownFlood(state))?.timesS.length ?? 0) > 0);
  useEffect(() => {
    if (isNarrow && selectedGid !== null) openTool(null);
  }, [isNarrow, selectedGid, openTool]);
  const layers = hasLayers ? <LayerTree onClose={() => showLayers(false)} /> : null;
  const deskLeft = desk === 'command' ? <CommandLeft /> : desk === 'build' ? <BuildLeft /> : null;
  const deskRight = desk === 'command' ? <CommandRight /> : null;
  if (isNarrow) {
    const atRest = layers ?? (hasRun ? deskRight : null) ?? deskLeft;
    const sheet = tool ? <ToolPanel tool={tool} /> : selectedGid !== null ? <ObjectCard /> : atRest;
    return (
      <main className={`desk narrow ${desk}`}>
        <Centre />
        {sheet && (
          <div className="sheet">
            <Guard key={tool ?? selectedGid}>{sheet}</Guard>
          </div>
        )}
      </main>
    );
  }
  const docked = desk === 'command' && isDocked(tool) ? tool : null;
  const left = docked ? <ToolBody tool={docked} /> : (layers ?? deskLeft);
  const right = selectedGid !== null ? <ObjectCard /> : deskRight;
  return (
    <main className={`desk ${desk}`}>
      {left && (
        <div className="left">
          <Guard key={docked ?? (hasLayers ? 'layers' : desk)}>{left}</Guard>
        </div>
      )}
      {desk === 'command' && <Vitals />}
      {desk === 'build' && <Verdicts />}
      <Centre>{tool && !isDocked(tool) && <ToolPanel tool={tool} />}</Centre>
      {right && (
        <div className="right">
          <Guard key={selectedGid !== null ? 'card' : desk}>{right}</Guard>
        </div>
      )}
      {desk === 'command' && <TimeBar />}
      {desk === 'build' && <Schedule />}
    </main>
  );
}

function Centre({ children }: { children?: ReactNode }) {
  const isNarrow = useNarrow();
  const desk = useTwin((state) => state.desk);
  const tool = usePanels((state) => state.tool);
  const hasCrowd = useTwin((state) => state.shownCrowdId !== null);
  return (
    <div className="centre">
      <FreeSpace className="free" />
      <CompareLine />
      {hasCrowd ? <CrowdBar /> : <FloodBar />}
      <ReplayBar />
      <div className="centre-top">{children}</div>
      <div className="centre-bottom">
        <div className="strip">
          <MapTools />
          {tool !== 'colour' && <MapLegend />}
          <BuildLegend />
          {isNarrow && desk === 'build' && <ScheduleClock />}
          <span className="space" />
          <MapFoot />
        </div>
      </div>
    </div>
  );
}

/** Takes the focus when it opens, and gives it back when it closes with the focus inside. */
function ToolPanel({ tool }: { tool: Tool }) {
  const holder = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tool is another opening
  useEffect(() => {
    const before = document.activeElement;
    const element = holder.current;
    element?.focus({ preventScroll: true });
    return () => {
      const hadFocus = element?.contains(document.activeElement) || document.activeElement === document.body;
      if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [tool]);
  return (
    <div ref={holder} className="tool-holder" tabIndex={-1}>
      <Guard key={tool}>
        <ToolBody tool={tool} />
      </Guard>
    </div>
  );
}

function ToolBody({ tool }: { tool: Tool }) {
  const openTool = usePanels((state) => state.openTool);
  const close = () => openTool(null);
  if (tool === 'sun') return <SunPanel onClose={close} />;
  if (tool === 'colour') return <ColourPanel onClose={close} />;
  if (tool === 'underground') return <UndergroundPanel onClose={close} />;
  if (tool === 'flood') return <FloodPanel onClose={close} />;
  if (tool === 'crowd') return <CrowdPanel onClose={close} />;
  if (tool === 'measure') return <MeasurePanel onClose={close} />;
  return <ComparePanel onClose={close} />;
}

function Notice() {
  const notice = usePanels((state) => state.notice);
  const notify = usePanels((state) => state.notify);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => notify(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice, notify]);
  return (
    <p className="notice" role="status">
      {notice}
    </p>
  );
}
