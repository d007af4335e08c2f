import { expect, test } from 'vitest';
import { LAYER_READERS, selectReader } from '../../readers/listed-readers.ts';
import { blobSource, bytesSource } from '../../readers/shared/byte-source.ts';
import { unpacked } from '../../readers/unpacked.ts';
import { zipOf } from './zip-of.ts';

const GEOJSON = '{"type":"FeatureCollection","features":[]}';
const XPLAN = '<?xml version="1.0"?><XPlanAuszug xmlns="http://www.xplanung.de/xplangml/5/1"></XPlanAuszug>';
const CITY = '<?xml version="1.0"?><core:CityModel xmlns:core="x"></core:CityModel>';

async function known(files: Record<string, string>): Promise<[string, string | undefined]> {
  const archive = await zipOf(files);
  const source = await unpacked(blobSource(new Blob([archive.slice()]), 'from the office.zip'));
  return [source.name, (await selectReader(source, LAYER_READERS))?.id];
}

test('an archive with one file of data is that file, whatever format its bytes have', async () => {
  expect(await known({ 'plan.gml': XPLAN })).toEqual(['plan.gml', 'xplan']);
  expect(await known({ 'tiles/city.gml': CITY, 'readme.txt': 'x' })).toEqual(['city.gml', 'citygml']);
  expect(await known({ 'a/b.geojson': GEOJSON, '__MACOSX/a/._b.geojson': 'x', 'licence.pdf': '' })).toEqual([
    'b.geojson',
    'geojson',
  ]);
});

test('an archive that is a format of its own stays one, and of several files none is picked', async () => {
  expect(await known({ 'a.shp': 'x', 'a.dbf': 'x', 'a.geojson': GEOJSON })).toEqual([
    'from the office.zip',
    'shapefile',
  ]);
  expect((await known({ 'doc.kml': '<kml/>' }))[1]).toBe('kml');
  expect((await known({ 'a.geojson': GEOJSON, 'b.geojson': GEOJSON }))[0]).toBe('from the office.zip');
});

test('a Shapefile behind many pictures is not mistaken; a broken archive says so; other files are untouched', async () => {
  const pictures = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`photo ${i}.jpg`, String(i).repeat(20_000)]),
  );
  expect((await known({ ...pictures, 'one.geojson': GEOJSON, 'a.shp': 'x' }))[0]).toBe('from the office.zip');
  const cut = (await zipOf({ 'a.geojson': GEOJSON })).slice(0, 60);
  await expect(unpacked(bytesSource(cut, 'cut.zip'))).rejects.toThrow('cut.zip');
  const plain = bytesSource(new TextEncoder().encode(GEOJSON), 'a.geojson');
  expect(await unpacked(plain)).toBe(plain);
});
