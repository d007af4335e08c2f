import { gpxGen } from '@tmcw/togeojson';
import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { addGeometry } from '../shared/geometry-types.ts';
import type { Problems } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { MAX_XML_BYTES, xmlTree } from '../shared/xml-tree.ts';

interface GpxWish extends FeatureOptions {
  encoding?: string | undefined;
}

/** Members of a feature that are of each point: times, pulse and the like. */
const OF_POINTS = 'coordinateProperties';

/** Lines or points of a GPX file. What stands beside single points of a line, as its time, has no place in a layer and is counted. */
export async function readGpx(source: ByteSource, wish: GpxWish, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const document = await xmlTree(await source.whole(MAX_XML_BYTES), wish.encoding, file, problems);
  const builder = new FeatureBuilder(file, wish, problems);
  let number = 0;
  for (const { geometry, properties } of gpxGen(document)) {
    number++;
    const isTaken = builder.feature(
      number,
      () => {
        addGeometry(builder, geometry);
        for (const [name, value] of Object.entries(properties ?? {}))
          if (name !== OF_POINTS) builder.value(name.replace(/^_gpxType$/, 'type_of_line'), value);
      },
      true,
    );
    const ofPoints = Object.keys((properties?.[OF_POINTS] as object | undefined) ?? {});
    if (isTaken && ofPoints.length > 0)
      problems.report(
        'points-values',
        () => `${file}:${number}: ${ofPoints.join(', ')} of each point of a line: not kept`,
      );
  }
  return builder.finish('EPSG:4326');
}
