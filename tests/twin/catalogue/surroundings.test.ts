import { expect, test } from 'vitest';
import type { Column } from '../../../model/city/column.ts';
import type { AttributeInfo } from '../../../model/city/manifest.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { addLayer, smallCity, text } from '../../model/city/small-city.ts';

const use: Omit<AttributeInfo, 'file'> = { name: 'use', type: 'code', label: { zh: '类别', en: 'Use' } };
const count = (name: string): Omit<AttributeInfo, 'file'> => ({ name, type: 'integer', label: { zh: name, en: name } });
const whole = (...values: number[]): Column => ({ type: 'uint32', values: Uint32Array.from(values) });

/** Four buildings 112 m apart on a line from the origin, and a point on the second: a school in both layers. */
function open() {
  const { city, files } = smallCity();
  const buildings = addLayer(files, 10, {
    id: 'homes',
    kind: 'building',
    group: 'building',
    label: { zh: '住宅', en: 'Homes' },
    cimLevel: 2,
    ids: ['h-0', 'h-1', 'h-2', 'h-3'],
    columns: [
      [use, text('slab', 'school', 'nursing_home', 'hospital')],
      [count('dwellings'), whole(12, 0, 3, 0)],
      [count('residents'), whole(30, 0, 40, 0)],
    ],
  });
  const points = addLayer(files, 14, {
    id: 'sites',
    kind: 'point',
    group: 'facility',
    label: { zh: '设施', en: 'Sites' },
    cimLevel: 2,
    ids: ['p-0', 'p-1'],
    columns: [[{ ...use, name: 'amenity' }, text('kindergarten', 'school')]],
  });
  const layers = [...city.layers, buildings, points];
  return openCatalogue({ ...city, layers }, async (path) => files.get(path) ?? expect.fail(path));
}

test('what lies within the radius is counted: buildings, dwellings, residents and vulnerable places, the nearest first', async () => {
  const found = await open().around({ eastM: 0, northM: 0 }, 250);
  // Three homes and three of the city's own buildings; the school point lies on the school building, and is the same place.
  expect(found).toMatchObject({ buildings: 6, dwellings: 15, residents: 70 });
  expect(found.vulnerable.map(({ id, kind }) => [id, kind])).toEqual([
    ['p-0', 'school'],
    ['h-1', 'school'],
    ['h-2', 'care'],
  ]);
  expect(found.known).toEqual(['school', 'hospital', 'care']);
});

test('a city whose buildings state nobody says so; it has not nobody', async () => {
  const { city, files } = smallCity();
  const catalogue = openCatalogue(city, async (path) => files.get(path) ?? expect.fail(path));
  expect(await catalogue.around({ eastM: 0, northM: 0 }, 250)).toEqual({
    buildings: 3,
    dwellings: null,
    residents: null,
    vulnerable: [],
    known: [],
  });
});
