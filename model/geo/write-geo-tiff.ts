import type { RasterPlace } from '../city/raster.ts';
import { EARTH_RADIUS_M } from './earth.ts';

/** The origin of a city's plane. */
interface PlaneOrigin {
  lonDeg: number;
  latDeg: number;
  heightM: number;
}

/** Types of values by their numbers in TIFF 6. */
const TYPE = { ascii: 2, short: 3, long: 4, double: 12 } as const;
const SIZE: Readonly<Record<number, number>> = { [TYPE.short]: 2, [TYPE.long]: 4, [TYPE.double]: 8, [TYPE.ascii]: 1 };
const ENTRY_BYTES = 12;
const HEAD_BYTES = 8;
/** Stands in the file where there is no value. */
const NO_DATA = -9999;

type Tag = readonly [tag: number, type: number, values: readonly number[]];

/** A key that is a number of the list itself, and one whose value stands at a place of the list of doubles. */
const shortKey = (id: number, value: number) => [id, 0, 1, value];
const doubleKey = (id: number, at: number) => [id, 34736, 1, at];
const textOf = (text: string): number[] => [...text].map((one) => one.charCodeAt(0)).concat(0);

/**
 * A raster of a city's plane as an uncompressed GeoTIFF (OGC 19-008r4), one band of float32 from the north-west. The plane is written as a
 * transverse Mercator about the city's origin on WGS 84, larger by the origin's height: within five kilometres they differ by centimetres.
 */
export function writeGeoTiff(
  { westM, southM, cellM, columns, rows }: RasterPlace,
  valueAt: (cell: number) => number | null,
  origin: PlaneOrigin,
): Uint8Array<ArrayBuffer> {
  const doubles = [origin.latDeg, origin.lonDeg, 1 + origin.heightM / EARTH_RADIUS_M, 0, 0];
  const keys = [
    shortKey(1024, 1),
    shortKey(1025, 1),
    shortKey(2048, 4326),
    shortKey(3072, 32767),
    shortKey(3074, 32767),
    shortKey(3075, 1),
    shortKey(3076, 9001),
    doubleKey(3080, 1),
    doubleKey(3081, 0),
    doubleKey(3082, 3),
    doubleKey(3083, 4),
    doubleKey(3092, 2),
  ];
  const dataBytes = 4 * columns * rows;
  const tags = (dataAt: number): Tag[] => [
    [256, TYPE.long, [columns]],
    [257, TYPE.long, [rows]],
    [258, TYPE.short, [32]],
    [259, TYPE.short, [1]],
    [262, TYPE.short, [1]],
    [273, TYPE.long, [dataAt]],
    [277, TYPE.short, [1]],
    [278, TYPE.long, [rows]],
    [279, TYPE.long, [dataBytes]],
    [339, TYPE.short, [3]],
    [33550, TYPE.double, [cellM, cellM, 0]],
    [33922, TYPE.double, [0, 0, 0, westM, southM + rows * cellM, 0]],
    [34735, TYPE.short, [1, 1, 0, keys.length, ...keys.flat()]],
    [34736, TYPE.double, doubles],
    [42113, TYPE.ascii, textOf(String(NO_DATA))],
  ];
  const dataAt = sizeOfHead(tags(0));
  const view = new DataView(new ArrayBuffer(dataAt + dataBytes));
  putHead(view, tags(dataAt));
  for (let row = 0, at = dataAt; row < rows; row++)
    for (let column = 0; column < columns; column++, at += 4)
      view.setFloat32(at, valueAt((rows - 1 - row) * columns + column) ?? NO_DATA, true);
  return new Uint8Array(view.buffer);
}

const bytesOf = ([, type, values]: Tag): number => SIZE[type] * values.length;
const even = (bytes: number): number => bytes + (bytes % 2);

/** Header, directory and the values that do not fit in it. */
const sizeOfHead = (tags: readonly Tag[]): number =>
  tags.reduce(
    (sum, tag) => sum + (bytesOf(tag) > 4 ? even(bytesOf(tag)) : 0),
    HEAD_BYTES + 2 + ENTRY_BYTES * tags.length + 4,
  );

function putHead(view: DataView, tags: readonly Tag[]): void {
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, HEAD_BYTES, true);
  view.setUint16(HEAD_BYTES, tags.length, true);
  let beyond = HEAD_BYTES + 2 + ENTRY_BYTES * tags.length + 4;
  for (const [i, tag] of tags.entries()) {
    const at = HEAD_BYTES + 2 + ENTRY_BYTES * i;
    const [id, type, values] = tag;
    view.setUint16(at, id, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, values.length, true);
    const isBeyond = bytesOf(tag) > 4;
    if (isBeyond) view.setUint32(at + 8, beyond, true);
    putValues(view, isBeyond ? beyond : at + 8, type, values);
    if (isBeyond) beyond += even(bytesOf(tag));
  }
}

function putValues(view: DataView, start: number, type: number, values: readonly number[]): void {
  for (const [i, value] of values.entries()) {
    const at = start + i * SIZE[type];
    if (type === TYPE.short) view.setUint16(at, value, true);
    else if (type === TYPE.long) view.setUint32(at, value, true);
    else if (type === TYPE.double) view.setFloat64(at, value, true);
    else view.setUint8(at, value);
  }
}
