import { ReadError } from '../shared/problems.ts';
import { latinOf } from '../shared/utf8.ts';
import { lasMessage } from './messages.ts';

/** The head of a LAS or LAZ file (ASPRS LAS 1.0 to 1.4). */
export interface LasHeader {
  pointsAt: number;
  format: number;
  isCompressed: boolean;
  recordBytes: number;
  count: number;
  scale: [number, number, number];
  offset: [number, number, number];
  /** By user and record number. */
  records: Map<string, Uint8Array>;
}

/** Bytes of a point of each format that is read; those with waves (4, 5, 9, 10) are not. */
const MIN_POINT_BYTES: Readonly<Record<number, number>> = { 0: 20, 1: 28, 2: 26, 3: 34, 6: 30, 7: 36, 8: 38 };
const HEAD_BYTES = 227;
const RECORD_HEAD_BYTES = 54;
const MAX_RECORDS = 10_000;
/** 18 bytes a point are held, and as much again while tiles are made. */
const MAX_POINTS = 50_000_000;

/** Does a file that begins so hold points? */
export const isLas = (bytes: Uint8Array): boolean => latinOf(bytes.subarray(0, 4)) === 'LASF';

export function lasHeader(bytes: Uint8Array, file: string): LasHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = (what: string): ReadError => new ReadError(lasMessage('cut', { file, what, got: bytes.length }));
  if (bytes.length < HEAD_BYTES || !isLas(bytes)) throw cut('LASF');
  const headBytes = view.getUint16(94, true);
  const pointsAt = view.getUint32(96, true);
  const stated = bytes[104];
  const format = stated & 63;
  const recordBytes = view.getUint16(105, true);
  const least = MIN_POINT_BYTES[format];
  if (least === undefined) throw new ReadError(lasMessage('format', { file, got: format }));
  const is14 = bytes[24] === 1 && bytes[25] >= 4 && headBytes >= 375 && bytes.length >= 375;
  const count = is14 ? Number(view.getBigUint64(247, true)) : view.getUint32(107, true);
  if (count === 0) throw new ReadError(lasMessage('empty', { file }));
  if (count > MAX_POINTS) throw new ReadError(lasMessage('many', { file, most: MAX_POINTS, got: count }));
  const isCompressed = (stated & 0xc0) !== 0;
  const pointBytes = isCompressed ? 1 : count * recordBytes;
  if (recordBytes < least || pointsAt < headBytes || pointsAt + pointBytes > bytes.length)
    throw cut(`${count} × ${recordBytes} + ${pointsAt}`);
  const three = (at: number): [number, number, number] => [
    view.getFloat64(at, true),
    view.getFloat64(at + 8, true),
    view.getFloat64(at + 16, true),
  ];
  const scale = three(131);
  const offset = three(155);
  if (![...scale, ...offset].every(Number.isFinite) || scale.some((one) => one === 0)) throw cut('scale, offset');
  const records = recordsOf(bytes, view, headBytes, Math.min(view.getUint32(100, true), MAX_RECORDS), pointsAt);
  if (is14) addExtended(records, bytes, view, pointsAt);
  return { pointsAt, format, isCompressed, recordBytes, count, scale, offset, records };
}

/** Variable records; one that sticks out of the head is none. */
function recordsOf(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  count: number,
  to: number,
): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  for (let i = 0, at = from; i < count && at + RECORD_HEAD_BYTES <= to; i++) {
    const user = latinOf(bytes.subarray(at + 2, at + 18)).replace(/\0.*$/s, '');
    const length = view.getUint16(at + 20, true);
    const content = at + RECORD_HEAD_BYTES;
    if (content + length > to) break;
    const name = `${user} ${view.getUint16(at + 18, true)}`;
    if (!records.has(name)) records.set(name, bytes.subarray(content, content + length));
    at = content + length;
  }
  return records;
}

const EXTENDED_HEAD_BYTES = 60;

/** Adds the records that stand behind the points since LAS 1.4, where most of what is large is kept; one that sticks out of the file is none. */
function addExtended(records: Map<string, Uint8Array>, bytes: Uint8Array, view: DataView, pointsAt: number): void {
  let at = Number(view.getBigUint64(235, true));
  const count = Math.min(view.getUint32(243, true), MAX_RECORDS);
  for (let i = 0; i < count && at >= pointsAt && at + EXTENDED_HEAD_BYTES <= bytes.length; i++) {
    const user = latinOf(bytes.subarray(at + 2, at + 18)).replace(/\0.*$/s, '');
    const name = `${user} ${view.getUint16(at + 18, true)}`;
    const length = Number(view.getBigUint64(at + 20, true));
    const content = at + EXTENDED_HEAD_BYTES;
    if (content + length > bytes.length) break;
    if (!records.has(name)) records.set(name, bytes.subarray(content, content + length));
    at = content + length;
  }
}
