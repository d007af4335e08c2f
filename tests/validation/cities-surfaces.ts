import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../../readers/shared/utf8.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { sourceAreas } from '../../tiles/tileset/source-areas.ts';
import { type House, type SurfaceFile, surfaceFile } from './surface-files.ts';
import { exactly, type ValidationCase } from './verdict.ts';

/**
 * City models made of surfaces, in CityGML, CityJSON and CityJSONSeq, whose truth the generator knows: units of heights by the system and by
 * `uom`, names of compound systems, order of axes, transforms, outlines with stated heights, courts, broken indices and vertices. Each
 * house comes out as it is or is told by its code; what is neither is silently wrong.
 */
const FILES = 400;
const QUICK_FILES = 40;

const LABEL = { zh: '层', en: 'Layer' };
/** Heights are float32, CityJSON rounds to half a millimetre or its steps in feet. */
const WITHIN_M = 0.003;
/** A hundred-thousandth of a minute of arc is 2 cm. */
const WITHIN_DEG = 2e-7;
const WITHIN_RATIO = 0.002;

async function faultsOf(file: SurfaceFile, folder: string): Promise<string[]> {
  await writeFile(join(folder, file.name), file.text);
  const recipe = {
    id: 'made',
    name: LABEL,
    zone: 'UTC',
    layers: [
      {
        id: 'layer',
        label: LABEL,
        file: file.name,
        source: { name: LABEL, licence: 'none' },
        kind: 'building',
        allColumns: true,
        mostLeftOutRatio: 1,
      },
    ],
  };
  try {
    const city = await readCity(parseRecipe(recipe, 'recipe.json', folder));
    const [layer] = city.layers;
    return file.houses.flatMap((house) => houseFault(house, layer) ?? []).map((fault) => `${file.name}: ${fault}`);
  } catch (error) {
    // Where no house is left the file is refused with what is wrong with each.
    const codes = file.houses.map(({ told }) => told);
    const isTold = codes.every((code) => code !== null) && codes.some((code) => String(error).includes(String(code)));
    return isTold ? [] : [`${file.name}: ${String(error).slice(0, 300)}`];
  }
}

function houseFault(house: House, { features, problems }: LayerInput): string | null {
  const { ids, geometry, columns } = features;
  const row = Array.from({ length: features.count }, (_, i) =>
    textOf(ids.bytes, ids.offsets[i], ids.offsets[i + 1]),
  ).indexOf(house.id);
  const isTold = house.told === null || problems.some(({ code }) => code === house.told);
  if (house.isLeftOut)
    return row < 0 && isTold ? null : `${house.id}: expected ${house.told}, got ${row < 0 ? 'nothing' : 'a house'}`;
  if (row < 0)
    return `${house.id} (${house.body}): expected it, got ${problems.map(({ code, example }) => `${code} ${example}`).join(', ')}`;
  if (geometry.kind !== 'polygon' && geometry.kind !== 'surface') return `${house.id}: got ${geometry.kind}`;
  const column = columns.find(({ name }) => name === 'height');
  const heightM = column && column.type !== 'string' ? column.values[row] : Number.NaN;
  if (!(Math.abs(heightM - house.heightM) <= WITHIN_M))
    return `${house.id} (${house.body}): expected a height of ${house.heightM} m, got ${heightM}`;
  const box = boxOf(geometry, row);
  if (box.some((deg, k) => !(Math.abs(deg - house.boxDeg[k]) <= WITHIN_DEG)))
    return `${house.id} (${house.body}): expected ${house.boxDeg.join(', ')}, got ${box.join(', ')}`;
  if (geometry.kind === 'polygon') {
    const areaM2 = sourceAreas(geometry)[row];
    return Math.abs(areaM2 - house.areaM2) <= WITHIN_RATIO * house.areaM2
      ? null
      : `${house.id} (${house.body}): expected ${house.areaM2} m², got ${areaM2}`;
  }
  const [from, to] = verticesOf(geometry, row);
  const levels = geometry.elevationM.subarray(from, to);
  const ends = [levels.reduce((a, b) => Math.min(a, b)), levels.reduce((a, b) => Math.max(a, b))];
  const expected = [house.footM, house.footM + house.heightM];
  return ends.every((end, k) => Math.abs(end - expected[k]) <= WITHIN_M)
    ? null
    : `${house.id} (${house.body}): expected ${expected.join(' to ')} m, got ${ends.join(' to ')}`;
}

type Geometry = Extract<LayerInput['features']['geometry'], { kind: 'polygon' | 'surface' }>;

function verticesOf(geometry: Geometry, row: number): [from: number, to: number] {
  const [of, rings] =
    geometry.kind === 'polygon'
      ? [geometry.featurePart, geometry.partRing]
      : [geometry.featureSurface, geometry.surfaceRing];
  return [geometry.ringVertex[rings[of[row]]], geometry.ringVertex[rings[of[row + 1]]]];
}

function boxOf(geometry: Geometry, row: number): number[] {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const [from, to] = verticesOf(geometry, row);
  for (let v = from; v < to; v++)
    for (let k = 0; k < 2; k++) {
      box[k] = Math.min(box[k], geometry.lonLatDeg[2 * v + k]);
      box[2 + k] = Math.max(box[2 + k], geometry.lonLatDeg[2 * v + k]);
    }
  return box;
}

async function silentlyWrong(files: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-surfaces-'));
  try {
    let wrong = 0;
    for (let i = 0; i < files; i++) {
      const faults = await faultsOf(await surfaceFile(i), folder);
      for (const fault of faults) process.stderr.write(`cities.surfaces: ${fault}\n`);
      if (faults.length > 0) wrong++;
    }
    return wrong;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.surfaces.some',
    quick: true,
    run: async () => [exactly(`cities.surfaces silently wrong of ${QUICK_FILES}`, await silentlyWrong(QUICK_FILES), 0)],
  },
  {
    name: 'cities.surfaces',
    quick: false,
    run: async () => [exactly(`cities.surfaces silently wrong of ${FILES}`, await silentlyWrong(FILES), 0)],
  },
];
