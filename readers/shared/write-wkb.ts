/** An area's rings are nested as in GeoJSON, closed, in degrees or metres. */
type WrittenPolygon = readonly (readonly (readonly number[])[])[];
type WrittenLine = readonly (readonly number[])[];
/** A thing has areas, lines, or a place. */
export type WrittenGeometry =
  | readonly WrittenPolygon[]
  | { lines: readonly WrittenLine[] }
  | { pointAt: readonly number[] };

/** OGC 06-103r4 numbers the types of geometry so. */
const WKB = { point: 1, line: 2, polygon: 3, multiLine: 5, multiPolygon: 6 } as const;

/** Tables name the kinds of what they hold so. */
type WrittenKind = 'Point' | 'MultiLineString' | 'MultiPolygon';

export const kindOf = (geometry: WrittenGeometry): WrittenKind => {
  if ('pointAt' in geometry) return 'Point';
  return 'lines' in geometry ? 'MultiLineString' : 'MultiPolygon';
};

/** Places that bound a geometry: holes lie within outer rings. */
function boundsOf(geometry: WrittenGeometry): readonly (readonly number[])[] {
  if ('pointAt' in geometry) return [geometry.pointAt];
  return 'lines' in geometry ? geometry.lines.flat() : geometry.flatMap(([outer]) => outer ?? []);
}

/** Returns west, south, east and north of geometries; the whole Earth turned inside out where there are none. */
export function boxOfGeometries(geometries: readonly WrittenGeometry[]): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  const take = ([x, y]: readonly number[]) => {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  for (const geometry of geometries) for (const position of boundsOf(geometry)) take(position);
  return box;
}

/** Returns well-known binary (OGC 06-103r4), little-endian, of a multipolygon, lines or a point, behind so many bytes that are left free. */
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
  const run = (positions: readonly (readonly number[])[]) => {
    count(positions.length);
    for (const one of positions) position(one);
  };
  if ('pointAt' in geometry) {
    type(WKB.point);
    position(geometry.pointAt);
    return bytes;
  }
  if ('lines' in geometry) {
    type(WKB.multiLine);
    count(geometry.lines.length);
    for (const line of geometry.lines) {
      type(WKB.line);
      run(line);
    }
    return bytes;
  }
  type(WKB.multiPolygon);
  count(geometry.length);
  for (const polygon of geometry) {
    type(WKB.polygon);
    count(polygon.length);
    for (const ring of polygon) run(ring);
  }
  return bytes;
}

const HEAD_BYTES = 5;

function bytesOf(geometry: WrittenGeometry): number {
  if ('pointAt' in geometry) return HEAD_BYTES + 16;
  if ('lines' in geometry)
    return HEAD_BYTES + 4 + geometry.lines.reduce((sum, line) => sum + HEAD_BYTES + 4 + 16 * line.length, 0);
  const positions = geometry.flat().reduce((sum, ring) => sum + ring.length, 0);
  return HEAD_BYTES + 4 + (HEAD_BYTES + 4) * geometry.length + 4 * geometry.flat().length + 16 * positions;
}
