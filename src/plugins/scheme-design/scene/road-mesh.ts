import type { SchemeRoad } from '../../../../model/schemes/scheme.ts';
import { roadEdgesM } from '../../../../model/schemes/scheme-roads.ts';
import type { SceneHost } from '../../../view/scene.ts';

/** The ground is asked for so often along a road, and the road lies so far above it: over streets and lawns of today, and over ground that is not level between two places. */
const STEP_M = 6;
const LIFT_M = 1.5;

/** Triangles that face up, in the city's plane. */
export interface RoadMesh {
  enuM: Float64Array;
  indices: Uint32Array;
}

/** Roads of a scheme as they lie on the ground; null where there is none. */
export async function roadMesh(
  host: Pick<SceneHost, 'groundUpM'>,
  roads: readonly SchemeRoad[],
): Promise<RoadMesh | null> {
  const strips = roads.map((road) => roadEdgesM(road, STEP_M)).filter(({ left }) => left.length > 1);
  if (strips.length === 0) return null;
  const points = strips.flatMap(({ left, right }) => left.flatMap((point, i) => [point, right[i]]));
  const ups = await host.groundUpM(points.map(([x, y]): [number, number] => [x, y]));
  const indices: number[] = [];
  let first = 0;
  for (const { left } of strips) {
    for (let i = 0; i + 1 < left.length; i++) {
      const a = first + 2 * i;
      indices.push(a, a + 1, a + 3, a, a + 3, a + 2);
    }
    first += 2 * left.length;
  }
  return {
    enuM: Float64Array.from(points.flatMap(([x, y], i) => [x, y, ups[i] + LIFT_M])),
    indices: Uint32Array.from(indices),
  };
}
