import { expect, test } from 'vitest';
import { readGeoJson } from '../../../readers/geojson/geojson.ts';
import { readInp } from '../../../readers/inp/network.ts';
import { readTable } from '../../../readers/readings-table/readings-table.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { decodedText, isUtf8 } from '../../../readers/shared/encoding.ts';
import { Problems } from '../../../readers/shared/problems.ts';

/** Some characters of GB 2312 as GBK writes them (rows and cells from the standard), the last with a backslash as its second byte. */
const GBK: Record<string, readonly number[]> = {
  楼: [0xc2, 0xa5],
  名: [0xc3, 0xfb],
  实: [0xca, 0xb5],
  验: [0xd1, 0xe9],
  雨: [0xd3, 0xea],
  水: [0xcb, 0xae],
  井: [0xbe, 0xae],
  甲: [0xbc, 0xd7],
  乙: [0xd2, 0xd2],
  圽: [0x88, 0x5c],
};
const gbk = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((c) => GBK[c] ?? [c.charCodeAt(0)]));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const feature = (name: string, i: number): string =>
  `{"type":"Feature","id":"b${i}","properties":{"楼名":"${name}"},"geometry":{"type":"Point","coordinates":[${114 + i / 100},22.3]}}`;
const collection = (...names: string[]): string =>
  `{"type":"FeatureCollection","features":[${names.map(feature).join(',')}]}`;

async function names(bytes: Uint8Array, encoding?: string) {
  const problems = new Problems();
  const raw = await readGeoJson(
    bytesSource(bytes, 'a.geojson'),
    { geometry: 'point', properties: { all: true }, encoding },
    problems,
  );
  const words = raw.fields
    .filter(({ name }) => name !== '')
    .map((field) => [field.name, field.words(raw.count)] as const);
  return {
    columns: Object.fromEntries(
      words.map(([name, list]) => [name, Array.from({ length: raw.count }, (_, i) => list.text(i))]),
    ),
    problems: problems.list(),
  };
}

test('GeoJSON in GBK has its columns and texts, and the report says what it was', async () => {
  const many = Array.from({ length: 400 }, (_, i) => `实验楼${i}`);
  const { columns, problems } = await names(gbk(collection(...many)));
  expect(Object.keys(columns)).toEqual(['楼名']);
  expect(columns.楼名[399]).toBe('实验楼399');
  expect(problems.map(({ code, count }) => [code, count])).toEqual([['text-encoding', 1]]);
  expect(problems[0].example).toMatch(/^a\.geojson: expected text in UTF-8, got bytes of GB18030/);
});

test('a second byte that is a backslash breaks no string, though the first reading of the file meets it as one', async () => {
  const { columns } = await names(gbk(collection('实验楼甲', '圽', '水井')));
  expect(columns.楼名).toEqual(['实验楼甲', '圽', '水井']);
});

test('UTF-8 is read as ever, and nothing is said of it', async () => {
  const { columns, problems } = await names(utf8(collection('实验楼', 'Straße')));
  expect(columns.楼名).toEqual(['实验楼', 'Straße']);
  expect(problems).toEqual([]);
});

test('UTF-8 with a character cut short stays UTF-8; the rest of it is shown as a box and counted', async () => {
  const whole = utf8(collection('实验楼', '实验楼', '实验楼', '实验楼', '水井甲'));
  const at = whole.lastIndexOf(0xb2);
  const cut = Uint8Array.from([...whole.slice(0, at), ...whole.slice(at + 1)]);
  const { columns, problems } = await names(cut);
  expect(columns.楼名.slice(3)).toEqual(['实验楼', '水井□']);
  expect(problems.map(({ code, count }) => [code, count])).toEqual([['text-unreadable', 1]]);
});

test('what is neither UTF-8 nor Chinese is refused until somebody names it', async () => {
  const latin = Uint8Array.from(collection('Stra\u00dfe', 'M\u00fchle'), (c) => c.charCodeAt(0));
  await expect(names(latin)).rejects.toThrow(/^a\.geojson: .*楼|^a\.geojson: expected text in UTF-8.*--encoding/);
});

test('a named encoding is taken at its word', async () => {
  const text =
    '{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"n":"Stra\u00dfe"},"geometry":{"type":"Point","coordinates":[8,47]}}]}';
  const latin = Uint8Array.from(text, (c) => c.charCodeAt(0));
  const { columns, problems } = await names(latin, 'windows-1252');
  expect(columns.n).toEqual(['Straße']);
  expect(problems).toEqual([]);
  await expect(names(latin, 'klingon')).rejects.toThrow(/expected an encoding as gb18030/);
  await expect(names(latin)).rejects.toThrow(/neither that nor GB 18030; --encoding names it/);
});

test('Korean in EUC-KR, whose pairs look like GB 2312, is not taken for Chinese', () => {
  // 서울 특별시 강남구 (Seoul, Gangnam), twice: no second half of the Chinese table in it.
  const korean = [0xbc, 0xad, 0xbf, 0xef, 0xc6, 0xaf, 0xba, 0xb0, 0xbd, 0xc3, 0xb0, 0xad, 0xb3, 0xb2, 0xb1, 0xb8];
  expect(() => decodedText(Uint8Array.from([...korean, ...korean]), undefined, 'a.csv', new Problems())).toThrow(
    /neither that nor GB 18030/,
  );
});

test('node names of a SWMM file in GBK stay two', async () => {
  const inp =
    '[JUNCTIONS]\n雨水井甲 10 2\n雨水井乙 9 2\n[CONDUITS]\nC1 雨水井甲 雨水井乙 50 0.013 0 0\n[XSECTIONS]\nC1 CIRCULAR 0.3 0 0 0\n[COORDINATES]\n雨水井甲 0 0\n雨水井乙 50 0\n';
  const problems = new Problems();
  const raw = await readInp(bytesSource(gbk(inp), 'a.inp'), 'swmm', 'line', problems);
  expect(raw.count).toBe(1);
  expect(
    raw.fields
      .find(({ name }) => name === 'to')
      ?.words(1)
      .text(0),
  ).toBe('雨水井乙');
  expect(problems.list().map(({ code }) => code)).toEqual(['text-encoding']);
});

test('a table of readings in GBK keeps its streams apart', async () => {
  const rows = await readTable(
    gbk('stream,time,value\n雨水井甲,2026-01-01T00:00:00Z,1\n雨水井乙,2026-01-01T00:00:00Z,2\n'),
  );
  expect(rows.map(({ stream }) => stream).sort()).toEqual(['雨水井乙', '雨水井甲'].sort());
});

test.each([
  ['plain', true],
  ['实验楼 𠮷', true],
])('%s is UTF-8', (text, expected) => {
  expect(isUtf8(utf8(text))).toBe(expected);
});

test.each([
  ['a lone continuation', [0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a character cut short', [0xe5, 0xae]],
])('%s is not', (_, bytes) => {
  expect(isUtf8(Uint8Array.from(bytes))).toBe(false);
});
