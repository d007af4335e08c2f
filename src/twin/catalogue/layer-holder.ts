import type { LayerHolder } from '../../../model/city/catalogue.ts';
import { serviceKey } from '../services.ts';

/** The part of the catalogue that takes in layers which a person brought, from another thread. */
export type RemoteLayerHolder = {
  [K in keyof LayerHolder]: (...args: Parameters<LayerHolder[K]>) => Promise<ReturnType<LayerHolder[K]>>;
};

/** Offered by the page, whose worker holds the catalogue. */
export const LAYER_HOLDER = serviceKey<RemoteLayerHolder>('layer holder');
