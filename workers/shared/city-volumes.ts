import { NO_USE, type Prisms } from '../../model/city/prisms.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** A city's prisms by building, with what is asked of a building before its walls are. */
export interface CityVolumes {
  readonly prisms: Prisms;
  readonly buildings: number;
  /** Building of each prism. */
  readonly buildingOf: Int32Array;
  /** First prism of each building, and its box: west, south, east, north. */
  readonly firstPrism: Int32Array;
  readonly boxM: Float64Array;
  readonly groundM: Float64Array;
  readonly topM: Float64Array;
  /** By layer and row. */
  find(layer: number, row: number): number | null;
}

export function cityVolumes(prisms: Prisms): CityVolumes {
  const byRow = new Map<string, number>();
  const buildingOf = new Int32Array(prisms.count);
  const first: number[] = [];
  for (let p = 0; p < prisms.count; p++) {
    const key = `${prisms.layer[p]} ${prisms.row[p]}`;
    const known = byRow.get(key);
    buildingOf[p] = known ?? first.length;
    if (known !== undefined) continue;
    byRow.set(key, first.length);
    first.push(p);
  }
  const boxM = new Float64Array(4 * first.length);
  for (let b = 0; b < first.length; b++) boxM.set([Infinity, Infinity, -Infinity, -Infinity], 4 * b);
  const groundM = new Float64Array(first.length).fill(Infinity);
  const topM = new Float64Array(first.length).fill(-Infinity);
  const { ringOf, vertexOf, eastNorthM } = prisms;
  for (let p = 0; p < prisms.count; p++) {
    const b = buildingOf[p];
    groundM[b] = Math.min(groundM[b], prisms.groundM[p]);
    topM[b] = Math.max(topM[b], prisms.topM[p]);
    for (let i = 2 * vertexOf[ringOf[p]]; i < 2 * vertexOf[ringOf[p + 1]]; i += 2) {
      boxM[4 * b] = Math.min(boxM[4 * b], eastNorthM[i]);
      boxM[4 * b + 1] = Math.min(boxM[4 * b + 1], eastNorthM[i + 1]);
      boxM[4 * b + 2] = Math.max(boxM[4 * b + 2], eastNorthM[i]);
      boxM[4 * b + 3] = Math.max(boxM[4 * b + 3], eastNorthM[i + 1]);
    }
  }
  return {
    prisms,
    buildings: first.length,
    buildingOf,
    firstPrism: Int32Array.from(first),
    boxM,
    groundM,
    topM,
    find: (layer, row) => byRow.get(`${layer} ${row}`) ?? null,
  };
}

/** West, south, east, north of a building. */
export const boxOfBuilding = ({ boxM }: CityVolumes, b: number): Box => [
  boxM[4 * b],
  boxM[4 * b + 1],
  boxM[4 * b + 2],
  boxM[4 * b + 3],
];

/** A word of the list, or none. */
export const wordOfUse = ({ uses, use }: Prisms, prism: number): string | null =>
  use[prism] === NO_USE ? null : (uses[use[prism]] ?? null);

/** The outline of a prism in plan, without its holes. */
export function outerRing({ prisms: { ringOf, vertexOf, eastNorthM } }: CityVolumes, p: number): Point[] {
  const from = vertexOf[ringOf[p]];
  return Array.from({ length: vertexOf[ringOf[p] + 1] - from }, (_, i) => [
    eastNorthM[2 * (from + i)],
    eastNorthM[2 * (from + i) + 1],
  ]);
}
