/** How many keys of each kind a report lists by name. */
const MAX_EXAMPLES = 10;

/** A key that found no partner, or several, and how often it stands there. */
interface KeyCount {
  key: string;
  count: number;
}

/**
 * How a key was found: letter by letter, by width and blanks, without leading zeros; by lying in a thing or nearest to it; by street, number and
 * building, or by street and number alone.
 */
export type JoinWay = 'exact' | 'width' | 'zeros' | 'within' | 'nearest' | 'building' | 'number';

/** Tells exactly what became of both sides. Every thing is matched, unmatched, blank or ambiguous; every row is used, unused, blank or doubled. */
export interface JoinReport {
  things: {
    all: number;
    matched: number;
    unmatched: number;
    /** Without a key. */
    blank: number;
    /** Their keys fit rows of several spellings, as 7 fits 07 and 007: nobody can tell which is meant. */
    ambiguous: number;
    /** Things that share their key with another thing: each gets the row. */
    doubled: number;
  };
  rows: {
    all: number;
    /** Rows that some thing got. */
    used: number;
    unused: number;
    blank: number;
    /** Rows whose key an earlier row has, letter by letter: the earlier one counts. */
    doubled: number;
    /** Rows that fit several things, so that nobody can tell which is meant; they go to none. */
    ambiguous?: number;
  };
  /** Matched things, or rows where a thing may have several, by how they were found. */
  by: Partial<Record<JoinWay, number>>;
  examples: {
    unmatchedThings: KeyCount[];
    unusedRows: KeyCount[];
    doubledRows: KeyCount[];
    doubledThings: KeyCount[];
    ambiguous: KeyCount[];
  };
}

/** Row of the table of each thing, −1 where it has none, and the report. */
interface Joined {
  rowOf: Int32Array;
  report: JoinReport;
}

/** A key in the usual width (NFKC) without blanks: １０ ０７ and 1007 are the same. */
const plainKey = (key: string): string => (isPlain(key) ? key : key.normalize('NFKC').replace(/\s+/g, ''));

/** Most keys are of plain letters and digits, and need no normalising. */
const isPlain = (key: string): boolean => /^[\x21-\x7e]*$/.test(key);

/** A number without leading zeros; null: the key is no number. */
const zerolessKey = (key: string): string | null => (/^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : null);

/** Two rows of one key of this kind, which nobody can tell apart. */
const SEVERAL = -2;

/** Rows of a table by their keys in three ways of reading them, from the strictest to the loosest. */
interface RowIndex {
  exact: ReadonlyMap<string, number>;
  width: ReadonlyMap<string, number>;
  zeros: ReadonlyMap<string, number>;
  blank: number;
  doubled: Counter;
}

function indexOf(rows: readonly (string | undefined)[]): RowIndex {
  const exact = new Map<string, number>();
  const width = new Map<string, number>();
  const zeros = new Map<string, number>();
  const doubled = new Counter();
  let blank = 0;
  const put = (index: Map<string, number>, key: string, row: number) => index.set(key, index.has(key) ? SEVERAL : row);
  for (const [row, key] of rows.entries()) {
    if (key === undefined || key.trim() === '') blank++;
    else if (exact.has(key)) doubled.add(key);
    else {
      exact.set(key, row);
      const plain = plainKey(key);
      put(width, plain, row);
      const zeroless = zerolessKey(plain);
      if (zeroless !== null) put(zeros, zeroless, row);
    }
  }
  return { exact, width, zeros, blank, doubled };
}

/** The row of a key and the way in which it was found; undefined: there is none. */
function findRow(
  { exact, width, zeros }: RowIndex,
  key: string,
): { way: 'exact' | 'width' | 'zeros'; row: number } | undefined {
  const own = exact.get(key);
  if (own !== undefined) return { way: 'exact', row: own };
  const plain = plainKey(key);
  const same = width.get(plain);
  if (same !== undefined) return { way: 'width', row: same };
  const zeroless = zerolessKey(plain);
  const number = zeroless === null ? undefined : zeros.get(zeroless);
  return number === undefined ? undefined : { way: 'zeros', row: number };
}

/**
 * Joins rows of a table to things by a key. A key is sought letter by letter, then in the usual width and without blanks, then without leading zeros;
 * a looser way counts only where one spelling of the table fits. `things`: the key of each thing, null where it has none.
 */
export function joinByKey(things: readonly (string | null)[], rows: readonly (string | undefined)[]): Joined {
  const index = indexOf(rows);
  const by = { exact: 0, width: 0, zeros: 0 };
  const rowOf = new Int32Array(things.length).fill(-1);
  const used = new Uint8Array(rows.length);
  const unmatched = new Counter();
  const ambiguous = new Counter();
  const met = new Counter();
  let blank = 0;
  for (const [thing, key] of things.entries()) {
    if (key === null || key.trim() === '') {
      blank++;
      continue;
    }
    met.add(key);
    const found = findRow(index, key);
    if (!found) unmatched.add(key);
    else if (found.row === SEVERAL) ambiguous.add(key);
    else {
      rowOf[thing] = found.row;
      used[found.row] = 1;
      by[found.way]++;
    }
  }
  const unused = new Counter();
  for (const [key, row] of index.exact) if (used[row] === 0) unused.add(key);
  const doubled = met.several();
  const counts = { unmatched: unmatched.total, blank, ambiguous: ambiguous.total, doubled: doubled.total };
  const usedRows = used.reduce((sum, one) => sum + one, 0);
  return {
    rowOf,
    report: {
      things: { all: things.length, matched: by.exact + by.width + by.zeros, ...counts },
      rows: {
        all: rows.length,
        used: usedRows,
        unused: unused.total,
        blank: index.blank,
        doubled: index.doubled.total,
      },
      by,
      examples: {
        unmatchedThings: unmatched.first(),
        unusedRows: unused.first(),
        doubledRows: index.doubled.first(),
        doubledThings: doubled.first(),
        ambiguous: ambiguous.first(),
      },
    },
  };
}

/** Keys by how often they were met, in the order of their first. */
export class Counter {
  total = 0;
  private readonly counts = new Map<string, number>();

  add(key: string, count = 1): void {
    this.total += count;
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  /** How many different keys were met. */
  get size(): number {
    return this.counts.size;
  }

  first(): KeyCount[] {
    return [...this.counts].slice(0, MAX_EXAMPLES).map(([key, count]) => ({ key, count }));
  }

  /** Only what was met more than once. */
  several(): Counter {
    const found = new Counter();
    for (const [key, count] of this.counts) if (count > 1) found.add(key, count);
    return found;
  }
}
