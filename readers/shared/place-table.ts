import { FeatureBuilder, FeatureFault, type FeatureOptions } from './feature-builder.ts';
import { addGeometry } from './geometry-types.ts';
import { type PlaceFields, placesIn } from './place-columns.ts';
import type { Problems } from './problems.ts';
import { Field, NO_MARKS, type NumberMarks, numberMarks, numberOf } from './properties.ts';
import type { RawFeatures, ReadWatch } from './raw-features.ts';
import { addWkb, wkbOfHex } from './wkb.ts';
import { geometryOfWkt } from './wkt-geometry.ts';

export interface PlaceTableOptions extends FeatureOptions, ReadWatch {
  place: PlaceFields;
}

export type Cell = string | number | boolean | Date | null | undefined;

/** A northing of China's systems in metres, and what an easting is beside it: six digits, or eight with the zone's number. */
const isNorthing = (value: number): boolean => value >= 1.8e6 && value < 6e6;
const isEasting = (value: number): boolean => (value >= 1e5 && value < 1e6) || (value >= 13e6 && value < 46e6);

/** Features of a table with a head, one a row: from two columns of numbers or one of well-known text. `firstLine`: of its first row in the file. */
export function featuresOfTable(
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  firstLine: number,
  file: string,
  wish: PlaceTableOptions,
  problems: Problems,
): RawFeatures {
  const names = namesOf(head);
  const places = placesIn(names, wish.place, file);
  const builder = new FeatureBuilder(file, wish, problems, rows.length);
  const placeColumns = Object.values(places);
  const columns = names.map((name, i) => ({ name, i })).filter(({ i }) => !placeColumns.includes(i));
  const isCommaDecimal = 'x' in places && hasDecimalCommas(rows, [places.x, places.y]);
  const numeric = new Map(
    columns
      .filter(({ i }) => isNumeric(rows, i))
      .map(({ i }) => [i, isCommaDecimal ? dotMarks(textsOf(rows, i)) : NO_MARKS]),
  );
  const srids = new Set<number>();
  const xy = 'x' in places ? numbersOf(rows, places.x, places.y, file, firstLine, problems) : null;
  for (const [i, row] of rows.entries()) {
    if ((i & 0x3fff) === 0) wish.signal?.throwIfAborted();
    builder.feature(firstLine + i, () => {
      if (xy) addGeometry(builder, { type: 'Point', coordinates: placeOf(xy, i) });
      else if ('wkt' in places) {
        const text = textOf(row[places.wkt]);
        const binary = wkbOfHex(text);
        const { geometry, srid } = binary ? { geometry: null, srid: binary.srid } : geometryOfWkt(text);
        if (srid !== null) srids.add(srid);
        if (binary) addWkb(builder, binary.bytes);
        else addGeometry(builder, geometry);
      }
      for (const { name, i: column } of columns) {
        const value = row[column];
        const marks = numeric.get(column);
        builder.value(
          name,
          marks && typeof value === 'string' && value.trim() !== '' ? numberOf(value, marks) : trimmed(value),
        );
      }
    });
  }
  return builder.finish(systemOf([...srids], file, problems));
}

/** The system that the geometries of a table state; those of several cannot be laid into one layer by one of them. */
function systemOf(srids: readonly number[], file: string, problems: Problems): string | null {
  if (srids.length > 1)
    problems.report(
      'srid-several',
      () => `${file}: expected one system of coordinates, got SRID ${srids.join(', ')}; none is taken`,
    );
  return srids.length === 1 ? `EPSG:${srids[0]}` : null;
}

const trimmed = (value: Cell): Cell => (typeof value === 'string' ? value.trim() : value);
const textOf = (value: Cell): string => {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new FeatureFault('geometry-missing', 'geometry: expected one, got none');
};

function placeOf({ x, y }: { x: Float64Array; y: Float64Array }, row: number): number[] {
  if (Number.isNaN(x[row]) || Number.isNaN(y[row]))
    throw new FeatureFault('place-missing', 'coordinates: expected two numbers, got an empty or unreadable cell');
  return [x[row], y[row]];
}

