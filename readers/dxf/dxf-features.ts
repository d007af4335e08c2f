import { FeatureBuilder, type FeatureOptions } from '../shared/feature-builder.ts';
import { otherType } from '../shared/geometry-types.ts';
import type { Problems } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { Dxf } from './dxf.ts';
import { type Drawing, drawnIn } from './dxf-lines.ts';
import { placeOfDrawing } from './geo-data.ts';

/** A map drawn in CAD is in metres; many such files do not say so. */
const DEFAULT_UNIT = 'm';

/**
 * Lines or closed outlines of a drawing, where its AcDbGeoData puts them; without one in metres of its own frame. `$INSUNITS` that says
 * nothing is then taken for metres, which is said.
 */
export async function readDxfFeatures(
  bytes: Uint8Array,
  file: string,
  wish: FeatureOptions,
  problems: Problems,
): Promise<RawFeatures> {
  const dxf = new Dxf(bytes, file);
  const place = await placeOfDrawing(dxf);
  if (place && 'frame' in place) return featuresOfDrawing(drawnIn(place.frame, dxf), file, wish, problems, place.crs);
  if (place)
    problems.report(
      'dxf-place',
      () => `${file}: AcDbGeoData: expected a plane of a known system, got ${place.reason}; its own frame is taken`,
    );
  const isUnitless = !dxf.statesUnit;
  if (isUnitless) problems.report('dxf-unit', () => `${file}: $INSUNITS: expected a unit, got none; metres are taken`);
  const unitM = dxf.unitM(isUnitless ? DEFAULT_UNIT : undefined);
  return featuresOfDrawing(drawnIn([unitM, 0, 0, unitM, 0, 0], dxf), file, wish, problems, null);
}

/** What a drawing draws as features of a layer: closed lines are areas, open ones lines; each has the name of its layer. */
function featuresOfDrawing(
  { lines, unread }: Drawing,
  file: string,
  wish: FeatureOptions,
  problems: Problems,
  crs: string | null,
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
  return builder.finish(crs);
}
