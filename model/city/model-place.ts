import type { LonLat } from '../geo/lon-lat.ts';

/**
 * Where a model stands. Its own metres are turned by `rotationRad` (its x axis from east, anticlockwise), then moved. Elevations are above
 * the city's vertical datum.
 */
export type ModelPlace =
  | {
      kind: 'map';
      crs: string;
      eastM: number;
      northM: number;
      elevationM: number;
      rotationRad: number;
      scale: number;
    }
  | {
      kind: 'point';
      lonDeg: number;
      latDeg: number;
      elevationM: number;
      rotationRad: number;
      /** What of the model lies at the point, in its own metres. */
      anchorM: [xM: number, yM: number];
    };

/** What had to be read against the file's letter: easting, northing, elevation by the letter and as taken, metres; of `far-from-zero` the anchor. */
export interface PlaceDoubt {
  code: 'offset-in-metres' | 'offset-in-millimetres' | 'double-offset' | 'far-from-zero';
  stated: [number, number, number];
  taken: [number, number, number];
}

/** A city's frame: its origin, and how far its vertical datum lies above the ellipsoid there. */
export interface CityFrame {
  origin: LonLat;
  geoidUndulationM: number;
}
