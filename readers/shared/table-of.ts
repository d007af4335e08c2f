import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/** A file holds several layers and nobody said which: these. */
export class SeveralTables extends ReadError {
  readonly names: readonly string[];

  constructor(file: string, names: readonly string[]) {
    super(readerMessage('table-several', { file, count: names.length, names: listed(names) }));
    this.names = names;
  }
}

/** The one layer of a file that is wanted: the named one, or the only one; a ReadError lists what there is. */
export function tableOf<T extends { name: string }>(tables: readonly T[], wanted: string | undefined, file: string): T {
  const names = tables.map(({ name }) => name);
  if (wanted !== undefined) {
    const found = tables.find(({ name }) => name === wanted) ?? tables.find(({ name }) => isSame(name, wanted));
    if (found) return found;
    throw new ReadError(readerMessage('table-missing', { file, got: JSON.stringify(wanted), names: listed(names) }));
  }
  if (tables.length === 1) return tables[0];
  throw new SeveralTables(file, names);
}

const MAX_LISTED = 40;
const listed = (names: readonly string[]): string =>
  (names.length > MAX_LISTED ? [...names.slice(0, MAX_LISTED), '…'] : names).join(', ');
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
