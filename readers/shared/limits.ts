/** What no object of a city exceeds; beyond it stands an error of the data. */
export interface Limits {
  /** Largest extent of one feature. */
  featureM: number;
  /** Farthest from the middle of the layer. */
  cityM: number;
}

/** The longest buildings measure 4 km; a layer of buildings is a city, not a country. */
export const BUILDING_LIMITS: Limits = { featureM: 5_000, cityM: 100_000 };
/** Roads, waters and pipes may cross a province. */
export const AREA_LIMITS: Limits = { featureM: 100_000, cityM: 200_000 };
