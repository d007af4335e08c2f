import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalogue } from '../../src/twin/catalogue/catalogue-core.ts';
import { bakeCity } from '../../tiles/bake.ts';
import type { InputColumn, LayerInput } from '../../tiles/model.ts';
import { buildingLayer, rectangle } from './shape/footprints.ts';
import { city } from './small-city.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-areas-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Laid on the ground, as plans are. */
function areas(id: string, rings: [number, number][][][]): LayerInput {
  return { ...buildingLayer(rings.map((each) => [{ rings: each, topM: 1 }])), id, kind: 'area' };
}

/** A square city of so many metres from its middle to an edge. */
async function bakedCatalogue(halfM: number, ...layers: LayerInput[]) {
  const { manifest } = await bakeCity(
    { ...city(...layers), extentM: [-halfM, -halfM, halfM, halfM], files: {} },
    join(folder, 'test'),
  );
  const reads: string[] = [];
  const catalogue = openCatalogue(manifest, async (path) => {
    reads.push(path);
    return new Uint8Array(readFileSync(join(folder, 'test', path)));
  });
  return { catalogue, reads };
}

test('a place lies in the areas that cover it, of the layers that are asked for; a hole is outside', async () => {
  const ring = rectangle(0, 0, 100, 100);
  const hole = rectangle(40, 40, 60, 60).reverse();
  const { catalogue } = await bakedCatalogue(
    500,
    areas('plan-a', [[ring, hole], [rectangle(100, 0, 200, 100)]]),
    areas('plan-b', [[rectangle(-50, -50, 30, 30)]]),
  );
  const at = async (eastM: number, northM: number, ...layerIds: string[]) =>
    (await catalogue.areasAt({ eastM, northM }, layerIds)).map(({ layerId, gid }) => [layerId, gid]);
  expect(await at(20, 20, 'plan-a', 'plan-b')).toEqual([
    ['plan-a', 0],
    ['plan-b', 2],
  ]);
  expect(await at(20, 20, 'plan-b')).toEqual([['plan-b', 2]]);
  expect(await at(50, 50, 'plan-a', 'plan-b')).toEqual([]);
  expect(await at(150, 50, 'plan-a', 'plan-b')).toEqual([['plan-a', 1]]);
  expect(await at(250, 50, 'plan-a', 'plan-b')).toEqual([]);
});

test('of many tiles those alone are read that the place may lie in, and once', async () => {
  const parcels = Array.from({ length: 2500 }, (_, i) => {
    const [west, south] = [(i % 50) * 40 - 1000, Math.floor(i / 50) * 40 - 1000];
    return [rectangle(west, south, west + 38, south + 38)];
  });
  const { catalogue, reads } = await bakedCatalogue(4000, areas('plan', parcels));
  const place = { eastM: -1000 + 40 * 17 + 19, northM: -1000 + 40 * 43 + 19 };
  expect((await catalogue.areasAt(place, ['plan'])).map(({ gid }) => gid)).toEqual([2167]);
  const tiles = readdirSync(join(folder, 'test/layers/plan')).filter((name) => name.endsWith('.glb'));
  const read = reads.filter((path) => path.endsWith('.glb'));
  expect(tiles.length).toBeGreaterThan(3);
  expect(read.length).toBeLessThan(tiles.length);
  await catalogue.areasAt(place, ['plan']);
  expect(reads.filter((path) => path.endsWith('.glb'))).toEqual(read);
});

/** With a column of metres. */
function withMetres(layer: LayerInput, name: string, valuesM: number[]): LayerInput {
  const column: InputColumn = { name, type: 'float64', values: Float64Array.from(valuesM) };
  const attribute = { name, type: 'number' as const, unit: 'm', label: { zh: name, en: name } };
  return { ...layer, features: { ...layer.features, columns: [column] }, attributes: [attribute] };
}

test('buildings over the strictest limit where their middle lies, the most first; a limit of nought is none', async () => {
  const houses = [0, 100, 200, 300].map((west) => [{ rings: [rectangle(west, 0, west + 20, 20)], topM: 20 }]);
  const buildings = withMetres(buildingLayer(houses), 'height', [40, 20, 60, 80]);
  const parcels = [0, 100, 200, 300].map((west) => [rectangle(west - 10, -10, west + 30, 30)]);
  const parcelLimits = withMetres({ ...areas('plan-kg', parcels), group: 'plan' }, 'limit', [30, 24, 50, 0]);
  const corridor = withMetres(
    { ...areas('plan-view', [[rectangle(190, -50, 260, 50)]]), group: 'plan' },
    'limit',
    [12],
  );
  const { catalogue } = await bakedCatalogue(500, buildings, parcelLimits, corridor);
  const over = (await catalogue.overLimits()).map(({ gid, planGid, heightM, limitM }) => [
    gid,
    planGid,
    heightM,
    limitM,
  ]);
  expect(over).toEqual([
    [2, 8, 60, 12],
    [0, 4, 40, 30],
  ]);
});
