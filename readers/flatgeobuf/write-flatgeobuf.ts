import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import type { WrittenColumn } from '../geoparquet/write-geoparquet.ts';

type Collection = Parameters<typeof serialize>[0];

const WGS84_EPSG = 4326;

/** Writes the features of a GeoJSON text (RFC 7946) as a FlatGeobuf with these columns, each of one type: numbers of a column of text become text. */
export function writeFlatGeobuf(geoJson: string, columns: readonly WrittenColumn[]): Uint8Array<ArrayBuffer> {
  const { type, features } = JSON.parse(geoJson) as Collection;
  const cell = (of: WrittenColumn['type'], value: unknown) =>
    value === null || value === undefined || of !== 'TEXT' ? (value ?? null) : String(value);
  const typed = features.map((feature) => ({
    ...feature,
    properties: Object.fromEntries(columns.map(({ name, type: of }) => [name, cell(of, feature.properties?.[name])])),
  }));
  return new Uint8Array(serialize({ type, features: typed }, WGS84_EPSG));
}
