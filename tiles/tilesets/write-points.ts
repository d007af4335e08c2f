import { join } from 'node:path';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { pointClassOf } from '../../model/city/point-classes.ts';
import { ecefFromEnuMatrix } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { PointCloud } from '../../readers/las/point-cloud.ts';
import type { Box } from '../tileset/mesh-glb.ts';
import { meshoptReady } from '../tileset/meshopt.ts';
import { writeCompressed } from '../tileset/precompress.ts';
import { pointGlb } from './point-glb.ts';
import { buildPointTree, type PointNode } from './point-octree.ts';

type PointFacts = NonNullable<LayerInfo['points']>;

/** What the points of a cloud are coloured by: the camera's colours, else the classes, else how much light came back. */
export function pointFactsOf({ count, rgb, classification }: PointCloud): PointFacts {
  const counts = new Uint32Array(256);
  for (const code of classification) counts[code]++;
  const classes = [...counts].flatMap((n, code) => (n > 0 ? [{ code, count: n }] : []));
  const isClassified = classes.some(({ code }) => code > 1);
  return { count, colouredBy: rgb ? 'rgb' : isClassified ? 'classification' : 'intensity', classes };
}

/** sRGB to what glTF asks for, of a byte: IEC 61966-2-1. */
const LINEAR = Uint16Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return Math.round(65535 * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
});

function linearColours(
  { count, rgb, classification, intensity }: PointCloud,
  by: PointFacts['colouredBy'],
): Uint16Array {
  const linear = new Uint16Array(3 * count);
  if (by === 'rgb' && rgb) {
    for (let i = 0; i < linear.length; i++) linear[i] = LINEAR[rgb[i]];
    return linear;
  }
  if (by === 'classification') {
    const colours = Array.from({ length: 256 }, (_, code) => pointClassOf(code).rgb.map((byte) => LINEAR[byte]));
    for (let i = 0; i < count; i++) for (let k = 0; k < 3; k++) linear[3 * i + k] = colours[classification[i]][k];
    return linear;
  }
  let most = 1;
  for (const value of intensity) if (value > most) most = value;
  for (let i = 0; i < count; i++) linear.fill(LINEAR[Math.round((intensity[i] / most) * 175) + 80], 3 * i, 3 * i + 3);
  return linear;
}

interface Written {
  box: Box;
  tiles: number;
  bytes: number;
  gzipBytes: number;
}

/** Writes the tiles of a cloud whose points are known in the city's frame: an octree whose tiles add up. */
export async function writePoints(
  cloud: PointCloud,
  enuMm: Int32Array,
  by: PointFacts['colouredBy'],
  folder: string,
  origin: LonLat,
): Promise<Written> {
  await meshoptReady;
  const { order, root } = buildPointTree(enuMm);
  const linear = linearColours(cloud, by);
  const sums = { tiles: 0, bytes: 0, gzipBytes: 0 };
  const tileOf = (node: PointNode): { tile: object; box: Box } => {
    const { bytes, box: own } = pointGlb(enuMm, linear, order, node.from, node.to);
    const uri = `${node.name}.glb`;
    sums.tiles++;
    sums.bytes += bytes.length;
    sums.gzipBytes += writeCompressed(join(folder, uri), bytes).gzipBytes;
    const built = node.children.map(tileOf);
    const box = built.reduce((all, child) => union(all, child.box), own);
    const children = built.map(({ tile }) => tile);
    return {
      box,
      tile: {
        boundingVolume: volume(box),
        geometricError: Math.round(node.spacingM * 1000) / 1000,
        refine: 'ADD',
        content: { uri },
        ...(children.length > 0 ? { children } : {}),
      },
    };
  };
  const { tile, box } = tileOf(root);
  const size = Math.max(box[3] - box[0], box[4] - box[1], box[5] - box[2]);
  const text = JSON.stringify({
    asset: { version: '1.1' },
    geometricError: Math.max(1, Math.round(size)),
    root: { transform: ecefFromEnuMatrix(origin), ...tile },
  });
  sums.gzipBytes += writeCompressed(join(folder, 'tileset.json'), Buffer.from(text)).gzipBytes;
  return { ...sums, bytes: sums.bytes + text.length, box };
}

const union = (a: Box, b: Box): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.min(a[2], b[2]),
  Math.max(a[3], b[3]),
  Math.max(a[4], b[4]),
  Math.max(a[5], b[5]),
];

/** A millimetre wider than the points, so that no rounding puts one outside. */
const MARGIN_M = 0.001;

function volume([west, south, low, east, north, high]: Box): { box: number[] } {
  const half = (from: number, to: number): number => (to - from) / 2 + MARGIN_M;
  return {
    box: [
      ...[(west + east) / 2, (south + north) / 2, (low + high) / 2],
      ...[half(west, east), 0, 0],
      ...[0, half(south, north), 0],
      ...[0, 0, half(low, high)],
    ],
  };
}
