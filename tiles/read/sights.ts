import * as v from 'valibot';
import { LABEL_KINDS, TourStop } from '../../model/city/manifest.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { requirement } from '../../model/text/requirements.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { inferLabels, labelPlace } from '../infer/labels.ts';
import { namedFeatures } from '../infer/names.ts';
import { inferTour } from '../infer/tour.ts';
import type { CityContents, LayerInput } from '../model.ts';
import type { Recipe } from '../recipe.ts';
import type { Ground } from '../shape/ground.ts';
import { jsonOf, readText } from './facts.ts';

const NamedPoint = v.object({
  properties: v.pipe(
    v.object({
      kind: v.picklist(LABEL_KINDS),
      name: v.optional(v.string(), ''),
      name_zh: v.optional(v.string(), ''),
      name_en: v.optional(v.string(), ''),
    }),
    v.check(
      (names) => [names.name, names.name_zh, names.name_en].some((name) => name.trim() !== ''),
      requirement('labelName'),
    ),
  ),
  geometry: v.object({
    type: v.literal('Point'),
    coordinates: v.pipe(v.array(v.number()), v.minLength(2)),
  }),
});
const NamesFile = v.object({ features: v.pipe(v.array(NamedPoint), v.maxLength(10_000)) });
const TourFile = v.pipe(v.array(TourStop), v.maxLength(100));

/** The names on the map and the tour of a city: as its recipe's files have them, and inferred from its features where they have none. */
export function readSights(
  recipe: Pick<Recipe, 'name' | 'labels' | 'tour' | 'infer'>,
  home: CityContents['home'],
  layers: readonly LayerInput[],
  ground: Ground,
): Pick<CityContents, 'labels' | 'tour' | 'facts'> {
  const facts: CityContents['facts'] = {};
  const features = namedFeatures(layers, ground);
  const labels = recipe.labels === undefined ? [] : givenLabels(recipe.labels, ground);
  if (labels.length > 0) facts.labels = { state: 'given' };
  if (recipe.infer.labels !== false) {
    const inferred = inferLabels(features, labels, ground);
    labels.push(...inferred);
    const of = (kind: string) => inferred.filter((label) => label.kind === kind).length;
    const values = { street: of('street'), water: of('water'), landmark: of('landmark') };
    if (inferred.length > 0) facts.labels = { state: 'inferred', code: 'labels-of-names', values };
  }
  if (recipe.tour !== undefined)
    return { labels, tour: parsed(TourFile, recipe.tour), facts: { ...facts, tour: { state: 'given' } } };
  if (recipe.infer.tour === false) return { labels, tour: [], facts };
  const tour = inferTour({ home, labels, name: recipe.name, layers }, features, ground);
  if (tour.length > 0) facts.tour = { state: 'inferred', code: 'tour-of-sights', values: { stops: tour.length } };
  return { labels, tour, facts };
}

/** Above the ground, so that what stands at a place does not hide its name. */
const ABOVE_M = 8;

function givenLabels(path: string, ground: Ground): CityContents['labels'] {
  return parsed(NamesFile, path).features.map(({ properties: { kind, name, ...names }, geometry }) => {
    const [lonDeg, latDeg] = geometry.coordinates;
    const [x, y] = enuFromLonLat(ground.origin, { lonDeg, latDeg, heightM: ground.origin.heightM });
    const text = { zh: names.name_zh || name || names.name_en, en: names.name_en || name || names.name_zh };
    return { text, kind, ...labelPlace([x, y], ABOVE_M, ground) };
  });
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, path: string): T {
  const result = checked(schema, jsonOf(readText(path), path));
  if (!result.success) throw new ReadError(...faultMessages(result.issues, path));
  return result.output;
}
