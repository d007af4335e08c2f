import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { crsOf } from '../../model/geo/crs.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { readLas } from '../../readers/las/read-las.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { checkCity } from '../../tiles/check.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { buildPointTree, LEAF_POINTS, type PointNode } from '../../tiles/tilesets/point-octree.ts';
import { enuMillimetres } from '../../tiles/tilesets/point-places.ts';
import { lasFile, type SmallPoint } from '../readers/las/small-las.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-points-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A hill of points 10 cm apart, every tenth a building. */
const HILL: SmallPoint[] = Array.from({ length: 40_000 }, (_, i) => ({
  at: [500_000 + (i % 200) * 0.1, 4_400_000 + Math.floor(i / 200) * 0.1, 50 + Math.sin(i / 500)],
  classification: i % 10 === 0 ? 6 : 2,
}));

async function bakeHill(crs: string | undefined) {
  const file = join(folder, 'hill.las');
  writeFileSync(file, lasFile(HILL));
  const recipe = {
    id: 'hill',
    name: { zh: '丘', en: 'Hill' },
    zone: 'UTC',
    layers: [],
    tilesets: [
      {
        id: 'scan',
        kind: 'points',
        label: { zh: '点云', en: 'Scan' },
        file,
        source: { name: { zh: '测', en: 'Survey' }, licence: 'own' },
        ...(crs === undefined ? {} : { crs }),
      },
    ],
  };
  const out = join(folder, 'out');
  await bakeCity(await readCity(parseRecipe(recipe, 'recipe.json', folder)), out, { isReplacing: true });
  return { out, manifest: parseManifest(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))) };
}

describe('a cloud of points', () => {
  test('becomes tiles that hold every point once, are sound glTF and say their classes', async () => {
    const { out, manifest } = await bakeHill('EPSG:4548');
    const [layer] = manifest.layers;
    expect(layer).toMatchObject({ kind: 'points', shape: 'points', count: 0 });
    expect(layer.points).toEqual({
      count: 40_000,
      colouredBy: 'classification',
      classes: [
        { code: 2, count: 36_000 },
        { code: 6, count: 4_000 },
      ],
    });
    expect(layer.boundsM[3] - layer.boundsM[0]).toBeCloseTo(19.9, 1);
    expect(layer.assumptions.map(({ code }) => code)).toContain('points-by-classification');
    expect((await checkCity(out)).findings).toEqual([]);
    const tiles = readdirSync(join(out, 'layers/scan')).filter((name) => /^r\d+\.glb$/.test(name));
    rmSync(join(out, 'layers/scan', tiles[0]));
    expect((await checkCity(out)).counts).toMatchObject({ 'file-missing': 1, 'points-lost': 1 });
  });

  test('without a system it is refused, with the option that names one', async () =>
    expect(bakeHill(undefined)).rejects.toThrow('hill.las: expected a coordinate system, got none; --crs'));
});

test('places are those of the way point by point, to two millimetres', async () => {
  const corners = [0, 700, 1500, 3000].flatMap((x) => [0, 900, 2100].map((y) => [x, y, (x * 7 + y) % 300]));
  const cloud = await readLas(
    bytesSource(lasFile(corners.map(([x, y, z]) => ({ at: [442_000 + x, 4_428_000 + y, z] }))), 'far.las'),
  );
  const crs = await crsOf('EPSG:4548', 'test');
  const origin = { lonDeg: 116.32, latDeg: 39.98, heightM: 40 };
  const enuMm = enuMillimetres(cloud, crs, origin, { unitM: 0.3048, undulationM: -9 });
  for (const [i, [x, y, z]] of corners.entries()) {
    const xy = Float64Array.of(442_000 + x, 4_428_000 + y);
    crs.toLonLat(xy, 0, 1);
    const right = enuFromLonLat(origin, { lonDeg: xy[0], latDeg: xy[1], heightM: z * 0.3048 - 9 });
    for (const k of [0, 1, 2]) expect(Math.abs(enuMm[3 * i + k] / 1000 - right[k])).toBeLessThan(0.002);
  }
});

test('of the tree every point is in one node, leaves are small, and points of one place end it', () => {
  const enuMm = Int32Array.from({ length: 3 * 60_000 }, (_, i) => (i < 90_000 ? 5 : (i * 7919) % 100_003));
  const { order, root } = buildPointTree(enuMm);
  expect(new Set(order).size).toBe(60_000);
  const nodes: PointNode[] = [];
  const walk = (node: PointNode): void => {
    nodes.push(node);
    node.children.forEach(walk);
  };
  walk(root);
  expect(nodes.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(60_000);
  for (const { from, to, name, children } of nodes)
    if (children.length === 0 && name.length < 17) expect(to - from).toBeLessThanOrEqual(LEAF_POINTS);
  for (const node of nodes) for (const child of node.children) expect(child.spacingM).toBeLessThan(node.spacingM);
});
