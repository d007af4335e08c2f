import type { Manifest } from '../../../model/city/manifest.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Tour } from '../../../model/tours/tour.ts';
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
  open({ twin, cityUrl, report }) {
    const narrator = openNarrator(globalThis.speechSynthesis);
    const refused = (error: unknown) => report('tours', error);
    const tours = openTourShelf(twin, {
      store: openTourStore(twin.city.id, globalThis.indexedDB, refused),
      shipped: async () => [
        ...(await packedTours(twin.city, cityUrl, refused)),
        ...(await import('../../../scenarios/tours/shipped-tours.ts')).SHIPPED_TOURS,
      ],
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

/** Tours that lie in the city's own folder, in its order; one that cannot be read is told, and the others play. */
async function packedTours(
  { tours = [] }: Pick<Manifest, 'tours'>,
  cityUrl: string,
  refused: (error: unknown) => void,
): Promise<Tour[]> {
  const read = await Promise.all(
    tours.map(async (file) => {
      try {
        const answer = await fetch(new URL(file, cityUrl));
        if (!answer.ok) throw new Error(`${file}: expected 200, got ${answer.status}`);
        const { tour, faults } = await readTourFile(new File([await answer.blob()], file));
        for (const fault of faults) refused(new MessageError(fault));
        return [tour];
      } catch (error) {
        refused(error);
        return [];
      }
    }),
  );
  return read.flat();
}
