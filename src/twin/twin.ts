import { createStore, type StateCreator, type StoreApi } from 'zustand/vanilla';
import type { Manifest } from '../city/manifest.ts';
import { type AccountSlice, accountSlice } from './account.ts';
import { type AppearanceSlice, appearanceSlice } from './appearance.ts';
import { type BuildSlice, buildSlice } from './build.ts';
import { type CameraSlice, cameraSlice } from './camera.ts';
import { type ClockSlice, clockSlice } from './clock.ts';
import { type ColouringSlice, colouringSlice } from './colouring.ts';
import { type CompareSlice, compareSlice } from './compare.ts';
import { type CrowdSlice, crowdSlice } from './crowd.ts';
import { type FloodSlice, floodSlice } from './flood.ts';
import { type LayersSlice, layersSlice } from './layers.ts';
import { type MeasuringSlice, measuringSlice } from './measuring.ts';
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
  SelectionSlice &
  SensorsSlice &
  TourSlice &
  UndergroundSlice;

export type Slice<S> = StateCreator<TwinState, [], [], S>;

export interface Twin extends StoreApi<TwinState> {
  readonly city: Manifest;
  /** Follows one part of the state: calls at once and whenever it changes (by Object.is); returns what ends it. */
  follow<T>(select: (state: TwinState) => T, show: (value: T, state: TwinState) => void): () => void;
}

export function createTwin(city: Manifest, startMs: number): Twin {
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
    ...selectionSlice(...api),
    ...sensorsSlice(...api),
    ...tourSlice(...api),
    ...undergroundSlice(...api),
  }));
  return {
    ...store,
    city,
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
