import * as v from 'valibot';
import type { Manifest } from '../../../model/city/manifest.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { MessageError, messageTable } from '../../../model/text/message.ts';

/** A thing is new, gone, or changed from one version of a city to the other. */
export const DIFFERENCES = ['added', 'removed', 'changed'] as const;

/** A thing that two versions of a city differ in. */
export interface BakeDifference {
  layer: string;
  id: string;
  what: (typeof DIFFERENCES)[number];
  /** `place`, `size`, and names of attributes. */
  changed: readonly string[];
  /** In the city's plane. */
  atM: readonly [eastM: number, northM: number];
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

const Feature = v.object({
  properties: v.object({
    layer: v.string(),
    id: v.string(),
    what: v.picklist(DIFFERENCES),
    changed: v.optional(v.string(), ''),
  }),
  geometry: v.object({ type: v.literal('Point'), coordinates: v.tupleWithRest([v.number(), v.number()], v.number()) }),
});
const File = v.object({ type: v.literal('FeatureCollection'), features: v.array(Feature) });

/** Reads what `shapan difference --geojson` writes; MessageError where a file is something else, or of another city. */
export function readDifference(json: unknown, file: string, city: Manifest): BakeDifference[] {
  const read = v.safeParse(File, json);
  if (!read.success) throw new MessageError(differenceMessage('no-difference', { file }));
  const { features } = read.output;
  const known = new Set(city.layers.map(({ id }) => id));
  if (features.length > 0 && !features.some(({ properties }) => known.has(properties.layer)))
    throw new MessageError(differenceMessage('other-city', { file }));
  return features.map(({ properties: { changed, ...stated }, geometry: { coordinates } }) => {
    const [lonDeg, latDeg] = coordinates;
    const [eastM, northM] = enuFromLonLat(city.origin, { lonDeg, latDeg, heightM: city.origin.heightM });
    return { ...stated, changed: changed.split(' ').filter((one) => one !== ''), atM: [eastM, northM] };
  });
}
