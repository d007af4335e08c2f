import type { App } from '../../kit/plugin.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type Narrator, openNarrator } from './narrator.ts';
import { readTourFile } from './start-reader.ts';
import { openTourShelf, type TourShelf } from './tour-shelf.ts';
import { openTourStore } from './tour-store.ts';

interface TourController extends Controller {
  readonly tours: TourShelf;
  /** Null where the browser cannot speak. */
  readonly narrator: Narrator | null;
}

/** A tour ends with its desk. */
export const tourPlugin: Opener<App, TourController> = {
  id: 'tour',
  open({ twin, report }) {
    const narrator = openNarrator(globalThis.speechSynthesis);
    const refused = (error: unknown) => report('tours', error);
    const tours = openTourShelf(twin, {
      store: openTourStore(twin.city.id, globalThis.indexedDB, refused),
      shipped: async () => (await import('../../../scenarios/tours/shipped-tours.ts')).SHIPPED_TOURS,
      read: readTourFile,
      report: refused,
    });
    const close = twin.follow(
      (state) => isEmphasised(state, 'show'),
      (isShown, { tour, stopTour }) => {
        if (!isShown && tour !== 'off') stopTour();
      },
    );
    return {
      tours,
      narrator,
      close() {
        close();
        narrator?.stop();
      },
    };
  },
};
