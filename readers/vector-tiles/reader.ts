import type { Reader } from '../reader.ts';

/** Tiles of features as web maps have them: an archive (PMTiles 3, MBTiles 1.3), or one tile (MVT) whose name says which. Places of Web Mercator, given in degrees. */
export const vectorTilesReader: Reader = {
  id: 'vector-tiles',
  name: 'Vector tiles (PMTiles, MBTiles, MVT)',
  order: 59,
  extensions: ['pmtiles', 'mbtiles', 'mvt'],
  mimeTypes: ['application/vnd.pmtiles', 'application/vnd.mapbox-vector-tile'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'wgs84',
  accepts: ({ bytes, text }) => text.startsWith('PMTiles') || isMbtiles(text) || beginsLayer(bytes),
  async read(source, wish, problems) {
    const { readVectorTiles } = await import('./vector-tiles.ts');
    const { geometry = 'polygon', properties = { all: true } } = wish;
    const options = { ...wish, geometry, properties, keepZ: false };
    return { gives: 'features', raw: await readVectorTiles(source, options, problems) };
  },
};

/** An SQLite file whose schema, on its first page, has the tables of the format. */
const isMbtiles = (text: string): boolean =>
  text.startsWith('SQLite format 3\u0000') && /\btile_data\b/.test(text) && !text.includes('gpkg_contents');

/** Field 3 of a message and its length, then a name or a version: nothing else that is read here begins so. */
function beginsLayer(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x1a) return false;
  let at = 1;
  while (at < 6 && bytes[at] >= 0x80) at++;
  const field = bytes[at + 1];
  return field === 0x0a || (field === 0x78 && bytes[at + 2] < 4);
}
