import { deflateSync } from 'node:zlib';

const KINDS = {
  uint8: { bits: 8, format: 1 },
  int16: { bits: 16, format: 2 },
  uint16: { bits: 16, format: 1 },
  int32: { bits: 32, format: 2 },
  float32: { bits: 32, format: 3 },
  float64: { bits: 64, format: 3 },
} as const;
export type NumberKind = keyof typeof KINDS;

const SHORT = 3;
const LONG = 4;
const ASCII = 2;
const DOUBLE = 12;
const BYTES: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 };

interface Tag {
  id: number;
  type: number;
  values: readonly number[];
}

export interface TiffInput {
  columns: number;
  rows: number;
  /** Row by row as they lie in the file, bands side by side. */
  numbers: ArrayLike<number>;
  kind?: NumberKind;
  bands?: number;
  photometric?: number;
  bigEndian?: boolean;
  /** 2: differences of numbers, deflated. */
  predictor?: 1 | 2;
  /** x = a · column + b · row + c, y = d · column + e · row + f, of the corner of a cell. */
  matrix?: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  /** Size of a cell, and what cell lies where. */
  pixelScale?: readonly number[] | undefined;
  tie?: readonly number[] | undefined;
  isPoint?: boolean;
  epsg?: number;
  keys?: Readonly<Record<number, number | string>>;
  noData?: string;
  metadata?: string;
  orientation?: number;
  opacity?: boolean;
  /** 0 where there is nothing; bits of a number of the mask. */
  mask?: ArrayLike<number>;
  maskBits?: 1 | 8;
}

/** GDAL's items of the first band. */
export const gdalItems = (items: Readonly<Record<string, string | number>>): string =>
  `<GDALMetadata>${Object.entries(items)
    .map(([role, value]) => `<Item name="${role.toUpperCase()}" sample="0" role="${role}">${value}</Item>`)
    .join('')}</GDALMetadata>`;

/** A TIFF of one strip (TIFF 6.0, OGC GeoTIFF 1.1), written by hand: what `cli/sim/geotiff.ts` and `geotiff` do not write is written here. */
export function tiffOf(input: TiffInput): Uint8Array {
  const isBig = input.bigEndian ?? false;
  const { columns, rows, bands = 1, kind = 'float32' } = input;
  const { bits, format } = KINDS[kind];
  const strip = packed(numbersOf(input.numbers, kind, isBig), input, kind, isBig);
  const tags: Tag[] = [
    { id: 256, type: LONG, values: [columns] },
    { id: 257, type: LONG, values: [rows] },
    { id: 258, type: SHORT, values: Array(bands).fill(bits) },
    { id: 259, type: SHORT, values: [input.predictor ? 8 : 1] },
    { id: 262, type: SHORT, values: [input.photometric ?? 1] },
    ...(input.orientation ? [{ id: 274, type: SHORT, values: [input.orientation] }] : []),
    { id: 277, type: SHORT, values: [bands] },
    { id: 278, type: LONG, values: [rows] },
    ...(input.predictor ? [{ id: 317, type: SHORT, values: [input.predictor] }] : []),
    ...(input.opacity ? [{ id: 338, type: SHORT, values: [2] }] : []),
    { id: 339, type: SHORT, values: Array(bands).fill(format) },
    ...(input.pixelScale ? [{ id: 33550, type: DOUBLE, values: input.pixelScale }] : []),
    ...(input.tie ? [{ id: 33922, type: DOUBLE, values: input.tie }] : []),
    ...(input.matrix ? [{ id: 34264, type: DOUBLE, values: matrixOf(input.matrix) }] : []),
    ...keyTags(input),
    ...(input.metadata ? [{ id: 42112, type: ASCII, values: textOf(input.metadata) }] : []),
    ...(input.noData ? [{ id: 42113, type: ASCII, values: textOf(input.noData) }] : []),
  ];
  const maskBits = input.maskBits ?? 1;
  const mask = input.mask && maskBytes(input.mask, columns, maskBits);
  const maskTags: Tag[] = [
    { id: 254, type: LONG, values: [4] },
    { id: 256, type: LONG, values: [columns] },
    { id: 257, type: LONG, values: [rows] },
    { id: 258, type: SHORT, values: [maskBits] },
    { id: 259, type: SHORT, values: [1] },
    { id: 262, type: SHORT, values: [4] },
    { id: 277, type: SHORT, values: [1] },
    { id: 278, type: LONG, values: [rows] },
    { id: 339, type: SHORT, values: [1] },
  ];
  const first = directoryBytes(withStrip(tags, 0, strip.length));
  const second = mask ? directoryBytes(withStrip(maskTags, 0, mask.length)) : 0;
  const stripAt = 8 + first + second;
  const maskAt = stripAt + strip.length;
  const head = Buffer.alloc(8);
  head.write(isBig ? 'MM' : 'II', 'latin1');
  (isBig ? head.writeUInt16BE : head.writeUInt16LE).call(head, 42, 2);
  (isBig ? head.writeUInt32BE : head.writeUInt32LE).call(head, 8, 4);
  return Buffer.concat([
    head,
    directory(withStrip(tags, stripAt, strip.length), 8, mask ? 8 + first : 0, isBig),
    ...(mask ? [directory(withStrip(maskTags, maskAt, mask.length), 8 + first, 0, isBig)] : []),
    strip,
    ...(mask ? [mask] : []),
  ]);
}

const textOf = (text: string): number[] => [...Buffer.from(`${text}\0`)];

