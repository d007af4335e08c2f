import type { Point, Polygon } from '../../../model/geo/plane/point.ts';
import { drawingFromGeoJson } from '../../../readers/geojson/drawing.ts';
import { GeometryError } from '../../../readers/shared/geometry-error.ts';
import { crowdMessage } from '../messages.ts';

/** A floor plan as it was drawn: polygons to walk on, lines that are walls. */
export interface DrawnPlan {
  areas: Polygon[];
  walls: Point[][];
  /** Rings that did not end where they begin. */
  openRings: number;
}

/** A floor plan in GeoJSON, in metres of its own frame: polygons are walkable, lines are walls. GeometryError where there is no floor. */
export function planFromGeoJson(json: unknown, file: string): DrawnPlan {
  const { areas, lines, openRings } = drawingFromGeoJson(json, file);
  if (areas.length === 0) throw new GeometryError(crowdMessage('no-polygon', { file }));
  return { areas, walls: lines, openRings };
}
