import { type LayerRoles, ROLE_IDS } from '../../../model/city/layer-role.ts';
import type { Manifest } from '../../../model/city/manifest.ts';
import type { Drop } from './drop-controller.ts';
import type { LayerRecipe } from './tasks/drop-types.ts';

/** What `shapan bake` makes the same layers of: a recipe, and the files as they came beside it. */
export async function recipeArchive(
  city: Manifest,
  drops: readonly Drop[],
  layerRoles: Readonly<Record<string, LayerRoles>>,
): Promise<Blob> {
  const { BlobReader, BlobWriter, configure, TextReader, ZipWriter } = await import('@zip.js/zip.js');
  // Workers of that package are made of a blob, which the page's policy forbids.
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter('application/zip'));
  const layers: LayerRecipe[] = [];
  for (const [i, { files, status }] of drops.entries()) {
    if (status.kind !== 'laid') continue;
    const folder = `files/${i + 1}`;
    for (const { name, blob } of files) await writer.add(`${folder}/${name}`, new BlobReader(blob));
    layers.push(
      ...status.layers.map(({ recipe }) => ({
        ...recipe,
        ...rolesOf(layerRoles[recipe.id]),
        file: `${folder}/${files[0].name}`,
      })),
    );
  }
  await writer.add('recipe.json', new TextReader(`${JSON.stringify(recipeOf(city, layers), null, 2)}\n`));
  return await writer.close();
}

/** Roles as a recipe has them: each with the columns that it takes. */
function rolesOf(roles: LayerRoles = {}): Pick<LayerRecipe, 'roles'> {
  const given = ROLE_IDS.flatMap((role) => (roles[role] ? [[role, roles[role].columns] as const] : []));
  return given.length > 0 ? { roles: Object.fromEntries(given) } : {};
}

/** A city of these layers alone, with the clock and the heights of the one they were looked at in. */
const recipeOf = ({ name, zone, datum }: Manifest, layers: readonly LayerRecipe[]) => ({
  id: layers[0].id,
  name: { zh: `${name.zh}：添加的图层`, en: `${name.en}: added layers` },
  zone,
  datum,
  layers,
});
