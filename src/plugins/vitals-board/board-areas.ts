import type { EnuSphere } from '../../../model/city/catalogue.ts';
import { type District, districtAt } from '../../../model/city/districts.ts';
import type { DataQuery } from '../../../model/questions/data-query.ts';
import type { Text } from '../../../model/text/text.ts';
import { nameOf } from '../../kit/attribute-text.ts';
import type { App } from '../../kit/plugin.ts';
import { readDistricts } from '../../twin/read-districts.ts';

/** More areas than this are a table and no card. */
const MAX_AREAS = 40;

/** The city's own districts, as a board names them. */
export const OWN_DISTRICTS = 'districts';

/** One area that figures are split by. */
interface BoardArea {
  name: Text;
  place: EnuSphere;
  within: NonNullable<DataQuery['within']>;
}

/** The figures of a board are split by these areas. */
export interface BoardAreas {
  areas: readonly BoardArea[];
  /** Areas beyond those listed. */
  others: number;
  /** The area of each place by its number; −1: it lies in none. Places are east and north of each, in metres. */
  areasOf(placesM: Float64Array): Promise<Int32Array>;
}

/** Reads what a board is split by: the city's own districts, or the areas of a layer, the first of them where they are many. */
export async function openAreas({ cityUrl, catalogue, twin }: App, id: string): Promise<BoardAreas | null> {
  if (id === '') return null;
  if (id === OWN_DISTRICTS) return ofDistricts(await readDistricts(cityUrl));
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

function ofDistricts(districts: readonly District[]): BoardAreas {
  const areas = districts.map(({ nameZh, nameEn, polygon }): BoardArea => {
    const { eastM, northM, radiusM } = middleOf(polygon);
    const place = { eastM, northM, upM: 0, radiusM };
    return { name: { zh: nameZh, en: nameEn }, place, within: { by: 'ring', ringM: polygon } };
  });
  const numberOf = new Map(districts.map(({ id }, i) => [id, i]));
  return {
    areas,
    others: 0,
    async areasOf(placesM) {
      return Int32Array.from({ length: placesM.length / 2 }, (_, i) => {
        const id = districtAt(districts, placesM[2 * i], placesM[2 * i + 1]);
        return id === null ? -1 : (numberOf.get(id) ?? -1);
      });
    },
  };
}

/** The middle of a ring's box, and half its diagonal. */
function middleOf(ring: District['polygon']): { eastM: number; northM: number; radiusM: number } {
  const sides = [0, 1].map((axis) => {
    const values = ring.map((corner) => corner[axis]);
    return { low: Math.min(...values), high: Math.max(...values) };
  });
  const [eastM, northM] = sides.map(({ low, high }) => (low + high) / 2);
  return { eastM, northM, radiusM: Math.hypot(...sides.map(({ low, high }) => high - low)) / 2 };
}
