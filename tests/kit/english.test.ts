import { expect, test } from 'vitest';
import { englishIn } from './english.ts';

test('finds a sentence, and leaves names, quotes, paths and codes', () => {
  expect(englishIn('图层：expected at most three values')).toBe('expected at most three values');
  expect(englishIn('读取失败（the reader stopped）')).toBe('the reader stopped');
  expect(englishIn('现为“expected a whole number”')).toBeNull();
  expect(englishIn('a/b c.json：应为 GeoTIFF，现为 CityJSON')).toBeNull();
  expect(englishIn('按 Windows-1252 读取，EPSG:4547，lzma、lz4')).toBeNull();
});
