import { inflateLimit } from '../../model/inflate-limit.ts';
import { inflated } from '../shared/inflate.ts';
import { lercBlob } from './lerc-blob.ts';

type GeoTiffPackage = typeof import('geotiff');
type Decoder = InstanceType<GeoTiffPackage['BaseDecoder']>;
type Layout = Decoder['parameters'];
type FileDirectory = Parameters<NonNullable<Parameters<GeoTiffPackage['addDecoder']>[2]>>[0];
/** `LercParameters`: the version, and in what a blob is packed once more: 0 nothing, 1 deflate, 2 zstd. */
type LercLayout = Layout & { LercParameters?: ArrayLike<number> };
type Unpack = (packed: Uint8Array, mostBytes: number) => Uint8Array | Promise<Uint8Array>;

/** By TIFF's number of the compression: LZW, deflate under both of its numbers, PackBits. */
const UNPACKS: readonly [numbers: number[], unpack: Unpack][] = [
  [[5], unpackLzw],
  [[8, 32946], (packed, mostBytes) => inflated(packed, 'deflate', mostBytes, 'strip', 'start')],
  [[32773], unpackBits],
  [[50000], unpackZstd],
];
/** TIFF's number of LERC. */
export const LERC = 34887;
/**
 * Room that a LERC blob needs beside its values: head, mask and one byte a block of 8 × 8. Values that do not pack are stored as they are.
 */
const LERC_BESIDE_BYTES = 4096;

/**
 * Puts decoders in place of geotiff's own, which unpack whatever comes: of deflate a thousand times what went in, of zstd forty thousand
 * times, of LZW into a list of numbers, eight bytes a byte. A strip or tile holds its cells and no more; what is packed behind them is not
 * unpacked, and in zstd and LERC refused.
 */
export function boundStrips({ addDecoder, BaseDecoder }: GeoTiffPackage): void {
  for (const [numbers, unpack] of UNPACKS)
    addDecoder(
      numbers,
      async () =>
        class extends BaseDecoder {
          override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
            const packed = new Uint8Array(buffer);
            return bufferOf(await unpack(packed, inflateLimit(packed.length, bytesOf(this.parameters))));
          }

          override async decode(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
            if (!isOfDifferences64(this.parameters)) return super.decode(buffer);
            return summed64(await this.decodeBlock(buffer), this.parameters);
          }
        },
    );
}

/** Predictor 2 holds differences from value to value of a row. */
const DIFFERENCES = 2;

/** Values of 64 bits that hold the difference to the one before them, which geotiff refuses. */
const isOfDifferences64 = (parameters: Layout): boolean =>
  parameters.predictor === DIFFERENCES && bitsOf(parameters).every((bits) => bits === 64);

function summed64(block: ArrayBufferLike, parameters: Layout): ArrayBufferLike {
  const perCell = parameters.planarConfiguration === 2 ? 1 : bitsOf(parameters).length;
  const perRow = parameters.tileWidth * perCell;
  const values = new BigUint64Array(block, 0, Math.floor(block.byteLength / 8));
  for (let i = perCell; i < values.length; i++) if (i % perRow >= perCell) values[i] += values[i - perCell];
  return block;
}

const bitsOf = ({ bitsPerSample }: Layout): number[] =>
  typeof bitsPerSample === 'number' ? [bitsPerSample] : Array.from(bitsPerSample);

/** Returns the size of a whole strip or tile, unpacked. */
const bytesOf = (parameters: Layout): number =>
  parameters.tileWidth * parameters.tileHeight * bitsOf(parameters).reduce((sum, each) => sum + Math.ceil(each / 8), 0);

const bufferOf = (bytes: Uint8Array): ArrayBufferLike =>
  bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;

/** What geotiff's own decoder of LERC is given: no second compression, since the blob comes unpacked. */
const PLAIN = { LercParameters: [4, 0] };
let lerc: Promise<void> | null = null;

