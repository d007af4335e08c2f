import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';

/** Protocols that a service of features may speak: OGC API – Features, or WFS 2.0 with GeoJSON. */
export const FEATURE_SERVICE_KINDS = ['oapif', 'wfs'] as const;

/** Systems that a service may be asked in. */
export const FEATURE_SERVICE_CRS = ['CRS84', 'EPSG:4326', 'EPSG:4490', 'EPSG:3857'] as const;
export type FeatureServiceCrs = (typeof FEATURE_SERVICE_CRS)[number];

const Address = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.check((text) => /^https?:/i.test(text) && URL.canParse(text), requirement('webAddress')),
  v.transform((text) => new URL(text).href),
  v.check((text) => new URL(text).username === '' && new URL(text).password === '', requirement('withoutPassword')),
);

/** A service of features elsewhere, as somebody named it: where it is, how it speaks, which of its layers, in which system. */
export const FeatureService = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, requirement('plainId'))),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
  kind: v.picklist(FEATURE_SERVICE_KINDS),
  /** The landing page of OGC API – Features, or the address of WFS before its parameters. */
  url: Address,
  /** A collection, or the name of a feature type with its prefix. */
  layer: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  crs: v.optional(v.picklist(FEATURE_SERVICE_CRS), 'CRS84'),
  /** Terms under which its data are used, as whoever named it wrote them. */
  licence: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
});
export type FeatureService = v.InferOutput<typeof FeatureService>;

/** Services that one city has at most. */
export const MAX_FEATURE_SERVICES = 50;