const matrixOf = ([a, b, c, d, e, f]: readonly number[]): number[] => [a, b, 0, c, d, e, 0, f, 0, 0, 0, 0, 0, 0, 0, 1];

function withStrip(tags: readonly Tag[], at: number, size: number): Tag[] {
  const strip = [
    { id: 273, type: LONG, values: [at] },
    { id: 279, type: LONG, values: [size] },
  ];
  return [...tags, ...strip].sort((a, b) => a.id - b.id);
}

function keyTags({ epsg, isPoint, keys = {} }: TiffInput): Tag[] {
  const doubles: number[] = [];
  let words = '';
  const entries: number[][] = [[1024, 0, 1, 1], [1025, 0, 1, isPoint ? 2 : 1], ...(epsg ? [[3072, 0, 1, epsg]] : [])];
  for (const [id, value] of Object.entries(keys)) {
    const known = entries.findIndex(([key]) => key === Number(id));
    if (known >= 0) entries.splice(known, 1);
    if (typeof value === 'string') {
      entries.push([Number(id), 34737, value.length + 1, words.length]);
      words += `${value}|`;
    } else if (Number.isInteger(value) && value >= 0 && value < 65_536) entries.push([Number(id), 0, 1, value]);
    else {
      entries.push([Number(id), 34736, 1, doubles.length]);
      doubles.push(value);
    }
  }
  entries.sort((a, b) => a[0] - b[0]);
  return [
    { id: 34735, type: SHORT, values: [1, 1, 0, entries.length, ...entries.flat()] },
    ...(doubles.length > 0 ? [{ id: 34736, type: DOUBLE, values: doubles }] : []),
    ...(words === '' ? [] : [{ id: 34737, type: ASCII, values: textOf(words) }]),
  ];
}

function numbersOf(numbers: ArrayLike<number>, kind: NumberKind, isBig: boolean): Buffer {
  const size = KINDS[kind].bits / 8;
  const out = Buffer.alloc(size * numbers.length);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < numbers.length; i++) {
    const at = size * i;
    if (kind === 'uint8') view.setUint8(at, numbers[i]);
    else if (kind === 'int16') view.setInt16(at, numbers[i], !isBig);
    else if (kind === 'uint16') view.setUint16(at, numbers[i], !isBig);
    else if (kind === 'int32') view.setInt32(at, numbers[i], !isBig);
    else if (kind === 'float32') view.setFloat32(at, numbers[i], !isBig);
    else view.setFloat64(at, numbers[i], !isBig);
  }
  return out;
}

/** With predictor 2 each number of a row, taken as a whole one of its size, is its difference to the one before it. */
function packed(
  bytes: Buffer,
  { columns, rows, bands = 1, predictor }: TiffInput,
  kind: NumberKind,
  isBig: boolean,
): Buffer {
  if (!predictor) return bytes;
  if (predictor === 1) return deflateSync(bytes);
  const size = KINDS[kind].bits / 8;
  const out = Buffer.from(bytes);
  const perRow = columns * bands;
  const number = (at: number): bigint => {
    let value = 0n;
    for (let k = 0; k < size; k++) value |= BigInt(bytes[at + (isBig ? size - 1 - k : k)]) << BigInt(8 * k);
    return value;
  };
  for (let row = 0; row < rows; row++)
    for (let i = perRow - 1; i >= bands; i--) {
      const at = size * (row * perRow + i);
      const difference = BigInt.asUintN(8 * size, number(at) - number(at - size * bands));
      for (let k = 0; k < size; k++)
        out[at + (isBig ? size - 1 - k : k)] = Number((difference >> BigInt(8 * k)) & 255n);
    }
  return deflateSync(out);
}

function maskBytes(mask: ArrayLike<number>, columns: number, bits: 1 | 8): Buffer {
  if (bits === 8) return Buffer.from(Uint8Array.from(mask, (value) => (value ? 255 : 0)));
  const perRow = Math.ceil(columns / 8);
  const out = Buffer.alloc((perRow * mask.length) / columns);
  for (let i = 0; i < mask.length; i++) {
    const column = i % columns;
    if (mask[i]) out[perRow * Math.floor(i / columns) + (column >> 3)] |= 128 >> (column & 7);
  }
  return out;
}

function directoryBytes(tags: readonly Tag[]): number {
  const long = tags.map(({ type, values }) => BYTES[type] * values.length).filter((size) => size > 4);
  return 2 + 12 * tags.length + 4 + long.reduce((sum, size) => sum + size + (size % 2), 0);
}

function directory(tags: readonly Tag[], at: number, next: number, isBig: boolean): Buffer {
  const out = Buffer.alloc(directoryBytes(tags));
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  view.setUint16(0, tags.length, !isBig);
  let free = 2 + 12 * tags.length + 4;
  view.setUint32(free - 4, next, !isBig);
  for (const [k, { id, type, values }] of tags.entries()) {
    const entry = 2 + 12 * k;
    const size = BYTES[type] * values.length;
    view.setUint16(entry, id, !isBig);
    view.setUint16(entry + 2, type, !isBig);
    view.setUint32(entry + 4, values.length, !isBig);
    let to = entry + 8;
    if (size > 4) {
      view.setUint32(entry + 8, at + free, !isBig);
      to = free;
      free += size + (size % 2);
    }
    for (const [i, value] of values.entries()) {
      const place = to + i * BYTES[type];
      if (type === DOUBLE) view.setFloat64(place, value, !isBig);
      else if (type === LONG) view.setUint32(place, value, !isBig);
      else if (type === SHORT) view.setUint16(place, value, !isBig);
      else view.setUint8(place, value);
    }
  }
  return out;
}
