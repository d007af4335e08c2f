import type { FileStart, Reader } from '../reader.ts';
import { LINE_FEED } from '../shared/ascii.ts';
import { isUtf8 } from '../shared/encoding.ts';
import { defaultPlaces } from '../shared/place-columns.ts';

/** A table of places as text: columns of coordinates or of well-known text. */
export const placesCsvReader: Reader = {
  id: 'places-csv',
  name: 'Table of places (CSV)',
  order: 195,
  extensions: ['csv', 'tsv', 'txt'],
  mimeTypes: ['text/csv', 'text/tab-separated-values'],
  gives: ['features'],
  geometries: ['point', 'polygon', 'line'],
  coordinates: 'stated',
  accepts: (start) => defaultPlaces(headingsOf(start)) !== null,
  async read(source, wish, problems) {
    const { readPlacesCsv } = await import('./places-csv.ts');
    const { geometry = 'point', properties = { all: true }, place = {} } = wish;
    const options = { ...wish, geometry, properties, keepZ: false, place };
    return { gives: 'features', raw: await readPlacesCsv(source, options, problems) };
  },
};

const MAX_FIRST_ROW_BYTES = 4000;

/** The first row's cells, in the encoding that it has. */
function headingsOf({ bytes, text }: FileStart): string[] {
  if ('{<[\u0000'.includes(text.charAt(0))) return [];
  const start = bytes.subarray(0, MAX_FIRST_ROW_BYTES);
  const end = start.indexOf(LINE_FEED);
  const line = end < 0 ? start : start.subarray(0, end);
  const head = new TextDecoder(isUtf8(line) ? 'utf-8' : 'gb18030').decode(line.slice());
  return head.split(/[,;\t|]/);
}
