import type { Manifest } from '../../../model/city/manifest.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Tour } from '../../../model/tours/tour.ts';
import { browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { defaultHeapMb, heapMb } from './hall/heap.ts';
import { type Hall, openHall } from './hall/open-hall.ts';
import { HALL_KEY, readHallOptions } from './hall/options.ts';
import { openVisits, type Visits } from './hall/visits.ts';
import { openWatchdog } from './hall/watchdog.ts';
import { type Narrator, openNarrator } from './narrator.ts';
import { readTourFile } from './tasks/start-reader.ts';
import { openThumbnails, type Thumbnails } from './thumbnails.ts';
import { openTourLibrary, type TourLibrary } from './tour-library.ts';
import { openTourStore } from './tour-store.ts';

const HALL_STORE = 'shapan.hall.';

interface TourController extends Controller {
  readonly tours: TourLibrary;
  readonly thumbnails: Thumbnails;
  /** Null where the browser can neither speak nor play. */
  readonly narrator: Narrator | null;
  /** Counts of this browser's hall; a page that stands in none adds nothing to them. */
  readonly visits: Visits;
  /** Null: the page stands in no hall. */
  readonly hall: Hall | null;
}

/** Shipped tours come no later than this, whether the city is drawn or not. */
const SHIPPED_WAIT_MS = 20_000;

/** Resolves once tours are shown, or once the first of the city stands: nobody waits for the city because of them. */
function untilWanted(twin: App['twin']): Promise<void> {
  const isWanted = (state: TwinState) =>
    isEmphasised(state, 'show') || Object.values(state.layers).some(({ status }) => status.kind === 'ready');
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(), SHIPPED_WAIT_MS);
    const unfollow = twin.subscribe((state) => {
      if (isWanted(state)) end();
    });
    const end = () => {
      clearTimeout(timer);
      unfollow();
      resolve();
    };
    if (isWanted(twin.getState())) end();
  });
}

/** A tour ends with its desk. */
export const tourController: Opener<App, TourController> = {
  id: 'tour',
  open(app) {
    const { twin, cityUrl, report } = app;
    const narrator = openNarrator(globalThis.speechSynthesis, typeof Audio === 'undefined' ? null : new Audio());
    const refused = (error: unknown) => report('tours', error);
    const tours = openTourLibrary(twin, {
      store: openTourStore(twin.city.id, globalThis.indexedDB, refused),
      packed: () => packedTours(twin.city, cityUrl, refused),
      shipped: async () => {
        await untilWanted(twin);
        return (await import('../../../scenarios/tours/shipped-tours.ts')).SHIPPED_TOURS;
      },
      read: readTourFile,
      report: refused,
    });
    const close = twin.follow(
      (state) => isEmphasised(state, 'show'),
      (isShown, { tour, stopTour }) => {
        if (!isShown && tour !== 'off') stopTour();
      },
    );
    const refuseHall = (error: unknown) => report('hall', error);
    const visits = openVisits(browserText(`${HALL_STORE}${twin.city.id}.`), refuseHall);
    const hall = openThisHall(app, visits);
    return {
      tours,
      thumbnails: openThumbnails(app),
      narrator,
      visits,
      hall,
      close() {
        hall?.close();
        close();
        narrator?.stop();
      },
    };
  },
};

/** By the address of the page, which gives the key of its hall up. */
function openThisHall(app: App, visits: Visits): Hall | null {
  if (typeof location === 'undefined') return null;
  const session = browserText(HALL_STORE, 'sessionStorage');
  const options = readHallOptions(location, session, (error) => app.report('hall', error));
  if (!options) return null;
  const hash = new URLSearchParams(location.hash.slice(1));
  if (hash.has(HALL_KEY)) history.replaceState(null, '', `${location.pathname}${location.search}`);
  if (options.hall) app.service(ACCOUNT_SESSION)?.showMeasured(options.hall.key);
  const shared = { app, session, nowMs: Date.now, reload: reloadWhenServed };
  const isHidden = () => document.visibilityState === 'hidden' || app.twin.getState().isHallDark;
  const dog = openWatchdog({ ...shared, heapMb, mostHeapMb: options.mostHeapMb ?? defaultHeapMb(), isHidden });
  const hall = openHall({ ...shared, options, visits, reportNetwork: dog.reportNetwork });
  return {
    wake: hall.wake,
    close() {
      hall.close();
      dog.close();
    },
  };
}

const SERVED_AGAIN_MS = 5000;

/** A page that is loaded anew while nobody serves it is gone for good: it waits until somebody does. */
function reloadWhenServed(): void {
  fetch(location.pathname, { cache: 'no-store' })
    .then(({ ok }) => ok)
    .catch(() => false)
    .then((isServed) => (isServed ? location.reload() : setTimeout(reloadWhenServed, SERVED_AGAIN_MS)));
}

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
