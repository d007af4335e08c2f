import type { TablePane } from './pane.ts';

/** Longest side of a picture, and how long it may take to be complete. */
const MAX_PX = 1920;
const PATIENCE_MS = 60_000;

/** The table's picture once all of it is loaded, drawn and copied within one task: a canvas forgets what it showed. */
export async function photographTable(pane: () => TablePane, cancel: AbortSignal): Promise<HTMLCanvasElement> {
  const endMs = performance.now() + PATIENCE_MS;
  // A headset's frames are drawn for its eyes alone.
  while (!pane().isReady() || pane().stage.renderer.xr.isPresenting) {
    cancel.throwIfAborted();
    if (performance.now() > endMs) throw new Error('table: the picture did not load within a minute');
    await new Promise((done) => setTimeout(done, 50));
  }
  cancel.throwIfAborted();
  const { canvas } = pane().stage;
  pane().drawNow();
  const scale = Math.min(1, MAX_PX / Math.max(canvas.width, canvas.height));
  const photo = document.createElement('canvas');
  photo.width = Math.round(canvas.width * scale);
  photo.height = Math.round(canvas.height * scale);
  photo.getContext('2d')?.drawImage(canvas, 0, 0, photo.width, photo.height);
  return photo;
}
