import type { MapService } from '../../model/city/feature-service.ts';
import { isGeographic, MAX_MAP_LEVEL } from '../../model/city/service-kinds.ts';
import type { Box } from '../../model/geo/plane/box.ts';

/** A picture of a map: level, and column and row from the north-west. */
interface MapTile {
  z: number;
  x: number;
  y: number;
}

const PICTURE_PX = 256;
/** Half the width of the square of Web Mercator. */
const MERCATOR_HALF_M = 20_037_508.342789244;
/** Around a place of which a map is asked, in degrees, and in as many pixels. */
const INFO_REACH_DEG = 2e-4;
const INFO_PX = 101;

/** Whether a map has such a tile at all. */
export function isMapTile(service: MapService, { z, x, y }: MapTile): boolean {
  const isWhole = [z, x, y].every((one) => Number.isInteger(one) && one >= 0);
  return isWhole && z <= MAX_MAP_LEVEL && x < columnsOf(service, z) && y < 2 ** z;
}

const columnsOf = (service: MapService, z: number): number => (isGeographic(service) ? 2 : 1) * 2 ** z;

/** The address of one picture: that of the service with parameters that this program writes, and nothing of whoever asks but three numbers. */
export function mapTileAddress(service: MapService, tile: MapTile): URL {
  if (service.kind === 'xyz') return new URL(filled(service.url, tile));
  if (service.kind === 'wms') return wmsAddress(service, boxOf(service, tile), PICTURE_PX, { request: 'GetMap' });
  const { layer, matrixSet, matrix, style } = service;
  return withQuery(service.url, {
    service: 'WMTS',
    version: '1.0.0',
    request: 'GetTile',
    layer,
    style,
    format: 'image/png',
    tilematrixset: matrixSet,
    tilematrix: filled(matrix, tile),
    tilerow: String(tile.y),
    tilecol: String(tile.x),
  });
}

/** The address at which a WMS says what it shows at a place. */
export function mapInfoAddress(service: Extract<MapService, { kind: 'wms' }>, lonDeg: number, latDeg: number): URL {
  const reach = INFO_REACH_DEG;
  const box: Box = [lonDeg - reach, latDeg - reach, lonDeg + reach, latDeg + reach];
  const middle = String((INFO_PX - 1) / 2);
  const [across, down] = service.version === '1.3.0' ? ['i', 'j'] : ['x', 'y'];
  const more = { query_layers: service.layer, info_format: 'application/json', [across]: middle, [down]: middle };
  return wmsAddress({ ...service, crs: 'EPSG:4326' }, box, INFO_PX, { request: 'GetFeatureInfo', ...more });
}

const filled = (template: string, { z, x, y }: MapTile): string =>
  template
    .replaceAll('{z}', String(z))
    .replaceAll('{z+1}', String(z + 1))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{-y}', String(2 ** z - 1 - y));

/** West, south, east, north of a tile in the service's own units. */
function boxOf(service: MapService, { z, x, y }: MapTile): Box {
  const isDegrees = isGeographic(service);
  const size = (isDegrees ? 180 : 2 * MERCATOR_HALF_M) / 2 ** z;
  const west = (isDegrees ? -180 : -MERCATOR_HALF_M) + x * size;
  const north = (isDegrees ? 90 : MERCATOR_HALF_M) - y * size;
  return [west, north - size, west + size, north];
}

/** OGC 06-042: since 1.3.0 a box has the order of axes of its system, which is latitude first in EPSG:4326 and EPSG:4490. */
function wmsAddress(
  { url, layer, crs, version }: Extract<MapService, { kind: 'wms' }>,
  [west, south, east, north]: Box,
  sidePx: number,
  more: Readonly<Record<string, string>>,
): URL {
  const isNew = version === '1.3.0';
  const isLatitudeFirst = isNew && (crs === 'EPSG:4326' || crs === 'EPSG:4490');
  const code = crs === 'CRS84' ? (isNew ? 'CRS:84' : 'EPSG:4326') : crs;
  return withQuery(url, {
    service: 'WMS',
    version,
    layers: layer,
    styles: '',
    format: 'image/png',
    transparent: 'TRUE',
    [isNew ? 'crs' : 'srs']: code,
    bbox: (isLatitudeFirst ? [south, west, north, east] : [west, south, east, north]).join(','),
    width: String(sidePx),
    height: String(sidePx),
    ...more,
  });
}

/** Sets parameters of an address in place of those that it has in other letters. */
export function withQuery(url: string, wanted: Readonly<Record<string, string>>): URL {
  const address = new URL(url);
  for (const name of [...address.searchParams.keys()])
    if (Object.hasOwn(wanted, name.toLowerCase())) address.searchParams.delete(name);
  for (const [name, value] of Object.entries(wanted)) address.searchParams.set(name, value);
  return address;
}
