import { MessageError } from '../../../model/text/message.ts';
import { readTour, type Tour } from '../../../model/tours/tour.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { tourDeskMessage } from './messages.ts';

const DATABASE = 'shapan-tours';
/** By city and tour. */
const TOURS = 'tours';

/** Keeps tours where a reload finds them. */
export interface TourStore {
  all(): Promise<Tour[]>;
  put(tour: Tour): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Tours of a city in the browser's own database; what another version wrote and this one cannot read is told to `refused`. */
export function openTourStore(
  city: string,
  factory: IDBFactory | undefined,
  refused: (error: unknown) => void,
): TourStore {
  const { ask, change } = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [TOURS]: {} },
    refused: (reason) => new MessageError(tourDeskMessage('tours-refused', { reason })),
  });
  const read = (kept: unknown) => {
    try {
      const { tour, faults } = readTour(kept, TOURS);
      for (const fault of faults) refused(fault);
      return [tour];
    } catch (error) {
      refused(error);
      return [];
    }
  };
  return {
    async all() {
      if (!factory) return [];
      const range = IDBKeyRange.bound([city, ''], [city, '\uffff']);
      return (await ask<unknown[]>(TOURS, (store) => store.getAll(range))).flatMap(read);
    },
    put: (tour) => change([TOURS], (storeOf) => storeOf(TOURS).put(tour, [city, tour.id])),
    remove: (id) => change([TOURS], (storeOf) => storeOf(TOURS).delete([city, id])),
  };
}
