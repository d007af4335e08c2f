import * as v from 'valibot';
import type { LonLat } from '../geo/lon-lat.ts';
import { quantity } from '../questions/field.ts';

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

/** The numbers of a place as a person types them. */
export const PlaceNumbers = v.strictObject({
  eastM: quantity({ unit: 'm', min: -1e8, max: 1e8, word: 'place.eastM' }),
  northM: quantity({ unit: 'm', min: -1e8, max: 1e8, word: 'place.northM' }),
  lonDeg: quantity({ unit: '°', min: -180, max: 180, step: 0.0001, word: 'place.lonDeg' }),
  latDeg: quantity({ unit: '°', min: -90, max: 90, step: 0.0001, word: 'place.latDeg' }),
  elevationM: quantity({ unit: 'm', min: -1000, max: 9000, step: 0.1, word: 'place.elevation' }),
  rotationDeg: quantity({ unit: '°', min: -360, max: 360, step: 0.5, word: 'place.rotation' }),
});

/**
 * Tells what had to be read against the file's letter: easting, northing, elevation by the letter and as taken, metres; of `far-from-zero` the anchor;
 * of `scale` the model's scale in the map.
 */
export type PlaceDoubt =
  | {
      code: 'offset-in-metres' | 'offset-in-millimetres' | 'double-offset' | 'far-from-zero';
      stated: [number, number, number];
      taken: [number, number, number];
    }
  | { code: 'scale'; stated: [number]; taken: [number] };

/** A city's frame: its origin, and how far its vertical datum lies above the ellipsoid there. */
export interface CityFrame {
  origin: LonLat;
  geoidUndulationM: number;
}
