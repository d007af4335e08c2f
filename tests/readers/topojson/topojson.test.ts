import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { topoJsonReader } from '../../../readers/topojson/reader.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

/** Two squares side by side that share the arc 1, quantised by a tenth. */
const TOPOLOGY = {
  type: 'Topology',
  transform: { scale: [0.1, 0.1], translate: [100, 10] },
  arcs: [
    [
      [10, 10],
      [-10, 0],
      [0, -10],
      [10, 0],
    ],
    [
      [10, 0],
      [0, 10],
    ],
    [
      [10, 0],
      [10, 0],
      [0, 10],
      [-10, 0],
    ],
  ],
  objects: {
    blocks: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', id: 'a', properties: { h: 3 }, arcs: [[0, 1]] },
        { type: 'MultiPolygon', id: 'b', arcs: [[[2, -2]]] },
        { type: 'Polygon', id: 'broken', arcs: [[7]] },
        { type: null },
      ],
    },
    stops: {
      type: 'MultiPoint',
      coordinates: [
        [0, 0],
        [10, 5],
      ],
    },
  },
};

test('arcs that are shared run both ways; each object is a layer of its own', async () => {
  const text = JSON.stringify(TOPOLOGY);
  expect((await selectReader(bytesSource(new TextEncoder().encode(text), 'upload.bin')))?.id).toBe('topojson');
  await expect(readFeatures(topoJsonReader, text)).rejects.toThrow('2: blocks, stops');
  const { raw, codes } = await readFeatures(topoJsonReader, text, { table: 'blocks' });
  const rounded = [...raw.xy].map((value) => Math.round(value * 10) / 10);
  expect(rounded.slice(0, 10)).toEqual([101, 11, 100, 11, 100, 10, 101, 10, 101, 11]);
  expect(rounded.slice(10)).toEqual([101, 10, 102, 10, 102, 11, 101, 11, 101, 10]);
  expect([wordsOf(raw, ''), wordsOf(raw, 'h'), codes]).toEqual([
    ['a', 'b'],
    ['3', ''],
    { 'geometry-broken': 1, 'geometry-missing': 1 },
  ]);
  const stops = await readFeatures(topoJsonReader, text, { table: 'stops', geometry: 'point' });
  expect([...stops.raw.xy]).toEqual([100, 10, 101, 10.5]);
});

test('what is no topology is named; three hundred mutations end in features or in a named error', async () => {
  await expect(readFeatures(topoJsonReader, '{"type":"Topology","arcs":[')).rejects.toThrow(
    'town.data: expected whole TopoJSON',
  );
  await expect(readFeatures(topoJsonReader, '{"type":"Topology","arcs":[],"objects":3}')).rejects.toThrow('objects');
  const whole = new TextEncoder().encode(JSON.stringify(TOPOLOGY));
  for (let seed = 0; seed < 300; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = 32 + ((seed * 31) % 95);
    await readFeatures(topoJsonReader, bytes, { table: 'blocks' }).catch((error: Error) =>
      expect(error.name).toBe('ReadError'),
    );
  }
});

test('null in place of a geometry is a feature without one, as its number in a collection says', async () => {
  const whole = { type: 'Point', coordinates: [100, 10] };
  const geometries = [null, { type: 'GeometryCollection', geometries: [null, whole] }, whole];
  const topology = { type: 'Topology', arcs: [], objects: { stops: { type: 'GeometryCollection', geometries } } };
  const { raw, codes } = await readFeatures(topoJsonReader, JSON.stringify(topology), { geometry: 'point' });
  expect([[...raw.xy], codes]).toEqual([[100, 10, 100, 10], { 'geometry-missing': 1 }]);
});

describe.skipIf(withoutData)('real files', () => {
  test('33 boroughs of London', async () => {
    const text = readFileSync(join(DATA, 'formats/vector/londonBoroughs.topojson'), 'utf8');
    const { raw, codes } = await readFeatures(topoJsonReader, text);
    const { objects, bbox } = JSON.parse(text) as { objects: { boroughs: { geometries: unknown[] } }; bbox: number[] };
    expect([raw.count, objects.boroughs.geometries.length, codes]).toEqual([33, 33, {}]);
    // The bounds of the file are of the map before it was simplified: one step of its grid wider.
    const xs = [...raw.xy].filter((_, i) => i % 2 === 0);
    expect(Math.min(...xs)).toBeCloseTo(bbox[0], 3);
    expect(Math.max(...xs)).toBeCloseTo(bbox[2], 3);
  });
});
