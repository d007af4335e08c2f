import {
  areasOfDistricts,
  type BoardArea,
  type BoardAreas,
  MAX_AREAS,
  OWN_DISTRICTS,
} from '../../../model/boards/board-areas.ts';
import { nameOf } from '../../../model/city/thing-name.ts';
import type { App } from '../../kit/plugin.ts';
import { readDistricts } from '../../twin/read-districts.ts';

/** Reads what a board is split by: the city's own districts, or the areas of a layer, the first of them where they are many. */
export async function openAreas({ cityUrl, catalogue, twin }: App, id: string): Promise<BoardAreas | null> {
  if (id === '') return null;
  if (id === OWN_DISTRICTS) return areasOfDistricts(await readDistricts(cityUrl));
  const layer = twin.city.layers.find((one) => one.id === id);
  if (!layer) return null;
  const rows = Array.from({ length: Math.min(layer.count, MAX_AREAS) }, (_, row) => row);
  const things = await Promise.all(rows.map((row) => catalogue.describe(layer.gidBase + row)));
  const areas = things.flatMap((thing, row): BoardArea[] => {
    if (!thing) return [];
    const values = new Map(thing.values.map(({ name, value }) => [name, value]));
    const name = { zh: nameOf(values, 'zh') ?? thing.id, en: nameOf(values, 'en') ?? thing.id };
    return [{ name, place: thing.place, within: { by: 'thing', layer: id, row } }];
  });
  return {
    areas,
    others: layer.count - rows.length,
    async areasOf(placesM) {
      const found = await catalogue.thingsAt(id, placesM);
      return (found ?? new Int32Array(placesM.length / 2).fill(-1)).map((row) => (row < areas.length ? row : -1));
    },
  };
}
