import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { vectorTilesReader } from '../../../readers/vector-tiles/reader.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { mvtOf, pmTilesOf } from './write-tiles.ts';

/** At level 1 there are four tiles of 180°; their numbers along the curve: 1 north-west, 2 south-west, 3 south-east, 4 north-east. */
const HOUSE = { type: 3, properties: { name: '楼', height: 12 } } as const;
const rectangle = (west: number, north: number, east: number, south: number): number[] => [
  ...[west, north, east, north],
  ...[east, south, west, south],
];

test('a single tile lies where its name says; a ring of the other turn is a hole', async () => {
  const bytes = mvtOf({
    houses: [{ ...HOUSE, id: 7, lines: [rectangle(0, 0, 2048, 2048), [512, 512, 512, 1024, 1024, 1024, 1024, 512]] }],
  });
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('vector-tiles');
  const { raw, codes } = await readFeatures(vectorTilesReader, bytes, {}, '1-1-1.mvt');
  expect([raw.count, [...raw.featurePart], [...raw.partRing], [...raw.ringVertex]]).toEqual([
    1,
    [0, 1],
    [0, 2],
    [0, 5, 10],
  ]);
  // The tile of the south-east: its north-western corner is 0°, 0°.
  expect([...raw.xy.slice(0, 4)]).toEqual([0, 0, 90, 0]);
  expect(raw.xy[5]).toBeCloseTo(-66.51326, 5);
  expect([wordsOf(raw, 'name'), wordsOf(raw, ''), wordsOf(raw, 'height')]).toEqual([['楼'], ['7'], ['12']]);
  expect(codes['tile-steps']).toBe(1);
  await expect(readFeatures(vectorTilesReader, bytes, {}, 'upload.mvt')).rejects.toThrow('level-column-row.mvt');
});

test('an archive gives its finest level; what lies over an edge is cut there and one feature again by its number', async () => {
  const west = mvtOf({ houses: [{ ...HOUSE, id: 9, lines: [rectangle(4000, 1000, 4160, 2000)] }] });
  const east = mvtOf({ houses: [{ ...HOUSE, id: 9, lines: [rectangle(-96, 1000, 64, 2000)] }] });
  const world = mvtOf({ houses: [{ ...HOUSE, id: 9, lines: [rectangle(2000, 500, 2080, 1000)] }] });
  const archive = pmTilesOf(1, [
    [0, world],
    [1, west],
    [4, east],
  ]);
  const { raw } = await readFeatures(vectorTilesReader, archive, {}, 'town.pmtiles');
  expect([raw.count, [...raw.featurePart], [...raw.partRing]]).toEqual([1, [0, 1], [0, 1]]);
  const lons = [...raw.xy].filter((_, i) => i % 2 === 0);
  expect(Math.min(...lons)).toBeCloseTo((4000 / 4096 - 1) * 180, 9);
  expect(Math.max(...lons)).toBeCloseTo((64 / 4096) * 180, 9);
  // No edge along the tiles' edge at 0° is left: corners of the rectangle's sides stand there, one to the north and one to the south.
  expect(lons.filter((lon) => lon === 0)).toHaveLength(2);
});

test('without a number a feature stays in pieces, which is said; a point of two tiles is one', async () => {
  const archive = pmTilesOf(1, [
    [
      1,
      mvtOf({
        a: [
          { type: 2, lines: [[4000, 10, 4200, 10]] },
          { type: 1, lines: [[4096, 100]] },
        ],
      }),
    ],
    [
      4,
      mvtOf({
        a: [
          { type: 2, lines: [[-96, 10, 104, 10]] },
          { type: 1, lines: [[0, 100]] },
        ],
      }),
    ],
  ]);
  const lines = await readFeatures(vectorTilesReader, archive, { geometry: 'line' }, 'town.pmtiles');
  expect([lines.raw.count, lines.codes['tile-pieces']]).toEqual([2, 2]);
  const points = await readFeatures(vectorTilesReader, archive, { geometry: 'point' }, 'town.pmtiles');
  expect([points.raw.count, points.raw.xy[0]]).toEqual([1, 0]);
});

test('a street that two tiles hold is one line where it has a number', async () => {
  const archive = pmTilesOf(1, [
    [1, mvtOf({ a: [{ type: 2, id: 7, lines: [[4000, 10, 4200, 10]] }] })],
    [4, mvtOf({ a: [{ type: 2, id: 7, lines: [[-96, 10, 104, 10]] }] })],
  ]);
  const { raw, codes } = await readFeatures(vectorTilesReader, archive, { geometry: 'line' }, 'town.pmtiles');
  expect([raw.count, raw.xy.length / 2, codes['tile-pieces']]).toEqual([1, 3, undefined]);
  expect(raw.xy[2]).toBe(0);
});

test('several layers are asked for by name; tiles of pictures and broken ones are refused by name', async () => {
  const both = mvtOf({ b: [{ ...HOUSE, lines: [rectangle(0, 0, 9, 9)] }], a: [{ type: 1, lines: [[1, 1]] }] });
  await expect(readFeatures(vectorTilesReader, both, {}, '0-0-0.mvt')).rejects.toThrow('2: a, b');
  expect((await readFeatures(vectorTilesReader, both, { table: 'b' }, '0-0-0.mvt')).raw.count).toBe(1);
  const archive = pmTilesOf(0, [[0, both]]);
  archive[99] = 4;
  await expect(readFeatures(vectorTilesReader, archive, {}, 'a.pmtiles')).rejects.toThrow('pictures (WebP)');
  archive[99] = 1;
  await expect(readFeatures(vectorTilesReader, archive.subarray(0, 200), {}, 'a.pmtiles')).rejects.toThrow('a.pmtiles');
  archive[98] = 4;
  await expect(readFeatures(vectorTilesReader, archive, {}, 'a.pmtiles')).rejects.toThrow('zstd');
});

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const REAL = join(DATA, 'formats/mvt/with_feature_id.mvt');

test('a tile of another maker: nine layers, numbers beyond 2³²', async (context) => {
  if (!existsSync(REAL)) context.skip(`no real files in ${DATA}`);
  const bytes = new Uint8Array(readFileSync(REAL));
  const refusal = await readFeatures(vectorTilesReader, bytes, {}, '14-8801-5374.mvt').catch(String);
  const names = /9: (.*)/.exec(String(refusal))?.[1].split(', ') ?? [];
  expect(names).toHaveLength(9);
  const ids = new Set<string>();
  for (const table of names)
    for (const geometry of ['polygon', 'line', 'point'] as const) {
      const { raw } = await readFeatures(vectorTilesReader, bytes, { table, geometry }, '14-8801-5374.mvt');
      for (const id of wordsOf(raw, '')) ids.add(id);
    }
  expect([...ids].some((id) => Number(id) > 2 ** 32)).toBe(true);
});
