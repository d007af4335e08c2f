import type { Point } from '../../model/geo/plane/point.ts';

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0';

/** WGS 84, longitude first: what GeoJSON is in. */
export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

const SPHERE_M = 6_378_137;
const DEGREES = 180 / Math.PI;

interface FeatureCrs {
  /** Turns degrees of WGS 84, longitude first, into the axes of the system, in their order. */
  of(lonLat: Point): [number, number];
  /** Turns axes of the system into degrees, longitude first. */
  lonLat(axes: Point): [number, number];
  /** Decimals to which a place is about a hundredth of a metre. */
  digits: number;
}

const latitudeFirst: FeatureCrs = { of: ([lon, lat]) => [lat, lon], lonLat: ([lat, lon]) => [lon, lat], digits: 7 };

/**
 * Systems that features are given in (OGC 18-058r1). Places of CGCS2000 (EPSG:4490) are those of WGS 84 to a few centimetres, as in the whole program;
 * both EPSG systems have latitude first. Web Mercator is EPSG's 3857, metres.
 */
export const FEATURE_CRS: Readonly<Record<string, FeatureCrs>> = {
  [CRS84]: { of: ([lon, lat]) => [lon, lat], lonLat: ([lon, lat]) => [lon, lat], digits: 7 },
  [`${EPSG}/4326`]: latitudeFirst,
  [`${EPSG}/4490`]: latitudeFirst,
  [`${EPSG}/3857`]: {
    of: ([lon, lat]) => [(SPHERE_M * lon) / DEGREES, SPHERE_M * Math.log(Math.tan(Math.PI / 4 + lat / DEGREES / 2))],
    lonLat: ([x, y]) => [(x / SPHERE_M) * DEGREES, (2 * Math.atan(Math.exp(y / SPHERE_M)) - Math.PI / 2) * DEGREES],
    digits: 2,
  },
};
