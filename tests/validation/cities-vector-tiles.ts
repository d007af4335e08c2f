import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { vectorTilesReader } from '../../readers/vector-tiles/reader.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { mbtilesOf, mvtOf, type WrittenFeature } from '../readers/vector-tiles/write-tiles.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Generated vector tiles whose truth their generator knows: areas with holes, in parts and across a tile's edge, lines and points, in every
 * size and depth of tile, whose rings turn as version 2 asks or the other way, as version 1 leaves it open.
 */
const FILES = 120;
const QUICK_FILES = 24;

type Kind = 'polygon' | 'line' | 'point';
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)];

/** Lines of x, y in turn in steps from the north-western corner of the first tile. */
interface MadeFeature {
  id: number | undefined;
  parts: number[][][];
  name: string;
}

interface MadeTiles {
  what: string;
  name: string;
  bytes: Uint8Array;
  kind: Kind;
  features: MadeFeature[];
  degreesOf(x: number, y: number): [lonDeg: number, latDeg: number];
}

/** A star about a place, clockwise on the ground's picture, as outer rings turn; no corner lies on an edge of a tile. */
function starOf(random: Random, x: number, y: number, radius: number): number[] {
  const corners = 4 + Math.floor(random() * 6);
  return Array.from({ length: corners }, (_, i) => {
    const turn = (2 * Math.PI * i) / corners;
    const size = radius * (0.7 + 0.3 * random());
    return [Math.round(x + size * Math.cos(turn)), Math.round(y + size * Math.sin(turn))];
  }).flat();
}

const reversed = (ring: readonly number[]): number[] =>
  Array.from({ length: ring.length / 2 }, (_, i) => [
    ring[ring.length - 2 - 2 * i],
    ring[ring.length - 1 - 2 * i],
  ]).flat();

/** What a tile holds of a rectangle that goes on into its eastern neighbour: up to a buffer beyond the edge. */
const boxRing = (west: number, north: number, east: number, south: number): number[] => [
  ...[west, north, east, north, east, south, west, south],
];

async function tilesOf(random: Random, nth: number): Promise<MadeTiles> {
  const extent = pick(random, [256, 512, 1024, 4096, 4096, 8192]);
  const level = 8 + Math.floor(random() * 10);
  const column = Math.floor(random() * (2 ** level - 2));
  const row = Math.floor(random() * 2 ** level);
  const kind = pick(random, ['polygon', 'polygon', 'polygon', 'line', 'point'] as const);
  const isReversed = kind === 'polygon' && nth % 3 === 0;
  const version = isReversed ? 1 : pick(random, [1, 2, 2]);
  const isArchive = random() < 0.4;
  const cell = extent / 4;
  const features: MadeFeature[] = [];
  const first: WrittenFeature[] = [];
  const second: WrittenFeature[] = [];
  const turned = (ring: number[]): number[] => (isReversed ? reversed(ring) : ring);
  const count = 1 + Math.floor(random() * 4);
  for (let i = 0; i < count; i++) {
    const name = `f${i}`;
    const id = random() < 0.5 ? i + 1 : undefined;
    const places = Array.from(
      { length: kind === 'line' ? 2 : 1 + Math.floor(random() * 3) },
      (_, k): [number, number] => [cell * (0.7 + 0.9 * k) + Math.round(random() * 0.1 * cell), cell * (0.6 + 0.9 * i)],
    );
    if (kind === 'point') {
      const line = places.flatMap(([x, y]) => [Math.round(x), Math.round(y)]);
      // A second place in what the tile has of its neighbour is the neighbour's.
      first.push({ id, type: 1, lines: [[...line, extent + 3, 5]], properties: { name } });
      features.push({ id, name, parts: [[line]] });
      continue;
    }
    if (kind === 'line') {
      const lines = places.map(([x, y]) => [
        Math.round(x),
        Math.round(y),
        Math.round(x + 0.4 * cell),
        Math.round(y + 0.2 * cell),
      ]);
      first.push({ id, type: 2, lines, properties: { name } });
      features.push({ id, name, parts: [lines] });
      continue;
    }
    const parts = places.map(([x, y]) => {
      const outer = turned(starOf(random, x, y, 0.4 * cell));
      const hasHole = random() < 0.6;
      return hasHole ? [outer, turned(reversed(starOf(random, x, y, 0.15 * cell)))] : [outer];
    });
    first.push({ id, type: 3, lines: parts.flat(), properties: { name } });
    features.push({ id, name, parts });
  }
  if (isArchive && kind === 'polygon') {
    // A rectangle with a hole, across the edge; each tile has it up to a buffer, and both call it by one number.
    const buffer = extent / 16;
    const [north, south] = [Math.round(0.05 * cell), Math.round(0.15 * cell)];
    const [west, east] = [extent - cell, extent + cell];
    const holeOf = (from: number, to: number) => turned(reversed(boxRing(from, north + 2, to, south - 2)));
    const hole: [number, number] = [extent - Math.round(cell / 2), extent + Math.round(cell / 2)];
    // Where the tiles met a corner stays on a straight side.
    const withSeam = (ring: number[]) => [...ring, extent, ring[1], extent, ring[5]];
    const whole = { id: 99, type: 3, properties: { name: 'across' } } as const;
    first.push({
      ...whole,
      lines: [turned(boxRing(west, north, extent + buffer, south)), holeOf(hole[0], extent + buffer)],
    });
    second.push({
      ...whole,
      lines: [turned(boxRing(-buffer, north, east - extent, south)), holeOf(-buffer, hole[1] - extent)],
    });
    features.push({
      id: 99,
      name: 'across',
      parts: [[withSeam(boxRing(west, north, east, south)), withSeam(boxRing(hole[0], north + 2, hole[1], south - 2))]],
    });
  }
  const options = { extent, version };
  const bytes = mvtOf({ town: first }, options);
  const rows = [
    [level, column, 2 ** level - 1 - row, bytes] as const,
    ...(second.length > 0
      ? [[level, column + 1, 2 ** level - 1 - row, mvtOf({ town: second }, options)] as const]
      : []),
  ];
  return {
    what: `${kind} ${count} level ${level} extent ${extent} version ${version}${isReversed ? ' reversed' : ''}${isArchive ? ' archive' : ''}`,
    name: isArchive ? `town-${nth}.mbtiles` : `${level}-${column}-${row}.mvt`,
    bytes: isArchive ? await mbtilesOf('pbf', rows) : bytes,
    kind,
    features,
    degreesOf: (x, y) => [
      (360 * (column + x / extent)) / 2 ** level - 180,
      (Math.atan(Math.sinh(Math.PI * (1 - (2 * (row + y / extent)) / 2 ** level))) * 180) / Math.PI,
    ],
  };
}

