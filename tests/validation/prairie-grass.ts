/** Runs of Prairie Grass (Barad 1958) as the reference page quotes them: mg/m³ on arcs of 50 to 800 m, observed and by Briggs' plume. */
export const PRAIRIE_GRASS = [
  ['B', 89.9, 4.44, [97.8, 23.3, 5.1, 0.8, 0.1], [130.1, 33.45, 8.457, 2.138, 0.545]],
  ['C', 95.9, 7.61, [273, 89.3, 29.5, 7.6, 1.7], [170.1, 45.37, 11.68, 3.015, 0.797]],
  ['D', 48.4, 7.39, [224, 81.8, 27.7, 8.6, 2.5], [156.4, 45.01, 12.37, 3.49, 1.045]],
  ['E', 41.5, 3.94, [248, 87.8, 27.6, 9.2, 2.6], [453.2, 167.3, 47.98, 13.16, 3.738]],
  ['E', 38.8, 1.8, [660, 575, 253, 76.2, 13.8], [927.5, 342.4, 98.2, 26.92, 7.65]],
] as const;
/** Distances of the arcs. */
export const ARCS_M = [50, 100, 200, 400, 800];
/** Height of the source. */
export const SOURCE_M = 0.46;
