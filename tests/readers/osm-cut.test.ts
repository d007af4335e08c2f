import { describe, expect, test } from 'vitest';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { osmXmlReader } from '../../readers/osm-xml/reader.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import { wordsOf } from './read-features.ts';

/** A box of 1 × 1 degree; degrees stand for a plane here. */
const BOUNDS = '<bounds minlon="0" minlat="0" maxlon="1" maxlat="1"/>';

let last = 0;
/** A way through places, with its nodes before it. */
function way(id: number, places: readonly Point[], tags = '', missing: readonly number[] = []): string {
  const first = last + 1;
  last += places.length;
  const isClosed = String(places[0]) === String(places[places.length - 1]);
  const refs = places.map((_, i) => (isClosed && i === places.length - 1 ? first : first + i));
  const nodes = places.map(([lon, lat], i) =>
    missing.includes(i) ? '' : `<node id="${first + i}" lon="${lon}" lat="${lat}"/>`,
  );
  return `${nodes.join('')}<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join('')}${tags}</way>`;
}

const tag = (k: string, v: string): string => `<tag k="${k}" v="${v}"/>`;

const relation = (id: number, members: readonly (readonly [number, string])[], tags: string): string =>
  `<relation id="${id}">${members.map(([ref, role]) => `<member type="way" ref="${ref}" role="${role}"/>`).join('')}${tag('type', 'multipolygon')}${tags}</relation>`;

const WATER = tag('natural', 'water');

async function water(
  body: string,
  { bounds = BOUNDS, box, key = 'natural' }: { bounds?: string; box?: Box; key?: string } = {},
) {
  const problems = new Problems();
  const bytes = new TextEncoder().encode(`<?xml version="1.0"?><osm version="0.6">${bounds}${body}</osm>`);
  const wish = { geometry: 'polygon' as const, tag: { key }, ...(box ? { box } : {}) };
  const read = await osmXmlReader.read(bytesSource(bytes, 'cut.osm'), wish, problems);
  if (read.gives !== 'features') throw new Error(read.gives);
  const { raw } = read;
  const { partRing, ringVertex, xy } = raw;
  let area = 0;
  for (let part = 0; part + 1 < partRing.length; part++)
    for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
      const places: Point[] = [];
      for (let v = ringVertex[ring]; v < ringVertex[ring + 1]; v++) places.push([xy[2 * v], xy[2 * v + 1]]);
      area += Math.abs(signedAreaM2(places)) * (ring === partRing[part] ? 1 : -1);
    }
  const list = problems.list();
  return { raw, area, codes: list.map(({ code, count }) => `${code} ${count}`), list };
}

/** Both banks of a river 0.2 wide, north and south of 0.5, whose ends lie beyond the file. */
const BANKS =
  way(1, [
    [-0.2, 0.4],
    [0.5, 0.4],
    [1.3, 0.4],
  ]) +
  way(2, [
    [1.2, 0.6],
    [-0.1, 0.6],
  ]);
const RIVER = relation(
  9,
  [
    [1, 'outer'],
    [2, 'outer'],
    [77, 'outer'],
  ],
  WATER + tag('name', 'Donau'),
);

describe('a river of which the file has two of three ways', () => {
  test('is the side of its own centre line', async () => {
    const line = way(
      3,
      [
        [-0.1, 0.5],
        [1.1, 0.5],
      ],
      tag('waterway', 'river') + tag('name', 'Donau'),
    );
    const { area, codes, raw } = await water(BANKS + line + RIVER);
    expect(area).toBeCloseTo(0.2, 6);
    expect(codes).toEqual(['area-cut 1']);
    expect(wordsOf(raw, 'cut_at_edge')).toEqual(['yes']);
  });

  test('is not where the houses are', async () => {
    const house = (id: number, x: number, y: number) =>
      way(
        id,
        [
          [x, y],
          [x + 0.01, y],
          [x + 0.01, y + 0.01],
          [x, y],
        ],
        tag('building', 'yes'),
      );
    const { area } = await water(BANKS + house(3, 0.2, 0.1) + house(4, 0.7, 0.8) + RIVER);
    expect(area).toBeCloseTo(0.2, 6);
  });

  test('a road on a bridge and a stream of another name tell nothing', async () => {
    const bridge = way(
      3,
      [
        [0.5, 0.3],
        [0.5, 0.45],
        [0.5, 0.55],
        [0.5, 0.7],
      ],
      tag('highway', 'primary') + tag('bridge', 'yes'),
    );
    const { raw, list } = await water(BANKS + bridge + RIVER);
    expect(raw.count).toBe(0);
    expect(list).toEqual([expect.objectContaining({ code: 'area-side', count: 1 })]);
    expect(list[0].example).toContain('"Donau" (relation/9)');
  });

  test('is closed along the box that is asked for, where that is the smaller one', async () => {
    const line = way(
      3,
      [
        [-0.1, 0.5],
        [1.1, 0.5],
      ],
      tag('waterway', 'river'),
    );
    const { area } = await water(BANKS + line + RIVER, { box: [0.25, 0.25, 0.75, 0.75] });
    expect(area).toBeCloseTo(0.1, 6);
  });
});

