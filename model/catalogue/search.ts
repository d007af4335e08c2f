import { fold } from '../text/folded-text.ts';
import { type CatalogueRecord, GRADES, type Grade } from './record.ts';

/** A search has these conditions; what is left out restricts nothing. */
interface CatalogueSearch {
  /** Words that all stand somewhere in the record, in either language. */
  text?: string | undefined;
  theme?: string | undefined;
  type?: string | undefined;
  /** No grade below this one. */
  grade?: Grade | undefined;
  /** Degrees: west, south, east, north; a record whose box meets it. */
  boxDeg?: readonly [number, number, number, number] | undefined;
  /** ISO dates, both included; a record without a date is in no span. */
  from?: string | undefined;
  to?: string | undefined;
}

/** Selects the records that meet all conditions, in the catalogue's order. */
export function searchCatalogue(
  records: readonly CatalogueRecord[],
  { text = '', theme, type, grade, boxDeg, from, to }: CatalogueSearch,
): CatalogueRecord[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    if (theme !== undefined && record.theme !== theme) return false;
    if (type !== undefined && record.type !== type) return false;
    if (grade !== undefined && GRADES.indexOf(record.grade) > GRADES.indexOf(grade)) return false;
    if (boxDeg && !meets(record.boxDeg, boxDeg)) return false;
    if (from !== undefined && (record.date === null || spanOf(record.date)[1] < spanOf(from)[0])) return false;
    if (to !== undefined && (record.date === null || spanOf(record.date)[0] > spanOf(to)[1])) return false;
    const all = words.length === 0 ? '' : textOf(record);
    return words.every((word) => all.includes(word));
  });
}

const meets = (a: readonly number[], b: readonly number[]): boolean =>
  a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

const FIRST_DAY = '0000-01-01';
/** As text no day of a month comes after its 31st. */
const LAST_DAY = '9999-12-31';

/** Returns the first and last day that a year, a month, a day or an instant may mean; as text they are in the order of time. */
function spanOf(date: string): [first: string, last: string] {
  const day = date.slice(0, LAST_DAY.length);
  return [day + FIRST_DAY.slice(day.length), day + LAST_DAY.slice(day.length)];
}

function textOf({ id, title, kind, source, licence, attributes, roles }: CatalogueRecord): string {
  const both = [title, ...(source ? [source] : []), ...attributes].flatMap(({ zh, en }) => [zh, en]);
  return fold([id, kind, licence ?? '', ...both, ...roles].join('\n'));
}
