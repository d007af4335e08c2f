import { LAYER_READERS, plainName } from '../readers/listed-readers.ts';
import type { LayerRecipe } from './recipe.ts';

/** Ids of layers by their files' names; a name without a Latin letter or a digit gives the kind, and a second one of the same a number. */
export function layerIds(names: readonly string[], kinds: readonly string[], taken = new Set<string>()): string[] {
  return names.map((name, i) => {
    const wanted = idOf(name) || kinds[i];
    let id = wanted;
    for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
    taken.add(id);
    return id;
  });
}

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');

/** What a layer is called where nobody says. */
export const plainLayerName = (file: string): string => plainName(file, LAYER_READERS);

/** A layer of a plain file of which nothing is known but its format: every property becomes a column. */
export const plainLayer = (
  file: string,
  format: string,
  { id, kind, name }: Pick<LayerRecipe, 'id' | 'kind'> & { name: string },
): LayerRecipe => ({
  id,
  kind,
  label: { zh: name, en: name },
  file,
  format,
  source: { name: { zh: file, en: file }, licence: 'not stated' },
  fields: {},
  units: {},
  noData: [],
  facades: {},
  columns: [],
  allColumns: true,
  assume: {},
  sourceProblems: [],
  mostLeftOutRatio: 1,
});
