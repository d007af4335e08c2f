import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import { isWholeDay, localMinutesOf } from '../../model/city/role-time.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Text } from '../../model/text/text.ts';
import { MIN_PER_DAY } from '../../model/time.ts';
import type { CityFiles } from '../shared/engine.ts';
import { roleLayers } from '../shared/role-rows.ts';

/** Farther from every road a point closes none. */
const CLOSURE_REACH_M = 50;

/** A closure that a layer tells: segments by their ids, and from when until when on the city's clock, minutes since 1970; null: no end. */
export interface GivenClosure {
  segments: string[];
  by: Text;
  fromMin: number | null;
  untilMin: number | null;
}

/** Finds segments on the city's roads: the nearest to a point within so many metres, or those that a ring meets. */
interface RoadFinder {
  nearest(at: Point, reachM: number): string[];
  within(ring: readonly Point[]): string[];
}

/** Reads the closures of layers with that role; an area closes every segment that it meets. */
export async function givenClosures(files: CityFiles, roads: RoadFinder): Promise<GivenClosure[]> {
  const found: GivenClosure[] = [];
  for (const { layer, rows } of await roleLayers(files, 'closures')) {
    const areas = isAreaLayer(layer) ? await openAreas(layer, (path) => files.read(path)) : null;
    for (const { row, atM, cell } of rows) {
      const segments = areas
        ? [...new Set(areas.triangles(row).flatMap((triangle) => roads.within(triangle)))]
        : roads.nearest(atM, CLOSURE_REACH_M);
      if (segments.length === 0) continue;
      const reason = cell('reason');
      const until = cell('until');
      const untilMin = localMinutesOf(until);
      found.push({
        segments,
        by: reason === null ? layer.label : { zh: String(reason), en: String(reason) },
        fromMin: localMinutesOf(cell('from')),
        untilMin: untilMin !== null && isWholeDay(until) ? untilMin + MIN_PER_DAY : untilMin,
      });
    }
  }
  return found;
}
