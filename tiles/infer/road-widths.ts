/**
 * Carriageways by class where nobody measured them. Lanes are as many as OpenStreetMap takes for granted (its wiki, "Key:lanes") and as wide
 * as CJJ 37-2012 (2016), table 5.3.1, asks (3.75 m above 60 km/h, 3.5 m up to it, 3.25 m for cars alone); ways without lanes are own marks
 * near the least widths of GB 50220-95 and GB 50763-2012 (待核).
 */
const LANES: Readonly<Record<string, { lanes: number; laneM: number; oneWayLanes: number }>> = {
  motorway: { lanes: 2, oneWayLanes: 2, laneM: 3.75 },
  motorway_link: { lanes: 1, oneWayLanes: 1, laneM: 3.75 },
  trunk: { lanes: 2, oneWayLanes: 2, laneM: 3.75 },
  trunk_link: { lanes: 1, oneWayLanes: 1, laneM: 3.75 },
  primary: { lanes: 2, oneWayLanes: 2, laneM: 3.5 },
  primary_link: { lanes: 1, oneWayLanes: 1, laneM: 3.5 },
  secondary: { lanes: 2, oneWayLanes: 2, laneM: 3.5 },
  secondary_link: { lanes: 1, oneWayLanes: 1, laneM: 3.5 },
  tertiary: { lanes: 2, oneWayLanes: 1, laneM: 3.25 },
  tertiary_link: { lanes: 1, oneWayLanes: 1, laneM: 3.25 },
  unclassified: { lanes: 2, oneWayLanes: 1, laneM: 3 },
  residential: { lanes: 2, oneWayLanes: 1, laneM: 3 },
  road: { lanes: 2, oneWayLanes: 1, laneM: 3 },
};

/** A street is as wide as a fire engine needs at least (GB 50016-2014, 7.1.8). */
const MIN_STREET_M = 4;

const WIDTHS_M: Readonly<Record<string, number>> = {
  living_street: 5,
  pedestrian: 5,
  service: 4,
  busway: 3.5,
  bus_guideway: 3.5,
  track: 3,
  cycleway: 2,
  bridleway: 2,
  footway: 2,
  steps: 2,
  corridor: 2,
  platform: 3,
  path: 1.5,
  via_ferrata: 1,
};

/** More lanes than any street has. */
export const MAX_LANES = 16;

/** Returns the width of a road of this class, with its lanes where they are stated (NaN: they are not); null: the class is not known. */
export function widthOfClassM(highway: string, lanes: number, isOneWay: boolean): number | null {
  const street = LANES[highway];
  if (!street) return WIDTHS_M[highway] ?? null;
  const isStated = lanes >= 1 && lanes <= MAX_LANES;
  const count = isStated ? lanes : isOneWay ? street.oneWayLanes : street.lanes;
  return Math.max(MIN_STREET_M, count * street.laneM);
}
