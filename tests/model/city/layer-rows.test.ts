import { describe, expect, test } from 'vitest';
import { openRows } from '../../../model/city/layer-rows.ts';
import { smallCity } from './small-city.ts';

const { city, files } = smallCity();
const [buildings] = city.layers;

async function rows(wanted: string[]) {
  const asked: string[] = [];
  const read = async (path: string) => {
    asked.push(path);
    return files.get(path) ?? new Uint8Array();
  };
  return { asked, rows: await openRows(buildings, read, wanted) };
}

describe('the things of a layer', () => {
  test('have their id, their name, their place and their size', async () => {
    const { rows: buildingRows } = await rows([]);
    expect(buildingRows.thing(2)).toEqual({
      id: 'bld-ND4-00001',
      name: { zh: 'Twin Tower', en: 'Twin Tower' },
      at: [200, 100],
      radiusM: 22,
    });
  });

  test('without a name go by their id', async () => {
    const { rows: buildingRows } = await rows([]);
    expect(buildingRows.thing(1).name).toEqual({ zh: 'bld-ED1-00001', en: 'bld-ED1-00001' });
  });

  test('have the attributes that were asked for, and null where there is no value', async () => {
    const { rows: buildingRows } = await rows(['height', 'storeys', 'class']);
    expect([0, 4].map((row) => buildingRows.number('height', row))).toEqual([32.5, null]);
    expect([0, 4].map((row) => buildingRows.number('storeys', row))).toEqual([7, null]);
    expect(buildingRows.text('class', 2)).toBe('office');
  });

  test('have neither text nor number of a column that is the other, or was not asked for', async () => {
    const { rows: buildingRows } = await rows(['height', 'class']);
    expect([buildingRows.text('height', 0), buildingRows.number('class', 0)]).toEqual([null, null]);
    expect(buildingRows.text('address', 0)).toBeNull();
  });

  test('are read from no other columns than those', async () => {
    const { asked } = await rows(['height']);
    expect(asked.sort()).toEqual([
      'layers/building/columns/height.bin',
      'layers/building/columns/id.bin',
      'layers/building/columns/name.bin',
      'layers/building/places.bin',
    ]);
  });
});
