import type { Outlines } from '../../../model/city/catalogue.ts';
import type { Manifest } from '../../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { geoJsonGeometry } from '../../../model/geo/geojson-geometry.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';

/** Decimals of degrees: about a hundredth of a metre on the ground. */
const PLACE_DECIMALS = 7;

/**
 * GeoJSON (RFC 7946, degrees of WGS 84) of a table whose last two columns are metres east and north of the city's origin: polygons or lines
 * where there are outlines, else points at the middles of things.
 */
export function geoJsonOf({ columns, rows }: DataTable, outlines: Outlines | null, origin: Manifest['origin']): string {
  const degrees = ([x, y]: Point): [number, number] => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [x, y, 0]);
    return [Number(lonDeg.toFixed(PLACE_DECIMALS)), Number(latDeg.toFixed(PLACE_DECIMALS))];
  };
  const closed = (ring: readonly Point[]) => [...ring, ring[0]].map(degrees);
  const width = columns.length - 2;
  const features = rows.map((cells, i) => {
    const geometry = geoJsonGeometry(
      outlines && 'areas' in outlines ? outlines.areas[i].map((rings) => rings.map(closed)) : [],
      outlines && 'lines' in outlines ? outlines.lines[i].map((line) => line.map(degrees)) : [],
      degrees([Number(cells[width]), Number(cells[width + 1])]),
    );
    const named = columns.slice(0, width).map(({ key }, k) => [key, cells[k]] as const);
    return { type: 'Feature', id: cells[0], properties: Object.fromEntries(named), geometry };
  });
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}
