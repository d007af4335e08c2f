import { crsOf } from '../../../model/geo/crs.ts';
import type { ModelPlace } from './project-slice.ts';

/** A degree of longitude or latitude this small tells where north is: 1 m. */
const STEP_DEG = 1e-5;

type OnMap = Extract<ModelPlace, { kind: 'map' }>;
type AtPoint = Extract<ModelPlace, { kind: 'point' }>;

/** The usual system of a place: CGCS2000 in 3° zones in China's longitudes, else UTM on WGS 84. */
export function defaultCrs(lonDeg: number, latDeg: number): string {
  const zone = Math.round((lonDeg - 75) / 3);
  if (zone >= 0 && zone <= 20 && latDeg > 0 && latDeg < 56) return `EPSG:${4534 + zone}`;
  return `EPSG:${(latDeg < 0 ? 32700 : 32600) + Math.min(60, Math.floor((lonDeg + 180) / 6) + 1)}`;
}

/** The same place by the map's numbers: what they are of the point, and of the model's zero by its turn. */
export async function mapPlaceOf(place: AtPoint, crs: string): Promise<OnMap> {
  const map = await crsOf(crs, crs);
  const [pointE, pointN] = map.fromLonLat(place.lonDeg, place.latDeg).map((value) => value * (map.unitM ?? 1));
  const rotationRad = place.rotationRad - (await northRad(crs, place.lonDeg, place.latDeg));
  const [x, y] = turned(place.anchorM, rotationRad);
  const { elevationM } = place;
  return { kind: 'map', crs, eastM: pointE - x, northM: pointN - y, elevationM, rotationRad, scale: 1 };
}

/** The same place by longitude and latitude of a point of the model, `anchorM`. */
export async function pointPlaceOf(place: OnMap, anchorM: [number, number]): Promise<AtPoint> {
  const [x, y] = turned(anchorM, place.rotationRad);
  const map = await crsOf(place.crs, place.crs);
  const unitM = map.unitM ?? 1;
  const lonLatDeg = Float64Array.of((place.eastM + place.scale * x) / unitM, (place.northM + place.scale * y) / unitM);
  map.toLonLat(lonLatDeg, 0, 1);
  const [lonDeg, latDeg] = lonLatDeg;
  const rotationRad = place.rotationRad + (await northRad(place.crs, lonDeg, latDeg));
  return { kind: 'point', lonDeg, latDeg, elevationM: place.elevationM, rotationRad, anchorM };
}

/** Returns the direction of true north in the map, clockwise from the map's own: its convergence, the other way round. */
async function northRad(crs: string, lonDeg: number, latDeg: number): Promise<number> {
  const map = await crsOf(crs, crs);
  if (map.geographic) return 0;
  const [fromE, fromN] = map.fromLonLat(lonDeg, latDeg);
  const [toE, toN] = map.fromLonLat(lonDeg, latDeg + STEP_DEG);
  return Math.atan2(toE - fromE, toN - fromN);
}

function turned([x, y]: readonly [number, number], rad: number): [number, number] {
  return [Math.cos(rad) * x - Math.sin(rad) * y, Math.sin(rad) * x + Math.cos(rad) * y];
}
