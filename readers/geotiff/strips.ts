import { inflateLimit } from '../../model/inflate-limit.ts';
import { inflated } from '../shared/inflate.ts';

type GeoTiffPackage = typeof import('geotiff');
type Unpack = (packed: Uint8Array, mostBytes: number) => Uint8Array | Promise<Uint8Array>;

/** By TIFF's number of the compression: LZW, deflate under both of its numbers, PackBits. */
const UNPACKS: readonly [numbers: number[], unpack: Unpack][] = [
  [[5], unpackLzw],
  [[8, 32946], (packed, mostBytes) => inflated(packed, 'deflate', mostBytes, 'strip', 'start')],
  [[32773], unpackBits],
];

/**
 * Puts decoders in place of geotiff's own, which unpack whatever comes: of deflate a thousand times what went in, of LZW into a list of
 * numbers, eight bytes a byte. A strip or tile holds its cells and no more; what is packed behind them is not unpacked.
 */
export function boundStrips({ addDecoder, BaseDecoder }: GeoTiffPackage): void {
  for (const [numbers, unpack] of UNPACKS)
    addDecoder(
      numbers,
      async () =>
        class extends BaseDecoder {
          override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
            const { tileWidth, tileHeight, bitsPerSample } = this.parameters;
            const bits = typeof bitsPerSample === 'number' ? [bitsPerSample] : Array.from(bitsPerSample);
            const bytes = tileWidth * tileHeight * bits.reduce((sum, each) => sum + Math.ceil(each / 8), 0);
            const packed = new Uint8Array(buffer);
            const whole = await unpack(packed, inflateLimit(packed.length, bytes));
            return whole.length === whole.buffer.byteLength ? whole.buffer : whole.slice().buffer;
          }
        },
    );
}

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const MOST_CODES = 4096;
const MIN_WIDTH = 9;
const MAX_WIDTH = 12;

/**
 * LZW of TIFF 6.0, section 13: codes of 9 to 12 bits, highest bit first, wider one code early. A string of the table is the one before it
 * and one byte more, which stand side by side in the output: the table holds places in the output and no bytes.
 */
function unpackLzw(packed: Uint8Array, mostBytes: number): Uint8Array {
  const out = new Uint8Array(mostBytes);
  const start = new Uint32Array(MOST_CODES);
  const length = new Uint32Array(MOST_CODES);
  let size = 0;
  let free = FIRST_FREE;
  let width = MIN_WIDTH;
  let lastLength = 0;
  let held = 0;
  let bits = 0;
  for (const byte of packed) {
    held = ((held << 8) | byte) & 0xfffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END || size === mostBytes) break;
    if (code === CLEAR) {
      free = FIRST_FREE;
      width = MIN_WIDTH;
      lastLength = 0;
      continue;
    }
    if (lastLength > 0 && free < MOST_CODES) {
      start[free] = size - lastLength;
      length[free++] = lastLength + 1;
    }
    if (code >= free) throw new RangeError(`LZW code ${code} of ${free}`);
    lastLength = code < CLEAR ? 1 : Math.min(length[code], mostBytes - size);
    const from = start[code];
    if (code < CLEAR) out[size++] = code;
    else for (let k = 0; k < lastLength; k++) out[size++] = out[from + k];
    if (free + 1 >= 1 << width && width < MAX_WIDTH) width++;
  }
  return out.subarray(0, size);
}

/** PackBits of TIFF 6.0, section 9. */
function unpackBits(packed: Uint8Array, mostBytes: number): Uint8Array {
  const out = new Uint8Array(mostBytes);
  let size = 0;
  for (let i = 0; i < packed.length && size < mostBytes; ) {
    const head = (packed[i++] << 24) >> 24;
    if (head === -128) continue;
    const count = Math.min(1 + Math.abs(head), mostBytes - size);
    if (head < 0) out.fill(packed[i++], size, size + count);
    else {
      out.set(packed.subarray(i, i + count), size);
      i += count;
    }
    size += count;
  }
  return out.subarray(0, size);
}
