import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bakeCity } from '../../tiles/bake.ts';
import { checkCity } from '../../tiles/check.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { readManifestOf } from './baked.ts';
import { hillTown } from './hill-town.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const LABEL = { zh: '层', en: 'Layer' };

/** A city of one file, baked and checked: what the check finds, what the bake tells of the models, and how high the layer reaches. */
async function baked(name: string, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-models-'));
  try {
    await writeFile(join(folder, name), text);
    const layer = {
      id: 'houses',
      kind: 'building',
      label: LABEL,
      file: name,
      source: { name: LABEL, licence: 'none' },
    };
    const city = await readCity(
      parseRecipe({ id: 'models', name: LABEL, zone: 'UTC', layers: [layer] }, 'recipe.json', folder),
    );
    const out = join(folder, 'out');
    await bakeCity(city, out, { threads: 0 });
    const { total, areas, areasBeyond } = await checkCity(out);
    const manifest = await readManifestOf(out);
    const [{ attributes, problems }] = manifest.layers;
    return {
      findings: total,
      areas,
      areasBeyond,
      hanging: problems.filter(({ code }) => code === 'model-hangs' || code === 'model-buried').length,
      heightM: attributes.find(({ name: attribute }) => attribute === 'height')?.range?.[1] ?? Number.NaN,
      groundM: manifest.origin.heightM,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A tower of 100 × 100 feet that is 328.084 feet high on ground at 100 feet: 30.48 m square, 100 m high, at 30.48 m. */
const TOWER = (referenceSystem: string): string =>
  JSON.stringify({
    type: 'CityJSON',
    version: '1.1',
    metadata: { referenceSystem },
    transform: { scale: [0.001, 0.001, 0.001], translate: [985_320, 219_464, 100] },
    vertices: [0, 328_084].flatMap((z) => [
      [0, 0, z],
      [100_000, 0, z],
      [100_000, 100_000, z],
      [0, 100_000, z],
    ]),
    CityObjects: {
      tower: {
        type: 'Building',
        geometry: [
          {
            type: 'Solid',
            lod: '1',
            boundaries: [
              [[[3, 2, 1, 0]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]],
            ],
          },
        ],
      },
    },
  });

async function towerVerdicts(name: string, system: string, unitM: number): Promise<Verdict[]> {
  const { findings, heightM, groundM } = await baked('tower.city.json', TOWER(system));
  return [
    exactly(`${name}.findings`, findings, 0),
    atMost(`${name}.height off, m`, Math.abs(heightM - 328.084 * unitM), 0.001),
    atMost(`${name}.ground off, m`, Math.abs(groundM - 100 * unitM), 0.001),
  ];
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.lod2-hills',
    quick: false,
    async run() {
      const verdicts = await Promise.all(
        [true, false].map(async (isStated) => {
          const name = `cities.lod2-hills.${isStated ? 'terrain lines' : 'ground surfaces'}`;
          const { findings, hanging, areas, areasBeyond } = await baked('hill.gml', hillTown(isStated));
          return [
            exactly(`${name}.findings`, findings, 0),
            exactly(`${name}.hanging or buried`, hanging, 0),
            exactly(`${name}.areas as in the source`, areas - areasBeyond, 25),
          ];
        }),
      );
      return verdicts.flat();
    },
  },
  {
    name: 'cities.new-york-feet',
    quick: false,
    async run() {
      return [
        ...(await towerVerdicts('cities.new-york-feet.plane', 'https://www.opengis.net/def/crs/EPSG/0/2263', 0.3048)),
        ...(await towerVerdicts('cities.new-york-feet.navd88-ftus', 'EPSG:2263+6360', 1200 / 3937)),
        ...(await towerVerdicts('cities.new-york-feet.navd88-m', 'EPSG:2263+5703', 1)),
      ];
    },
  },
];
