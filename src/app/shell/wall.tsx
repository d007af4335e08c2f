import type { App } from '../../kit/plugin.ts';
import { failureOf, reasonIn } from '../../twin/failure.ts';

/**
 * Puts the page on a wall and takes it down again. The whole screen is the browser's to give: refused, or asked for by a link, where no hand
 * gave leave, the page stands on its window as on a wall.
 */
export function showOnWall({ twin, panels }: App, on: boolean): void {
  const leave = document.fullscreenElement !== null;
  twin.getState().showOnWall(on);
  const done = on ? document.documentElement.requestFullscreen?.() : leave ? document.exitFullscreen() : undefined;
  done?.catch((error: unknown) => panels.getState().notify(reasonIn(failureOf(error), twin.getState().language)));
}

/** Keeps the document in step: the styles ask it, and who leaves the whole screen by the browser's own key leaves the wall. */
export function followWall({ twin }: App): () => void {
  const onChange = () => {
    if (document.fullscreenElement === null) twin.getState().showOnWall(false);
  };
  document.addEventListener('fullscreenchange', onChange);
  const end = twin.follow(
    ({ wall }) => wall,
    (wall) => document.documentElement.toggleAttribute('data-wall', wall),
  );
  return () => {
    document.removeEventListener('fullscreenchange', onChange);
    end();
  };
}
