import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { MessageError, messageTable } from '../../model/text/message.ts';
import { accountSlice } from './account.ts';
import { analysesSlice } from './analyses.ts';
import { appearanceSlice, type DeskFacts, PLAIN_DESK } from './appearance.ts';
import { baseMapSlice } from './base-map.ts';
import { cameraSlice } from './camera.ts';
import { cityRulesSlice } from './city-rules.ts';
import { clockSlice } from './clock.ts';
import { colouringSlice } from './colouring.ts';
import { compareSlice } from './compare.ts';
import { headsetSlice } from './headset.ts';
import { hiddenBuildingsSlice } from './hidden-buildings.ts';
import { layerRolesSlice } from './layer-roles.ts';
import { layersSlice, newLayer } from './layers.ts';
import { pickSlice } from './pick.ts';
import { qualitySlice } from './quality.ts';
import { recoverySlice } from './recovery.ts';
import { roadsSlice } from './roads.ts';
import { rowPaintSlice } from './row-paint.ts';
import { runsSlice } from './runs.ts';
import { selectionSlice } from './selection.ts';
import { situationSlice } from './situation.ts';
import type { Slice, TwinState } from './slice.ts';
import { styleSlice } from './styles.ts';
import { tableSlice } from './table.ts';
import { undergroundSlice } from './underground.ts';
import { wallStepSlice } from './wall-step.ts';
import { weatherSlice } from './weather.ts';

export type { TwinState } from './slice.ts';

/** The store of what is true now, with the city that it is about. */
export interface Twin extends StoreApi<TwinState> {
  /** As it was baked, and the layers that a person brought since. */
  readonly city: Manifest;
  /** Adds a layer, or describes a known one anew; `layers` changes with it. */
  takeLayer(layer: LayerInfo): void;
  dropLayer(id: string): void;
  /** Adds the slice of a plug-in that comes while the page runs; the returned function takes it away. Throws where the state has one of its names. */
  addSlice(slice: Slice<object>): () => void;
  /** Follows one part of the state: calls at once and whenever it changes (by Object.is); returns what ends it. */
  follow<T>(select: (state: TwinState) => T, show: (value: T, state: TwinState) => void): () => void;
}

/** The twin of a city with its own slices and those of the plug-ins that the page lists: this file names none of them. */
export function createTwin(
  baked: Manifest,
  startMs: number,
  slices: readonly Slice<object>[] = [],
  desks: readonly DeskFacts[] = [PLAIN_DESK],
): Twin {
  let city = baked;
  const store = createStore<TwinState>()((...api) => {
    const own = {
      ...accountSlice(...api),
      ...analysesSlice(...api),
      ...appearanceSlice(desks)(...api),
      ...baseMapSlice(...api),
      ...cameraSlice(city.home)(...api),
      ...hiddenBuildingsSlice(...api),
      ...cityRulesSlice(...api),
      ...clockSlice(startMs)(...api),
      ...colouringSlice(...api),
      ...rowPaintSlice(...api),
      ...compareSlice(...api),
      ...headsetSlice(...api),
      ...recoverySlice(...api),
      ...layersSlice(city)(...api),
      ...layerRolesSlice(city)(...api),
      ...pickSlice(...api),
      ...qualitySlice(...api),
      ...roadsSlice(...api),
      ...runsSlice(...api),
      ...selectionSlice(...api),
      ...situationSlice(...api),
      ...styleSlice(...api),
      ...tableSlice(...api),
      ...undergroundSlice(...api),
      ...wallStepSlice(...api),
      ...weatherSlice(...api),
    };
    // The type of the state names every slice in the program; which of them this twin has is up to its caller.
    return Object.assign(own, ...slices.map((slice) => slice(...api))) as TwinState;
  });
  return {
    ...store,
    get city() {
      return city;
    },
    takeLayer(layer) {
      const known = city.layers.some(({ id }) => id === layer.id);
      const layers = known ? city.layers.map((one) => (one.id === layer.id ? layer : one)) : [...city.layers, layer];
      city = { ...city, layers };
      store.setState(({ layers: states }) => ({
        layers: { ...states, [layer.id]: states[layer.id] ?? newLayer(layer) },
      }));
    },
    dropLayer(dropped) {
      city = { ...city, layers: city.layers.filter(({ id }) => id !== dropped) };
      store.setState(({ layers: { [dropped]: _, ...rest } }) => ({ layers: rest }));
    },
    addSlice(slice) {
      const part = slice(store.setState, store.getState, store);
      const names = Object.keys(part);
      const taken = names.find((name) => Object.hasOwn(store.getState(), name));
      if (taken !== undefined) throw new MessageError(sliceMessage('slice-taken', { name: taken }));
      store.setState(part);
      return () => {
        const rest = Object.entries(store.getState()).filter(([name]) => !names.includes(name));
        store.setState(Object.fromEntries(rest) as TwinState, true);
      };
    },
    follow: followState(store),
  };
}

const sliceMessage = messageTable({
  'slice-taken': {
    zh: '状态中已有名为“{name}”的部分',
    en: 'slice: expected names that the state does not have, got "{name}"',
  },
});

/** See `Twin.follow`. */
export const followState =
  (store: Pick<StoreApi<TwinState>, 'getState' | 'subscribe'>): Twin['follow'] =>
  (select, show) => {
    let last = select(store.getState());
    show(last, store.getState());
    return store.subscribe((state) => {
      const value = select(state);
      if (Object.is(value, last)) return;
      last = value;
      show(value, state);
    });
  };
