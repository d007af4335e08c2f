import { loadGeos, type ShapeArrays } from '../shared/geos.ts';
import type { HelperWork } from '../shared/helper-line.ts';
import { Overlay, type OverlayAnswer, type OverlayJob } from './overlay.ts';

/** What a helper is told. */
export type HelperMessage =
  | { kind: 'open'; arrays: ShapeArrays }
  | { kind: 'job'; job: OverlayJob }
  | { kind: 'clear' };

/** A thread more for overlays: it holds its own GEOS and reads the same shapes. */
export function openOverlayHelper(): HelperWork {
  let overlay: Overlay | null = null;
  return async (body): Promise<OverlayAnswer | null> => {
    const message = body as HelperMessage;
    if (message.kind === 'open') {
      overlay?.clear();
      const { arrays } = message;
      overlay = new Overlay(await loadGeos(), (shape) => [arrays, shape]);
      return null;
    }
    if (message.kind === 'clear') {
      overlay?.clear();
      return null;
    }
    if (!overlay) throw new Error('helper: expected shapes first');
    return overlay.run(message.job);
  };
}
