import type { Box } from '../../../model/geo/plane/box.ts';

/** A place of the ground under a point of the window. */
type SurfaceAt = (xPx: number, yPx: number) => Promise<{ lonLat: { lonDeg: number; latDeg: number } } | null>;

/** Towards the horizon a view reaches over half a country: beyond this of its middle nothing is asked for. */
const MAX_REACH_DEG = 0.2;
/** Parts of the window's width and height where the ground is looked up, the middle first. */
const SAMPLES = [0.5, 0.05, 0.275, 0.725, 0.95];

/** Returns the box of the ground in the window, west, south, east, north in degrees; null: the middle of the window is sky. */
export async function viewBox(surfaceAt: SurfaceAt, widthPx: number, heightPx: number): Promise<Box | null> {
  const points = SAMPLES.flatMap((y) => SAMPLES.map((x) => [x * widthPx, y * heightPx] as const));
  const [middle, ...others] = await Promise.all(points.map(([x, y]) => surfaceAt(x, y)));
  if (!middle) return null;
  const { lonDeg: lon, latDeg: lat } = middle.lonLat;
  const within = (value: number, about: number) =>
    Math.min(about + MAX_REACH_DEG, Math.max(about - MAX_REACH_DEG, value));
  const places = [middle, ...others].flatMap((place) => (place ? [place.lonLat] : []));
  const lons = places.map(({ lonDeg }) => within(lonDeg, lon));
  const lats = places.map(({ latDeg }) => within(latDeg, lat));
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
