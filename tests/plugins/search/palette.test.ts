import { expect, test } from 'vitest';
import { loadPinyin } from '../../../src/plugins/search/load-pinyin.ts';
import { findEntries, type PaletteEntry } from '../../../src/plugins/search/palette.ts';

const entry = (id: string, zh: string, en: string, about = ''): PaletteEntry => ({
  id,
  name: zh,
  about,
  also: [zh, en],
});
const ENTRIES = [
  entry('sun', '日照与时间', 'Sun and time', '分析 · 谁家的日照不够'),
  entry('flood', '洪涝推演', 'Flood', '研判 · 水会到哪里'),
  entry('pipe-network', '管网分析', 'Pipe network', '分析 · 关哪些阀'),
];
const found = (needle: string, toPinyin: Parameters<typeof findEntries>[2] = null) =>
  findEntries(ENTRIES, needle, toPinyin, 9).map(({ id }) => id);

test('a tool is found by its name in either language and by what it answers, its name first', () => {
  expect(found('推演')).toEqual(['flood']);
  expect(found('pipe')).toEqual(['pipe-network']);
  expect(found('水会')).toEqual(['flood']);
  expect(found('分析')).toEqual(['pipe-network', 'sun']);
  expect(found('  ')).toEqual([]);
});

test('a tool is found by pinyin, whole or by three initials', async () => {
  const toPinyin = await loadPinyin();
  expect(found('rizhao', toPinyin)).toEqual(['sun']);
  expect(found('rzy', toPinyin)).toEqual(['sun']);
  expect(found('hltuiyan', toPinyin)).toEqual([]);
  expect(found('hlt', toPinyin)).toEqual(['flood']);
  expect(found('gwfx', toPinyin)).toEqual(['pipe-network']);
});
