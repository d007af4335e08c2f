import * as v from 'valibot';
import { FEATURE_SERVICE_CRS, FEATURE_SERVICE_KINDS, WMS_VERSIONS } from './service-kinds.ts';

/** Kinds of services that say in a document which layers they have. */
export const OFFERING_KINDS = [...FEATURE_SERVICE_KINDS, 'wms', 'wmts'] as const;
export type OfferingKind = (typeof OFFERING_KINDS)[number];

export const isOffering = (kind: string): kind is OfferingKind => OFFERING_KINDS.some((one) => one === kind);

const Offer = v.object({
  layer: v.string(),
  title: v.string(),
  /** Systems that this program can ask the layer in; none: it cannot be shown. */
  crs: v.array(v.picklist(FEATURE_SERVICE_CRS)),
  version: v.optional(v.picklist(WMS_VERSIONS)),
  matrixSet: v.optional(v.string()),
  matrix: v.optional(v.string()),
  style: v.optional(v.string()),
});

/** A layer of a service, as the service's own document describes it. */
export type ServiceOffer = v.InferOutput<typeof Offer>;

/** `count` is that of all layers, of which the first are listed. */
export const ServiceOffers = v.object({ offers: v.array(Offer), count: v.number() });
export type ServiceOffers = v.InferOutput<typeof ServiceOffers>;
