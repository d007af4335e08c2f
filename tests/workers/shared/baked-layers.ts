import { join } from 'node:path';
import { cityFilesIn } from '../../../cli/sim/engine-machine.ts';
import { bakeCity } from '../../../tiles/bake.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';

/** A source as a recipe wants one. */
export const SOURCE = { name: { zh: '测', en: 'Test' }, licence: 'CC0-1.0' };
/** A label that is the same in both languages. */
export const plainText = (name: string) => ({ zh: name, en: name });

/** A city of these layers on level ground, baked into a folder, as engines read it. */
export async function bakedLayers(folder: string, id: string, layers: object[], more: object = {}): Promise<CityFiles> {
  const recipe = { id, name: plainText(id), zone: 'UTC', groundElevationM: 0, layers, without: ['light'], ...more };
  const out = join(folder, id);
  await bakeCity(await readCity(parseRecipe(recipe, 'recipe.json', folder)), out, { isReplacing: true });
  return cityFilesIn(out, folder);
}
