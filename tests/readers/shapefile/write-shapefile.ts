/** Writes small shapefiles by ESRI's description, apart from the reader, so that each has a known answer. */

interface Shape {
  type: number;
  /** Rings, lines or patches of [x, y] or [x, y, z]; a point has one of one. */
  parts: (readonly number[])[][];
  patchTypes?: number[];
}

const contentsOf = ({ type, parts, patchTypes }: Shape): Buffer => {
  const points = parts.flat();
  const doubles = (values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
  const whole = (values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
  if (type === 0) return whole([0]);
  if (type % 10 === 1 && type < 30)
    return Buffer.concat([whole([type]), doubles([...points[0], 0].slice(0, type === 1 ? 2 : 4))]);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const zs = points.map(([, , z]) => z ?? 0);
  const starts = parts.map((_, i) => parts.slice(0, i).flat().length);
  const isMulti = type % 10 === 8;
  return Buffer.concat([
    whole([type]),
    doubles([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]),
    whole(isMulti ? [points.length] : [parts.length, points.length, ...starts, ...(patchTypes ?? [])]),
    doubles(points.flatMap(([x, y]) => [x ?? 0, y ?? 0])),
    type > 10 ? doubles([Math.min(...zs), Math.max(...zs), ...zs]) : Buffer.alloc(0),
  ]);
};

export function shpOf(shapes: readonly Shape[]): Uint8Array {
  const records = shapes.map((shape, i) => {
    const contents = contentsOf(shape);
    const head = Buffer.alloc(8);
    head.writeInt32BE(i + 1, 0);
    head.writeInt32BE(contents.length / 2, 4);
    return Buffer.concat([head, contents]);
  });
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE((100 + Buffer.concat(records).length) / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(shapes[0]?.type ?? 0, 32);
  return new Uint8Array(Buffer.concat([head, ...records]));
}

interface Column {
  name: Uint8Array | string;
  type: string;
  length: number;
}

/** Rows of cells as bytes; a row that begins with null is marked as deleted. */
export function dbfOf(
  columns: readonly Column[],
  rows: readonly (readonly (Uint8Array | string | null)[])[],
  language = 0,
): Uint8Array {
  const rowBytes = 1 + columns.reduce((sum, { length }) => sum + length, 0);
  const head = Buffer.alloc(32 + 32 * columns.length + 1);
  head[0] = 3;
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(rowBytes, 10);
  head[29] = language;
  columns.forEach(({ name, type, length }, i) => {
    const at = 32 + 32 * i;
    head.set(Buffer.from(name as string).subarray(0, 11), at);
    head[at + 11] = type.charCodeAt(0);
    head[at + 16] = length & 255;
    head[at + 17] = type === 'C' ? length >> 8 : 0;
  });
  head[head.length - 1] = 0x0d;
  const body = rows.map((row) => {
    const bytes = Buffer.alloc(rowBytes, 0x20);
    if (row[0] === null) bytes[0] = 0x2a;
    let at = 1;
    columns.forEach(({ length }, i) => {
      bytes.set(Buffer.from((row[i] ?? '') as string).subarray(0, length), at);
      at += length;
    });
    return bytes;
  });
  return new Uint8Array(Buffer.concat([head, ...body, Buffer.from([0x1a])]));
}
