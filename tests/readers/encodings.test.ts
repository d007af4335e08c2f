import { describe, expect, test } from 'vitest';
import { readCap } from '../../readers/cap/cap.ts';
import { selectReader } from '../../readers/listed-readers.ts';
import { readTable } from '../../readers/readings-table/readings-table.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { labelOfCodePage } from '../../readers/shared/code-pages.ts';
import { Problems } from '../../readers/shared/problems.ts';
import { utf8Of } from '../../readers/shared/utf8.ts';
import { xmlEncodingOf } from '../../readers/shared/xml-text.ts';
import { CASES } from '../validation/cities-encodings.ts';
import { CASES as TILE_CASES } from '../validation/cities-vector-tiles.ts';
import { encoded } from '../validation/encoded-text.ts';

test.each([
  ['936', 'gb18030'],
  ['CP866', 'ibm866'],
  ['ANSI 1251', 'windows-1251'],
  ['ANSI_936', 'gb18030'],
  ['dos932', 'shift_jis'],
  ['ISO8859-2', 'iso-8859-2'],
  ['885915', 'iso-8859-15'],
  ['28605', 'iso-8859-15'],
  ['51932\0', 'euc-jp'],
  ['utf8', 'utf-8'],
  ['dos850', null],
])('the code page %s is %s', (name, label) => expect(labelOfCodePage(name)).toBe(label));

describe('the encoding of XML is', () => {
  const said = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a/>`;
  test('what its declaration names', () => expect(xmlEncodingOf(utf8Of(said('GBK')))).toBe('GBK'));
  test('that of its mark, whatever is declared', () =>
    expect(xmlEncodingOf(encoded(said('ISO-8859-1'), 'utf-8', true))).toBe('utf-8'));
  test('UTF-16 by the width of its characters', () =>
    expect(['utf-16le', 'utf-16be'].map((label) => xmlEncodingOf(encoded(said('UTF-16'), label)))).toEqual([
      'utf-16le',
      'utf-16be',
    ]));
  test('not UTF-16 where that can be read byte by byte', () =>
    expect(xmlEncodingOf(utf8Of(said('UTF-16')))).toBeNull());
});

test('a message of CAP is read in the encoding that it declares', () => {
  const text =
    '<?xml version="1.0" encoding="GBK"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>b</sender><sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>e</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><headline>暴雨</headline></info></alert>';
  expect(readCap(encoded(text, 'gb18030'), 'a.xml').infos[0].headline).toBe('暴雨');
});

test('readings with commas before their decimals are read; a comma that may be either is said', async () => {
  const table = (rows: string) => utf8Of(`stream;time;value\n${rows}`);
  const some = await readTable(table('a;2026-01-01T00:00:00Z;1.234,5\na;2026-01-01T00:01:00Z;3,25\n'));
  expect(some.map(({ reading }) => reading.value)).toEqual([1234.5, 3.25]);
  const problems = new Problems();
  expect(await readTable(table('a;2026-01-01T00:00:00Z;1,234\n'), problems)).toEqual([]);
  expect(problems.list().map(({ code }) => code)).toEqual(['number-ambiguous']);
});

test('a table that begins with its separator is a table of places; dots part thousands where coordinates have commas', async () => {
  const source = bytesSource(utf8Of('sep=;\nlon;lat;people\n13,4012;52,5003;1.234\n13,4022;52,5013;987\n'), 'a.csv');
  const reader = await selectReader(source);
  expect(reader?.id).toBe('places-csv');
  const read = await reader?.read(source, {}, new Problems());
  if (read?.gives !== 'features') throw new Error(read?.gives);
  const people = read.raw.fields.find(({ name }) => name === 'people');
  expect([...(people?.numbers(2, [], () => undefined) ?? [])]).toEqual([1234, 987]);
});

test('sums of a schedule with commas before their decimals are not a hundred times too large', async () => {
  const source = bytesSource(utf8Of('id;name;duration;cost\nA;a;1,5d;2314,27\nB;b;2d;1.000,50\n'), 'a.csv');
  const read = await (await selectReader(source))?.read(source, {}, new Problems());
  if (read?.gives !== 'schedule') throw new Error(read?.gives);
  expect(read.schedule.activities.map(({ cost, durationMin }) => [cost, durationMin])).toEqual([
    [2314.27, 720],
    [1000.5, 960],
  ]);
});

test.each([...CASES, ...TILE_CASES].filter(({ quick }) => quick))('$name', async ({ run }) => {
  expect((await run()).filter(({ pass }) => !pass)).toEqual([]);
});
