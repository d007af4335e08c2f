import * as v from 'valibot';
import { isInRing } from '../geo/plane/ring.ts';
import { parseAs } from './grid.ts';

/** The districts of a city, of its `population.json`: what people answer for, and what accounts are bounded by. */
const Metres = v.pipe(v.number(), v.finite());

const Districts = v.object({
  districts: v.array(
    v.object({
      id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      nameZh: v.string(),
      nameEn: v.string(),
      /** East and north, metres of the city's origin; not closed. */
      polygon: v.pipe(v.array(v.tuple([Metres, Metres])), v.minLength(3)),
    }),
  ),
});

/** A district of the city with its names and its outline in metres east and north of the origin. */
export type District = v.InferOutput<typeof Districts>['districts'][number];

/** Reads the districts out of a city's population file; an error names the file and the field. */
export function parseDistricts(json: unknown, file = 'population.json'): readonly District[] {
  return parseAs(Districts, json, file).districts;
}

/** The district that a point lies in; null between them: on the river, on a motorway. */
export function districtAt(districts: readonly District[], eastM: number, northM: number): string | null {
  return districts.find(({ polygon }) => isInRing(polygon, eastM, northM))?.id ?? null;
}
