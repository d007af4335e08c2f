import { expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { placesXlsxReader } from '../../../readers/places-xlsx/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { zipOf } from '../zip-of.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook by ECMA-376, its cells in rows: words in place, numbers as they are. */
const workbook = (sheets: Record<string, (string | number | null)[][]>): Promise<Uint8Array> => {
  const names = Object.keys(sheets);
  const cell = (value: string | number | null, row: number, column: number): string => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (value === null) return '';
    return typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="s${i + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
  };
  for (const [i, name] of names.entries())
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet xmlns="${MAIN}"><sheetData>${sheets[name].map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>`).join('')}</sheetData></worksheet>`;
  return zipOf(files);
};

const PUMPS = [
  ['泵站一览', null, null],
  ['名称', '经度', '纬度'],
  ['一号', 116.3, 40],
  ['二号', null, 40.1],
  ['三号', '116.5', '40.2'],
];

test('the head is found below a title; rows without a place are counted by their line', async () => {
  const bytes = await workbook({ 泵站: PUMPS });
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('places-xlsx');
  const { raw, codes } = await readFeatures(placesXlsxReader, bytes);
  expect([[...raw.xy], wordsOf(raw, '名称'), codes]).toEqual([
    [116.3, 40, 116.5, 40.2],
    ['一号', '三号'],
    { 'place-missing': 1 },
  ]);
  expect([...raw.line]).toEqual([3, 5]);
});

test('a workbook of several sheets asks for one by name', async () => {
  const bytes = await workbook({
    a: PUMPS,
    b: [
      ['x', 'y'],
      [442163, 4428000],
    ],
  });
  await expect(readFeatures(placesXlsxReader, bytes)).rejects.toThrow('2: a, b');
  expect([...(await readFeatures(placesXlsxReader, bytes, { table: 'b' })).raw.xy]).toEqual([442163, 4428000]);
});

test('a broken workbook, one without places and a bomb are refused by name', async () => {
  await expect(
    readFeatures(
      placesXlsxReader,
      await workbook({
        a: [
          ['p', 'q'],
          [1, 2],
        ],
      }),
    ),
  ).rejects.toThrow('expected columns of coordinates');
  await expect(readFeatures(placesXlsxReader, await zipOf({ 'xl/workbook.xml': '<a' }))).rejects.toThrow(
    'town.data: expected a whole workbook',
  );
  const bomb = await zipOf({ 'xl/workbook.xml': new Uint8Array(40 << 20) });
  await expect(readFeatures(placesXlsxReader, bomb)).rejects.toThrow('expected an archive of at most 1 GB');
});
