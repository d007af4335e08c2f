/** An area's rings are nested as in GeoJSON, closed, in degrees or metres. */
export type WrittenPolygon = readonly (readonly (readonly number[])[])[];
/** A thing has areas, or a place. */
export type WrittenGeometry = readonly WrittenPolygon[] | { pointAt: readonly [x: number, y: number] };

/** OGC 06-103r4 numbers the types of geometry so. */
const WKB = { point: 1, polygon: 3, multiPolygon: 6 } as const;

export const isPlace = (geometry: WrittenGeometry): geometry is { pointAt: readonly [x: number, y: number] } =>
  'pointAt' in geometry;

/** Returns west, south, east and north of geometries; the whole Earth turned inside out where there are none. */
export function boxOfGeometries(geometries: readonly WrittenGeometry[]): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  const take = ([x, y]: readonly number[]) => {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  for (const geometry of geometries)
    if (isPlace(geometry)) take(geometry.pointAt);
    else for (const rings of geometry) for (const position of rings[0] ?? []) take(position);
  return box;
}

/** Returns well-known binary (OGC 06-103r4), little-endian, of a multipolygon or a point, behind so many bytes that are left free. */
export function wkbOf(geometry: WrittenGeometry, headBytes = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headBytes + bytesOf(geometry));
  const view = new DataView(bytes.buffer);
  let at = headBytes;
  const count = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const type = (value: number) => {
    view.setUint8(at, 1);
    at++;
    count(value);
  };
  const position = ([x, y]: readonly number[]) => {
    view.setFloat64(at, x, true);
    view.setFloat64(at + 8, y, true);
    at += 16;
  };
  if (isPlace(geometry)) {
    type(WKB.point);
    position(geometry.pointAt);
    return bytes;
  }
  type(WKB.multiPolygon);
  count(geometry.length);
  for (const polygon of geometry) {
    type(WKB.polygon);
    count(polygon.length);
    for (const ring of polygon) {
      count(ring.length);
      for (const one of ring) position(one);
    }
  }
  return bytes;
}

const HEAD_BYTES = 5;

function bytesOf(geometry: WrittenGeometry): number {
  if (isPlace(geometry)) return HEAD_BYTES + 16;
  const positions = geometry.flat().reduce((sum, ring) => sum + ring.length, 0);
  return HEAD_BYTES + 4 + (HEAD_BYTES + 4) * geometry.length + 4 * geometry.flat().length + 16 * positions;
}
