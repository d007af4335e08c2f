import * as v from 'valibot';
import { requirement } from '../../model/text/requirements.ts';
import { CRS84, FEATURE_CRS } from './feature-crs.ts';

/** Features of one page at most. */
export const MAX_FEATURES_A_PAGE = 5000;

/** Name of the geometry in filters and queryables. */
export const GEOMETRY = 'geometry';

const Digits = (least: number, most: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(least), v.maxValue(most));

const Crs = v.pipe(
  v.string(),
  v.maxLength(100),
  // CURIEs as the standard's second version allows them.
  v.transform((text) => text.replace(/^\[?EPSG:(\d+)\]?$/, 'http://www.opengis.net/def/crs/EPSG/0/$1')),
  v.check((uri) => Object.hasOwn(FEATURE_CRS, uri), requirement('featureCrs')),
);

/** West, south, east, north in the axes of its system; of six numbers the heights are left out. */
export const Box = v.pipe(
  v.string(),
  v.maxLength(200),
  v.transform((text) => text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))),
  v.check((box) => (box.length === 4 || box.length === 6) && box.every(Number.isFinite), requirement('box')),
  v.transform((box) => (box.length === 6 ? [box[0], box[1], box[3], box[4]] : box)),
);

/** A page of features is restricted by these; every attribute of the layer may stand beside them by its own name. */
export const ItemsQuery = v.object({
  limit: v.optional(Digits(1, MAX_FEATURES_A_PAGE), '100'),
  offset: v.optional(Digits(0, 100_000_000), '0'),
  bbox: v.optional(Box),
  'bbox-crs': v.optional(Crs, CRS84),
  crs: v.optional(Crs, CRS84),
  filter: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  'filter-lang': v.optional(v.picklist(['cql2-text'])),
  'filter-crs': v.optional(Crs, CRS84),
  properties: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  /** Features have no times of their own: every one matches, as the standard has it. */
  datetime: v.optional(v.pipe(v.string(), v.maxLength(100))),
  f: v.optional(v.picklist(['json'])),
});
export type ItemsQuery = v.InferOutput<typeof ItemsQuery>;

/** Names of the parameters that are none of the layer's attributes. */
export const OWN_PARAMETERS: ReadonlySet<string> = new Set(Object.keys(ItemsQuery.entries));

/** One feature takes these. */
export const ItemQuery = v.strictObject({ crs: ItemsQuery.entries.crs, f: ItemsQuery.entries.f });
