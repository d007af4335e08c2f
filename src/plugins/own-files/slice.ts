import type { EnuSphere } from '../../../model/city/catalogue.ts';
import type { MapService, TileService } from '../../../model/city/feature-service.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ServiceLayersSlice {}
}

/** A tileset or map elsewhere that is drawn in the city. */
export interface ServiceLayer {
  readonly service: TileService | MapService;
  readonly opacityRatio: number;
  /** How far a tileset is raised here and now. */
  readonly offsetM: number;
  readonly status: 'loading' | 'ready' | 'failed';
  /** Where a tileset stands; null: a map covers all, or it is not there yet. */
  readonly place: EnuSphere | null;
}

/** What was clicked of a service: names and values as its tiles or its map have them. */
export interface ServiceThing {
  readonly service: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly failure: Reason | null;
}

interface ServiceLayersSlice {
  /** Services that are drawn, by their id. */
  serviceLayers: Readonly<Record<string, ServiceLayer>>;
  serviceThing: ServiceThing | null;
  /** Draws a service; null takes it away. */
  setServiceLayer(id: string, layer: ServiceLayer | null): void;
  changeServiceLayer(id: string, part: Partial<Omit<ServiceLayer, 'service'>>): void;
  setServiceThing(thing: ServiceThing | null): void;
}

export const serviceLayersSlice: Slice<ServiceLayersSlice> = (set) => ({
  serviceLayers: {},
  serviceThing: null,
  setServiceLayer: (id, layer) =>
    set(({ serviceLayers: { [id]: _, ...others } }) => ({
      serviceLayers: layer ? { ...others, [id]: layer } : others,
    })),
  changeServiceLayer: (id, part) =>
    set(({ serviceLayers }) =>
      serviceLayers[id] ? { serviceLayers: { ...serviceLayers, [id]: { ...serviceLayers[id], ...part } } } : {},
    ),
  setServiceThing: (serviceThing) => set({ serviceThing }),
});
