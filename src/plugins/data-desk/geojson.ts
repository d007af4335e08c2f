import type { Manifest } from '../../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';

/** Decimals of degrees: about a hundredth of a metre on the ground. */
const PLACE_DECIMALS = 7;

/**
 * GeoJSON (RFC 7946, degrees of WGS 84) of a table whose last two columns are metres east and north of the city's origin: polygons where there are
 * outlines, else points at the middles of things.
 */
export function geoJsonOf(
  { columns, rows }: DataTable,
  outlines: readonly Point[][][][] | null,
  origin: Manifest['origin'],
): string {
  const degrees = ([x, y]: Point): [number, number] => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [x, y, 0]);
    return [Number(lonDeg.toFixed(PLACE_DECIMALS)), Number(latDeg.toFixed(PLACE_DECIMALS))];
  };
  const closed = (ring: readonly Point[]) => [...ring, ring[0]].map(degrees);
  const width = columns.length - 2;
  const features = rows.map((cells, i) => {
    const polygons = outlines?.[i]?.map((rings) => rings.map(closed)) ?? [];
    const geometry =
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : polygons.length > 1
          ? { type: 'MultiPolygon', coordinates: polygons }
          : { type: 'Point', coordinates: degrees([Number(cells[width]), Number(cells[width + 1])]) };
    const named = columns.slice(0, width).map(({ key }, k) => [key, cells[k]] as const);
    return { type: 'Feature', id: cells[0], properties: Object.fromEntries(named), geometry };
  });
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}
