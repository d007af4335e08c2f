import { interpolate } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';
import { type CitySolids, upOfElevation } from '../shared/city-solids.ts';
import { lineLengthM, WayIndex } from '../shared/way-index.ts';
import { groundUpAt } from './cut-finder.ts';
import type { NoiseScene } from './noise-scene.ts';
import type { Place } from './place.ts';
import { isAudible } from './road-traffic.ts';

/** Sound of vehicles comes from here over the road. */
const SOURCE_M = 0.05;

/** Audible roads, as lines with heights. */
export interface RoadLines {
  readonly segments: readonly RoadSegment[];
  /** Corners with the height of the source at each. */
  readonly lines: readonly (readonly Place[])[];
  /** Rise from one end to the other, per cent. */
  readonly slopePct: readonly number[];
  readonly index: WayIndex;
}

/** Lays the audible roads on the ground, or on their own levels where they leave it. */
export function roadLines(network: RoadNetwork | null, solids: CitySolids, scene: NoiseScene): RoadLines {
  const segments = network?.segments.filter(isAudible) ?? [];
  const lines = segments.map((segment) => lineOfSegment(segment, solids, scene));
  const slopePct = lines.map((line) => {
    const lengthM = lineLengthM(line.map(([x, y]): Point => [x, y]));
    return lengthM > 0 ? (100 * (line[line.length - 1][2] - line[0][2])) / lengthM : 0;
  });
  return { segments, lines, slopePct, index: new WayIndex(segments.map(({ points }) => points)) };
}

function lineOfSegment({ points, levels }: RoadSegment, solids: CitySolids, scene: NoiseScene): Place[] {
  let alongM = 0;
  return points.map(([x, y], i): Place => {
    if (i > 0) alongM += Math.hypot(x - points[i - 1][0], y - points[i - 1][1]);
    const roadM = levels
      ? upOfElevation(interpolate(levels, alongM), solids.originElevationM, x, y)
      : groundUpAt(scene, x, y);
    return [x, y, roadM + SOURCE_M];
  });
}
