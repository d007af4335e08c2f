import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLas } from '../../readers/las/las-header.ts';
import { looksLikeTileset } from '../../readers/tiles3d/tileset-file.ts';
import type { TilesetInput } from '../model.ts';
import type { TilesetRecipe } from '../recipe.ts';

/** CIM level of surveyed surfaces where the recipe says none: CJJ/T 315-2022, table of levels (待核). */
const SURVEY_CIM_LEVEL = 3;

/** How much of a file tells that it is a tileset: what its asset says comes first as a rule. */
const START_BYTES = 1 << 16;

/** Is this path a tileset of 3D Tiles, a folder that holds one, or a cloud of points? */
export function isTilesetSource(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info?.isDirectory()) return existsSync(join(path, 'tileset.json'));
  if (isPointCloud(path)) return true;
  if (!info?.isFile() || !/\.json$/i.test(path)) return false;
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(START_BYTES);
    return looksLikeTileset(bytes.toString('utf8', 0, readSync(fd, bytes)));
  } finally {
    closeSync(fd);
  }
}

/** Is this a file of points, whatever it is called? */
export function isPointCloud(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(fd, bytes) === 4 && isLas(bytes);
  } finally {
    closeSync(fd);
  }
}

/** Reads a layer of tiles as far as it has to be known before the city's frame is: where it lies. */
export async function readTileset(recipe: TilesetRecipe, undulationM: number): Promise<TilesetInput> {
  const common = {
    id: recipe.id,
    group: recipe.group ?? ('building' as const),
    label: recipe.label,
    cimLevel: recipe.cimLevel ?? SURVEY_CIM_LEVEL,
    state: recipe.state ?? ('existing' as const),
    shownAtStart: recipe.shownAtStart ?? true,
    assumptions: [],
  };
  if (isPointCloud(recipe.file)) {
    const { readPointsLayer } = await import('./points-layer.ts');
    const points = await readPointsLayer({ ...recipe, source: sourceOf(recipe) }, undulationM);
    return { ...common, group: recipe.group ?? 'terrain', kind: 'points', ...points };
  }
  const { boundsOfGiven, readGivenTileset, writeGivenTileset } = await import('../tilesets/given-tileset.ts');
  const given = readGivenTileset(recipe.file, recipe.place);
  return {
    ...common,
    kind: 'tiles',
    shape: 'given',
    source: { ...sourceOf(recipe), crs: 'EPSG:4978', inputHash: given.hash },
    problems: [],
    ...boundsOfGiven(given),
    write: async (folder, { origin }) => writeGivenTileset(given, folder, { ...origin }),
  };
}

const sourceOf = ({ source: { name, licence, date } }: TilesetRecipe) => ({
  name,
  licence,
  ...(date === undefined ? {} : { date }),
});
