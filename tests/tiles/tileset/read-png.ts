import { inflateSync } from 'node:zlib';

interface ReadPng {
  width: number;
  height: number;
  bands: number;
  at(x: number, y: number): number[];
}

/** Reads the pixels of a PNG of 8 bits a band, rows by the mean filter, as `encodeRgbaPng` writes them. */
export function readPng(bytes: Buffer): ReadPng {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const bands = bytes[25] === 6 ? 4 : 3;
  const from = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(from + 4, from + 4 + bytes.readUInt32BE(from - 4)));
  const pixels = Buffer.alloc(bands * width * height);
  for (let y = 0; y < height; y++) {
    if (rows[y * (1 + bands * width)] !== 3) throw new Error(`row ${y}: expected the mean filter`);
    for (let i = 0; i < bands * width; i++) {
      const left = i >= bands ? pixels[y * bands * width + i - bands] : 0;
      const above = y > 0 ? pixels[(y - 1) * bands * width + i] : 0;
      pixels[y * bands * width + i] = rows[y * (1 + bands * width) + 1 + i] + ((left + above) >> 1);
    }
  }
  return {
    width,
    height,
    bands,
    at: (x, y) => [...pixels.subarray(bands * (y * width + x), bands * (y * width + x + 1))],
  };
}
