import { deflateSync } from 'node:zlib';
import { geoTiff } from '../../../cli/sim/geotiff.ts';

/** How a strip may be packed: by TIFF's number of it. */
const NUMBERS = { lzw: 5, deflate: 8, packBits: 32773, lerc: 34887, zstd: 50000 } as const;
export type Packing = keyof typeof NUMBERS;

const TAGS = { columns: 256, rows: 257, compression: 259, stripOffsets: 273, stripBytes: 279 } as const;

/** 8 × 8 cells of 2 m in one strip, packed in one of the ways; `cells` stands in the strip in place of theirs, `packed` in place of the strip. */
export function packedTiff(packing: Packing, cells?: Uint8Array, packed?: Uint8Array): Uint8Array {
  const values = Float32Array.from({ length: 64 }, (_, i) => 340 + i / 8);
  const raster = { columns: 8, rows: 8, cellM: 2, westM: 85_000, southM: 446_000, values };
  const plain = geoTiff(raster, { kind: 'epsg', code: 28_992 });
  const northFirst = Float32Array.from(values, (_, i) => values[8 * (7 - Math.floor(i / 8)) + (i % 8)]);
  const strip = packed ?? pack(packing, cells ?? new Uint8Array(northFirst.buffer));
  const bytes = Buffer.concat([plain, strip]);
  setTag(bytes, 'compression', NUMBERS[packing]);
  setTag(bytes, 'stripOffsets', plain.length);
  setTag(bytes, 'stripBytes', strip.length);
  return bytes;
}

/** Changes a tag of one number of a TIFF that `packedTiff` made. */
export function setTag(bytes: Buffer | Uint8Array, name: keyof typeof TAGS, value: number): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let k = 0; k < view.readUInt16LE(8); k++) {
    const at = 10 + 12 * k;
    if (view.readUInt16LE(at) !== TAGS[name]) continue;
    if (view.readUInt16LE(at + 2) === 3) view.writeUInt16LE(value, at + 8);
    else view.writeUInt32LE(value, at + 8);
    return;
  }
  throw new RangeError(`no tag ${name}`);
}

function pack(packing: Packing, bytes: Uint8Array): Uint8Array {
  if (packing === 'deflate') return deflateSync(bytes);
  if (packing === 'lerc') return lercOf(8, 8, bytes);
  if (packing === 'zstd') return zstdFrame([{ kind: 'raw', bytes }]);
  return packing === 'lzw' ? packLzw(bytes) : packBits(bytes);
}

/** A frame of zstd that does not say its size (RFC 8878, 3.1.1): blocks as they are, or of one byte so many times. */
export function zstdFrame(
  blocks: readonly ({ kind: 'raw'; bytes: Uint8Array } | { kind: 'same'; times: number })[],
): Buffer {
  const parts = blocks.flatMap((block, i) => {
    const isLast = i === blocks.length - 1;
    const size = block.kind === 'raw' ? block.bytes.length : block.times;
    const head = Buffer.alloc(3);
    head.writeUIntLE(Number(isLast) | (Number(block.kind === 'same') << 1) | (size << 3), 0, 3);
    return [head, block.kind === 'raw' ? block.bytes : Uint8Array.of(7)];
  });
  return Buffer.concat([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58), ...parts]);
}

/** A LERC blob of version 2.2: float32 values as they are, or one value in all cells. */
export function lercOf(rows: number, columns: number, values?: Uint8Array): Buffer {
  const head = Buffer.alloc(62);
  head.write('Lerc2 ', 'latin1');
  const bytes = values ? Buffer.concat([head, Uint8Array.of(1), values]) : head;
  for (const [k, number] of [2, rows, columns, rows * columns, 8, bytes.length, 6].entries())
    bytes.writeUInt32LE(number, 6 + 4 * k);
  for (const [k, number] of [0, 1, values ? 2 : 1].entries()) bytes.writeDoubleLE(number, 34 + 8 * k);
  return bytes;
}

/** Runs of one byte, as long as they may be; other bytes as they are, one by one. */
function packBits(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    let run = 1;
    while (run < 128 && bytes[i + run] === bytes[i]) run++;
    if (run > 1) out.push(257 - run, bytes[i]);
    else out.push(0, bytes[i]);
    i += run;
  }
  return Uint8Array.from(out);
}

/** TIFF 6.0, section 13, as its pseudocode has it. */
function packLzw(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  let width = 9;
  const write = (code: number) => {
    held = ((held << width) | code) & 0xfffff;
    bits += width;
    for (; bits >= 8; bits -= 8) out.push((held >> (bits - 8)) & 255);
  };
  let table = new Map<string, number>();
  let free = 258;
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text));
  write(256);
  let known = '';
  for (const byte of bytes) {
    const longer = known + String.fromCharCode(byte);
    if (codeOf(longer) !== undefined) {
      known = longer;
      continue;
    }
    write(codeOf(known) ?? 0);
    table.set(longer, free++);
    known = String.fromCharCode(byte);
    if (free === 512 || free === 1024 || free === 2048) width++;
    if (free < 4094) continue;
    write(256);
    table = new Map();
    free = 258;
    width = 9;
  }
  if (known !== '') write(codeOf(known) ?? 0);
  write(257);
  if (bits > 0) out.push((held << (8 - bits)) & 255);
  return Uint8Array.from(out);
}
