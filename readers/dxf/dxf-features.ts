import { FeatureBuilder, type FeatureWish } from '../shared/feature-builder.ts';
import { otherType } from '../shared/geometry-types.ts';
import type { Problems } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { Dxf } from './dxf.ts';
import { type Drawing, drawingFromDxf } from './dxf-lines.ts';

/** A map drawn in CAD is in metres; many such files do not say so. */
const USUAL_UNIT = 'm';

/** Lines or closed outlines of a drawing; `$INSUNITS` that says nothing is taken for metres, which is said. */
export function readDxfFeatures(bytes: Uint8Array, file: string, wish: FeatureWish, problems: Problems): RawFeatures {
  const isUnitless = !new Dxf(bytes, file).statesUnit;
  if (isUnitless) problems.report('dxf-unit', () => `${file}: $INSUNITS: expected a unit, got none; metres are taken`);
  const drawing = drawingFromDxf(bytes, file, isUnitless ? USUAL_UNIT : undefined, [0, 0]);
  return featuresOfDrawing(drawing, file, wish, problems);
}

/** What a drawing draws as features of a layer: closed lines are areas, open ones lines; each has the name of its layer. */
function featuresOfDrawing(
  { lines, unread }: Drawing,
  file: string,
  wish: FeatureWish,
  problems: Problems,
): RawFeatures {
  const builder = new FeatureBuilder(file, wish, problems, lines.length);
  const wanted = wish.geometry;
  for (const { layer, points, isClosed, fileLine } of lines) {
    const type = isClosed ? 'polygon' : 'line';
    const gather = (): void => {
      if (wanted !== type) throw otherType(wanted, isClosed ? 'Polygon' : 'LineString');
      for (const [x, y] of isClosed ? [...points, points[0]] : points) builder.position(x, y);
      builder.endRing();
      builder.endPart();
      builder.value('layer', layer);
    };
    builder.feature(fileLine, gather, true);
  }
  for (const { layer, kind } of unread)
    problems.report('dxf-unread', () => `${file}: ${layer}: expected lines, got "${kind}"; not read`);
  return builder.finish(null);
}
