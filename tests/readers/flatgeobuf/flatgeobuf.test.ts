import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { describe, expect, test } from 'vitest';
import { flatGeobufReader } from '../../../readers/flatgeobuf/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const collection = {
  type: 'FeatureCollection' as const,
  features: [
    {
      type: 'Feature' as const,
      properties: { name: '井', d: 300 },
      geometry: { type: 'Point' as const, coordinates: [442163, 4428000] },
    },
    {
      type: 'Feature' as const,
      properties: { name: 'b', d: 1.5 },
      geometry: { type: 'Point' as const, coordinates: [442164, 4428001] },
    },
  ],
};

test('features, attributes and the system of the head', async () => {
  const bytes = serialize(collection, 4548);
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('flatgeobuf');
  const { raw, codes } = await readFeatures(flatGeobufReader, bytes, { geometry: 'point' });
  expect([raw.crs, [...raw.xy], codes]).toEqual(['EPSG:4548', [442163, 4428000, 442164, 4428001], {}]);
  expect([wordsOf(raw, 'name'), wordsOf(raw, 'd')]).toEqual([
    ['井', 'b'],
    ['300', '1.5'],
  ]);
});

test('cut files are named; three hundred mutations end in features or in a named error', async () => {
  const whole = serialize(collection, 4548);
  await expect(
    readFeatures(flatGeobufReader, whole.subarray(0, whole.length - 40), { geometry: 'point' }),
  ).rejects.toThrow('town.data');
  for (let seed = 0; seed < 300; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = (seed * 31) & 255;
    await readFeatures(flatGeobufReader, bytes, { geometry: 'point' }).catch((error: Error) =>
      expect(error.name).toBe('ReadError'),
    );
  }
}, 60_000);

describe.skipIf(withoutData)('real files', () => {
  test('179 countries', async () => {
    const bytes = new Uint8Array(readFileSync(join(DATA, 'formats/vector/countries.fgb')));
    const { raw, codes } = await readFeatures(flatGeobufReader, bytes);
    expect([raw.count, raw.crs, codes]).toEqual([179, 'EPSG:4326', {}]);
    expect(wordsOf(raw, 'name')).toContain('Antarctica');
  });

  test('every position as the package of the format reads it', async () => {
    const bytes = new Uint8Array(readFileSync(join(DATA, 'formats/vector/countries.fgb')));
    const { raw } = await readFeatures(flatGeobufReader, bytes);
    const theirs: number[] = [];
    for await (const { geometry } of deserialize(bytes) as AsyncGenerator<{ geometry: { coordinates: unknown[] } }>)
      theirs.push(...(geometry.coordinates.flat(9) as number[]));
    expect([...raw.xy]).toEqual(theirs);
  });
});
