import type { Place } from './crowd.ts';
import type { Polygon } from './polygon.ts';
import { GeometryError, polygonOf } from './wkt.ts';

/** What a plan's GeoJSON holds: polygons to walk on; lines that are walls. */
export interface DrawnPlan {
  areas: Polygon[];
  walls: Place[][];
}

const MOST_CORNERS = 200_000;

/**
 * A floor plan as GeoJSON in metres of the plan's own frame: polygons are walkable, lines are walls. RFC 7946 wants degrees; whoever
 * draws a building has none, and nothing is converted.
 */
export function planFromGeoJson(json: unknown, file: string): DrawnPlan {
  const plan: DrawnPlan = { areas: [], walls: [] };
  let corners = 0;
  const place = (value: unknown, at: string): Place => {
    if (++corners > MOST_CORNERS)
      throw new GeometryError(`${file}: expected at most ${MOST_CORNERS} corners, got more`);
    const [x, y] = Array.isArray(value) ? value : [];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y))
      throw new GeometryError(
        `${file}: ${at}: expected [east, north] in metres, got ${JSON.stringify(value)?.slice(0, 40)}`,
      );
    return [x, y];
  };
  const list = (value: unknown, at: string): unknown[] => {
    if (Array.isArray(value)) return value;
    throw new GeometryError(`${file}: ${at}: expected a list, got ${typeof value}`);
  };
  const line = (value: unknown, at: string) => list(value, at).map((one, k) => place(one, `${at}.${k}`));
  const polygon = (value: unknown, at: string) =>
    polygonOf(
      list(value, at).map((ring, k) => line(ring, `${at}.${k}`)),
      `${file}: ${at}`,
    );
  const visit = (value: unknown, at: string, depth: number): void => {
    if (depth > 8) throw new GeometryError(`${file}: ${at}: expected collections at most 8 deep`);
    if (typeof value !== 'object' || value === null)
      throw new GeometryError(`${file}: ${at}: expected an object, got ${typeof value}`);
    const { type, coordinates, geometry, geometries, features } = value as Record<string, unknown>;
    const inside = `${at}.coordinates`;
    if (type === 'FeatureCollection')
      for (const [k, one] of list(features, `${at}.features`).entries()) visit(one, `${at}.features.${k}`, depth + 1);
    else if (type === 'GeometryCollection')
      for (const [k, one] of list(geometries, `${at}.geometries`).entries())
        visit(one, `${at}.geometries.${k}`, depth + 1);
    else if (type === 'Feature') visit(geometry, `${at}.geometry`, depth + 1);
    else if (type === 'Polygon') plan.areas.push(polygon(coordinates, inside));
    else if (type === 'MultiPolygon')
      for (const [k, one] of list(coordinates, inside).entries()) plan.areas.push(polygon(one, `${inside}.${k}`));
    else if (type === 'LineString') plan.walls.push(line(coordinates, inside));
    else if (type === 'MultiLineString')
      for (const [k, one] of list(coordinates, inside).entries()) plan.walls.push(line(one, `${inside}.${k}`));
    else
      throw new GeometryError(
        `${file}: ${at}.type: expected a polygon, a line or a collection of them, got ${JSON.stringify(type)}`,
      );
  };
  visit(json, '(root)', 0);
  if (plan.areas.length === 0) throw new GeometryError(`${file}: expected a polygon to walk on, got none`);
  return plan;
}
