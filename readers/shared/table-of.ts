import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/** The one layer of a file that is wanted: the named one, or the only one; a ReadError lists what there is. */
export function tableOf<T extends { name: string }>(tables: readonly T[], wanted: string | undefined, file: string): T {
  const names = tables.map(({ name }) => name);
  const listed = names.length > MAX_LISTED ? [...names.slice(0, MAX_LISTED), '…'] : names;
  if (wanted !== undefined) {
    const found = tables.find(({ name }) => name === wanted) ?? tables.find(({ name }) => isSame(name, wanted));
    if (found) return found;
    throw new ReadError(
      readerMessage('table-missing', { file, got: JSON.stringify(wanted), names: listed.join(', ') }),
    );
  }
  if (tables.length === 1) return tables[0];
  throw new ReadError(readerMessage('table-several', { file, count: names.length, names: listed.join(', ') }));
}

const MAX_LISTED = 40;
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
