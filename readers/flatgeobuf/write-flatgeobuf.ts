import { magicbytes } from 'flatgeobuf/lib/mjs/constants.js';
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js';
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js';
import { buildFeature } from 'flatgeobuf/lib/mjs/generic/feature.js';
import { buildHeader, mapColumn } from 'flatgeobuf/lib/mjs/generic/featurecollection.js';
import { inferGeometryType } from 'flatgeobuf/lib/mjs/generic/header.js';
import type { IGeoJsonFeature } from 'flatgeobuf/lib/mjs/geojson/feature.js';
import { parseGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js';
import type { WrittenColumn } from '../geoparquet/write-geoparquet.ts';

interface Collection {
  features: (IGeoJsonFeature & { geometry: Parameters<typeof parseGeometry>[0] })[];
}

const WGS84_EPSG = 4326;
const TYPES = { TEXT: ColumnType.String, DOUBLE: ColumnType.Double, INTEGER: ColumnType.Long } as const;

/**
 * Writes the features of a GeoJSON text (RFC 7946) as a FlatGeobuf without an index. Columns have the given types: the library's own `serialize`
 * takes them from the first feature, where a missing number would make the column one of text.
 */
export function writeFlatGeobuf(geoJson: string, columns: readonly WrittenColumn[]): Uint8Array<ArrayBuffer> {
  const { features } = JSON.parse(geoJson) as Collection;
  const header = {
    geometryType: features.length > 0 ? inferGeometryType(features) : GeometryType.Unknown,
    columns: columns.map(({ name, type }) => ({ ...mapColumn({ [name]: null }, name), type: TYPES[type] })),
    envelope: null,
    featuresCount: features.length,
    indexNodeSize: 0,
    crs: null,
    title: null,
    description: null,
    metadata: null,
  };
  const parts = features.map(({ geometry, properties }) => {
    const cells = columns.map(({ name, type }) => [name, cellOf(type, properties?.[name])]);
    return buildFeature(parseGeometry(geometry), Object.fromEntries(cells), header);
  });
  const all = [magicbytes, buildHeader(header, WGS84_EPSG), ...parts];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const cellOf = (type: WrittenColumn['type'], value: string | number | null | undefined): string | number | null =>
  value === null || value === undefined || type !== 'TEXT' ? (value ?? null) : String(value);
