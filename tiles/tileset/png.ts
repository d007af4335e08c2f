import { crc32, deflateSync } from 'node:zlib';

/** Pixels of a side of a tile of pictures. */
export const TILE_PX = 256;

/** sRGB and opacity, 0–255. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Palette PNGs (ISO/IEC 15948) of one picture in several colourings: the packed pixels are made once and each picture
 * differs in its palette only. 1, 4 or 8 bits a pixel by the number of colours; no row filter, which would spoil the
 * runs that a palette picture has.
 */
export function encodePalettePngs(
  width: number,
  height: number,
  indices: Uint8Array,
  palettes: readonly (readonly Rgba[])[],
): Uint8Array[] {
  const colours = Math.max(...palettes.map((palette) => palette.length));
  if (colours > 256) throw new Error(`png: expected 256 colours or fewer, got ${colours}`);
  const depth = colours <= 2 ? 1 : colours <= 16 ? 4 : 8;
  const pixels = chunk('IDAT', deflateSync(packRows(width, height, indices, depth), { level: 6 }));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, INDEXED, 0, 0, 0], 8);
  const head = chunk('IHDR', header);
  const end = chunk('IEND', Buffer.alloc(0));
  return palettes.map((palette) => {
    const colour = chunk('PLTE', Buffer.from(palette.flatMap((rgba) => rgba.slice(0, 3))));
    const clear = palette.findLastIndex(([, , , alpha]) => alpha < 255);
    const opacity = clear < 0 ? [] : [chunk('tRNS', Buffer.from(palette.slice(0, clear + 1).map((rgba) => rgba[3])))];
    return Buffer.concat([SIGNATURE, head, colour, ...opacity, pixels, end]);
  });
}

/**
 * A PNG of red, green, blue and opacity, 8 bits each; a picture that is opaque all over has no band of opacity. Each row stands as its
 * differences from the mean of left and above (filter 3), which suits photographs.
 */
export function encodeRgbaPng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  let isOpaque = true;
  for (let i = 3; i < rgba.length && isOpaque; i += 4) isOpaque = rgba[i] === 255;
  const bands = isOpaque ? 3 : 4;
  const stride = 1 + bands * width;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    rows[y * stride] = AVERAGE;
    for (let c = 0; c < bands; c++) {
      let left = 0;
      let at = y * stride + 1 + c;
      for (let i = 4 * y * width + c; i < 4 * (y + 1) * width; i += 4, at += bands) {
        const above = y > 0 ? rgba[i - 4 * width] : 0;
        rows[at] = rgba[i] - ((left + above) >> 1);
        left = rgba[i];
      }
    }
  }
  const pixels = chunk('IDAT', deflateSync(rows, { level: 6 }));
  return Buffer.concat([SIGNATURE, rgbaHeader(width, height, bands), pixels, chunk('IEND', Buffer.alloc(0))]);
}

/** Header of a picture of 8 bits a band. */
export function rgbaHeader(width: number, height: number, bands: 3 | 4): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, bands === 3 ? TRUE_COLOUR : WITH_OPACITY, 0, 0, 0], 8);
  return chunk('IHDR', header);
}

const AVERAGE = 3;
const TRUE_COLOUR = 2;
const WITH_OPACITY = 6;

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const INDEXED = 3;

function packRows(width: number, height: number, indices: Uint8Array, depth: 1 | 4 | 8): Buffer {
  const perByte = 8 / depth;
  const stride = 1 + Math.ceil(width / perByte);
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const to = y * stride + 1;
    const from = y * width;
    if (depth === 8) {
      rows.set(indices.subarray(from, from + width), to);
      continue;
    }
    for (let x = 0; x < width; x++)
      rows[to + Math.floor(x / perByte)] |= indices[from + x] << (8 - depth * (1 + (x % perByte)));
  }
  return rows;
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
