import type { LayerInput, SurfaceGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';

/** Stairs, stilts and the slope under a house leave so much between its lowest point and the ground. */
export const HANGS_M = 3;
/** Bridges between houses hang, and cellars that somebody modelled are buried: of so few nothing is said. */
export const MIN_SHARE = 0.02;

/** Tells of models that hang above the ground that the city has, or lie under it: terrain or vertical datum do not fit them. */
export function reportStanding(layers: readonly LayerInput[], ground: Ground): void {
  for (const layer of layers) {
    const { geometry, count } = layer.features;
    if (layer.kind !== 'building' || geometry.kind !== 'surface') continue;
    const clear = Array.from({ length: count }, (_, row) => clearancesM(geometry, row, ground));
    const hanging = clear.map(([lowM]) => lowM).filter((lowM) => lowM > HANGS_M);
    const buried = clear.map(([, highM]) => highM).filter((highM) => highM < 0);
    if (hanging.length > MIN_SHARE * count)
      layer.problems.push({
        code: 'model-hangs',
        count: hanging.length,
        example: `${layer.id}: expected models on the ground, got ${hanging.length} of ${count} that stand ${rangeOf(hanging)} above it; --terrain gives the real ground`,
      });
    if (buried.length > MIN_SHARE * count)
      layer.problems.push({
        code: 'model-buried',
        count: buried.length,
        example: `${layer.id}: expected models on the ground, got ${buried.length} of ${count} whose highest point lies ${rangeOf(buried.map((m) => -m))} under it; are terrain and models in one vertical datum?`,
      });
  }
}

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map(Math.round);
  return least === most ? `${least} m` : `${least} to ${most} m`;
}

/** How far the lowest and the highest point of a model are above the ground under them. */
function clearancesM(geometry: SurfaceGeometry, row: number, ground: Ground): [lowM: number, highM: number] {
  const { featureSurface, surfaceRing, ringVertex, elevationM } = geometry;
  const from = ringVertex[surfaceRing[featureSurface[row]]];
  const to = ringVertex[surfaceRing[featureSurface[row + 1]]];
  let low = from;
  let high = from;
  for (let v = from; v < to; v++) {
    if (elevationM[v] < elevationM[low]) low = v;
    if (elevationM[v] > elevationM[high]) high = v;
  }
  return [aboveM(geometry, low, ground), aboveM(geometry, high, ground)];
}

function aboveM({ lonLatDeg, elevationM }: SurfaceGeometry, v: number, ground: Ground): number {
  const at = new Float64Array(3);
  ground.enu(lonLatDeg[2 * v], lonLatDeg[2 * v + 1], elevationM[v], at, 0);
  return elevationM[v] - ground.elevationAt(at[0], at[1]);
}
