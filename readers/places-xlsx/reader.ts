import type { Reader } from '../reader.ts';
import { namesAtStart } from '../shared/zip-entries.ts';

/** A table of places in a workbook of Excel: the sheet with a head, and columns of coordinates or of well-known text below it. */
export const placesXlsxReader: Reader = {
  id: 'places-xlsx',
  name: 'Table of places (XLSX)',
  order: 52,
  extensions: ['xlsx'],
  mimeTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  gives: ['features'],
  geometries: ['point', 'polygon', 'line'],
  coordinates: 'stated',
  accepts: (start) => namesAtStart(start).some((name) => name === '[content_types].xml' || name.startsWith('xl/')),
  async read(source, wish, problems) {
    const { readPlacesXlsx } = await import('./places-xlsx.ts');
    const { geometry = 'point', properties = { all: true }, place = {} } = wish;
    const options = { ...wish, geometry, properties, keepZ: false, place };
    return { gives: 'features', raw: await readPlacesXlsx(source, options, problems) };
  },
};
