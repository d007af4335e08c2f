import type { Reader } from '../reader.ts';
import { defaultPlaces } from '../shared/place-columns.ts';
import { headingsOf } from '../shared/table-text.ts';

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
