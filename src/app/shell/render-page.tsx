import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isTyping } from '../../kit/is-typing.ts';
import type { App, Plugin } from '../../kit/plugin.ts';
import { words } from '../../kit/words.ts';
import { deskOf, themeOf } from '../../twin/appearance.ts';
import { failureOf } from '../../twin/failure.ts';
import { DESKS } from '../desks.ts';
import { kioskDesk } from '../kiosk.ts';
import { appMessage } from '../messages.ts';
import { Page } from './page.tsx';
import { followWall } from './wall.tsx';

/**
 * Draws all panels into `root`, which lies over the picture and lets pointers through wherever no panel is. Keeps
 * language, theme and size of the document in step with the twin.
 */
export function renderPage(root: HTMLElement, app: App, plugins: readonly Plugin[]): () => void {
  const { twin } = app;
  const isKiosk = kioskDesk(location.search) !== null;
  const ends = [
    twin.follow(
      ({ language }) => language,
      (language) => {
        if (!words.isLoaded(language)) {
          // The page keeps its language until it has the words of the other.
          const { speak } = twin.getState();
          speak(words.language);
          words.load(language).then(
            () => speak(language),
            (error) => app.report('words', appMessage('words-not-loaded', { reason: failureOf(error) })),
          );
          return;
        }
        document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
        document.title = `${twin.city.name[language]} — ${words.in(language)('app.name')}`;
        void words.changeLanguage(language);
      },
    ),
    twin.follow(themeOf, (theme) => {
      document.documentElement.dataset.theme = theme;
    }),
    twin.follow(
      ({ desk }) => desk,
      (desk) => {
        document.documentElement.dataset.size = DESKS.find(({ id }) => id === desk)?.size ?? 'plan';
        closePanelsOfOtherDesks(app);
      },
    ),
    followWall(app),
    makeRoomInLeftDock(app),
    closeByEscape(app, plugins),
  ];
  const reactRoot = createRoot(root);
  reactRoot.render(
    <StrictMode>
      <Page app={app} isKiosk={isKiosk} />
    </StrictMode>,
  );
  return () => {
    reactRoot.unmount();
    for (const end of ends) end();
  };
}

/** What is open at first belongs to the desks that it opens with; it is a button away on the others. */
function closePanelsOfOtherDesks({ twin, panels, placed }: App): void {
  const { emphasis } = deskOf(twin.getState());
  for (const { id, opensWith } of placed('left'))
    if (opensWith && !emphasis.includes(opensWith)) panels.getState().show(id, false);
}

/** A panel that is opened in the left dock takes the place of the tool that stands there. */
function makeRoomInLeftDock({ panels, placed }: App): () => void {
  return panels.subscribe(({ opened, tool, openTool }, { opened: before }) => {
    const isDocked = placed('tool').some(({ id, isDocked }) => id === tool && isDocked);
    const isNew = ({ id }: { id: string }) => opened.includes(id) && !before.includes(id);
    if (isDocked && placed('left').some(isNew)) openTool(null);
  });
}

/** Escape undoes the last thing opened: points being taken, what a plug-in knows to undo, a tool, the selection. */
function closeByEscape(app: App, plugins: readonly Plugin[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
    if (plugins.some((plugin) => plugin.escape?.(app))) return;
    const { tool, openTool } = app.panels.getState();
    const { selectedGid, select } = app.twin.getState();
    if (tool) openTool(null);
    else if (selectedGid !== null) select(null);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
