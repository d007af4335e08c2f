import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Column, decodeColumn } from '../../model/city/column.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { bakeInto, DATA, RECIPES, readManifestOf } from './baked.ts';
import { boxInCity, earthCentred, readTileFeatures } from './tile-features.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Real files read a second time by `JSON.parse` alone and laid on the Earth by WGS 84's own formula, against the tiles that the baker made of
 * them: count in is count out or named, outlines of 100 features taken evenly lie within 0.1 m, heights within 0.05 m, and every attribute is
 * what the file has.
 */
const SAMPLED = 100;
const POSITION_M = 0.1;
const HEIGHT_M = 0.05;
/** Heights, diameters and the like are kept as float32, to half of 2^-23 of themselves; other fractions exactly. */
const FLOAT32 = 2 ** -24;

/** Cities whose files are GeoJSON in degrees; heights are compared where no terrain lifts a foot. */
const CITIES: readonly { id: string; layer: string; height?: string; foot?: string }[] = [
  { id: 'new-york', layer: 'buildings', height: 'height', foot: 'min_height' },
  { id: 'tokyo', layer: 'buildings', height: 'height' },
  { id: 'tsinghua', layer: 'buildings' },
  { id: 'kamloops', layer: 'buildings' },
  { id: 'strathcona', layer: 'buildings' },
];

interface SourceFeature {
  id?: string | number;
  properties: Record<string, unknown>;
  geometry: { type: string; coordinates: unknown } | null;
}

interface SourceLayer {
  id: string;
  file: string;
  fields?: Record<string, string>;
}

async function readSource(path: string): Promise<SourceFeature[]> {
  const bytes = await readFile(path);
  const text = new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  if (/geojsonl/.test(path))
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  return (JSON.parse(text) as { features: SourceFeature[] }).features;
}

/** All places of a geometry, whatever its depth. */
function placesOf(coordinates: unknown): number[][] {
  if (!Array.isArray(coordinates)) return [];
  return typeof coordinates[0] === 'number' ? [coordinates] : coordinates.flatMap(placesOf);
}

async function verdictsOf(
  { id, layer: layerId, height, foot }: (typeof CITIES)[number],
  out: string,
): Promise<Verdict[]> {
  const recipe = JSON.parse(await readFile(join(RECIPES, `${id}.json`), 'utf8')) as { layers: SourceLayer[] };
  const wish = recipe.layers.find((layer) => layer.id === layerId);
  if (!wish) throw new Error(`${id}: expected a layer ${layerId}`);
  const source = await readSource(resolve(dirname(join(RECIPES, id)), wish.file));
  const folder = await bakeInto(out, join(RECIPES, `${id}.json`));
  const manifest = await readManifestOf(folder);
  const info = manifest.layers.find((layer) => layer.id === layerId);
  if (!info) throw new Error(`${id}: expected a baked layer ${layerId}`);
  const tiles = await readTileFeatures(folder, info);
  const idField = wish.fields?.id;
  const idOf = (feature: SourceFeature): string =>
    String((idField ? feature.properties[idField] : undefined) ?? feature.id ?? '');
  const found = source.filter((feature) => feature.geometry && tiles.has(idOf(feature)));
  const step = Math.max(1, Math.floor(found.length / SAMPLED));
  const sampled = found.filter((_, i) => i % step === 0).slice(0, SAMPLED);
  let positionM = 0;
  let heightM = 0;
  for (const feature of sampled) {
    const box = boxInCity(tiles.get(idOf(feature)) ?? [], manifest);
    const flat = placesOf(feature.geometry?.coordinates).flatMap(([lonDeg, latDeg]) =>
      earthCentred(lonDeg, latDeg, manifest.origin.heightM),
    );
    const expected = boxInCity(flat, manifest);
    for (const side of [0, 1, 3, 4]) positionM = Math.max(positionM, Math.abs(box[side] - expected[side]));
    const footM = foot ? Number(feature.properties[foot] ?? 0) : 0;
    const stated = height ? Number(feature.properties[height]) - footM : Number.NaN;
    if (stated > 0) heightM = Math.max(heightM, Math.abs(box[5] - box[2] - stated));
  }
  return [
    exactly(`cities.positions ${id} lost unsaid`, lostUnsaid(source, info), 0),
    atLeast(`cities.positions ${id} sampled`, sampled.length, SAMPLED),
    atMost(`cities.positions ${id} worst, m`, round(positionM), POSITION_M),
    ...(height ? [atMost(`cities.positions ${id} worst height, m`, round(heightM), HEIGHT_M)] : []),
    exactly(`cities.positions ${id} attributes otherwise`, await otherwise(folder, info, sampled, idOf), 0),
  ];
}

const round = (value: number): number => Number(value.toFixed(4));

/** Features of the file that are neither in the layer nor named as left out. */
function lostUnsaid(source: readonly SourceFeature[], { count, problems }: LayerInfo): number {
  const named = problems.reduce((sum, problem) => sum + problem.count, 0);
  return Math.max(0, source.length - count - named);
}

/** Values of the sampled features that the baked columns do not have as the file does. */
async function otherwise(
  folder: string,
  info: LayerInfo,
  sampled: readonly SourceFeature[],
  idOf: (feature: SourceFeature) => string,
): Promise<number> {
  const ids = await readBaked(folder, info, 'id');
  const rows = new Map(Array.from({ length: info.count }, (_, row) => [String(bakedValue(ids, row)), row]));
  let wrong = 0;
  for (const { name } of info.attributes) {
    const column = await readBaked(folder, info, name);
    for (const feature of sampled) {
      const stated = feature.properties[name];
      const row = rows.get(idOf(feature));
      if (row === undefined || stated === null || stated === undefined || typeof stated === 'object') continue;
      const baked = bakedValue(column, row);
      const isSame =
        typeof baked === 'number'
          ? Math.abs(baked - Number(stated)) <= FLOAT32 * Math.abs(baked)
          : baked === String(stated);
      if (isSame) continue;
      if (wrong++ < 3)
        process.stderr.write(`${info.id} ${idOf(feature)} ${name}: ${JSON.stringify([stated, baked])}\n`);
    }
  }
  return wrong;
}

async function readBaked(folder: string, { id }: LayerInfo, name: string): Promise<Column> {
  const file = `layers/${id}/columns/${name}.bin`;
  return decodeColumn(await readFile(join(folder, file)), file);
}

const bakedValue = (column: Column, row: number): string | number =>
  column.type === 'string' ? column.distinct[column.codes[row]] : column.values[row];

export const CASES: ValidationCase[] = CITIES.map((city) => ({
  name: `cities.positions ${city.id}`,
  quick: false,
  missing: () => (existsSync(DATA) ? null : `no test data at ${DATA}`),
  async run() {
    const out = await mkdtemp(join(tmpdir(), `shapan-${city.id}-`));
    try {
      return await verdictsOf(city, out);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  },
}));
