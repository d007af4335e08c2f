import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeStripPng } from '../../../tiles/tileset/strip-png.ts';
import { seeded } from '../../../workers/shared/random.ts';

const WIDTH = 37;
/** Three strips, the last one short. */
const HEIGHT = 300;

function planesOf(seed: number, bands: number) {
  const random = seeded(seed);
  return Array.from({ length: bands }, () => ({
    values: Uint8Array.from({ length: WIDTH * HEIGHT }, () => (random() < 0.5 ? 255 : Math.floor(256 * random()))),
    step: 1,
  }));
}

/** The planes of a PNG whose rows are differences from the left; its checksum is held by `inflateSync`. */
function decoded(png: Uint8Array, bands: number): Uint8Array[] {
  const bytes = Buffer.from(png);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const rows = inflateSync(Buffer.concat(parts));
  const planes = Array.from({ length: bands }, () => new Uint8Array(WIDTH * HEIGHT));
  for (let y = 0; y < HEIGHT; y++)
    for (let band = 0; band < bands; band++)
      for (let x = 0, left = 0; x < WIDTH; x++) {
        left = (left + rows[y * (1 + bands * WIDTH) + 1 + bands * x + band]) & 255;
        planes[band][y * WIDTH + x] = left;
      }
  return planes;
}

test.each([3, 4])('a picture of %i planes reads back, over the edges of its strips', (bands) => {
  const planes = planesOf(bands, bands);
  for (const packing of ['runs', 'matches'] as const)
    expect(decoded(encodeStripPng(WIDTH, HEIGHT, planes, packing).png, bands)).toEqual(
      planes.map(({ values }) => values),
    );
});

test('a plane is kept in its steps', () => {
  const planes = [4, 8, 1].map((step) => ({ values: new Uint8Array(WIDTH * HEIGHT).fill(254), step }));
  const bytes = decoded(encodeStripPng(WIDTH, HEIGHT, planes, 'runs').png, 3).map(([first]) => first);
  expect(bytes).toEqual([255, 255, 254]);
});

test('strips of a former picture are taken over, and the bytes are those of a new one', () => {
  const former = encodeStripPng(WIDTH, HEIGHT, planesOf(1, 4), 'runs');
  const planes = planesOf(1, 4);
  planes[2].values[150 * WIDTH] ^= 8;
  const fresh = encodeStripPng(WIDTH, HEIGHT, planes, 'runs');
  const again = encodeStripPng(WIDTH, HEIGHT, planes, 'runs', former);
  expect(Buffer.compare(again.png, fresh.png)).toBe(0);
  expect(again.strips).toEqual(fresh.strips);
  expect(again.strips.map(({ key }, k) => key === former.strips[k].key)).toEqual([true, false, true]);
});
