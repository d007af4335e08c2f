import { expect, test } from 'vitest';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { utf8Of } from '../../../readers/shared/utf8.ts';
import { layerReaderOf } from '../../../tiles/read/read-options.ts';

const readerOf = async (name: string, text: string) => (await layerReaderOf(bytesSource(utf8Of(text), name))).id;

test.each([
  ['N42E001.hgt', '\0\0', 'SRTM sheet'],
  ['dem.bin', 'II*\0\b\0\0\0', 'GeoTIFF'],
  ['dem.bin', 'ncols 2\nnrows 2\n', 'ESRI ASCII grid'],
])(
  'a raster is no layer, and the refusal says what it is good for: %s',
  async (name, text, format) =>
    await expect(readerOf(name, text)).rejects.toThrow(
      `${name}: expected a layer, got a raster (${format}); as terrain:`,
    ),
);

test('a file that no reader knows is refused in a sentence with how it begins, not with every ending that there is', async () => {
  const refusal = await readerOf('town.blob', 'hello there').catch((error: Error) => error.message);
  expect(refusal).toMatch(
    /^town\.blob: expected a layer as GeoPackage, GeoJSON.*got a file that begins with "hello there"/,
  );
  expect(refusal).not.toMatch(/\.geojson/);
  expect(refusal.length).toBeLessThan(330);
});
