import { createStore, type StateCreator, type StoreApi } from 'zustand/vanilla';
import type { LayerInfo, Manifest } from '../city/manifest.ts';
import { type AccountSlice, accountSlice } from './account.ts';
import { type AppearanceSlice, appearanceSlice } from './appearance.ts';
import { type BuildSlice, buildSlice } from './build.ts';
import { type CameraSlice, cameraSlice } from './camera.ts';
import { type ClockSlice, clockSlice } from './clock.ts';
import { type ColouringSlice, colouringSlice } from './colouring.ts';
import { type CompareSlice, compareSlice } from './compare.ts';
import { type CrowdSlice, crowdSlice } from './crowd.ts';
import { type FloodSlice, floodSlice } from './flood.ts';
import { type LayersSlice, layersSlice, newLayer } from './layers.ts';
import { type MeasuringSlice, measuringSlice } from './measuring.ts';
import { type ProjectSlice, projectSlice } from './project.ts';
import { type ReviewSlice, reviewSlice } from './review.ts';
import { type SelectionSlice, selectionSlice } from './selection.ts';
import { type SensorsSlice, sensorsSlice } from './sensors/sensors.ts';
import { type TourSlice, tourSlice } from './tour.ts';
import { type UndergroundSlice, undergroundSlice } from './underground.ts';

/** What is true now: small plain facts, one slice a subject. Large arrays stay with their owners. */
export type TwinState = AccountSlice &
  AppearanceSlice &
  BuildSlice &
  CameraSlice &
  ClockSlice &
  ColouringSlice &
  CompareSlice &
  CrowdSlice &
  FloodSlice &
  LayersSlice &
  MeasuringSlice &
  ProjectSlice &
  ReviewSlice &
  SelectionSlice &
  SensorsSlice &
  TourSlice &
  UndergroundSlice;

export type Slice<S> = StateCreator<TwinState, [], [], S>;

export interface Twin extends StoreApi<TwinState> {
  /** As it was baked, and the layers that a person brought since. */
  readonly city: Manifest;
  /** Adds a layer, or tells a known one anew; `layers` changes with it. */
  takeLayer(layer: LayerInfo): void;
  dropLayer(id: string): void;
  /** Follows one part of the state: calls at once and whenever it changes (by Object.is); returns what ends it. */
  follow<T>(select: (state: TwinState) => T, show: (value: T, state: TwinState) => void): () => void;
}

export function createTwin(baked: Manifest, startMs: number): Twin {
  let city = baked;
  const store = createStore<TwinState>()((...api) => ({
    ...accountSlice(...api),
    ...appearanceSlice(...api),
    ...buildSlice(...api),
    ...cameraSlice(city.home)(...api),
    ...clockSlice(startMs)(...api),
    ...colouringSlice(...api),
    ...compareSlice(...api),
    ...crowdSlice(...api),
    ...floodSlice(...api),
    ...layersSlice(city)(...api),
    ...measuringSlice(...api),
    ...projectSlice(...api),
    ...reviewSlice(...api),
    ...selectionSlice(...api),
    ...sensorsSlice(...api),
    ...tourSlice(...api),
    ...undergroundSlice(...api),
  }));
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
    follow(select, show) {
      let last = select(store.getState());
      show(last, store.getState());
      return store.subscribe((state) => {
        const value = select(state);
        if (Object.is(value, last)) return;
        last = value;
        show(value, state);
      });
    },
  };
}
