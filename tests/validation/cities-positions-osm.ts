import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bakeInto, DATA, readManifestOf } from './baked.ts';
import { boxInCity, earthCentred, readTileFeatures } from './tile-features.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Houses of an OpenStreetMap file read a second time by a search for its lines, against the tiles: every closed way with a building tag is
 * in the layer or named as left out, and the outlines of 100 taken evenly lie within 0.1 m.
 */
const SAMPLED = 100;
const POSITION_M = 0.1;
const HEIGHT_M = 9;
const FILES = [
  { id: 'bayreuth', path: 'city/town-bayreuth-north/north-bayreuth.osm.gz' },
  { id: 'monaco', path: 'city/town-monaco/monaco.osm.gz' },
];

interface Way {
  id: string;
  refs: string[];
}

interface OsmText {
  nodes: Map<string, [lonDeg: number, latDeg: number]>;
  houses: Way[];
}

async function readText(path: string): Promise<OsmText> {
  const text = gunzipSync(await readFile(path)).toString('utf8');
  const nodes: OsmText['nodes'] = new Map();
  const attribute = (tag: string, name: string) => new RegExp(` ${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? '';
  for (const [tag] of text.matchAll(/<node [^>]*>/g))
    nodes.set(attribute(tag, 'id'), [Number(attribute(tag, 'lon')), Number(attribute(tag, 'lat'))]);
  const houses: Way[] = [];
  for (const [, head, body] of text.matchAll(/<way ([^>]*[^/])>(.*?)<\/way>/gs)) {
    const refs = [...body.matchAll(/<nd ref=["'](\d+)["']/g)].map(([, ref]) => ref);
    const isHouse = /<tag k=["']building["'] v=["'](?!no["'])/.test(body);
    if (isHouse && refs[0] === refs.at(-1)) houses.push({ id: attribute(` ${head}`, 'id'), refs });
  }
  return { nodes, houses };
}

async function bakeHouses(file: string, folder: string): Promise<string> {
  const label = { zh: '建筑', en: 'Houses' };
  const recipe = {
    id: 'osm',
    name: label,
    zone: 'UTC',
    datum: { vertical: 'level ground', geoidUndulationM: 0 },
    groundElevationM: 0,
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label,
        file,
        source: { name: label, licence: 'ODbL-1.0' },
        assume: { heightM: HEIGHT_M },
        mostLeftOutRatio: 1,
      },
    ],
  };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
  return await bakeInto(join(folder, 'out'), join(folder, 'recipe.json'));
}

async function verdictsOf({ id, path }: (typeof FILES)[number], folder: string): Promise<Verdict[]> {
  const { nodes, houses } = await readText(join(DATA, path));
  const baked = await bakeHouses(join(DATA, path), folder);
  const manifest = await readManifestOf(baked);
  const [layer] = manifest.layers;
  const tiles = await readTileFeatures(baked, layer);
  const idOf = ({ id: way }: Way): string => `way/${way}`;
  const found = houses.filter((way) => tiles.has(idOf(way)));
  const named = layer.problems.reduce((sum, { count }) => sum + count, 0);
  const step = Math.max(1, Math.floor(found.length / SAMPLED));
  const sampled = found.filter((_, i) => i % step === 0).slice(0, SAMPLED);
  let positionM = 0;
  for (const way of sampled) {
    const box = boxInCity(tiles.get(idOf(way)) ?? [], manifest);
    const places = way.refs.flatMap((ref) => {
      const place = nodes.get(ref);
      return place ? earthCentred(...place, manifest.origin.heightM) : [];
    });
    const expected = boxInCity(places, manifest);
    for (const side of [0, 1, 3, 4]) positionM = Math.max(positionM, Math.abs(box[side] - expected[side]));
  }
  return [
    exactly(`cities.positions ${id} lost unsaid`, Math.max(0, houses.length - found.length - named), 0),
    atLeast(`cities.positions ${id} sampled`, sampled.length, SAMPLED),
    atMost(`cities.positions ${id} worst, m`, Number(positionM.toFixed(4)), POSITION_M),
  ];
}

export const CASES: ValidationCase[] = FILES.map((file) => ({
  name: `cities.positions ${file.id}`,
  quick: false,
  missing: () => (existsSync(join(DATA, file.path)) ? null : `no test data at ${DATA}`),
  async run() {
    const folder = await mkdtemp(join(tmpdir(), `shapan-${file.id}-`));
    try {
      return await verdictsOf(file, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
}));
