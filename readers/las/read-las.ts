import type { ByteSource } from '../shared/byte-source.ts';
import { ReadError } from '../shared/problems.ts';
import { lasCrs } from './las-crs.ts';
import { type LasHeader, lasHeader } from './las-header.ts';
import { forEachLazPoint } from './laz.ts';
import { lasMessage } from './messages.ts';
import type { PointCloud } from './point-cloud.ts';

/** Where red, green and blue stand in a record of each format that has them. */
const RGB_AT: Readonly<Record<number, number>> = { 2: 20, 3: 28, 7: 30, 8: 30 };
const CLASS_AT = 15;
/** From this format on the class has its own byte. */
const FIRST_OF_14 = 6;
/** Formats before LAS 1.4 keep flags in the upper bits of the class. */
const OLD_CLASS_BITS = 31;

/** All points of a LAS, LAZ or COPC file. */
export async function readLas(source: ByteSource, signal?: AbortSignal): Promise<PointCloud> {
  const file = source.name;
  const bytes = await source.whole();
  const header = lasHeader(bytes, file);
  const { count, format, scale, offset, recordBytes, records, pointsAt } = header;
  const wide = RGB_AT[format] === undefined ? null : new Uint16Array(3 * count);
  const cloud: PointCloud = {
    file,
    count,
    withheld: 0,
    xyz: new Int32Array(3 * count),
    scale,
    offset,
    rgb: null,
    intensity: new Uint16Array(count),
    classification: new Uint8Array(count),
    ...lasCrs(records),
  };
  const write = writerOf(cloud, header, wide);
  const isWithheld = withheldOf(header);
  let kept = 0;
  const take = (view: DataView, at: number): void => {
    if (!isWithheld(view, at)) write(view, at, kept++);
  };
  if (header.isCompressed) await forEachLazPoint(bytes, file, count, recordBytes, take, signal);
  else {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) take(view, pointsAt + i * recordBytes);
  }
  if (kept === 0) throw new ReadError(lasMessage('empty', { file }));
  const { xyz, intensity, classification } = cloud;
  return {
    ...cloud,
    count: kept,
    withheld: count - kept,
    xyz: xyz.subarray(0, 3 * kept),
    intensity: intensity.subarray(0, kept),
    classification: classification.subarray(0, kept),
    rgb: wide && bytesOfColours(wide.subarray(0, 3 * kept)),
  };
}

/** Bits of a point that its producer withdrew: in the class before LAS 1.4, among the flags beside it since. */
const OLD_WITHHELD = 0x80;
const WITHHELD = 4;

function withheldOf({ format }: LasHeader): (view: DataView, at: number) => boolean {
  const bit = format < FIRST_OF_14 ? OLD_WITHHELD : WITHHELD;
  return (view, at) => (view.getUint8(at + CLASS_AT) & bit) !== 0;
}

function writerOf(cloud: PointCloud, { format }: LasHeader, wide: Uint16Array | null) {
  const { xyz, intensity, classification } = cloud;
  const rgbAt = RGB_AT[format];
  const isOld = format < FIRST_OF_14;
  const classAt = isOld ? CLASS_AT : CLASS_AT + 1;
  const classBits = isOld ? OLD_CLASS_BITS : 255;
  return (view: DataView, at: number, i: number): void => {
    xyz[3 * i] = view.getInt32(at, true);
    xyz[3 * i + 1] = view.getInt32(at + 4, true);
    xyz[3 * i + 2] = view.getInt32(at + 8, true);
    intensity[i] = view.getUint16(at + 12, true);
    classification[i] = view.getUint8(at + classAt) & classBits;
    if (!wide) return;
    wide[3 * i] = view.getUint16(at + rgbAt, true);
    wide[3 * i + 1] = view.getUint16(at + rgbAt + 2, true);
    wide[3 * i + 2] = view.getUint16(at + rgbAt + 4, true);
  };
}

/** Colours have 16 bits by the standard, and 8 in many files; null where all are black. */
function bytesOfColours(wide: Uint16Array): Uint8Array | null {
  let most = 0;
  for (const value of wide) if (value > most) most = value;
  if (most === 0) return null;
  const shift = most > 255 ? 8 : 0;
  const bytes = new Uint8Array(wide.length);
  for (let i = 0; i < wide.length; i++) bytes[i] = wide[i] >> shift;
  return bytes;
}
