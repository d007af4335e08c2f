import * as v from 'valibot';
import type { Manifest } from '../../../model/city/manifest.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { MessageError, messageTable } from '../../../model/text/message.ts';

/** A thing is new, gone, or changed from one version of a city to the other. */
export const DIFFERENCES = ['added', 'removed', 'changed'] as const;
type Difference = (typeof DIFFERENCES)[number];

/** A thing that two versions of a city differ in. */
export interface BakeDifference {
  layer: string;
  id: string;
  what: Difference;
  /** `place`, `size`, and names of attributes. */
  changed: readonly string[];
  /** Values before and after, by attribute; a file of before Shapan wrote them has none. */
  values: Readonly<Record<string, readonly [before: AttributeValue, after: AttributeValue]>>;
  /** Its row in the layer of the version that has it; null: the file does not say. */
  row: number | null;
  /** In the city's plane. */
  atM: readonly [eastM: number, northM: number];
}

export type AttributeValue = string | number | null;

/** Differences as a file lists them, with how many there are of each kind in all. */
export interface ReadDifference {
  list: BakeDifference[];
  counts: Record<Difference, number>;
}

const differenceMessage = messageTable({
  'no-difference': {
    zh: '{file}：不是两版数据的差异文件（GeoJSON 点，含 layer、id、what）',
    en: '{file}: expected differences of two versions (GeoJSON points with layer, id and what)',
  },
  'other-city': {
    zh: '{file}：其中没有本市的图层；差异须由本市的两版数据得出',
    en: '{file}: it names no layer of this city; differences have to be those of two of its versions',
  },
});

const Value = v.nullable(v.union([v.string(), v.number()]));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Feature = v.object({
  properties: v.object({
    layer: v.string(),
    id: v.string(),
    what: v.picklist(DIFFERENCES),
    changed: v.optional(v.string(), ''),
    values: v.optional(v.record(v.string(), v.tuple([Value, Value])), {}),
    row: v.optional(v.nullable(Count), null),
  }),
  geometry: v.object({ type: v.literal('Point'), coordinates: v.tupleWithRest([v.number(), v.number()], v.number()) }),
});
const File = v.object({
  type: v.literal('FeatureCollection'),
  layers: v.optional(v.array(v.object({ added: Count, removed: Count, changed: Count }))),
  features: v.array(Feature),
});

/** Reads what `shapan difference --geojson` writes; MessageError where a file is something else, or of another city. */
export function readDifference(json: unknown, file: string, city: Manifest): ReadDifference {
  const read = v.safeParse(File, json);
  if (!read.success) throw new MessageError(differenceMessage('no-difference', { file }));
  const { features, layers } = read.output;
  const known = new Set(city.layers.map(({ id }) => id));
  if (features.length > 0 && !features.some(({ properties }) => known.has(properties.layer)))
    throw new MessageError(differenceMessage('other-city', { file }));
  const list = features.map(({ properties: { changed, ...stated }, geometry: { coordinates } }): BakeDifference => {
    const [lonDeg, latDeg] = coordinates;
    const [eastM, northM] = enuFromLonLat(city.origin, { lonDeg, latDeg, heightM: city.origin.heightM });
    return { ...stated, changed: changed.split(' ').filter((one) => one !== ''), atM: [eastM, northM] };
  });
  const countOf = (what: Difference): number =>
    layers?.reduce((sum, layer) => sum + layer[what], 0) ?? list.filter((one) => one.what === what).length;
  return { list, counts: { added: countOf('added'), removed: countOf('removed'), changed: countOf('changed') } };
}
