import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { checkCity } from '../../tiles/check.ts';
import { readManifestOf } from './baked.ts';
import { townText } from './osm-files.ts';
import { boxInCity, readTileFeatures } from './tile-features.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** A town as an extract of OpenStreetMap has it, through `shapan city`: a river that the edge cuts, a tower on a podium, a skyway over a street. */
const SHAPAN = resolve(import.meta.dirname, '../../cli/shapan.js');

interface Collection {
  features: { properties: Record<string, string>; geometry: { coordinates: Point[][][] } }[];
}

/** All parts less their holes, m². */
function areaM2({ features }: Collection): number {
  let sum = 0;
  for (const polygon of features.flatMap(({ geometry }) => geometry.coordinates))
    for (const [i, ring] of polygon.entries()) {
      const [west, south] = boxOf(ring);
      const [eastM, northM] = metresPerDegree(south);
      const area = Math.abs(signedAreaM2(ring.map(([x, y]): Point => [(x - west) * eastM, (y - south) * northM])));
      sum += i === 0 ? area : -area;
    }
  return sum;
}

async function townVerdicts(folder: string): Promise<Verdict[]> {
  const { text, box, waterM2 } = townText();
  await writeFile(join(folder, 'town.osm'), text);
  const flags = ['--bbox', box.join(','), '--osm', join(folder, 'town.osm'), '--zone', 'UTC', '--json'];
  const places = ['--out', join(folder, 'data'), '--cities', join(folder, 'cities')];
  await promisify(execFile)(process.execPath, [SHAPAN, 'city', '--name', 'town', ...flags, ...places], {
    maxBuffer: 1 << 26,
  });
  const water = JSON.parse(await readFile(join(folder, 'data/town/layers/water.geojson'), 'utf8')) as Collection;
  const baked = join(folder, 'cities/town');
  const manifest = await readManifestOf(baked);
  const houses = manifest.layers.find(({ id }) => id === 'buildings');
  const lake = manifest.layers.find(({ id }) => id === 'water');
  const tiles = houses ? await readTileFeatures(baked, houses) : null;
  const heightOf = (id: string): number => {
    const sides = boxInCity(tiles?.get(id) ?? [], manifest);
    return sides[5] - sides[2];
  };
  const report = await checkCity(baked);
  for (const finding of report.findings.slice(0, 3)) process.stderr.write(`town: ${JSON.stringify(finding)}\n`);
  const told = lake?.problems.filter(({ code }) => code === 'area-cut' || code === 'area-side') ?? [];
  const walkable = manifest.facts?.walkable;
  const narrowed = walkable?.state === 'inferred' ? Number(walkable.values.narrowed) : Number.NaN;
  return [
    atMost('cities.osm-town river off, ratio', Math.abs(areaM2(water) / waterM2 - 1), 0.01),
    exactly('cities.osm-town river told by name', told.filter(({ example }) => example.includes('"Danube"')).length, 1),
    exactly(
      'cities.osm-town lake told by name',
      told.filter(({ example }) => example.includes('"Far lake"')).length,
      1,
    ),
    exactly('cities.osm-town open ways told', told.length, 2),
    exactly('cities.osm-town buildings', houses?.count ?? 0, 3),
    atMost('cities.osm-town tower off, m', Math.abs(heightOf('way/1001') - 100), 0.1),
    atMost('cities.osm-town skyway off, m', Math.abs(heightOf('way/1004') - 4), 0.1),
    exactly('cities.osm-town streets narrowed by the skyway', narrowed, 0),
    exactly('cities.osm-town findings', report.total, 0),
  ];
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.osm-town',
    quick: false,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'shapan-town-'));
      try {
        return await townVerdicts(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
