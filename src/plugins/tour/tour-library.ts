import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Message } from '../../../model/text/message.ts';
import type { ReadTour, Tour } from '../../../model/tours/tour.ts';
import type { Twin } from '../../twin/twin.ts';
import { tourDeskMessage } from './messages.ts';
import { draftOf, type TourDraft } from './tour-draft.ts';
import type { TourStore } from './tour-store.ts';

interface TourShelfState {
  /** Edited or imported in this browser. */
  kept: readonly Tour[];
  shipped: readonly Tour[];
  /** In the city's own folder. */
  packed: readonly Tour[];
  /** What is edited; it stays while the panel is shut. */
  draft: TourDraft | null;
}

/** The tours of a city: those of this browser, those that lie in the city's folder, and those that come with the program. */
export interface TourLibrary {
  readonly state: StoreApi<TourShelfState>;
  /** Keeps a tour in place of one of the same id; resolves once the browser has it. */
  put(tour: Tour): Promise<void>;
  /** One that comes with the program or the city stands again as it came. */
  remove(id: string): Promise<void>;
  edit(draft: TourDraft | null): void;
  /** Reads a file and opens it as a draft; returns what was wrong with it. */
  open(file: File): Promise<Message[]>;
}

interface TourSources {
  store: TourStore;
  packed: () => Promise<readonly Tour[]>;
  shipped: () => Promise<readonly Tour[]>;
  read: (file: File) => Promise<ReadTour>;
  report: (error: unknown) => void;
}

/** The tours of a twin's city; which there are stands in the twin, this browser's in place of shipped ones of the same id. */
export function openTourLibrary(twin: Twin, { store, packed, shipped, read, report }: TourSources): TourLibrary {
  const { id: cityId } = twin.city;
  const state = createStore<TourShelfState>(() => ({ kept: [], shipped: [], packed: [], draft: null }));
  const without = (id: string) => state.getState().kept.filter((one) => one.id !== id);
  const set = (change: Partial<TourShelfState>): void => {
    state.setState(change);
    const { kept, ...others } = state.getState();
    const isOwn = ({ id }: Tour) => kept.some((own) => own.id === id);
    twin.getState().listTours([...kept, ...[...others.packed, ...others.shipped].filter((tour) => !isOwn(tour))]);
  };
  store.all().then((kept) => set({ kept }), report);
  const ofCity = (all: readonly Tour[]) => all.filter(({ city }) => city === cityId);
  packed().then((all) => set({ packed: ofCity(all) }), report);
  shipped().then((all) => set({ shipped: ofCity(all) }), report);
  return {
    state,
    async put(tour) {
      await store.put(tour);
      set({ kept: [tour, ...without(tour.id)] });
    },
    async remove(id) {
      await store.remove(id);
      set({ kept: without(id) });
    },
    edit: (draft) => state.setState({ draft }),
    async open(file) {
      const { tour, faults } = await read(file);
      const { city } = tour;
      state.setState({ draft: draftOf({ ...tour, city: cityId }) });
      const isOther = city !== undefined && city !== cityId;
      return isOther ? [tourDeskMessage('other-city', { file: file.name, city }), ...faults] : faults;
    },
  };
}
