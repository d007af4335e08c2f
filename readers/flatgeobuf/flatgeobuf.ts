import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import type { HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, type FeatureWish } from '../shared/feature-builder.ts';
import { addGeometry } from '../shared/geometry-types.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { usableCrs } from '../shared/wkt-crs.ts';
import { flatGeobufMessage } from './messages.ts';

interface LooseFeature {
  geometry: { type?: unknown; coordinates?: unknown } | null;
  properties: Record<string, unknown> | null;
}

interface FlatGeobufWish extends FeatureWish, ReadWatch {
  crs?: string | undefined;
}

/** All features of a FlatGeobuf file, in its order; its index is passed over. */
export async function readFlatGeobuf(
  source: ByteSource,
  wish: FlatGeobufWish,
  problems: Problems,
): Promise<RawFeatures> {
  const file = source.name;
  const whole = await source.whole();
  // The package looks at all of the memory behind a view, so that it has to be the file's alone.
  const bytes = whole.byteLength === whole.buffer.byteLength ? whole : whole.slice();
  let header: HeaderMeta | null = null;
  const builder = new FeatureBuilder(file, wish, problems);
  let count = 0;
  try {
    const headerMetaFn = (meta: HeaderMeta): void => {
      header = meta;
    };
    // The package's own type of a feature names what its other half makes, not GeoJSON's.
    for await (const feature of deserialize(bytes, { headerMetaFn }) as AsyncGenerator<LooseFeature>) {
      if ((++count & 0x3fff) === 0) wish.signal?.throwIfAborted();
      builder.feature(count, () => {
        addGeometry(builder, feature.geometry);
        for (const [name, value] of Object.entries(feature.properties ?? {})) builder.value(name, value);
      });
    }
  } catch (error) {
    if (wish.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(flatGeobufMessage('broken', { file, feature: count, reason }));
  }
  const { featuresCount, crs } = header as unknown as HeaderMeta;
  // 0 stands for a file whose writer did not know.
  if (featuresCount > 0 && featuresCount !== count)
    throw new ReadError(flatGeobufMessage('count', { file, expected: featuresCount, got: count }));
  const code = crs && crs.code > 0 && (crs.org ?? 'EPSG').toUpperCase() === 'EPSG' ? `EPSG:${crs.code}` : null;
  return builder.finish(wish.crs === undefined ? await usableCrs(code, crs?.wkt || null, file, problems) : null);
}