test('a lake whose far shore is missing is the side of its island; the island is land', async () => {
  const shore = way(1, [
    [0.3, -0.1],
    [0.3, 1.1],
  ]);
  const island = way(2, [
    [0.5, 0.5],
    [0.6, 0.5],
    [0.6, 0.6],
    [0.5, 0.5],
  ]);
  const lake = relation(
    9,
    [
      [1, 'outer'],
      [77, 'outer'],
      [2, 'inner'],
    ],
    WATER,
  );
  const { area } = await water(shore + island + lake);
  expect(area).toBeCloseTo(0.7 - 0.005, 6);
});

test('a lake that only lacks an island beyond the file is whole', async () => {
  const shore = way(1, [
    [0.2, 0.2],
    [0.6, 0.2],
    [0.6, 0.6],
    [0.2, 0.6],
    [0.2, 0.2],
  ]);
  const { area, codes } = await water(
    shore +
      relation(
        9,
        [
          [1, 'outer'],
          [77, 'inner'],
        ],
        WATER,
      ),
  );
  expect(area).toBeCloseTo(0.16, 6);
  expect(codes).toEqual(['area-cut 1']);
});

test('water has the coast on its left bank: it lies to the right of a coastline', async () => {
  // Northward: the right is the east.
  const coast = way(
    1,
    [
      [0.3, -0.1],
      [0.3, 0.3],
      [0.3, 0.7],
      [0.3, 1.1],
    ],
    tag('natural', 'coastline'),
  );
  const { area } = await water(
    coast +
      relation(
        9,
        [
          [1, 'outer'],
          [77, 'outer'],
        ],
        tag('natural', 'bay'),
      ),
  );
  expect(area).toBeCloseTo(0.7, 6);
});

test('an extract that lacks the nodes beyond its edge: the last one is led on to it', async () => {
  const shore = way(
    1,
    [
      [0.5, 0.97],
      [0.5, 0.5],
      [0.97, 0.5],
    ],
    WATER,
  );
  const line = way(
    2,
    [
      [0.8, 0.8],
      [0.81, 0.81],
      [0.82, 0.82],
      [0.83, 0.83],
    ],
    tag('waterway', 'river'),
  );
  const closed = shore
    .replace(/<nd ref="(\d+)"\/>(?!.*<nd)/, '<nd ref="$1"/><nd ref="900"/>')
    .replace('<way id="1">', '<way id="1"><nd ref="900"/>');
  const { area, codes } = await water(closed + line);
  expect(area).toBeCloseTo(0.25, 6);
  expect(codes).toEqual(['area-cut 1']);
});

test('without bounds the nodes of the file and the ends of the river tell its box', async () => {
  const far = way(
    5,
    [
      [-0.05, -0.05],
      [1.02, 1.02],
    ],
    tag('highway', 'path'),
  );
  const line = way(
    3,
    [
      [-0.04, 0.5],
      [1, 0.5],
    ],
    tag('waterway', 'river'),
  );
  const banks =
    way(1, [
      [-0.03, 0.4],
      [1.01, 0.4],
    ]) +
    way(2, [
      [-0.02, 0.6],
      [1.02, 0.6],
    ]);
  const { area } = await water(banks + line + far + RIVER, { bounds: '' });
  expect(area).toBeCloseTo(0.2 * 1.03, 2);
});

test('footways and coasts are no areas: an open way is told where its tags say so', async () => {
  const paths = way(
    1,
    [
      [0.1, 0.1],
      [0.2, 0.2],
    ],
    tag('highway', 'footway'),
  );
  const square = way(
    2,
    [
      [0.3, 0.1],
      [0.4, 0.2],
    ],
    tag('highway', 'pedestrian') + tag('area', 'yes'),
  );
  expect((await water(paths + square, { key: 'highway' })).codes).toEqual(['way-open 1']);
  const trees = way(
    1,
    [
      [0.1, 0.1],
      [0.2, 0.2],
    ],
    tag('natural', 'tree_row'),
  );
  expect((await water(trees)).codes).toEqual([]);
});
