import { renameSync, writeFileSync } from 'node:fs';
import { differenceOf, type LayerDifference, type ObjectDifference } from './difference.ts';

/** Writes in what two bakes differ as GeoJSON points, `most` of them at most; the counts that it returns are of all. */
export function writeDifference(
  before: string,
  after: string,
  file: string,
  most = Number.POSITIVE_INFINITY,
): LayerDifference[] {
  const points: string[] = [];
  const layers = differenceOf(before, after, (one) => {
    if (points.length < most) points.push(JSON.stringify(pointOf(one)));
  });
  const head = `{"type":"FeatureCollection","layers":${JSON.stringify(layers)},"features":[`;
  writeFileSync(`${file}.draft`, `${head}\n${points.join(',\n')}\n]}\n`);
  renameSync(`${file}.draft`, file);
  return layers;
}

const pointOf = ({ lonDeg, latDeg, changed, ...stated }: ObjectDifference) => ({
  type: 'Feature',
  properties: { ...stated, changed: changed.join(' ') },
  geometry: { type: 'Point', coordinates: [Math.round(lonDeg * 1e7) / 1e7, Math.round(latDeg * 1e7) / 1e7] },
});
