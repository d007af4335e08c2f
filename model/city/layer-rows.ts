import { type Column, decodeColumn, valueAt } from './column.ts';
import type { LayerInfo } from './manifest.ts';

/** Bytes of a file of the city, by its path in the manifest. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** The things of a layer by row, with the attributes that were asked for; null where a thing or the whole layer has none. */
interface Rows {
  thing(row: number): {
    id: string;
    name: { zh: string; en: string };
    at: [eastM: number, northM: number];
    radiusM: number;
  };
  text(name: string, row: number): string | null;
  number(name: string, row: number): number | null;
}

/** Reads only the columns that are wanted, beside id, names and places. */
export async function openRows(layer: LayerInfo, read: ReadFile, wanted: string[]): Promise<Rows> {
  const files = new Map([['id', layer.sorted.replace(/[^/]*$/, 'columns/id.bin')]]);
  for (const { name, file } of layer.attributes)
    if (['name', 'nameEn', ...wanted].includes(name)) files.set(name, file);
  const [bytes, ...columns] = await Promise.all([
    read(layer.places),
    ...[...files].map(async ([name, file]): Promise<[string, Column]> => [name, decodeColumn(await read(file), file)]),
  ]);
  const places = new Float32Array(bytes.slice().buffer);
  const byName = new Map(columns);
  const cellOf = (name: string, row: number): string | number | null => {
    const column = byName.get(name);
    return column ? valueAt(column, row) : null;
  };
  const text = (name: string, row: number) => {
    const value = cellOf(name, row);
    return typeof value === 'string' ? value : null;
  };
  return {
    text,
    number: (name, row) => {
      const value = cellOf(name, row);
      return typeof value === 'number' ? value : null;
    },
    thing: (row) => {
      const id = text('id', row) ?? '';
      const zh = text('name', row) ?? id;
      const [eastM, northM, , radiusM] = places.subarray(4 * row, 4 * row + 4);
      return { id, name: { zh, en: text('nameEn', row) ?? zh }, at: [eastM, northM], radiusM };
    },
  };
}
