import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTown } from '../pictures/bake-towns.ts';
import { ROOT } from './house.ts';
import { shapan } from './offline-package.ts';

/** Real data lies beside the checkout, never in it. */
const DATA = join(ROOT, '../shared/data/city');

/** Why no town can be baked; null: all can. */
export const lacksTowns = (): string | null =>
  existsSync(DATA) ? null : `the data of real towns lie beside the checkout, and ${DATA} is not there`;

/** Stores by the recipe's own door: what stands in them is these tests', the station at which they are OpenStreetMap's. */
const STORES = {
  format: 1,
  stores: [
    {
      id: 'store-euben',
      name: { zh: '奥伊本物资库', en: 'Euben store' },
      lonLat: [11.5634035, 49.9966768],
      stock: { sandbag: 500, pump400: 2 },
    },
  ],
};

/** Into a folder of cities. Bayreuth comes from hosts of open data; its recipe is then given what OpenStreetMap does not know. */
export async function bakeTown(town: 'kamloops' | 'tsinghua' | 'bayreuth', cities: string): Promise<void> {
  if (town !== 'bayreuth') {
    await shapan('bake', join(ROOT, `tests/recipes/${town}.json`), '--out', cities);
    return;
  }
  const gathered = await makeTown(cities, 'bayreuth');
  const file = join(gathered, 'recipe.json');
  const recipe = JSON.parse(readFileSync(file, 'utf8')) as { facts: object };
  writeFileSync(join(gathered, 'resources.json'), JSON.stringify(STORES));
  writeFileSync(file, JSON.stringify({ ...recipe, facts: { ...recipe.facts, resources: 'resources.json' } }));
  await shapan('bake', file, '--out', cities);
}
