import { type Column, MAX_CODES, NO_VALUE } from '../city/column.ts';

/** A number as tables write it, thousands with commas too; null where it is none. A number with leading zeros is a code, not an amount. */
export function numberOfCell(text: string): number | null {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  if (plain === '' || /^[+-]?0\d/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** Words that stand for no value in tables of offices. */
export const NOTHING = /^(?:|-|—|–|\/|n\/a|na|null|none|无|空|不详)$/i;
/** A column of a table as a layer holds it. */
interface TableColumn {
  type: 'code' | 'string' | 'number' | 'integer';
  column: Column;
  range: [number, number] | null;
}

/** Makes a column of cells, null where there is none: numbers where every value is one, else words. Numbers keep all their digits. */
export function columnOfCells(cells: readonly (string | null)[]): TableColumn {
  const values = cells.map((cell) => (cell === null || NOTHING.test(cell.trim()) ? null : cell.trim()));
  const numbers = values.map((value) => (value === null ? null : numberOfCell(value)));
  const isNumeric =
    values.some((value) => value !== null) && values.every((value, i) => value === null || numbers[i] !== null);
  if (isNumeric) {
    const column = Float64Array.from(numbers, (value) => value ?? Number.NaN);
    const known = column.filter((value) => !Number.isNaN(value));
    const range: [number, number] = [
      known.reduce((least, value) => Math.min(least, value), Infinity),
      known.reduce((most, value) => Math.max(most, value), -Infinity),
    ];
    const type = known.every((value) => Number.isInteger(value)) ? 'integer' : 'number';
    return { type, column: { type: 'float64', values: column }, range };
  }
  const codeOf = new Map<string, number>();
  const codes = Uint32Array.from(values, (value) => {
    if (value === null) return NO_VALUE;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, codeOf.size);
    return codeOf.size - 1;
  });
  return {
    type: codeOf.size <= MAX_CODES ? 'code' : 'string',
    column: { type: 'string', codes, distinct: [...codeOf.keys()] },
    range: null,
  };
}
