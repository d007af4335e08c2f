import Papa from 'papaparse';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { type ColumnOf, MAX_TABLE_CHARS, type ThemeRequest } from '../../model/questions/thematic-maps.ts';
import { unguardedText } from '../../model/tables/csv-cell.ts';
import { cutText } from '../../model/text/cut-text.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import type { TableRead, ThemeResult } from './engine-types.ts';
import { themeMessage } from './messages.ts';

const MAX_ROWS = 1_000_000;
const SHOWN_CHARS = 120;

type Rows = Awaited<ReturnType<typeof openRows>>;

/** What each thing of a layer has, by its row. */
export interface ThingColumns {
  layer: LayerInfo;
  thing: Rows['thing'];
  number(column: ColumnOf, row: number): number | null;
  word(column: ColumnOf, row: number): string | null;
  /** Words of a code as people read it. */
  labelOf(column: ColumnOf, word: string): Text;
  unitOf(column: ColumnOf): string;
  join: ThemeResult['join'];
}

/** Opens the columns that a request names, those of its table joined by their key. */
export async function openColumns(
  layer: LayerInfo,
  read: (path: string) => Promise<Uint8Array>,
  request: ThemeRequest,
): Promise<ThingColumns> {
  const { table } = request;
  const wanted = columnsOf(request);
  const own = wanted.flatMap(({ of, name }) => (of === 'layer' ? [name] : []));
  if (table) own.push(table.attribute);
  for (const name of own)
    if (name !== 'id' && !layer.attributes.some((one) => one.name === name))
      throw new MessageError(themeMessage('unknown-column', { layer: layer.id, name }));
  const rows = await openRows(layer, read, own);
  const ownWord = (name: string, row: number): string | null => {
    if (name === 'id') return rows.thing(row).id;
    return rows.text(name, row) ?? rows.number(name, row)?.toString() ?? null;
  };
  const outer = wanted.filter(({ of }) => of === 'table');
  const joined = table ? joinedTable(layer, table, outer, ownWord) : null;
  if (!joined && outer.length > 0) throw new MessageError(themeMessage('no-table', { name: outer[0].name }));
  const word = ({ of, name }: ColumnOf, row: number) =>
    of === 'layer' ? ownWord(name, row) : (joined?.cell(name, row) ?? null);
  const infoOf = ({ of, name }: ColumnOf) =>
    of === 'layer' ? layer.attributes.find((one) => one.name === name) : undefined;
  return {
    layer,
    thing: rows.thing,
    word,
    number: (column, row) => (column.of === 'layer' ? rows.number(column.name, row) : numberOf(word(column, row))),
    labelOf: (column, text) => infoOf(column)?.values?.[text] ?? { zh: text, en: text },
    unitOf: (column) => infoOf(column)?.unit ?? '',
    join: joined?.facts ?? null,
  };
}

function columnsOf({ measure, per, times }: ThemeRequest): ColumnOf[] {
  return [
    ...(measure.by === 'count' || times.by === 'columns' ? [] : [measure.column]),
    ...(per.by === 'number' ? [per.column] : []),
    ...(times.by === 'columns' ? times.columns : []),
    ...(times.by === 'until' ? [times.column] : []),
  ];
}

/** A number as tables write it, thousands with commas too; null where it is none. */
function numberOf(text: string | null): number | null {
  const plain = text?.trim().replace(/(?<=\d),(?=\d{3}(\D|$))/g, '') ?? '';
  const value = plain === '' ? Number.NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A table by the keys of a layer's things. */
function joinedTable(
  layer: LayerInfo,
  { file, csv, key, attribute }: NonNullable<ThemeRequest['table']>,
  wanted: readonly ColumnOf[],
  keyOf: (name: string, row: number) => string | null,
) {
  const { head, lines } = tableOf(csv, file, [key, ...wanted.map(({ name }) => name)]);
  const keyAt = head.indexOf(key);
  const lineOf = new Map<string, string[]>();
  let doubled = 0;
  for (const line of lines) {
    const value = (line[keyAt] ?? '').trim();
    if (lineOf.has(value)) doubled++;
    else lineOf.set(value, line);
  }
  const met = new Set<string>();
  const lineOfRow = Array.from({ length: layer.count }, (_, row) => {
    const value = keyOf(attribute, row)?.trim();
    const line = value === undefined ? undefined : lineOf.get(value);
    if (line && value !== undefined) met.add(value);
    return line;
  });
  if (met.size === 0) {
    const got = cutText([...lineOf.keys()][0] ?? '', SHOWN_CHARS);
    const expected = cutText(keyOf(attribute, 0) ?? '', SHOWN_CHARS);
    throw new MessageError(themeMessage('no-match', { file, key, layer: layer.id, attribute, got, expected }));
  }
  const at = new Map(head.map((name, i) => [name, i]));
  const cell = (name: string, row: number): string | null => {
    const text = lineOfRow[row]?.[at.get(name) ?? -1]?.trim();
    return text ? text : null;
  };
  return { cell, facts: { rows: lines.length, unmatched: lineOf.size - met.size, doubled } };
}

function tableOf(csv: string, file: string, needed: readonly string[]): { head: string[]; lines: string[][] } {
  const { data, errors } = Papa.parse<string[]>(csv.replace(/^\ufeff/, ''), {
    skipEmptyLines: 'greedy',
    preview: MAX_ROWS + 2,
    transform: unguardedText,
  });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken)
    throw new MessageError(themeMessage('table-broken', { file, row: (broken.row ?? 0) + 1, reason: broken.message }));
  const [first = [], ...lines] = data;
  const head = first.map((name) => name.trim());
  for (const name of needed)
    if (!head.includes(name))
      throw new MessageError(themeMessage('table-head', { file, name, got: cutText(head.join(', '), SHOWN_CHARS) }));
  if (lines.length > MAX_ROWS)
    throw new MessageError(themeMessage('table-rows', { file, most: MAX_ROWS, got: lines.length }));
  return { head, lines };
}

/** Reads a table's bytes: GB 18030 where they are no UTF-8. MessageError where it is too long or no table. */
export function readTable(bytes: Uint8Array, file: string): TableRead {
  if (bytes.length > MAX_TABLE_CHARS)
    throw new MessageError(themeMessage('table-size', { file, most: MAX_TABLE_CHARS, got: bytes.length }));
  const csv = textOf(bytes);
  const { head, lines } = tableOf(csv, file, []);
  if (head.length < 2 || lines.length === 0)
    throw new MessageError(themeMessage('table-columns', { file, columns: head.length, rows: lines.length }));
  const columns = head.flatMap((name, i) => {
    if (name === '') return [];
    const said = lines.flatMap((line) => (line[i]?.trim() ? [line[i]] : []));
    const numbers = said.filter((text) => numberOf(text) !== null).length;
    return [{ name, isNumber: numbers > 0 && 2 * numbers > said.length }];
  });
  return { csv, rows: lines.length, columns };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Table programs of Chinese Windows write GB 18030, which has a character for nearly every pair of bytes.
    return new TextDecoder('gb18030').decode(bytes);
  }
}
