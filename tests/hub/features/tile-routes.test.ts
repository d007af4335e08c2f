import { afterAll, beforeAll, expect, test } from 'vitest';
import { tileAddressOf } from '../../../hub/features/tile-grid.ts';
import { layersOfTile, linesOfFeature, type TileLayer } from '../../../readers/vector-tiles/mvt.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { serveSmallCity } from '../small-city-server.ts';
import { prismFiles } from './prism-files.ts';

let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  running = await serveSmallCity(prismFiles());
});

afterAll(() => running.close());

const ask = (path: string) => fetch(`${running.url}/ogc/features/small${path}`);
const json = async <T>(path: string) => (await (await ask(path)).json()) as T;

/** 108.75° E, 34.3° N lies at 0.802083…, 0.398465… of the world (Web Mercator, by hand). */
const tileAt = (z: number) => `${z}/${Math.floor(0.80208333 * 2 ** z)}/${Math.floor(0.39846527 * 2 ** z)}`;

async function tile(layer: string, address: string) {
  const answer = await ask(`/collections/${layer}/tiles/WebMercatorQuad/${address}`);
  const [matched, returned] = ['ogc-numbermatched', 'ogc-numberreturned'].map((name) =>
    Number(answer.headers.get(name)),
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const layers = answer.status !== 200 ? [] : layersOfTile(bytes);
  return { status: answer.status, matched, returned, layer: layers[0] as TileLayer | undefined };
}

const valuesOf = ({ keys, values, features }: TileLayer, at: number) => {
  const { tags } = features[at];
  return Object.fromEntries(tags.flatMap((tag, i) => (i % 2 === 0 ? [[keys[tag], values[tags[i + 1]]]] : [])));
};

test('a layer links to its tileset, which says its zooms, fields and address of tiles; every link leads somewhere', async () => {
  const { links } = await json<{ links: { rel: string; href: string }[] }>('/collections/building');
  const list = links.find(({ rel }) => rel.endsWith('tilesets-vector'));
  const { tilesets } = (await (await fetch(list?.href ?? '')).json()) as {
    tilesets: { dataType: string; links: { href: string }[] }[];
  };
  expect(tilesets.map(({ dataType }) => dataType)).toEqual(['vector']);
  const set = (await (await fetch(tilesets[0].links[0].href)).json()) as {
    layers: { minTileMatrix: string; propertiesSchema: { properties: object } }[];
    links: { rel: string; href: string; templated?: boolean }[];
  };
  expect(Object.keys(set.layers[0].propertiesSchema.properties)).toContain('height');
  const item = set.links.find(({ rel }) => rel === 'item');
  const [z, x, y] = tileAt(16).split('/');
  const address = item?.href.replace('{tileMatrix}', z).replace('{tileCol}', x).replace('{tileRow}', y);
  const answer = await fetch(address ?? '');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/vnd.mapbox-vector-tile']);
  const tileJson = await json<{ tiles: string[]; vector_layers: { id: string }[] }>(
    '/collections/building/tiles/WebMercatorQuad?f=tilejson',
  );
  expect(tileJson.vector_layers[0].id).toBe('building');
  const matrices = await json<{ tileMatrices: { scaleDenominator: number }[] }>('/tileMatrixSets/WebMercatorQuad');
  expect(matrices.tileMatrices[0].scaleDenominator).toBeCloseTo(559_082_264.029, 3);
  const api = await json<{ paths: object }>('/api');
  expect(Object.keys(api.paths)).toContain(
    '/collections/{collectionId}/tiles/WebMercatorQuad/{tileMatrix}/{tileCol}/{tileRow}',
  );
});

test('a house is its footprint with its attributes, in units of the tile', async () => {
  const { layer, matched } = await tile('building', tileAt(16));
  if (!layer) throw new Error('expected a layer');
  expect([layer.name, layer.extent]).toEqual(['building', 4096]);
  expect(layer.features.length).toBe(matched);
  const at = layer.features.findIndex((_, i) => valuesOf(layer, i).id === 'bld-ED1-00002');
  expect(valuesOf(layer, at)).toMatchObject({ name: '文峰塔', height: 32.5, storeys: 7, class: 'lane' });
  const [ring] = linesOfFeature(layer.features[at]);
  const eastings = ring.filter((_, i) => i % 2 === 0);
  // 20 m, at 34.3° N enlarged by 1 / cos, in a tile of 611.5 m.
  const side = (20 / Math.cos((34.3 * Math.PI) / 180) / 611.4962) * 4096;
  expect(Math.abs(Math.max(...eastings) - Math.min(...eastings) - side)).toBeLessThan(1.5);
  const { layer: wide } = await tile('building', tileAt(14));
  if (!wide) throw new Error('expected a layer');
  const unknown = wide.features.findIndex((_, i) => valuesOf(wide, i).id === 'bld-ND4-00003');
  expect(Object.keys(valuesOf(wide, unknown))).not.toContain('storeys');
});

test('the tiles of a zoom have each point once, and what is too small to be drawn is counted', async () => {
  for (const z of [0, 5, 12, 15, 16]) {
    const [, x, y] = tileAt(z).split('/').map(Number);
    const ids: string[] = [];
    for (let dx = -2; dx <= 2; dx++)
      for (let dy = -2; dy <= 2; dy++) {
        const side = 2 ** z;
        if (x + dx < 0 || y + dy < 0 || x + dx >= side || y + dy >= side) continue;
        const { layer } = await tile('pipe-storm', `${z}/${x + dx}/${y + dy}`);
        for (const i of layer?.features.keys() ?? []) ids.push(String(layer && valuesOf(layer, i).id));
      }
    expect(ids.sort(), `zoom ${z}`).toEqual(['pipe-YS1-0001', 'pipe-YS1-0002', 'pipe-YS1-0003']);
  }
  const world = await tile('building', '0/0/0');
  expect(world.matched).toBe(5);
  expect(world.returned).toBeLessThan(5);
});

test('an empty tile has no content, and what is no tile or no layer is not found', async () => {
  expect((await tile('building', '16/0/0')).status).toBe(204);
  for (const address of ['21/0/0', '3/8/0', '3/0/8', '-1/0/0', 'x/0/0', '3/0/0.png'])
    expect((await tile('building', address)).status, address).toBe(404);
  expect((await tile('none', '0/0/0')).status).toBe(404);
  expect((await ask('/collections/building/tiles/WorldCRS84Quad')).status).toBe(404);
  expect(tileAddressOf('3', '7', '7.pbf')).toEqual({ z: 3, x: 7, y: 7 });
});

test('300 mutated requests end in a tile, nothing or a refusal, each within two seconds', async () => {
  const random = seeded(77);
  const parts = ['0', '1', '20', '21', '-1', '1e3', '99999999', '..', '%2e%2e', '__proto__', 'NaN', '%00', '文', ''];
  const layers = ['building', 'pipe-storm', 'none', '..%2F..', '__proto__', 'constructor'];
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  for (let i = 0; i < 300; i++) {
    const path = `/collections/${pick(layers)}/tiles/${pick(['WebMercatorQuad', 'x'])}/${pick(parts)}/${pick(parts)}/${pick(parts)}`;
    const startMs = performance.now();
    const { status } = await ask(path);
    expect([200, 204, 400, 404], path).toContain(status);
    expect(performance.now() - startMs, path).toBeLessThan(2000);
  }
});