/**
 * The same for LERC, where a file has it. Its own decoder is kept; before it stands what a blob says of itself, and what it is packed in
 * once more.
 */
export function boundLerc(geotiff: GeoTiffPackage): Promise<void> {
  lerc ??= replaceLerc(geotiff);
  return lerc;
}

async function replaceLerc({ addDecoder, getDecoder, BaseDecoder }: GeoTiffPackage): Promise<void> {
  const parameters = { tileWidth: 1, tileHeight: 1, predictor: 1, bitsPerSample: 8, planarConfiguration: 1, ...PLAIN };
  const own = await getDecoder(LERC, parameters);
  const Own = own.constructor as new (given: LercLayout) => Decoder;
  addDecoder(
    [LERC],
    async () =>
      class extends BaseDecoder {
        override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
          const { tileWidth, tileHeight } = this.parameters;
          const cells = tileWidth * tileHeight;
          const blob = await unpackedLerc(new Uint8Array(buffer), this.parameters);
          const decoder = new Own({ ...this.parameters, ...PLAIN });
          return decoder.decodeBlock(bufferOf(lercBlob(blob, cells, bitsOf(this.parameters).length)));
        }
      },
    lercParameters,
  );
}

/** Reads the parameters from the directory as geotiff does, and in what a blob is packed once more. */
async function lercParameters(directory: FileDirectory): Promise<LercLayout> {
  const isTiled = !directory.hasTag('StripOffsets');
  const numberOf = async (tag: Parameters<FileDirectory['loadValue']>[0]) =>
    Number((await directory.loadValue(tag)) ?? 0);
  return {
    tileWidth: await numberOf(isTiled ? 'TileWidth' : 'ImageWidth'),
    tileHeight: await (isTiled ? numberOf('TileLength') : (await numberOf('RowsPerStrip')) || numberOf('ImageLength')),
    planarConfiguration: await numberOf('PlanarConfiguration'),
    bitsPerSample: (await directory.loadValue('BitsPerSample')) ?? 8,
    predictor: (await numberOf('Predictor')) || 1,
    LercParameters: (await directory.loadValue('LercParameters')) ?? PLAIN.LercParameters,
  };
}

/** LERC's values in deflate or zstd (GDAL's LERC_DEFLATE, LERC_ZSTD), unpacked to what the blob of a strip may be at most. */
async function unpackedLerc(packed: Uint8Array, parameters: LercLayout): Promise<Uint8Array> {
  const mostBytes = inflateLimit(packed.length, 2 * bytesOf(parameters) + LERC_BESIDE_BYTES);
  const second = Number(parameters.LercParameters?.[1] ?? 0);
  if (second === 1) return inflated(packed, 'deflate', mostBytes, 'strip', 'start');
  return second === 2 ? unpackZstd(packed, mostBytes) : packed;
}

/**
 * zstd (RFC 8878), by the package that geotiff has it from, into as many bytes as there may be: it answers with none where a frame is broken
 * or holds more. Left to find its size by itself it makes room for whatever the frame says, and at a broken one it never ends.
 */
async function unpackZstd(packed: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  const { ZSTDDecoder } = await import('zstddec');
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const out = decoder.decode(packed, mostBytes);
  if (out.length === 0) throw new RangeError(`zstd: a broken frame, or one of more than ${mostBytes} bytes`);
  return out;
}

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const MAX_CODES = 4096;
const MIN_WIDTH = 9;
const MAX_WIDTH = 12;

/**
 * LZW of TIFF 6.0, section 13: codes of 9 to 12 bits, highest bit first, wider one code early. A string of the table is the one before it
 * and one byte more, which stand side by side in the output: the table holds places in the output and no bytes.
 */
function unpackLzw(packed: Uint8Array, mostBytes: number): Uint8Array {
  const out = new Uint8Array(mostBytes);
  const start = new Uint32Array(MAX_CODES);
  const length = new Uint32Array(MAX_CODES);
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
    if (lastLength > 0 && free < MAX_CODES) {
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
