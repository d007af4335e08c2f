/** What no object of a city exceeds; beyond it stands an error of the data. */
export interface Limits {
  /** Largest extent of one feature. */
  featureM: number;
  /** Farthest from the middle of the layer. */
  cityM: number;
}

/** More positions than this in one feature: a broken or hostile file (the coast of Norway has 1.6 million). */
export const MAX_FEATURE_VERTICES = 4_000_000;

/** The longest buildings measure 4 km; a layer of buildings is a city, not a country. */
export const BUILDING_LIMITS: Limits = { featureM: 5_000, cityM: 100_000 };
/** Roads, waters and pipes may cross a province. */
export const AREA_LIMITS: Limits = { featureM: 100_000, cityM: 200_000 };

/** Comments of the program that wrote an XML file, and the root's names of schemas, take a few kilobytes. */
export const XML_ROOT_WITHIN = 1 << 16;
