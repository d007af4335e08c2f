import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Manifest } from '../../model/city/manifest.ts';
import { ROOT_TILE_DEG } from '../shape/terrain.ts';
import { listFiles } from './files.ts';
import type { Findings } from './findings.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EXPECTED_PX = 256;

/** A tile whose sliver of the city is thinner than this share of it may be left out. */
const SLIVER = 1e-6;

/**
 * The ground picture: both themes have the same tiles, every tile of the city's square is there from the least to the
 * greatest level, and each is a whole PNG of 256 × 256 (its chunks end to end, with their checksums).
 */
export function checkPicture(folder: string, ground: NonNullable<Manifest['ground']>, findings: Findings): number {
  const { minLevel, maxLevel, westDeg, southDeg, eastDeg, northDeg } = ground;
  let tiles = 0;
  for (const theme of [ground.plan, ground.command]) {
    const root = join(folder, theme);
    const there = new Set(existsSync(root) ? listFiles(root).filter((file) => file.endsWith('.png')) : []);
    for (let level = minLevel; level <= maxLevel; level++) {
      const perDeg = 2 ** level / ROOT_TILE_DEG;
      const first = (deg: number, from: number) => Math.floor((deg - from) * perDeg + SLIVER);
      const last = (deg: number, from: number) => Math.ceil((deg - from) * perDeg - SLIVER) - 1;
      for (let x = first(westDeg, -180); x <= last(eastDeg, -180); x++) {
        for (let y = first(southDeg, -90); y <= last(northDeg, -90); y++) {
          const file = `${level}/${x}/${y}.png`;
          if (!there.delete(file)) {
            findings.add('file-missing', `${theme}/${file}`, 'manifest.json ground', 'a tile', 'none');
            continue;
          }
          tiles++;
          const fault = faultOf(readFileSync(join(root, file)));
          if (fault) findings.add('picture', `${theme}/${file}`, '', fault.expected, fault.got);
        }
      }
    }
    for (const file of there)
      findings.add('picture-outside', `${theme}/${file}`, '', "a tile of the city's square", 'one outside');
  }
  return tiles;
}

function faultOf(bytes: Buffer): { expected: string; got: string } | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE))
    return { expected: "PNG's eight bytes", got: bytes.subarray(0, 8).toString('hex') };
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) return { expected: 'an IEND chunk', got: 'the end of the file' };
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) return { expected: `${length} bytes of ${type}`, got: 'the end of the file' };
    const sum = crc32(bytes.subarray(at + 4, at + 8 + length));
    if (sum !== bytes.readUInt32BE(at + 8 + length)) return { expected: `the checksum of ${type}`, got: 'another' };
    if (at === 8) {
      const width = bytes.readUInt32BE(16);
      const height = bytes.readUInt32BE(20);
      if (width !== EXPECTED_PX || height !== EXPECTED_PX)
        return { expected: `${EXPECTED_PX} × ${EXPECTED_PX}`, got: `${width} × ${height}` };
    }
    at += 12 + length;
    if (type === 'IEND')
      return at === bytes.length ? null : { expected: 'nothing after IEND', got: `${bytes.length - at} bytes` };
  }
}
