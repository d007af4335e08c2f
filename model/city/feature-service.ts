import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import {
  FEATURE_SERVICE_CRS,
  FEATURE_SERVICE_KINDS,
  MAX_OFFSET_M,
  MAX_SERVICE_NAME,
  type MapKind,
  WMS_VERSIONS,
} from './service-kinds.ts';

export const ServiceAddress = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.check((text) => /^https?:/i.test(text) && URL.canParse(text), requirement('webAddress')),
  // Braces of a template stay readable.
  v.transform((text) => new URL(text).href.replaceAll('%7B', '{').replaceAll('%7D', '}')),
  v.check((text) => new URL(text).username === '' && new URL(text).password === '', requirement('withoutPassword')),
);

const isTemplate = (url: string): boolean =>
  (url.includes('{z}') || url.includes('{z+1}')) &&
  url.includes('{x}') &&
  (url.includes('{y}') || url.includes('{-y}')) &&
  !new URL(url).host.includes('{');

const TEMPLATE = requirement('template', { parts: { zh: '{z}、{x} 和 {y}', en: '{z}, {x} and {y}' } });
const LEVEL_TEMPLATE = requirement('template', { parts: { zh: '{z} 或 {z+1}', en: '{z} or {z+1}' } });

const named = {
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, requirement('plainId'))),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_SERVICE_NAME)),
  url: ServiceAddress,
  /** Terms under which its data are used, as whoever named it wrote them. */
  licence: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
};
const Layer = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const MapCrs = v.optional(v.picklist(FEATURE_SERVICE_CRS), 'EPSG:3857');

/** A service of features elsewhere: where it is, how it speaks, which of its layers, in which system. */
const FeatureServiceSchema = v.strictObject({
  ...named,
  kind: v.picklist(FEATURE_SERVICE_KINDS),
  /** A collection, or the name of a feature type with its prefix. */
  layer: Layer,
  crs: v.optional(v.picklist(FEATURE_SERVICE_CRS), 'CRS84'),
});
export type FeatureService = v.InferOutput<typeof FeatureServiceSchema>;

/** A tileset elsewhere, by the address of its `tileset.json`; files below the folder of that address, and no others, are asked for. */
const TileServiceSchema = v.strictObject({
  ...named,
  kind: v.literal('3dtiles'),
  /** How far it is raised: heights of others are often above another zero. */
  offsetM: v.optional(v.pipe(v.number(), v.minValue(-MAX_OFFSET_M), v.maxValue(MAX_OFFSET_M)), 0),
});
export type TileService = v.InferOutput<typeof TileServiceSchema>;

const WmsSchema = v.strictObject({
  ...named,
  kind: v.literal('wms'),
  /** Names of layers, with commas. */
  layer: Layer,
  crs: MapCrs,
  version: v.optional(v.picklist(WMS_VERSIONS), '1.3.0'),
});

const WmtsSchema = v.strictObject({
  ...named,
  kind: v.literal('wmts'),
  layer: Layer,
  crs: MapCrs,
  matrixSet: Layer,
  /** The set names its levels by this: `{z}`, `EPSG:4326:{z}`, or `{z+1}` where the level with one row is called 1. */
  matrix: v.optional(v.pipe(v.string(), v.regex(/^[^{}]{0,100}\{z(\+1)?\}[^{}]{0,100}$/, LEVEL_TEMPLATE)), '{z}'),
  style: v.optional(v.pipe(v.string(), v.maxLength(100)), 'default'),
});

const XyzSchema = v.strictObject({
  ...named,
  kind: v.literal('xyz'),
  url: v.pipe(ServiceAddress, v.check(isTemplate, TEMPLATE)),
  crs: MapCrs,
});

/** A service elsewhere, as somebody named it. */
export const NamedService = v.variant('kind', [
  FeatureServiceSchema,
  TileServiceSchema,
  WmsSchema,
  WmtsSchema,
  XyzSchema,
]);
export type NamedService = v.InferOutput<typeof NamedService>;
export type MapService = Extract<NamedService, { kind: MapKind }>;

/** Services that one city has at most. */
export const MAX_FEATURE_SERVICES = 50;
