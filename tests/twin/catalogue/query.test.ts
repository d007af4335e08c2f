import * as v from 'valibot';
import { expect, test } from 'vitest';
import { DataQuery } from '../../../model/questions/data-query.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city, files } = smallCity();
const catalogue = openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array());
const query = (part: object) => v.parse(DataQuery, { layer: 'building', ...part });

test('things are found by their attributes, with figures of one and groups of another', async () => {
  const found = await catalogue.query(
    query({ conditions: [{ attribute: 'class', test: 'is', value: 'OFFICE' }], measure: 'height', group: 'class' }),
  );
  expect([...found.rows]).toEqual([2, 3, 4]);
  expect(found.figures).toMatchObject({ count: 3, numbers: 2, sum: 356, mean: 178, median: 178 });
  expect(found.groups.map(({ value, count }) => [value, count])).toEqual([['office', 3]]);
});

test('things near those of another layer: the pipes stand where the first three buildings do', async () => {
  const found = await catalogue.query(query({ near: { by: 'layer', layer: 'pipe-storm', distanceM: 1 } }));
  expect([...found.rows]).toEqual([0, 1, 2]);
});

test('records have ids, every attribute and middles; keys are those of a join', async () => {
  const { columns, rows } = await catalogue.records('building', Uint32Array.of(1, 4));
  expect(columns.map(({ key }) => key)).toEqual([
    ...['id', 'name', 'height', 'storeys', 'class', 'facade', 'address', 'east_m', 'north_m'],
  ]);
  expect(rows[0]).toEqual(['bld-ED1-00001', null, 6, 2, 'lane', 0, '文庙街 5 号', 100, 50]);
  expect(rows[1].slice(0, 4)).toEqual(['bld-ND4-00003', null, null, null]);
  expect(await catalogue.keys('building', 'storeys')).toEqual(['7', '2', '44', '43', null]);
});

test('a layer or an attribute that is not there is refused by name', async () => {
  await expect(catalogue.query(query({ layer: 'houses' }))).rejects.toThrow('got "houses"');
  await expect(catalogue.query(query({ conditions: [{ attribute: 'age', test: 'least', value: 3 }] }))).rejects.toThrow(
    'got "age"',
  );
  await expect(catalogue.query(query({ within: { by: 'thing', layer: 'building', row: 0 } }))).rejects.toThrow(
    'expected a layer of areas, got "building"',
  );
});
