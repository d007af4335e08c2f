import { jsonFault } from '../../model/text/json-fault.ts';
import type { Gives, Reader } from '../reader.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { ReadError } from '../shared/problems.ts';
import { textOf } from '../shared/utf8.ts';
import { geoJsonMessage } from './messages.ts';

/** Stands before each feature of a text sequence (RFC 8142). */
const RECORD_SEPARATOR = '\u001e';

/** GeoJSON (RFC 7946), GeoJSON lines and text sequences; streamed. */
export const geoJsonReader: Reader = {
  id: 'geojson',
  name: 'GeoJSON',
  order: 10,
  extensions: ['geojson', 'geojsonl', 'geojsonseq', 'ndjson', 'jsonl', 'json'],
  mimeTypes: ['application/geo+json', 'application/vnd.geo+json', 'application/geo+json-seq'],
  gives: ['features', 'drawing'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'usually-wgs84',
  accepts: ({ text }) =>
    text.replaceAll(RECORD_SEPARATOR, '').trimStart().startsWith('{') &&
    /"type"\s*:\s*"Feature(Collection)?"/.test(text),
  async read(source, wish, problems) {
    if (wish.gives === 'drawing') return { gives: 'drawing', ...(await readDrawing(source)) };
    const { readGeoJson } = await import('./geojson.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false, encoding } = wish;
    const options = { geometry, properties, keepZ, encoding };
    return { gives: 'features', raw: await readGeoJson(source, options, problems, wish) };
  },
};

/** A plan that was drawn by hand: lines on no layer. */
async function readDrawing(source: ByteSource): Promise<Gives['drawing']> {
  const { drawingFromGeoJson } = await import('./drawing.ts');
  const text = textOf(await source.whole(MAX_DRAWING_BYTES));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ReadError(geoJsonMessage('json', { file: source.name, reason: jsonFault(error) }));
  }
  const { areas, lines } = drawingFromGeoJson(json, source.name);
  return {
    areas,
    lines: lines.map((points) => ({ layer: '', points, isClosed: false, fileLine: 1 })),
    unread: [],
  };
}

/** 200,000 corners, each written out at length. */
const MAX_DRAWING_BYTES = 64 << 20;
