import { expect, test } from 'vitest';
import { encodeColumn } from '../../../model/city/column.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { onSide, readStreetNames } from '../../../workers/crowd/plan/street-names.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('the ground of a road is called as the road; a road without a name, and a city without roads, call it nothing', async () => {
  const { city } = smallCity();
  const at = (name: string) => `layers/roads/columns/${name}.bin`;
  const label = { zh: '名称', en: 'Name' };
  const roads: LayerInfo = {
    ...city.layers[0],
    ...{ id: 'roads', kind: 'area', count: 2, sorted: 'layers/roads/sorted.bin', places: 'layers/roads/places.bin' },
    attributes: [{ name: 'name', type: 'string', label, file: at('name') }],
  };
  const texts = (...distinct: string[]) =>
    encodeColumn({ type: 'string', codes: Uint32Array.of(0, distinct.length - 1), distinct });
  const files = new Map([
    ['layers/roads/places.bin', new Uint8Array(new Float32Array(8).buffer)],
    [at('id'), texts('seg-A2-001', 'seg-ED1-7')],
    [at('name'), encodeColumn({ type: 'string', codes: Uint32Array.of(0, 0xffffffff), distinct: ['澄心大道'] })],
  ]);
  const read = async (path: string) => files.get(path) ?? expect.fail(path);
  const streetOf = await readStreetNames({ ...city, layers: [roads] }, read);
  expect(streetOf('wk-A2-001')).toEqual({ zh: '澄心大道', en: '澄心大道' });
  expect([streetOf('wk-ED1-7'), streetOf('wk-jn-00001')]).toEqual([null, null]);
  expect((await readStreetNames(city, read))('wk-A2-001')).toBeNull();
});

test('the side is that which the place lies farther towards', () => {
  const side = (east: number, north: number) => onSide({ zh: '路', en: 'Road' }, [east, north]).en;
  expect([side(1, 0.5), side(-1, 0.5), side(0.2, 0.9), side(0.2, -0.9)]).toEqual([
    'Road (east)',
    'Road (west)',
    'Road (north)',
    'Road (south)',
  ]);
});
