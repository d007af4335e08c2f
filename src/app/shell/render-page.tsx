import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isTyping } from '../../kit/is-typing.ts';
import type { App } from '../../kit/plugin.ts';
import { words } from '../../kit/words.ts';
import { themeOf } from '../../twin/appearance.ts';
import { failureOf } from '../../twin/failure.ts';
import { DESKS } from '../desks.ts';
import { kioskDesk } from '../kiosk.ts';
import { appMessage } from '../messages.ts';
import { Page } from './page.tsx';
import { followOpenTool } from './steps.ts';
import { followWall } from './wall.tsx';

/**
 * Draws all panels into `root`, which lies over the picture and lets pointers through wherever no panel is. Keeps
 * language, theme and size of the document in step with the twin.
 */
export function renderPage(root: HTMLElement, app: App): () => void {
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
        app.panels.getState().openStart(true);
      },
    ),
    followWall(app),
    followOpenTool(app),
    closeByEscape(app),
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

/** Escape undoes the last thing opened: points being taken, what a plug-in knows to undo, a tool, the selection. */
function closeByEscape(app: App): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
    if (app.plugins.some((plugin) => plugin.escape?.(app))) return;
    const { tool, front, openTool } = app.panels.getState();
    const { selectedGid, select } = app.twin.getState();
    if (selectedGid !== null && (front === 'object' || tool === null)) select(null);
    else if (tool !== null) openTool(null);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