/** Names of the columns; one that is empty or there already gets a number. */
function namesOf(head: readonly Cell[]): string[] {
  const taken = new Set<string>();
  return head.map((cell, i) => {
    const wanted = String(cell ?? '').trim() || `column_${i + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
    taken.add(name);
    return name;
  });
}

function* textsOf(rows: readonly (readonly Cell[])[], column: number): Generator<string> {
  for (const row of rows) {
    const value = row[column];
    if (typeof value === 'string') yield value;
  }
}

/** Do coordinates show that the table writes decimals behind a comma? Then a dot before three digits parts thousands. */
function hasDecimalCommas(rows: readonly (readonly Cell[])[], columns: readonly number[]): boolean {
  const marks = columns.map((column) => numberMarks(textsOf(rows, column)));
  return marks.some((one) => one.isCommaDecimal) && !marks.some((one) => one.isCommaThousands);
}

/** The marks of a column of such a table: its own words may show that its dots are of decimals all the same. */
const dotMarks = (texts: Iterable<string>): NumberMarks => {
  const own = numberMarks(texts);
  return { ...own, isDotThousands: !own.isCommaThousands };
};

/** Are all values of a column plain numbers? One with a zero before it is a code, and one of more than 15 digits an id. */
function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return rows.every((row) => {
    const value = row[column];
    if (typeof value !== 'string') return value === null || value === undefined || typeof value === 'number';
    return value.trim() === '' || (/^\s*-?(0|[1-9]\d{0,14})(\.\d+)?\s*$/.test(value) && value.length < 20);
  });
}

/** Coordinates by row, whatever mark stands before their decimals; axes in the order of China's surveyors (x to the north) are swapped and said. */
function numbersOf(
  rows: readonly (readonly Cell[])[],
  xAt: number,
  yAt: number,
  file: string,
  firstLine: number,
  problems: Problems,
): { x: Float64Array; y: Float64Array } {
  const read = (column: number): Float64Array => {
    const field = new Field('', rows.length + 1);
    for (const [row, cells] of rows.entries()) {
      const value = cells[column];
      if (typeof value === 'number' && Number.isFinite(value)) field.addNumber(row, value);
      else if (typeof value === 'string' && value.trim() !== '') {
        const number = degreesOf(value.trim());
        if (number === null) field.addString(row, value.trim());
        else field.addNumber(row, number);
      }
    }
    return field.numbers(rows.length, [], (row, text) =>
      problems.report(
        'not-a-number',
        () => `${file}:${firstLine + row}: expected a coordinate, got "${text.slice(0, 40)}"`,
      ),
    );
  };
  const x = read(xAt);
  const y = read(yAt);
  const first = x.findIndex((value, i) => !Number.isNaN(value) && !Number.isNaN(y[i]));
  if (first < 0 || !isNorthing(x[first]) || !isEasting(y[first])) return { x, y };
  problems.report(
    'axes-swapped',
    () => `${file}: expected east before north, got ${x[first]}, ${y[first]}: read as north, east`,
  );
  return { x: y, y: x };
}

/** A number as programs write it, or degrees, minutes and seconds as 116°19′21.9″E; null for other words. */
function degreesOf(text: string): number | null {
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts =
    /^([NSEW])?\s*(\d{1,3})°\s*(?:(\d{1,2}(?:\.\d+)?)['′]\s*(?:(\d{1,2}(?:\.\d+)?)(?:["″]|''))?)?\s*([NSEW])?$/i.exec(
      text,
    );
  if (!parts) return null;
  const degrees = Number(parts[2]) + Number(parts[3] ?? 0) / 60 + Number(parts[4] ?? 0) / 3600;
  return /[SW]/i.test(`${parts[1] ?? ''}${parts[5] ?? ''}`) ? -degrees : degrees;
}
