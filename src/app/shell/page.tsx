import { useEffect } from 'react';
import { AppContext, useNarrow, usePanels, useTwin } from '../../kit/app-context.tsx';
import { ErrorBoundary } from '../../kit/error-boundary.tsx';
import type { App } from '../../kit/plugin.ts';
import { Placed, SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useSituation } from '../../kit/use-situation.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { Banner } from './banner.tsx';
import { Inspector, useInspected } from './inspector.tsx';
import { MapRegion } from './map-region.tsx';
import { PageRegion, usePage } from './page-region.tsx';
import { PictureInWords } from './picture-words.tsx';
import { Sheet } from './sheet.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TaskColumn } from './task-column.tsx';
import { TopBar } from './top-bar.tsx';
import { Tray, useTight } from './tray.tsx';

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

/** Draws what stands in place of everything below the bar, or the five regions. */
function Desk() {
  const [stage] = useSlot('stage');
  const isOperated = usePanels((state) => state.isOperated);
  const isNarrow = useNarrow();
  const { mode } = useSituation();
  // Elsewhere the clock is moved to look at the sun or at works, and nobody takes that for the present.
  const followsPresent = useTwin((state) => isEmphasised(state, 'live'));
  if (stage && !isOperated) return <Placed panel={stage} />;
  return (
    <div className="below-bar" data-mode={followsPresent ? mode : undefined}>
      {isNarrow ? <NarrowDesk /> : <WideDesk />}
    </div>
  );
}

/** Steps at the left, one thing in full at the right, what is wide below, and the city between them. */
function WideDesk() {
  const desk = useTwin((state) => state.desk);
  const inspected = useInspected();
  const isPaged = usePage(inspected) !== null;
  const isTight = useTight(inspected !== null && inspected.kind !== 'start');
  return (
    <>
      <Banner />
      <main
        className={`desk ${desk}${inspected ? ' inspecting' : ''}${isPaged ? ' paged' : ''}${isTight ? ' tight' : ''}`}
      >
        <TaskColumn />
        <MapRegion />
        <PageRegion inspected={inspected} />
        {inspected && <Inspector inspected={inspected} />}
        {!isPaged && <Tray isTight={isTight} />}
      </main>
    </>
  );
}

/** On a phone: the map above, and one sheet below it. */
function NarrowDesk() {
  const desk = useTwin((state) => state.desk);
  return (
    <>
      <Banner />
      <main className={`desk narrow ${desk}`}>
        <MapRegion />
        <Sheet />
      </main>
    </>
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
