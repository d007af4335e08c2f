import { NOTHING, numberOfCell } from '../tables/table-column.ts';
import { fold } from '../text/folded-text.ts';
import { type Message, MessageError, messageTable } from '../text/message.ts';
import { type Basis, basesOf, type IndexCard, type IndexValue, PERCENT, type YearValues } from './index-card.ts';

/** Says what a table of values lacks, and which of its rows were not taken. */
const tableMessage = messageTable({
  columns: {
    zh: '{file}：表头应有“指标”和“取值”两列（另可有“年份”“单位”“来源”），实为：{got}',
    en: '{file}: expected columns "indicator" and "value" (and "year", "unit", "source" if there are any), got: {got}',
  },
  unknown: {
    zh: '{file}：{count} 行的指标不在评分表中，未采用：{names}',
    en: '{file}: {count} rows of indicators that the card does not have were left out: {names}',
  },
  number: {
    zh: '{file}：第 {row} 行 {id} 的取值应为数字，实为“{got}”，未采用',
    en: '{file}: row {row}, {id}: expected a number, got "{got}"; left out',
  },
  unit: {
    zh: '{file}：第 {row} 行 {id} 的单位应为“{expected}”，实为“{got}”，未采用',
    en: '{file}: row {row}, {id}: expected the unit "{expected}", got "{got}"; left out',
  },
  year: {
    zh: '{file}：第 {row} 行 {id} 的年份应在 1900 至 2199 之间，实为“{got}”，未采用',
    en: '{file}: row {row}, {id}: expected a year from 1900 to 2199, got "{got}"; left out',
  },
  twice: {
    zh: '{file}：第 {row} 行 {id} 在 {year} 年已有取值，采用先出现的一行',
    en: '{file}: row {row}, {id} of {year} is there already: the first one is taken',
  },
});

/** Tables give their columns these names, folded. */
const COLUMNS = {
  indicator: ['indicator', 'basis', 'id', '指标', '指标名称', '二级指标', '编号'],
  value: ['value', '取值', '数值', '值', '指标值'],
  year: ['year', '年份', '年度', '年'],
  unit: ['unit', '单位', '计量单位'],
  source: ['source', 'note', '来源', '数据来源', '说明'],
} as const;

/** The cells of this table are text. */
interface TextTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Holds the values that a table gives by year, and what of it was left out. */
export interface TableValues {
  years: Record<string, YearValues>;
  taken: number;
  left: Message[];
}

/** Rows of a kind beyond this number are not named. */
const MAX_NAMED = 20;

/**
 * Reads the values of a card's bases, which a row names by id or by name in either language. A row without a year is of `year`; its value is in the
 * unit of the basis, or says that it is. MessageError where the table has no column of indicators or of values.
 */
export function valuesOfTable(
  card: Pick<IndexCard, 'groups'>,
  { head, rows }: TextTable,
  given: { file: string; year: number; atMs: number },
): TableValues {
  const { file } = given;
  const folded = head.map((name) => fold(name.trim()));
  const at = (key: keyof typeof COLUMNS): number =>
    folded.findIndex((name) => (COLUMNS[key] as readonly string[]).includes(name));
  if (at('indicator') < 0 || at('value') < 0)
    throw new MessageError(tableMessage('columns', { file, got: head.join(', ') }));
  const names = namesOf(card);
  const years: Record<string, YearValues> = {};
  const left: Message[] = [];
  const unknown: string[] = [];
  let taken = 0;
  for (const [i, cells] of rows.entries()) {
    const cell = (key: keyof typeof COLUMNS) => (at(key) < 0 ? '' : (cells[at(key)] ?? '').trim());
    const text = cell('value');
    if (NOTHING.test(text)) continue;
    const basis = names.get(fold(cell('indicator')));
    if (!basis) {
      unknown.push(cell('indicator'));
      continue;
    }
    const { id } = basis;
    const row = i + 2;
    const unit = fold(cell('unit'));
    const isOwnUnit = unit === '' || [basis.unit.zh, basis.unit.en].some((one) => fold(one) === unit);
    const isShare = basis.unit.en === PERCENT.en;
    const value = numberOfCell(isShare ? text.replace(/[%％]$/, '') : text);
    const yearText = cell('year') === '' ? String(given.year) : cell('year').replace(/年$/, '');
    if (!isOwnUnit) left.push(tableMessage('unit', { file, row, id, expected: basis.unit.zh, got: cell('unit') }));
    else if (value === null) left.push(tableMessage('number', { file, row, id, got: text }));
    else if (!/^(?:19|20|21)\d\d$/.test(yearText)) left.push(tableMessage('year', { file, row, id, got: yearText }));
    else if (years[yearText]?.[id]) left.push(tableMessage('twice', { file, row, id, year: yearText }));
    else {
      years[yearText] ??= {};
      years[yearText][id] = tableValue(value, cell('source') || file, given.atMs);
      taken++;
    }
  }
  if (unknown.length > 0)
    left.unshift(
      tableMessage('unknown', { file, count: unknown.length, names: unknown.slice(0, MAX_NAMED).join(', ') }),
    );
  return { years, taken, left };
}

const MAX_NOTE = 300;

function tableValue(value: number, source: string, atMs: number): IndexValue {
  const line = source.slice(0, MAX_NOTE);
  return { value, origin: 'table', note: { zh: line, en: line }, atMs };
}

/** Returns bases by what a row may call them; a name that two bases have stands for neither. */
function namesOf(card: Pick<IndexCard, 'groups'>): Map<string, Basis> {
  const named = new Map<string, Basis | null>();
  const add = (name: string, basis: Basis) => {
    const key = fold(name);
    const known = named.get(key);
    named.set(key, known === undefined || known === basis ? basis : null);
  };
  for (const { indicators } of card.groups)
    for (const { name, bases } of indicators)
      if (bases.length === 1) for (const one of [name.zh, name.en]) add(one, bases[0]);
  for (const basis of basesOf(card)) for (const one of [basis.name.zh, basis.name.en]) add(one, basis);
  const sure = new Map<string, Basis>();
  for (const [name, basis] of named) if (basis) sure.set(name, basis);
  for (const basis of basesOf(card)) sure.set(fold(basis.id), basis);
  return sure;
}
