import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Manifest } from '../../model/city/manifest.ts';
import { ecefFromLonLat } from '../../model/geo/enu.ts';
import { ROOT_TILE_DEG } from '../shape/terrain.ts';
import {
  decodeQuantizedMesh,
  QUANTIZED_MAX,
  type QuantizedMesh,
  QuantizedMeshError,
} from '../tileset/quantized-mesh.ts';
import { listFiles } from './files.ts';
import type { Findings } from './findings.ts';

/** Neighbours write equal heights in different steps; rounding in float32 headers is far below this. */
const EDGE_TOLERANCE_M = 0.001;

/** Float rounding of a bounding sphere of up to 10,000 km. */
const SPHERE_TOLERANCE_M = 0.1;

const Range = v.object({ startX: v.number(), startY: v.number(), endX: v.number(), endY: v.number() });
const LayerJson = v.looseObject({
  format: v.literal('quantized-mesh-1.0'),
  scheme: v.literal('tms'),
  projection: v.literal('EPSG:4326'),
  tiles: v.array(v.string()),
  available: v.array(v.array(Range)),
});

/** Along one side of a tile: where, and how high above the ellipsoid, in the order of where. */
interface Side {
  at: number[];
  heightM: number[];
}

interface Sides {
  west: Side;
  south: Side;
  east: Side;
  north: Side;
}

/**
 * Terrain as a viewer takes it: the files are those that layer.json promises, each tile covers its square once, its header holds its
 * vertices, and where two tiles of a level meet their edges run at the same height.
 */
export function checkTerrain(folder: string, terrain: NonNullable<Manifest['terrain']>, findings: Findings): number {
  const root = join(folder, terrain.url);
  const description = `${terrain.url}/layer.json`;
  const layer = readLayerJson(folder, description, findings);
  if (!layer) return 0;
  if (layer.available.length !== terrain.maxLevel + 1)
    findings.add(
      'terrain-levels',
      description,
      'available',
      `${terrain.maxLevel + 1} levels, as in manifest.json`,
      layer.available.length,
    );
  const promised = new Set<string>();
  for (const [level, ranges] of layer.available.entries()) {
    for (const { startX, startY, endX, endY } of ranges) {
      for (let x = startX; x <= endX; x++)
        for (let y = startY; y <= endY; y++) promised.add(`${level}/${x}/${y}.terrain`);
    }
  }
  const there = new Set(existsSync(root) ? listFiles(root).filter((file) => file.endsWith('.terrain')) : []);
  for (const file of there) {
    if (!promised.has(file))
      findings.add(
        'terrain-available',
        `${terrain.url}/${file}`,
        '',
        'a tile that layer.json promises',
        'one that it does not',
      );
  }
  const sides = new Map<string, Sides>();
  for (const file of promised) {
    if (!there.has(file)) {
      findings.add('file-missing', `${terrain.url}/${file}`, `${description} available`, 'a tile', 'none');
      continue;
    }
    const found = checkTile(root, terrain.url, file, findings);
    if (found) sides.set(file, found);
  }
  for (const [file, own] of sides) {
    const [level, x, y] = file.split(/[/.]/).map(Number);
    compare(terrain.url, file, 'east edge', own.east, `${level}/${x + 1}/${y}.terrain`, 'west', sides, findings);
    compare(terrain.url, file, 'north edge', own.north, `${level}/${x}/${y + 1}.terrain`, 'south', sides, findings);
  }
  return promised.size;
}

function readLayerJson(folder: string, file: string, findings: Findings): v.InferOutput<typeof LayerJson> | null {
  if (!existsSync(join(folder, file))) {
    findings.add('file-missing', file, 'manifest.json terrain', 'a file', 'none');
    return null;
  }
  const result = v.safeParse(LayerJson, JSON.parse(readFileSync(join(folder, file), 'utf8')));
  if (result.success) return result.output;
  const [issue] = result.issues;
  findings.add('terrain-json', file, v.getDotPath(issue) ?? '(root)', issue.expected, issue.received);
  return null;
}

function checkTile(root: string, url: string, file: string, findings: Findings): Sides | null {
  const name = `${url}/${file}`;
  try {
    const mesh = decodeQuantizedMesh(readFileSync(join(root, file)), name);
    checkHeader(name, file, mesh, findings);
    checkCover(name, mesh, findings);
    return {
      west: sideOf(name, 'west', mesh, mesh.west, mesh.u, 0, mesh.v, findings),
      south: sideOf(name, 'south', mesh, mesh.south, mesh.v, 0, mesh.u, findings),
      east: sideOf(name, 'east', mesh, mesh.east, mesh.u, QUANTIZED_MAX, mesh.v, findings),
      north: sideOf(name, 'north', mesh, mesh.north, mesh.v, QUANTIZED_MAX, mesh.u, findings),
    };
  } catch (error) {
    if (!(error instanceof QuantizedMeshError)) throw error;
    findings.add('terrain-tile', name, '', 'a quantized mesh', error.message);
    return null;
  }
}

