/** A point of a small LAS file: coordinates of its system, class, colour of 16 bits. */
export interface SmallPoint {
  at: readonly [number, number, number];
  classification?: number;
  rgb?: readonly [number, number, number];
}

const HEAD = 227;
const RECORD = 34;

/** A LAS 1.2 file of point format 3, in millimetres, with a system in well-known text where one is given. */
export function lasFile(points: readonly SmallPoint[], wkt = ''): Uint8Array {
  const text = new TextEncoder().encode(wkt);
  const recordBytes = wkt === '' ? 0 : 54 + text.length;
  const bytes = new Uint8Array(HEAD + recordBytes + RECORD * points.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('LASF'));
  bytes[24] = 1;
  bytes[25] = 2;
  view.setUint16(94, HEAD, true);
  view.setUint32(96, HEAD + recordBytes, true);
  view.setUint32(100, wkt === '' ? 0 : 1, true);
  bytes[104] = 3;
  view.setUint16(105, RECORD, true);
  view.setUint32(107, points.length, true);
  for (const k of [0, 1, 2]) {
    view.setFloat64(131 + 8 * k, 0.001, true);
    view.setFloat64(155 + 8 * k, points[0]?.at[k] ?? 0, true);
  }
  if (wkt !== '') {
    bytes.set(new TextEncoder().encode('LASF_Projection'), HEAD + 2);
    view.setUint16(HEAD + 18, 2112, true);
    view.setUint16(HEAD + 20, text.length, true);
    bytes.set(text, HEAD + 54);
  }
  for (const [i, { at, classification = 1, rgb = [0, 0, 0] }] of points.entries()) {
    const from = HEAD + recordBytes + RECORD * i;
    for (const k of [0, 1, 2]) {
      view.setInt32(from + 4 * k, Math.round((at[k] - points[0].at[k]) * 1000), true);
      view.setUint16(from + 28 + 2 * k, rgb[k], true);
    }
    bytes[from + 15] = classification;
  }
  return bytes;
}
