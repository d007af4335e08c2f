import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Catalogue } from '../city/catalogue.ts';
import type { AccountSession } from '../twin/account.ts';
import { themeOf } from '../twin/appearance.ts';
import type { BuildDesk } from '../twin/build-desk.ts';
import type { CrowdDesk } from '../twin/crowd-desk.ts';
import type { FloodDesk } from '../twin/flood-desk.ts';
import type { LinkingDesk } from '../twin/linking-desk.ts';
import type { ProjectDesk } from '../twin/project-desk.ts';
import type { FeedDesk } from '../twin/sensors/feed-desk.ts';
import type { Twin } from '../twin/twin.ts';
import type { GlobeApi } from './globe-api.ts';
import { Page } from './page.tsx';
import { createPanels, type Panels } from './panels.ts';
import { isTyping } from './search-box.tsx';
import { words } from './words.ts';
import './styles/styles.css';

const NARROW_PX = 720;

/**
 * Draws all panels into `root`, which lies over the picture and lets pointers through wherever no panel is. Keeps
 * language, theme and size of the document in step with the twin. `?kiosk=1` in the address: the tour, and no way out.
 */
export function renderUi(
  root: HTMLElement,
  twin: Twin,
  catalogue: Catalogue,
  globe: GlobeApi,
  flood: FloodDesk,
  crowd: CrowdDesk,
  build: BuildDesk,
  project: ProjectDesk,
  linking: LinkingDesk,
  feeds: FeedDesk,
  session: AccountSession,
): () => void {
  const isKiosk = new URLSearchParams(location.search).get('kiosk') === '1';
  if (isKiosk) twin.getState().openDesk('tour');
  const panels = createPanels(window.innerWidth > NARROW_PX, takeInvite());
  const ends = [
    twin.follow(
      ({ language }) => language,
      (language) => {
        document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
        document.title = `${twin.city.name[language]} — ${words.getFixedT(language)('app.name')}`;
        void words.changeLanguage(language);
      },
    ),
    twin.follow(themeOf, (theme) => {
      document.documentElement.dataset.theme = theme;
    }),
    twin.follow(
      ({ desk }) => desk,
      (desk) => {
        document.documentElement.dataset.desk = desk;
        // Alarms and cases come first there, or what is wrong with the plan; the layers are a button away.
        if (desk !== 'plan') panels.getState().showLayers(false);
        document.documentElement.dataset.size = desk === 'command' ? 'command' : 'plan';
      },
    ),
    closeByEscape(twin, panels),
  ];
  const reactRoot = createRoot(root);
  reactRoot.render(
    <StrictMode>
      <Page
        twin={twin}
        catalogue={catalogue}
        globe={globe}
        flood={flood}
        crowd={crowd}
        build={build}
        project={project}
        linking={linking}
        feeds={feeds}
        session={session}
        panels={panels}
        isKiosk={isKiosk}
      />
    </StrictMode>,
  );
  return () => {
    reactRoot.unmount();
    for (const end of ends) end();
  };
}

/** Out of the address at once, so that nobody hands it on with a copied link. */
function takeInvite(): string | null {
  const query = new URLSearchParams(location.search);
  const invite = query.get('invite');
  if (invite === null) return null;
  query.delete('invite');
  history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}${location.hash}`);
  return invite;
}

/** Escape undoes the last thing opened: a pit or a ruler being drawn, a tool, the selection. */
function closeByEscape(twin: Twin, panels: Panels): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
    const state = twin.getState();
    if (state.digging) state.cancelDigging();
    else if (state.floodPicking) state.pickFlood(null);
    else if (state.crowdPicking) state.pickCrowd(null);
    else if (state.measuring?.points.length) state.startMeasuring(state.measuring.kind);
    else if (panels.getState().tool) panels.getState().openTool(null);
    else if (state.selectedGid !== null) state.select(null);
    else if (state.pickedPerson !== null) state.pickPerson(null);
    else if (state.tour === 'playing') state.holdTour();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