function heightM({ minHeightM, maxHeightM, height }: QuantizedMesh, vertex: number): number {
  return minHeightM + ((maxHeightM - minHeightM) * height[vertex]) / QUANTIZED_MAX;
}

/** The sphere holds every vertex, and the occlusion point is outside the globe: at zero the tile would vanish. */
function checkHeader(name: string, file: string, mesh: QuantizedMesh, findings: Findings): void {
  const [level, x, y] = file.split(/[/.]/).map(Number);
  const sizeDeg = ROOT_TILE_DEG / 2 ** level;
  const { centre, sphereRadiusM, occlusion, u, v: along } = mesh;
  let farM = 0;
  for (let i = 0; i < u.length; i++) {
    const [px, py, pz] = ecefFromLonLat({
      lonDeg: -180 + sizeDeg * (x + u[i] / QUANTIZED_MAX),
      latDeg: -90 + sizeDeg * (y + along[i] / QUANTIZED_MAX),
      heightM: heightM(mesh, i),
    });
    farM = Math.max(farM, Math.hypot(px - centre[0], py - centre[1], pz - centre[2]));
  }
  if (farM > sphereRadiusM + SPHERE_TOLERANCE_M)
    findings.add('terrain-sphere', name, 'header', `a radius of ${farM.toFixed(1)} m`, sphereRadiusM.toFixed(1));
  if (!(mesh.minHeightM <= mesh.maxHeightM))
    findings.add(
      'terrain-heights',
      name,
      'header',
      'least ≤ greatest height',
      `${mesh.minHeightM} to ${mesh.maxHeightM}`,
    );
  if (!(Math.hypot(...occlusion) >= 1))
    findings.add('terrain-occlusion', name, 'header', 'a point outside the globe', occlusion.join(', '));
}

/** Triangles run anticlockwise and cover the square once. */
function checkCover(name: string, { u, v: along, index }: QuantizedMesh, findings: Findings): void {
  let doubled = 0;
  for (let i = 0; i < index.length; i += 3) {
    const a = index[i];
    const b = index[i + 1];
    const c = index[i + 2];
    const area = (u[b] - u[a]) * (along[c] - along[a]) - (u[c] - u[a]) * (along[b] - along[a]);
    if (area < 0) {
      findings.add('terrain-triangle', name, `triangle ${i / 3}`, 'anticlockwise', 'clockwise');
      return;
    }
    doubled += area;
  }
  if (doubled !== 2 * QUANTIZED_MAX * QUANTIZED_MAX)
    findings.add(
      'terrain-cover',
      name,
      'triangles',
      'the whole tile once',
      `${(doubled / (2 * QUANTIZED_MAX * QUANTIZED_MAX)).toFixed(6)} of it`,
    );
}

function sideOf(
  name: string,
  side: string,
  mesh: QuantizedMesh,
  vertices: QuantizedMesh['west'],
  across: Uint16Array,
  edge: number,
  along: Uint16Array,
  findings: Findings,
): Side {
  const sorted = [...vertices].sort((a, b) => along[a] - along[b]);
  const listed = new Set(sorted);
  for (let i = 0; i < across.length; i++) {
    if ((across[i] === edge) === listed.has(i)) continue;
    findings.add(
      'terrain-edge-list',
      name,
      `${side} vertex ${i}`,
      'exactly the vertices of that side',
      listed.has(i) ? 'one inside' : 'one left out',
    );
    break;
  }
  return { at: sorted.map((i) => along[i]), heightM: sorted.map((i) => heightM(mesh, i)) };
}

/** Both edges as lines over the square's side: the same points, the same heights. */
function compare(
  url: string,
  file: string,
  place: string,
  own: Side,
  neighbour: string,
  side: keyof Sides,
  sides: ReadonlyMap<string, Sides>,
  findings: Findings,
): void {
  const other = sides.get(neighbour)?.[side];
  if (!other) return;
  if (own.at.length !== other.at.length || own.at.some((at, i) => at !== other.at[i])) {
    findings.add(
      'terrain-edge',
      `${url}/${file}`,
      place,
      `the ${other.at.length} vertices of ${neighbour}`,
      `${own.at.length} vertices elsewhere`,
    );
    return;
  }
  const i = own.heightM.findIndex((height, k) => Math.abs(height - other.heightM[k]) > EDGE_TOLERANCE_M);
  if (i >= 0)
    findings.add(
      'terrain-edge',
      `${url}/${file}`,
      `${place} at ${own.at[i]}`,
      `${other.heightM[i].toFixed(4)} m, as ${neighbour} has it`,
      `${own.heightM[i].toFixed(4)} m`,
    );
}
