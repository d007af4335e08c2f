import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import * as v from 'valibot';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { addGeometry } from '../shared/geometry-types.ts';
import { isObject } from '../shared/json.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { addWkb } from '../shared/wkb.ts';
import { heightUnitOf, usableCrs } from '../shared/wkt-crs.ts';
import { checkPages } from './check-pages.ts';
import { geoParquetMessage } from './messages.ts';

interface GeoParquetWish extends FeatureOptions, ReadWatch {
  crs?: string | undefined;
}

const MAX_ROWS = 20_000_000;
/** Rows that are objects at the same time. */
const ROWS_AT_ONCE = 20_000;

/** GeoParquet's metadata, as far as it is of use. A crs that is absent is OGC:CRS84, null is unknown. */
const Geo = v.object({
  primary_column: v.string(),
  columns: v.record(
    v.string(),
    v.object({
      encoding: v.string(),
      crs: v.optional(
        v.nullable(
          v.object({
            name: v.optional(v.string(), ''),
            id: v.optional(v.object({ authority: v.string(), code: v.union([v.string(), v.number()]) })),
          }),
        ),
      ),
    }),
  ),
});

/** Features of a GeoParquet file, some thousand rows at a time. */
export async function readGeoParquet(
  source: ByteSource,
  wish: GeoParquetWish,
  problems: Problems,
): Promise<RawFeatures> {
  const name = source.name;
  const file = (await source.whole()).slice().buffer;
  const broken = (error: unknown): never => {
    throw new ReadError(
      geoParquetMessage('broken', { file: name, reason: error instanceof Error ? error.message : String(error) }),
    );
  };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch(broken);
  await Promise.resolve()
    .then(() => checkPages(file, metadata))
    .catch(broken);
  const count = Number(metadata.num_rows);
  if (count > MAX_ROWS) throw new ReadError(geoParquetMessage('many-rows', { file: name, most: MAX_ROWS, got: count }));
  const { column, crs } = geometryColumn(metadata, name);
  const builder = new FeatureBuilder(name, wish, problems, count);
  for (let rowStart = 0; rowStart < count; rowStart += ROWS_AT_ONCE) {
    wish.signal?.throwIfAborted();
    wish.onProgress?.(rowStart / count);
    const rowEnd = Math.min(count, rowStart + ROWS_AT_ONCE);
    const rows = await parquetReadObjects({
      file,
      metadata,
      compressors,
      rowStart,
      rowEnd,
      utf8: false,
      geoparquet: false,
    }).catch(broken);
    for (const [i, row] of rows.entries())
      builder.feature(rowStart + i + 1, () => {
        addValue(builder, row[column]);
        for (const [key, value] of Object.entries(row))
          if (key !== column && key !== 'bbox') builder.value(key, plainValue(value));
      });
  }
  if (wish.crs !== undefined || crs === null) return builder.finish(null);
  if (crs === undefined) return builder.finish('EPSG:4326');
  const code = crs.id?.authority === 'EPSG' ? `EPSG:${crs.id.code}` : crs.id?.authority === 'OGC' ? 'EPSG:4326' : null;
  const text = crs.name ? `PROJCRS["${crs.name}"]` : null;
  return builder.finish(await usableCrs(code, text, name, problems), heightUnitOf(code, null));
}

/** Parquet's own type of geometry comes decoded, well-known binary of other columns as bytes. */
function addValue(builder: FeatureBuilder, geometry: unknown): void {
  if (geometry instanceof Uint8Array) addWkb(builder, geometry);
  else addGeometry(builder, isObject(geometry) ? geometry : null);
}

/** Words that no writer marked as such come as bytes. */
const plainValue = (value: unknown): unknown =>
  value instanceof Uint8Array ? new TextDecoder().decode(value.slice()) : value;

type GeoCrs = v.InferOutput<typeof Geo>['columns'][string]['crs'];

function geometryColumn(metadata: FileMetaData, file: string): { column: string; crs: GeoCrs } {
  const names = metadata.schema
    .slice(1)
    .map(({ name }) => name)
    .join(', ');
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value;
  if (text === undefined) {
    const own = metadata.schema.find(({ logical_type }) => /^GEO/.test(logical_type?.type ?? ''));
    if (own) return { column: own.name, crs: undefined };
    throw new ReadError(geoParquetMessage('no-geometry', { file, names }));
  }
  const geo = v.safeParse(v.pipe(v.string(), v.parseJson(), Geo), text);
  const column = geo.success ? geo.output.columns[geo.output.primary_column] : undefined;
  if (!geo.success || !column) throw new ReadError(geoParquetMessage('no-geometry', { file, names }));
  if (column.encoding !== 'WKB')
    throw new ReadError(geoParquetMessage('encoding', { file, got: JSON.stringify(column.encoding.slice(0, 40)) }));
  return { column: geo.output.primary_column, crs: column.crs };
}
