import { createHash } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { chunk, rgbaHeader, SIGNATURE } from './png.ts';

/** A PNG whose rows are packed strip by strip, each for itself. */
export interface StripPng {
  png: Uint8Array;
  strips: PngStrip[];
}

/** What a strip is made of, its checksum (Adler 32) and the bytes of its chunk. */
interface PngStrip {
  key: string;
  sum: number;
  bytes: number;
}

/** A band of a picture, kept in steps of so many bytes; coarser ones are not seen and pack better. */
export interface Plane {
  values: Uint8Array;
  step: number;
}

/** Returns the byte that stands for a value in such steps. */
export function stepped(value: number, step: number): number {
  return Math.min(255, Math.round(value / step) * step);
}

/**
 * By runs alone a raster of noise and plains packs faster and smaller; one of repeated shapes is larger by runs: New York's night 861 kB in
 * 0.03 CPU-s by runs, 799 kB in 0.08 by matches of level 4, 763 kB in 0.17 by those of level 6.
 */
type Packing = 'matches' | 'runs';

const STRIP_ROWS = 128;

/**
 * A PNG of three or four planes. Rows stand as differences from the left (filter 1), which keeps the steps of a stepped
 * raster. Strips that are those of a former picture of the same size are taken from it as they are packed.
 */
export function encodeStripPng(
  width: number,
  height: number,
  planes: readonly Plane[],
  packing: Packing,
  former?: StripPng,
): StripPng {
  const bands = planes.length === 3 ? 3 : 4;
  const start = [SIGNATURE, rgbaHeader(width, height, bands), chunk('IDAT', ZLIB_HEADER)];
  const parts: Uint8Array[] = [...start];
  const strips: PngStrip[] = [];
  const rows = Buffer.alloc(STRIP_ROWS * (1 + bands * width));
  let formerAt = start.reduce((sum, { length }) => sum + length, 0);
  let sum = 1;
  for (let row = 0; row < height; row += STRIP_ROWS) {
    const filtered = filterRows(rows, width, row, Math.min(height, row + STRIP_ROWS), planes);
    const key = createHash('sha256').update(filtered).digest('base64url');
    const known = former?.strips[strips.length];
    const isSame = former !== undefined && known?.key === key;
    const packed = isSame
      ? former.png.subarray(formerAt, formerAt + known.bytes)
      : chunk('IDAT', pack(filtered, packing));
    const strip = { key, sum: isSame ? known.sum : adler32(filtered), bytes: packed.length };
    parts.push(packed);
    strips.push(strip);
    sum = joinedSum(sum, strip.sum, filtered.length);
    formerAt += known?.bytes ?? 0;
  }
  const end = Buffer.from([...LAST_BLOCK, 0, 0, 0, 0]);
  end.writeUInt32BE(sum, LAST_BLOCK.length);
  parts.push(chunk('IDAT', end), chunk('IEND', Buffer.alloc(0)));
  return { png: Buffer.concat(parts), strips };
}

/** Deflate with a window of 32 kB (RFC 1950), and its empty last block (RFC 1951). */
const ZLIB_HEADER = Buffer.from([0x78, 0x9c]);
const LAST_BLOCK = [0x03, 0x00];

function filterRows(rows: Buffer, width: number, from: number, to: number, planes: readonly Plane[]): Buffer {
  const bands = planes.length;
  const stride = 1 + bands * width;
  for (let y = from; y < to; y++) rows[(y - from) * stride] = FROM_LEFT;
  for (const [band, { values, step }] of planes.entries()) {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => stepped(value, step));
    for (let y = from; y < to; y++) {
      let left = 0;
      let at = (y - from) * stride + 1 + band;
      for (let i = y * width; i < (y + 1) * width; i++, at += bands) {
        const own = bytes[values[i]];
        rows[at] = own - left;
        left = own;
      }
    }
  }
  return rows.subarray(0, (to - from) * stride);
}

const FROM_LEFT = 1;

function pack(rows: Buffer, packing: Packing): Buffer {
  const strategy = packing === 'runs' ? constants.Z_RLE : constants.Z_DEFAULT_STRATEGY;
  return deflateRawSync(rows, { level: 4, strategy, finishFlush: constants.Z_SYNC_FLUSH });
}

const ADLER_BASE = 65521;
/** Both sums are cut down after so many bytes, before they outgrow whole numbers of 32 bits. */
const ADLER_RUN = 2048;

/** Checksum of RFC 1950. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(bytes.length, from + ADLER_RUN);
    for (let i = from; i < to; i++) {
      low = (low + bytes[i]) | 0;
      high = (high + low) | 0;
    }
    low %= ADLER_BASE;
    high %= ADLER_BASE;
  }
  return high * 65536 + low;
}

/** Checksum of two texts, one behind the other, of their own and the second's length. */
function joinedSum(first: number, second: number, secondBytes: number): number {
  const firstLow = first % 65536;
  const secondLow = second % 65536;
  const firstHigh = Math.floor(first / 65536);
  const secondHigh = Math.floor(second / 65536);
  const low = (firstLow + secondLow - 1 + ADLER_BASE) % ADLER_BASE;
  const high = (firstHigh + secondHigh + (secondBytes % ADLER_BASE) * (firstLow - 1 + ADLER_BASE)) % ADLER_BASE;
  return high * 65536 + low;
}
