type Position = readonly number[];

/** A thing's shape is a geometry of GeoJSON (RFC 7946). */
export type GeoJsonGeometry =
  | { type: 'Polygon'; coordinates: readonly (readonly Position[])[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly (readonly Position[])[])[] }
  | { type: 'LineString'; coordinates: readonly Position[] }
  | { type: 'MultiLineString'; coordinates: readonly (readonly Position[])[] }
  | { type: 'Point'; coordinates: Position };

/** Takes a thing's areas where it has some, else its lines, else its middle. */
export function geoJsonGeometry(
  polygons: readonly (readonly (readonly Position[])[])[],
  lines: readonly (readonly Position[])[],
  middle: Position,
): GeoJsonGeometry {
  if (polygons.length === 1) return { type: 'Polygon', coordinates: polygons[0] };
  if (polygons.length > 1) return { type: 'MultiPolygon', coordinates: polygons };
  if (lines.length === 1) return { type: 'LineString', coordinates: lines[0] };
  if (lines.length > 1) return { type: 'MultiLineString', coordinates: lines };
  return { type: 'Point', coordinates: middle };
}