/** Rings of each part of a feature as sets of corners, whatever they begin with and however they turn. */
const ringKey = (ring: readonly (readonly [number, number])[]): string =>
  [...new Set(ring.map(([x, y]) => `${x.toFixed(8)} ${y.toFixed(8)}`))].sort().join(', ');

function expectedKey({ parts }: MadeFeature, { kind, degreesOf }: MadeTiles): string {
  const keys = parts.map((part) =>
    part.map((line) =>
      ringKey(Array.from({ length: line.length / 2 }, (_, i) => degreesOf(line[2 * i], line[2 * i + 1]))),
    ),
  );
  return kind === 'polygon'
    ? keys
        .map(([outer, ...holes]) => [outer, ...holes.sort()].join(' minus '))
        .sort()
        .join(' and ')
    : keys.flat().sort().join(' and ');
}

/** The same of what was read; a row each, by their names. */
function readKeys(raw: RawFeatures, kind: Kind): Map<string, string[]> {
  const words = raw.fields.find((field) => field.name === 'name')?.words(raw.count);
  const keys = new Map<string, string[]>();
  for (let feature = 0; feature < raw.count; feature++) {
    const parts: string[][] = [];
    for (let part = raw.featurePart[feature]; part < raw.featurePart[feature + 1]; part++) {
      const rings: string[] = [];
      for (let at = raw.partRing[part]; at < raw.partRing[part + 1]; at++)
        rings.push(
          ringKey(
            Array.from({ length: raw.ringVertex[at + 1] - raw.ringVertex[at] }, (_, i): [number, number] => [
              raw.xy[2 * (raw.ringVertex[at] + i)],
              raw.xy[2 * (raw.ringVertex[at] + i) + 1],
            ]),
          ),
        );
      parts.push(rings);
    }
    const name = words?.text(feature) ?? '';
    const own =
      kind === 'polygon' ? parts.map(([outer, ...holes]) => [outer, ...holes.sort()].join(' minus ')) : parts.flat();
    keys.set(name, [...(keys.get(name) ?? []), ...own]);
  }
  return keys;
}

async function isAsMeant(made: MadeTiles): Promise<boolean> {
  const read = await vectorTilesReader.read(
    bytesSource(made.bytes, made.name),
    { geometry: made.kind },
    new Problems(),
  );
  if (read.gives !== 'features') return false;
  const keys = readKeys(read.raw, made.kind);
  const isEach = made.features.every(
    (feature) => (keys.get(feature.name) ?? []).sort().join(' and ') === expectedKey(feature, made),
  );
  return isEach && keys.size === made.features.length;
}

async function verdicts(name: string, count: number): Promise<Verdict[]> {
  const random = seeded(53);
  let wrong = 0;
  let holes = 0;
  for (let nth = 0; nth < count; nth++) {
    const made = await tilesOf(random, nth);
    holes += made.features
      .flatMap(({ parts }) => parts)
      .filter((part) => made.kind === 'polygon' && part.length > 1).length;
    if (await isAsMeant(made)) continue;
    wrong++;
    process.stderr.write(`${name}: ${nth} ${made.what}\n`);
  }
  return [exactly(`${name} silently wrong of ${count}`, wrong, 0), atLeast(`${name} holes`, holes, count)];
}

const caseOf = (name: string, files: number, quick: boolean): ValidationCase => ({
  name,
  quick,
  run: () => verdicts(name, files),
});

export const CASES: ValidationCase[] = [
  caseOf('cities.vector-tiles quick', QUICK_FILES, true),
  caseOf('cities.vector-tiles', FILES, false),
];
