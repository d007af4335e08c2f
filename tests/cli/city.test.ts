import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { messagesOf } from '../../model/text/message.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-city-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const W = 7.4;
const S = 43.7;
const at = ([east, north]: readonly [number, number]) => ({ lon: W + east / 1000, lat: S + north / 1000 });
const way = (id: number, tags: object, ...places: readonly (readonly [number, number])[]) => ({
  type: 'way',
  id,
  tags,
  geometry: places.map(at),
});
const square = (x: number, y: number, size: number) =>
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ] as const;

/** A town of 10 × 10 thousandths of a degree: what lies beyond is not asked for, and comes all the same, as Overpass gives whole ways. */
const TOWN = [
  way(1, { building: 'school', name: 'École', 'building:levels': '3' }, ...square(2, 2, 0.3)),
  way(2, { building: 'yes', height: '21' }, ...square(5, 5, 0.3)),
  way(3, { building: 'yes' }, ...square(15, 5, 0.3)),
  way(4, { highway: 'primary', name: 'Route' }, [-5, 4], [4, 4], [20, 4]),
  way(5, { highway: 'footway' }, [4, 4], [4, 8]),
  way(6, { railway: 'rail', tunnel: 'yes' }, [0, 0], [9, 9]),
  way(7, { natural: 'water', name: 'Étang' }, ...square(8, 8, 4)),
  way(8, { waterway: 'river' }, [1, 9], [9, 1]),
  way(9, { leisure: 'park' }, ...square(1, 6, 1)),
  way(10, { landuse: 'forest' }, ...square(3, 8, 1)),
];

async function run(...more: string[]): Promise<void> {
  const command = await COMMANDS.city();
  const folders = [
    '--threads',
    '0',
    '--out',
    join(folder, 'out'),
    '--cities',
    join(folder, 'cities'),
    '--cache',
    join(folder, 'cache'),
  ];
  await command.parseAsync(['--name', 'town', ...folders, ...more], { from: 'user' });
}
const refusal = async (...more: string[]) =>
  messagesOf(await run(...more).catch((error: unknown) => error))?.[0].text.en ?? 'none';

test('a city of a host: its ways cut to the box, recipe and attribution written, baked', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/api/status') return void response.writeHead(404).end();
    return void response.end(JSON.stringify({ generator: 'Overpass API', elements: TOWN }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/interpreter`;
  await run('--bbox', '7.4,43.7,7.41,43.71', '--overpass', url, '--json');
  server.close();
  const manifest = JSON.parse(await readFile(join(folder, 'cities/town/manifest.json'), 'utf8')) as Manifest;
  expect(Object.fromEntries(manifest.layers.map(({ id, count }) => [id, count]))).toEqual({
    buildings: 2,
    'roads-main': 1,
    paths: 1,
    water: 1,
    rivers: 1,
    green: 1,
    woods: 1,
  });
  expect(manifest.about.en).toContain('© OpenStreetMap contributors, ODbL 1.0');
  expect(manifest.layers.every(({ source }) => source.licence === 'ODbL-1.0')).toBe(true);
  expect(manifest.zone).toBe('UTC');
  const wordsOf = (id: string, name: string) =>
    manifest.layers.find((layer) => layer.id === id)?.attributes.find((one) => one.name === name)?.values;
  expect(wordsOf('roads-main', 'class')?.primary.zh).toBe('主干路');
  expect(wordsOf('buildings', 'use')?.school.zh).toBe('学校');
  const road = JSON.parse(await readFile(join(folder, 'out/town/layers/roads-main.geojson'), 'utf8'));
  expect(road.features[0].geometry.coordinates).toEqual([
    [7.4, 43.704],
    [7.404, 43.704],
    [7.41, 43.704],
  ]);
  const recipe = JSON.parse(await readFile(join(folder, 'out/town/recipe.json'), 'utf8'));
  expect(recipe.layers[0].file).toBe('layers/buildings.geojson');
}, 60_000);

test('no host is asked that nobody named, and what is missing is said', async () => {
  const asked = vi.spyOn(globalThis, 'fetch');
  expect(await refusal('--bbox', '7.4,43.7,7.41,43.71')).toContain('no host is asked that you do not name');
  expect(await refusal('--osm', 'x.osm')).toContain('--bbox');
  expect(await refusal('--place', 'Monaco', '--osm', 'x.osm')).toContain('--geocoder');
  expect(await refusal('--bbox', '7.4,43.7,7.41,43.71', '--overpass', 'ftp://host/')).toContain('http');
  expect(asked).not.toHaveBeenCalled();
});

test('a file that is none of OpenStreetMap, and a box with nothing in it, are told', async () => {
  const other = join(folder, 'other.geojson');
  await writeFile(other, '{"type":"FeatureCollection","features":[]}');
  expect(await refusal('--bbox', '7.4,43.7,7.41,43.71', '--osm', other)).toContain('OpenStreetMap');
  const town = join(folder, 'town.json');
  await writeFile(town, JSON.stringify({ generator: 'Overpass API', elements: TOWN }));
  expect(await refusal('--bbox', '8.4,43.7,8.41,43.71', '--osm', town)).toContain('got none');
});
