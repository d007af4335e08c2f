import type { Reader } from '../reader.ts';
import { textOf } from '../shared/utf8.ts';

/** Well-known text (OGC 06-103r4): areas of a plan in metres of its own frame. */
export const wktReader: Reader = {
  id: 'wkt',
  name: 'Well-known text',
  order: 100,
  extensions: ['wkt'],
  mimeTypes: [],
  gives: ['drawing'],
  coordinates: 'unstated',
  accepts: ({ text }) => /^\s*(MULTI)?POLYGON\b|^\s*GEOMETRYCOLLECTION\b/i.test(text),
  async read(source) {
    const { polygonsFromWkt } = await import('./wkt.ts');
    const areas = polygonsFromWkt(textOf(await source.whole(MAX_TEXT_BYTES)), source.name);
    return { gives: 'drawing', areas, lines: [], unread: [] };
  },
};

/** A plan of 200,000 corners takes a tenth of it. */
const MAX_TEXT_BYTES = 64 << 20;
