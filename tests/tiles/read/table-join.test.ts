import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRows } from '../../../model/city/layer-rows.ts';
import { bakedLayers, SOURCE, plainText as text } from '../../workers/shared/baked-layers.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-joins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const square = (id: string, west: number, properties: object) => ({
  type: 'Feature',
  properties: { id, ...properties },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [10 + west, 0],
        [10.001 + west, 0],
        [10.001 + west, 0.001],
        [10 + west, 0.001],
        [10 + west, 0],
      ],
    ],
  },
});

async function joinedColumns(joins: object[], names: string[], more: object = {}) {
  const features = [square('a', 0, { address: '文庙街3号' }), square('b', 0.001, { address: '文庙街5号' })];
  writeFileSync(join(folder, 'plots.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const layer = { id: 'plots', kind: 'area', label: text('plots'), file: 'plots.geojson', source: SOURCE };
  const files = await bakedLayers(folder, 'town', [{ ...layer, allColumns: true, joins, ...more }]);
  const [plots] = files.manifest.layers;
  const rows = await openRows(plots, (path) => files.read(path), names);
  const cells = Object.fromEntries(
    [0, 1].map((row) => [rows.thing(row).id, names.map((name) => rows.number(name, row) ?? rows.text(name, row))]),
  );
  return { cells, plots };
}

test('a recipe joins tables by key, by address and by the area that rows lie in; roles may take their columns', async () => {
  writeFileSync(join(folder, 'people.csv'), 'id,inhabitants\na,120\nb,80\nc,1\n');
  writeFileSync(join(folder, 'firms.csv'), '地址,staff\n文庙街３號,5\n城东区文庙街三号,7\n');
  writeFileSync(join(folder, 'trees.csv'), 'lon,lat,height\n10.0015,0.0005,9\n10.0016,0.0005,3\n,,1\n');
  const { cells, plots } = await joinedColumns(
    [
      { file: 'people.csv' },
      { file: 'firms.csv', by: 'address', key: '地址', attribute: 'address' },
      { file: 'trees.csv', by: 'within' },
    ],
    ['inhabitants', 'staff', 'rows', 'height', 'rows_2'],
    { roles: { population: {} } },
  );
  expect(cells).toEqual({ a: [120, 12, 2, null, 0], b: [80, null, 0, 12, 2] });
  expect(plots.roles?.population?.columns).toEqual({ residents: 'inhabitants' });
  expect(plots.problems.map(({ code, count }) => [code, count])).toContainEqual(['join-row-unused', 1]);
});

test('a join of which nothing fits is refused by its file, one by a column that is not there by its layer', async () => {
  writeFileSync(join(folder, 'none.csv'), 'id,value\nx,1\n');
  await expect(joinedColumns([{ file: 'none.csv' }], [])).rejects.toThrow('none.csv');
  await expect(joinedColumns([{ file: 'none.csv', attribute: 'number' }], [])).rejects.toThrow('joins.attribute');
});
