import type { EnuSphere } from '../city/catalogue.ts';
import { type District, districtAt } from '../city/districts.ts';
import type { DataQuery } from '../questions/data-query.ts';
import type { Text } from '../text/text.ts';

/** More areas than this are a table and no card. */
export const MAX_AREAS = 40;

/** The city's own districts, as a board names them. */
export const OWN_DISTRICTS = 'districts';

/** One area that figures are split by. */
export interface BoardArea {
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

/** The city's own districts as the areas of a board. */
export function areasOfDistricts(districts: readonly District[]): BoardAreas {
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
